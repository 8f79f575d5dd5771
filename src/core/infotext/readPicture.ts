import { chooseRecords } from './chooseRecords';
import { readIsobmff } from './containers/isobmff';
import { readJpeg } from './containers/jpeg';
import { PNG_SIGNATURE, readPng } from './containers/png';
import { filteredRows, firstColumns, pngPixels } from './containers/pngPixels';
import { readWebp } from './containers/webp';
import { Bytes } from './containers/bytes';
import { Interpretation, sidecarTexts } from './interpret';
import { MAX_TEXT } from './limits';
import { easyDiffusion } from './makers/toolRecords';
import type { HiddenRecord, PictureKind, PicturePorts, PictureReading, Sidecars } from './pictureRecord';
import { TextCollection, type PictureText } from './pictureText';
import type { Found } from './recordParts';
import { hiddenRecord, hiddenText, SIGNATURE_ROWS, stealthChannels } from './stealth';

/**
 * Reads what the maker of a picture wrote into it, or beside it: all sources are read, then the best is chosen. Never throws,
 * whatever the bytes; time and memory grow with the file, and what inflates has limits.
 */
export async function readPicture(
  bytes: Uint8Array,
  ports: PicturePorts,
  sidecars: Sidecars = {},
): Promise<PictureReading> {
  const kind = kindOf(bytes);
  const texts = new TextCollection(kind, ports);
  readContainer(kind, bytes, texts);
  const inFile = new Interpretation(texts.texts);
  const found = [...inFile.found, ...readSidecars(sidecars, kind, ports)];
  if (!inFile.found.some(({ prompt, rank }) => prompt !== '' && rank !== 'empty'))
    found.push(...(await readPixels(kind, bytes, ports, texts)));
  const { records, hasChoice } = chooseRecords(found);
  return {
    kind,
    ...(texts.width && texts.height ? { width: texts.width, height: texts.height } : {}),
    records,
    problems: [...texts.problems, ...inFile.problems],
    hasChoice,
  };
}

/** The texts that lie in a picture, as they are. */
export function textsOfPicture(bytes: Uint8Array, ports: PicturePorts): readonly PictureText[] {
  const texts = new TextCollection(kindOf(bytes), ports);
  readContainer(texts.kind, bytes, texts);
  return texts.texts;
}

/** In pixels, as the header says, before anything is decoded; undefined where it does not. */
export function sizeOfPicture(
  bytes: Uint8Array,
): { readonly width: number; readonly height: number } | undefined {
  const into = new TextCollection(kindOf(bytes), { inflate: () => undefined });
  readContainer(into.kind, bytes, into);
  if (into.kind === 'gif') {
    const view = new Bytes(bytes);
    [into.width, into.height] = [view.u16(6, true), view.u16(8, true)];
  }
  const { width, height } = into;
  return width && height ? { width, height } : undefined;
}

/** By its first bytes; names lie. */
function kindOf(file: Uint8Array): PictureKind {
  const bytes = new Bytes(file);
  if (bytes.length === 0) return 'empty';
  if (bytes.startsWith(PNG_SIGNATURE)) return hasFrames(bytes) ? 'apng' : 'png';
  if (bytes.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (bytes.startsWith('RIFF') && bytes.startsWith('WEBP', 8)) return 'webp';
  if (bytes.startsWith('GIF8')) return 'gif';
  if (!bytes.startsWith('ftyp', 4)) return 'unknown';
  const brands = bytes.tag(8, Math.min(bytes.u32(0), 200) - 8);
  return /avi[fs]/.test(brands) ? 'avif' : /hei[cxs]|hev[cx]|mif1|msf1/.test(brands) ? 'heic' : 'unknown';
}

/** An animation says so before its first pixels. */
function hasFrames(bytes: Bytes): boolean {
  for (let at = 8, chunks = 0; at < bytes.length && chunks < 1000; at += bytes.u32(at) + 12, chunks++) {
    if (bytes.startsWith('acTL', at + 4)) return true;
    if (bytes.startsWith('IDAT', at + 4)) return false;
  }
  return false;
}

function readContainer(kind: PictureKind, bytes: Uint8Array, into: TextCollection): void {
  if (kind === 'png' || kind === 'apng') readPng(bytes, into);
  else if (kind === 'jpeg') readJpeg(bytes, into);
  else if (kind === 'webp') readWebp(bytes, into);
  else if (kind === 'avif' || kind === 'heic') readIsobmff(bytes, into);
}

function readSidecars({ txt, json }: Sidecars, kind: PictureKind, ports: PicturePorts): Found[] {
  const texts = new TextCollection(kind, ports);
  const lines = txt === undefined || txt.length > MAX_TEXT ? undefined : sidecarTexts(txt);
  const easy = lines && easyDiffusion('sidecar:txt', lines, 'txt');
  if (txt !== undefined && !easy) texts.add('sidecar:', 'txt', txt);
  if (json !== undefined) texts.add('sidecar:', 'json', json);
  return [...(easy ? [easy] : []), ...new Interpretation(texts.texts).found];
}

/** Records in the lowest bits of pixels, asked for where the file has none in any other place. */
async function readPixels(
  kind: PictureKind,
  bytes: Uint8Array,
  ports: PicturePorts,
  texts: TextCollection,
): Promise<readonly Found[]> {
  const hidden = await hiddenIn(kind, bytes, ports, texts);
  const text = typeof hidden === 'object' ? hiddenText(hidden, ports.inflate) : hidden;
  if (text === 'too-large') texts.report({ code: 'record-too-large', source: 'stealth', limit: MAX_TEXT });
  if (text === 'unreadable') texts.report({ code: 'record-unreadable', source: 'stealth' });
  if (typeof hidden !== 'object' || text === undefined || text === 'too-large') return [];
  return new Interpretation([{ source: `stealth:${hidden.channels}`, key: 'parameters', text }]).found;
}

type Hidden = HiddenRecord | 'too-large' | 'unreadable' | undefined;

async function hiddenIn(
  kind: PictureKind,
  bytes: Uint8Array,
  ports: PicturePorts,
  { isLossless }: TextCollection,
): Promise<Hidden> {
  if (kind === 'png' || kind === 'apng') return hiddenInPng(bytes, ports);
  return isLossless ? ports.hidden?.() : undefined;
}

/** All pixels are inflated, here or elsewhere, only where the first of them say that there is a record. */
function hiddenInPng(bytes: Uint8Array, { inflate, hidden }: PicturePorts): Hidden | Promise<Hidden> {
  const png = pngPixels(bytes);
  if (!png) return undefined;
  if (png.isInterlaced) return hidden?.();
  const few = Math.min(png.height, SIGNATURE_ROWS);
  const start = filteredRows(png, few, inflate);
  if (!start || stealthChannels(few, (columns) => firstColumns(png, start, few, columns)) === undefined)
    return undefined;
  if (png.isLarge) return hidden?.();
  const rows = filteredRows(png, png.height, inflate);
  return (
    rows && hiddenRecord(png.width, png.height, (columns) => firstColumns(png, rows, png.height, columns))
  );
}
