import { jsonFault, parseJson } from '../json/parseJson';

/** The file beside spell files that remembers how well each prompt fitted when somebody accepted it. */
export const LOCK_FILE = 'spellwright.lock';

/** Of the format. A lock of a later one is not read. */
export const lockVersion = 1;

/** Bytes: 10,000 packed pictures of the widest checkpoint take 60 MB. */
export const largestLock = 128 * 1024 * 1024;

/** Digits after the point that scores are written with: what two engines disagree in comes later. */
const digits = 6;

/** What is written stays while the new number differs by no more than engines do: updates then change what changed. */
const rewritten = 5e-6;

export interface Lock {
  /** Version of the program that wrote it. */
  readonly spellwright: string;
  /** By path from the lock's folder, with `/`. */
  readonly files: ReadonlyMap<string, LockedFile>;
}

export interface LockedFile {
  readonly checkpoint: { readonly id: string; readonly hash: string };
  /** Sorted by path. */
  readonly pictures: readonly LockedPicture[];
  /** By `lockKeys`. */
  readonly spells: ReadonlyMap<string, LockedSpell>;
}

export interface LockedPicture {
  /** From the lock's folder, with `/`. */
  readonly path: string;
  /** SHA-256 (hex) of the file's bytes. */
  readonly hash: string;
  /** Base64 of its embedding by the checkpoint, 32-bit little-endian floats: in a packed lock. */
  readonly embedding?: string;
}

/** How well a spell fitted. */
export interface LockedSpell {
  /** Different texts that it had. */
  readonly texts: number;
  /** What it was worth: its mean cosine over different pictures; of several texts that of the best, judged on other pictures. */
  readonly mean: number;
  /** Its cosine with each picture, in their order; of several texts jackknife pseudo-values, which near-duplicates share. */
  readonly scores: readonly number[];
}

export type LockCode =
  /** Two versions of it were not merged yet; `line` is where. */
  | 'lock-conflict'
  /** It is no lock, or was cut off. */
  | 'lock-damaged'
  /** A later version of the program wrote it. */
  | 'lock-later';

