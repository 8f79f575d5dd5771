import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { readRecords, recordLine, type GenerationRecord } from '../core/judge/generationRecord';
import { FileError } from './fileError';
import { writeNewFile } from './putInPlace';
import { readTextFile, stampOf } from './readTextFile';

/** Beside the pictures: a line for each. */
export const RECORDS_FILE = 'pictures.jsonl';
/** Of one picture there are never so many. */
const MOST_NAMES = 10_000;
const LONGEST_NAME = 60;
/** Some 50,000 pictures. */
const MOST_RECORD_BYTES = 64 * 1024 * 1024;

/**
 * The records of a folder whose pictures are there; none where there is no such folder yet.
 * @throws FileError of a file of records that can't be read
 */
export async function readGenerated(folder: string): Promise<GenerationRecord[]> {
  let lines: string;
  try {
    lines = await readTextFile(path.join(folder, RECORDS_FILE), {
      within: [folder],
      largest: MOST_RECORD_BYTES,
    });
  } catch (error) {
    if (error instanceof FileError && error.code === 'file-missing') return [];
    throw error;
  }
  const there: GenerationRecord[] = [];
  for (const record of readRecords(lines)) if (await isThere(folder, record)) there.push(record);
  return there;
}

async function isThere(folder: string, { file }: GenerationRecord): Promise<boolean> {
  try {
    await stampOf(path.join(folder, file), { within: [folder] });
    return true;
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

/** What a picture is called: by its spell file, spell, options and seed. */
export interface PictureName {
  readonly source: string;
  readonly spell: string;
  readonly expansion: string;
  readonly seed: string;
  /** Without a dot. */
  readonly extension: string;
}

/**
 * Writes a picture as it came, under a name that is free, and then its record: who finds a record finds its picture.
 * @param folder is made where it is not there
 * @throws what the system says
 */
export async function keepGenerated(
  folder: string,
  name: PictureName,
  bytes: Uint8Array,
  record: Omit<GenerationRecord, 'file' | 'hash'>,
): Promise<GenerationRecord> {
  const within = plain(path.parse(name.source).name);
  await mkdir(path.join(folder, within), { recursive: true });
  const base = [name.spell, name.expansion, name.seed]
    .map(plain)
    .filter((part) => part !== '')
    .join('-');
  for (let number = 1; ; number++) {
    const file = `${within}/${base}${number === 1 ? '' : `-${number}`}.${name.extension}`;
    try {
      await writeNewFile(path.join(folder, file), bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST' && number < MOST_NAMES) continue;
      throw error;
    }
    const hash = createHash('sha256').update(bytes).digest('hex');
    const whole = { ...record, file, hash };
    await appendLine(path.join(folder, RECORDS_FILE), recordLine(whole));
    return whole;
  }
}

/** As one write, behind a line that a broken run left half. */
async function appendLine(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a+');
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const isHalf = size > 0 && last.toString() !== '\n';
    await handle.appendFile(isHalf ? `\n${line}` : line);
  } finally {
    await handle.close();
  }
}

/** A name for every system: letters, digits, `_` and `-`. */
function plain(text: string): string {
  const name = text
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^-+|-+$/g, '');
  // Windows keeps these names for devices.
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(name) ? `${name}_` : name;
}

/** Where the picture of a record lies, absolute. */
export function generatedFile(folder: string, { file }: Pick<GenerationRecord, 'file'>): string {
  return path.join(folder, ...file.split('/'));
}

/** SHA-256 (hex) of what is asked for. */
export function requestHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
