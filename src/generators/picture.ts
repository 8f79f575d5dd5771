import { pictureFormat, unreadKind, type PictureFormat } from '../core/clip/pictureFormat';
import { MOST_PICTURE_BYTES } from './connection';
import { GeneratorError } from './generatorError';

/**
 * A picture that a generator sent, held to its first bytes: what it calls them is not asked.
 * @throws GeneratorError `generator-picture-unreadable`, `-missing`, `generator-answer-too-large`
 */
export function receivedPicture(
  bytes: Uint8Array,
  about: { readonly url: string; readonly path: string },
): { readonly bytes: Uint8Array; readonly format: PictureFormat } {
  if (bytes.length === 0) throw new GeneratorError('generator-picture-missing', { url: about.url });
  if (bytes.length > MOST_PICTURE_BYTES)
    throw new GeneratorError('generator-answer-too-large', {
      ...about,
      megabytes: MOST_PICTURE_BYTES / (1024 * 1024),
    });
  const format = pictureFormat(bytes);
  if (format === undefined)
    throw new GeneratorError('generator-picture-unreadable', {
      url: about.url,
      kind: unreadKind(bytes) ?? 'unknown',
    });
  return { bytes, format };
}

/** Base64, with or without what stands before the comma of a data URI. */
export function decodedPicture(text: string): Uint8Array {
  return Buffer.from(text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text, 'base64');
}

/** What a base64 answer of the largest picture takes, and what stands around it. */
export const MOST_ENCODED_BYTES = Math.ceil((MOST_PICTURE_BYTES * 4) / 3) + 1024 * 1024;
