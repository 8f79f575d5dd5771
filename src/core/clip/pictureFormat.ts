export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif';

/** What names of each format's files end with, without the dot and in small letters; the usual ending is the first. */
const extensionsOf: Readonly<Record<PictureFormat, readonly [string, ...string[]]>> = {
  png: ['png'],
  jpeg: ['jpg', 'jpeg'],
  gif: ['gif'],
  webp: ['webp'],
  avif: ['avif'],
};

/** Endings of pictures that can be read. */
export const readableExtensions: readonly string[] = Object.values(extensionsOf).flat();

/** Endings of what people call a picture. Those that cannot be read are found too, so that they are named and not missing. */
export const pictureExtensions: readonly string[] = [...readableExtensions, 'bmp', 'tif', 'tiff'];

const knownExtensions: ReadonlySet<string> = new Set(pictureExtensions);

/** Whether a file's name, or a path's last one, ends like a picture's, in small or capital letters. */
export function isPictureName(name: string): boolean {
  const extension = /[^/\\]\.([^./\\]+)$/.exec(name)?.[1];
  return extension !== undefined && knownExtensions.has(extension.toLowerCase());
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
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) === 'ftyp' && isAvif(text(8, Math.min(64, bytes[3]! || 64)))) return 'avif';
  return undefined;
}

/** Brands of an ISO base media file: the major one first, the compatible ones after a version number. */
function isAvif(brands: string): boolean {
  return /^(?:.{4})*?avi[fs]/s.test(brands);
}
