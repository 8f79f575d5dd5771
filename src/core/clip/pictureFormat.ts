export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif';

/** What names of each format's files end with, without the dot and in small letters; the usual ending is the first. */
const extensionsOf: Readonly<Record<PictureFormat, readonly [string, ...string[]]>> = {
  png: ['png', 'apng'],
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  gif: ['gif'],
  webp: ['webp'],
  avif: ['avif'],
};

/** Endings of pictures that can be read. */
export const readableExtensions: readonly string[] = Object.values(extensionsOf).flat();

/** Endings of pictures in which makers write how they were made: all that can be read but GIF. */
export const recordExtensions: readonly string[] = readableExtensions.filter(
  (extension) => !extensionsOf.gif.includes(extension),
);

/** Kinds of pictures that are not read, by what people call them, with the endings of their names. */
const unreadKinds = {
  HEIC: ['heic', 'heif', 'hif'],
  'JPEG XL': ['jxl'],
  'JPEG 2000': ['jp2', 'j2k', 'jpx'],
  BMP: ['bmp', 'dib'],
  TIFF: ['tif', 'tiff'],
  SVG: ['svg'],
  PSD: ['psd'],
  ICO: ['ico'],
  RAW: ['dng', 'cr2', 'cr3', 'nef', 'arw', 'orf', 'raf', 'rw2'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type UnreadKind = keyof typeof unreadKinds;

const unreadKindOf: ReadonlyMap<string, UnreadKind> = new Map(
  Object.entries(unreadKinds).flatMap(([kind, extensions]) =>
    extensions.map((extension) => [extension, kind as UnreadKind] as const),
  ),
);

/** Endings of what people call a picture. Those that cannot be read are found too, so that they are named and not missing. */
export const pictureExtensions: readonly string[] = [...readableExtensions, ...unreadKindOf.keys()];

const readable: ReadonlySet<string> = new Set(readableExtensions);

/** Whether a file's name, or a path's last one, ends like that of a picture that can be read, in small or capital letters. */
export function isReadableName(name: string): boolean {
  return readable.has(endingOf(name));
}

/** The kind of picture that a name's ending tells and that is not read; undefined for all other names. */
export function unreadKindOfName(name: string): UnreadKind | undefined {
  return unreadKindOf.get(endingOf(name));
}

/** Whether a name ends like what people call a picture, whether it can be read or not. */
export function isPictureName(name: string): boolean {
  return isReadableName(name) || unreadKindOfName(name) !== undefined;
}

/** In small letters; empty for a name without. */
function endingOf(name: string): string {
  return /[^/\\]\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The usual ending of a format's files. */
export function extensionOf(format: PictureFormat): string {
  return extensionsOf[format][0];
}

/**
 * The format of a picture by its first bytes; undefined for anything that we do not open.
 * The extension is not asked, and vector formats (SVG, PDF) are left out on purpose: they would be rendered, which is
 * slow, may read other files, and is not what a reference picture is.
 */
export function pictureFormat(bytes: Uint8Array): PictureFormat | undefined {
  const text = textOf(bytes);
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  return /^avi[fs]$/.test(brandOf(bytes, ['avif', 'avis'])) ? 'avif' : undefined;
}

/** The kind of a picture that is not read, by its first bytes; undefined for anything else. */
export function unreadKind(bytes: Uint8Array): UnreadKind | undefined {
  const text = textOf(bytes);
  if (text(0, 2) === 'BM' && text(6, 10) === '\0\0\0\0') return 'BMP';
  if (text(0, 4) === 'II*\0' || text(0, 4) === 'MM\0*') return 'TIFF';
  if (text(0, 2) === '\xff\x0a' || text(4, 12) === 'JXL \r\n\x87\n') return 'JPEG XL';
  if (text(4, 12) === 'jP  \r\n\x87\n' || text(0, 4) === '\xff\x4f\xff\x51') return 'JPEG 2000';
  if (text(0, 4) === '8BPS') return 'PSD';
  if (text(0, 4) === '\0\0\x01\0') return 'ICO';
  if (brandOf(bytes, ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']) !== '') return 'HEIC';
  if (brandOf(bytes, ['crx ']) !== '') return 'RAW';
  return /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<svg\b/.test(text(0, 64)) ? 'SVG' : undefined;
}

function textOf(bytes: Uint8Array): (from: number, to: number) => string {
  return (from, to) => String.fromCharCode(...bytes.subarray(from, to));
}

/** The first of these brands that an ISO base media file has; empty for none. They stand one after the other in its first box. */
function brandOf(bytes: Uint8Array, wanted: readonly string[]): string {
  const text = textOf(bytes);
  if (text(4, 8) !== 'ftyp') return '';
  const brands = text(8, Math.min(64, bytes[3]! || 64)).match(/.{4}/gs) ?? [];
  return brands.find((brand) => wanted.includes(brand)) ?? '';
}
