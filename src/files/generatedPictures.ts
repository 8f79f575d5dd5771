import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, lstat, mkdir, open, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { readRecords, recordLine, type GenerationRecord } from '../core/judge/generationRecord';
import { FileError } from './fileError';
import { writeNewFile } from './putInPlace';
import { isWithin } from './reach';
import { readPictureFile } from './readPictureFile';
import { readTextFile, stampOf } from './readTextFile';

/** Beside the spell file, where nobody chose another folder. */
export const GENERATED_FOLDER = 'generated';
/** Beside the pictures: a line for each. */
export const RECORDS_FILE = 'pictures.jsonl';
/** Of one picture there are never so many. */
const MOST_NAMES = 10_000;
/** UTF-8 bytes of each part of a name: all of them, a number and an ending stay below the 255 that file systems take. */
const LONGEST_PART = 80;
/** Some 50,000 pictures. */
const MOST_RECORD_BYTES = 64 * 1024 * 1024;

/**
 * The records of a folder whose pictures are there; none where there is no such folder yet.
 * @throws FileError of a file of records that can't be read
 */
export async function readGenerated(folder: string): Promise<GenerationRecord[]> {
  const within = [await realFolder(folder)];
  let lines: string;
  try {
    lines = await readTextFile(path.join(folder, RECORDS_FILE), {
      within,
      largest: MOST_RECORD_BYTES,
    });
  } catch (error) {
    if (error instanceof FileError && error.code === 'file-missing') return [];
    throw error;
  }
  const there: GenerationRecord[] = [];
  for (const record of readRecords(lines)) if (await isThere(folder, record, within)) there.push(record);
  return there;
}

/** Without links; the folder itself may be one, as its pictures may lie on a larger disk. */
async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    return folder; // what is wrong with it says whoever opens a file in it
  }
}

async function isThere(
  folder: string,
  record: GenerationRecord,
  within: readonly string[],
): Promise<boolean> {
  try {
    await stampOf(generatedFile(folder, record), { within });
    return true;
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

/** Whether a picture is still the one that was drawn: whoever painted on it has another one, and a verdict is not about that. */
export async function isUnchanged(folder: string, record: GenerationRecord): Promise<boolean> {
  try {
    const bytes = await readPictureFile(generatedFile(folder, record));
    return sha256(bytes) === record.hash;
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
 * Makes the folder of a spell file's pictures where it is not there, and finds out whether it takes some: a generator can
 * take minutes for what cannot be kept then.
 * @throws FileError `file-outside` of a link in the folder: nothing is written through one, and its own file of records may
 * be anybody's; what the system says
 */
export async function prepareFolder(folder: string, source: string): Promise<void> {
  const pictures = path.join(folder, folderOf(source));
  await mkdir(pictures, { recursive: true });
  if (!isWithin(await realpath(pictures), [await realpath(folder)]))
    throw new FileError('file-outside', pictures);
  const records = path.join(folder, RECORDS_FILE);
  if (await isLink(records)) throw new FileError('file-outside', records);
  for (const each of [folder, pictures]) await access(each, constants.W_OK);
}

async function isLink(file: string): Promise<boolean> {
  try {
    return (await lstat(file)).isSymbolicLink();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function folderOf(source: string): string {
  return plain(path.parse(source).name) || 'spell';
}

/**
 * Writes a picture as it came, under a name that is free, and then its record: who finds a record finds its picture.
 * @param folder is made where it is not there
 * @throws as `prepareFolder`
 */
export async function keepGenerated(
  folder: string,
  name: PictureName,
  bytes: Uint8Array,
  record: Omit<GenerationRecord, 'file' | 'hash'>,
): Promise<GenerationRecord> {
  const within = folderOf(name.source);
  await prepareFolder(folder, name.source);
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
    const whole = { ...record, file, hash: sha256(bytes) };
    await appendLine(path.join(folder, RECORDS_FILE), recordLine(whole));
    return whole;
  }
}

/** As one write, behind a line that a broken run left half; never through a link, which may lead to a file of the user's. */
async function appendLine(file: string, line: string): Promise<void> {
  const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW = 0 } = constants;
  const handle = await open(file, O_APPEND | O_CREAT | O_RDWR | O_NOFOLLOW, 0o666);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const isHalf = size > 0 && last.toString() !== '\n';
    const written = Buffer.from(isHalf ? `\n${line}` : line);
    try {
      await handle.appendFile(written);
    } catch (error) {
      await takeBack(handle, size, written).catch(() => undefined);
      throw error;
    }
  } finally {
    await handle.close();
  }
}

/** Half a record, of a disk that is full, is none. What another window has appended behind it meanwhile stays. */
async function takeBack(handle: FileHandle, size: number, written: Uint8Array): Promise<void> {
  const half = Buffer.alloc((await handle.stat()).size - size);
  await handle.read(half, 0, half.length, size);
  if (half.equals(written.subarray(0, half.length))) await handle.truncate(size);
}

/** A name for every system: letters, digits, `_` and `-`. */
function plain(text: string): string {
  const name = beginning(text.replace(/[^\p{L}\p{N}_]+/gu, '-'), LONGEST_PART).replace(/^-+|-+$/g, '');
  // Windows keeps these names for devices.
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(name) ? `${name}_` : name;
}

function beginning(text: string, bytes: number): string {
  let [kept, used] = ['', 0];
  for (const letter of text) {
    used += Buffer.byteLength(letter);
    if (used > bytes) break;
    kept += letter;
  }
  return kept;
}

/** Where the picture of a record lies, absolute. */
export function generatedFile(folder: string, { file }: Pick<GenerationRecord, 'file'>): string {
  return path.join(folder, ...file.split('/'));
}

/** SHA-256 (hex) of what is asked for. */
export function requestHash(text: string): string {
  return sha256(text);
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