export interface LockProblem {
  readonly code: LockCode;
  /** From 1. */
  readonly line?: number;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export type ReadLock = { readonly lock: Lock } | { readonly problem: LockProblem };

/** Reads a lock of any origin; what is no lock as a whole is told and not read in part. Never throws. */
export function readLock(text: string): ReadLock {
  const conflict = /^(?:<{7}|\|{7}|={7}|>{7})(?: |\r?$)/m.exec(text);
  if (conflict) {
    const line = text.slice(0, conflict.index).split('\n').length;
    return { problem: { code: 'lock-conflict', line, parameters: { line } } };
  }
  let value: unknown;
  try {
    value = parseJson(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return damaged(jsonFault(error));
  }
  if (!isRecord(value)) return damaged('not an object');
  if (typeof value.lock === 'number' && value.lock > lockVersion)
    return { problem: { code: 'lock-later', parameters: { version: value.lock, known: lockVersion } } };
  if (value.lock !== lockVersion) return damaged('"lock"');
  if (!isRecord(value.files)) return damaged('"files"');
  const files = new Map<string, LockedFile>();
  for (const [path, file] of Object.entries(value.files)) {
    const read = lockedFile(file);
    if (typeof read === 'string') return damaged(`"${path.slice(0, 80)}": ${read}`);
    files.set(path, read);
  }
  const { spellwright } = value;
  return { lock: { spellwright: typeof spellwright === 'string' ? spellwright : '', files } };
}

function damaged(detail: string): { readonly problem: LockProblem } {
  return { problem: { code: 'lock-damaged', parameters: { detail } } };
}

/** What is wrong with it, if anything is. */
function lockedFile(value: unknown): LockedFile | string {
  if (!isRecord(value)) return 'not an object';
  const { checkpoint, pictures, spells } = value;
  if (!isRecord(checkpoint) || !isHash(checkpoint.hash) || typeof checkpoint.id !== 'string')
    return '"checkpoint"';
  if (!Array.isArray(pictures) || !pictures.every(isPicture)) return '"pictures"';
  if (!isRecord(spells)) return '"spells"';
  const read = new Map<string, LockedSpell>();
  for (const [name, spell] of Object.entries(spells)) {
    if (!isSpell(spell, pictures.length)) return `"${name.slice(0, 80)}"`;
    read.set(name, spell);
  }
  return { checkpoint: { id: checkpoint.id, hash: checkpoint.hash }, pictures, spells: read };
}

function isPicture(value: unknown): value is LockedPicture {
  if (!isRecord(value) || typeof value.path !== 'string' || value.path === '' || !isHash(value.hash))
    return false;
  const { embedding } = value;
  return (
    embedding === undefined || (typeof embedding === 'string' && /^[A-Za-z0-9+/]+={0,2}$/.test(embedding))
  );
}

function isSpell(value: unknown, pictures: number): value is LockedSpell {
  if (!isRecord(value)) return false;
  const { texts, mean, scores } = value;
  return (
    Number.isSafeInteger(texts) &&
    (texts as number) > 0 &&
    isFinite(mean) &&
    Array.isArray(scores) &&
    scores.length === pictures &&
    scores.every(isFinite)
  );
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A lock as text: sorted, a line for each picture and each spell, so that two versions of it differ where something is
 * different, and can be merged by lines.
 */
export function writeLock({ spellwright, files }: Lock): string {
  const blocks = sorted(files).map(
    ([path, { checkpoint, pictures, spells }]) =>
      `    ${JSON.stringify(path)}: {\n` +
      `      "checkpoint": { "id": ${JSON.stringify(checkpoint.id)}, "hash": "${checkpoint.hash}" },\n` +
      `      "pictures": ${listOf('[', pictures.map(pictureLine), ']')},\n` +
      `      "spells": ${listOf('{', sorted(spells).map(spellLine), '}')}\n` +
      '    }',
  );
  const all = blocks.length === 0 ? '{}' : `{\n${blocks.join(',\n')}\n  }`;
  return `{\n  "lock": ${lockVersion},\n  "spellwright": ${JSON.stringify(spellwright)},\n  "files": ${all}\n}\n`;
}

function listOf(open: string, lines: readonly string[], close: string): string {
  if (lines.length === 0) return open + close;
  return `${open}\n${lines.map((line) => `        ${line}`).join(',\n')}\n      ${close}`;
}

function pictureLine({ path, hash, embedding }: LockedPicture): string {
  const packed = embedding === undefined ? '' : `, "embedding": "${embedding}"`;
  return `{ "path": ${JSON.stringify(path)}, "hash": "${hash}"${packed} }`;
}

function spellLine([name, { texts, mean, scores }]: readonly [string, LockedSpell]): string {
  const list = scores.map(written).join(', ');
  return `${JSON.stringify(name)}: { "texts": ${texts}, "mean": ${written(mean)}, "scores": [${list}] }`;
}

function written(score: number): string {
  return String(Number(score.toFixed(digits)));
}

/** By UTF-16 units: the same on every machine. */
function sorted<T>(entries: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * What spells are called in a lock: their name where only one has it, else `#2` for the second of the file.
 * @param names in file order; undefined for one without a name
 */
export function lockKeys(names: readonly (string | undefined)[]): string[] {
  const uses = new Map<string | undefined, number>();
  for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  return names.map((name, index) => {
    const isOwn = name !== undefined && uses.get(name) === 1 && !name.startsWith('#');
    return isOwn ? name : `#${index + 1}`;
  });
}

/**
 * What an update writes of a file: the new entry, where only the named spells are taken from it if some are named, and with
 * the old numbers where they are the same but for rounding.
 */
export function updated(
  before: LockedFile | undefined,
  now: LockedFile,
  only?: ReadonlySet<string>,
): LockedFile | undefined {
  const isSame = before !== undefined && samePictures(before, now);
  // Scores of other pictures or another checkpoint cannot stand beside these.
  if (only && before && !isSame) return undefined;
  const spells = new Map<string, LockedSpell>();
  for (const [key, spell] of now.spells) {
    const old = isSame ? before.spells.get(key) : undefined;
    if (only && !only.has(key)) {
      if (old) spells.set(key, old);
    } else spells.set(key, old && isSameSpell(old, spell) ? old : spell);
  }
  if (only && before) for (const [key, old] of before.spells) if (!now.spells.has(key)) spells.set(key, old);
  return { ...now, spells };
}

function samePictures(a: LockedFile, b: LockedFile): boolean {
  return (
    a.checkpoint.hash === b.checkpoint.hash &&
    a.pictures.length === b.pictures.length &&
    a.pictures.every(({ path, hash }, i) => path === b.pictures[i]!.path && hash === b.pictures[i]!.hash)
  );
}

function isSameSpell(a: LockedSpell, b: LockedSpell): boolean {
  return (
    a.texts === b.texts &&
    Math.abs(a.mean - b.mean) < rewritten &&
    a.scores.every((score, i) => Math.abs(score - b.scores[i]!) < rewritten)
  );
}
