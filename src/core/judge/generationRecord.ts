import type { GenerationParameters } from './generationParameters';

/** The codes are those of `generators/generator.ts`; a line of a later version can hold others. */
export interface RecordedRemark {
  readonly code: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** What is kept of a picture that a generator drew: a line of JSON beside it. */
export interface GenerationRecord {
  readonly schema: 1;
  /** File name of the spell file, without its folder. */
  readonly source: string;
  /** Name of the spell; null where it has none. */
  readonly spell: string | null;
  /** Of the spell among those of the file, from 0, as it was then. */
  readonly spellIndex: number;
  /** Which options were taken; empty without slots. */
  readonly expansion: string;
  /** What CLIP reads of the prompt. */
  readonly text: string;
  /** As they were sent. */
  readonly prompt: string;
  readonly negative: string | null;
  /** As they were asked for. */
  readonly parameters: GenerationParameters;
  /** Of this picture, in decimal digits. */
  readonly seed: string;
  /** What ran, as the generator says it. */
  readonly ran: Readonly<Record<string, string | number>>;
  /** What of the wish was not done, as codes: whoever meets the picture again is told again. */
  readonly remarks: readonly RecordedRemark[];
  readonly generator: string;
  readonly url: string;
  /** When it was there, ISO 8601 in UTC, and how long the generator took, in seconds. */
  readonly time: string;
  readonly seconds: number;
  /** Relative to the folder of the records, with `/`. */
  readonly file: string;
  /** SHA-256 (hex) of the file. */
  readonly hash: string;
  /** What was asked, of whom: equal for the same request (`requestText`), as SHA-256 (hex). */
  readonly request: string;
}

/** What makes two requests the same: whoever is asked it again may answer with the picture that is there. */
export function requestText(request: {
  readonly generator: string;
  readonly url: string;
  readonly prompt: string;
  readonly negative?: string;
  readonly parameters: GenerationParameters;
  readonly seed: string;
  /** The user's own, as it is sent. */
  readonly workflow?: string;
}): string {
  const { generator, url, prompt, negative = '', parameters, seed, workflow } = request;
  const { seed: _, ...others } = parameters;
  const sorted = Object.entries(others)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const told = [generator, url, prompt, negative, sorted, seed];
  return JSON.stringify(workflow === undefined ? told : [...told, workflow]);
}

/** One line, its end included. */
export function recordLine(record: GenerationRecord): string {
  return `${JSON.stringify(record)}\n`;
}

const TEXTS = ['source', 'expansion', 'text', 'prompt', 'seed', 'generator', 'url', 'time', 'file'] as const;
const HASH = /^[0-9a-f]{64}$/;

/** The records of a file's lines, those that are whole. Of two of one file the later one counts. */
export function readRecords(lines: string): GenerationRecord[] {
  const records = new Map<string, GenerationRecord>();
  for (const line of lines.split('\n')) {
    const record = line.trim() === '' ? undefined : readRecord(line);
    if (!record) continue;
    records.delete(record.file);
    records.set(record.file, record);
  }
  return [...records.values()];
}

function readRecord(line: string): GenerationRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const record = value as Record<string, unknown>;
  const isWhole =
    record.schema === 1 &&
    TEXTS.every((key) => typeof record[key] === 'string') &&
    [record.spell, record.negative].every((each) => each === null || typeof each === 'string') &&
    Number.isSafeInteger(record.spellIndex) &&
    [record.spellIndex, record.seconds].every((each) => typeof each === 'number' && each >= 0) &&
    [record.hash, record.request].every((each) => typeof each === 'string' && HASH.test(each)) &&
    [record.parameters, record.ran].every(isFlat) &&
    Array.isArray(record.remarks) &&
    record.remarks.every(isRemark) &&
    isInside(record.file as string) &&
    /^\d{1,20}$/.test(record.seed as string);
  return isWhole ? (value as GenerationRecord) : undefined;
}

function isRemark(value: unknown): boolean {
  const { code, parameters } = (value ?? {}) as Partial<RecordedRemark>;
  return typeof code === 'string' && isFlat(parameters);
}

/** Names with texts and numbers. */
function isFlat(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((each) => typeof each === 'string' || typeof each === 'number')
  );
}

/** A line can be anybody's: it must not lead out of its folder. */
function isInside(file: string): boolean {
  return (
    file !== '' &&
    !/[\0\\:]/.test(file) &&
    file.split('/').every((part) => part !== '' && part !== '..' && part !== '.')
  );
}
