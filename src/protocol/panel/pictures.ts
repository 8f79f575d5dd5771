import { isIndex, isKind, isText, list, optional, record, type GuardsOf } from './guards';

/** The reference pictures, readable or not, in the order of the matrix columns, unreadable ones last. */
export interface PicturesMessage {
  readonly kind: 'pictures';
  readonly pictures: readonly PanelPicture[];
  /** Pictures of a library, which are not sent: then `pictures` are only those that cannot be read. */
  readonly library?: number;
}

export interface PanelPicture {
  /** Path relative to the spell file, with `/`: what identifies a picture in every message. */
  readonly path: string;
  /** Address that the webview can load; absent before the picture has been scored, and where it cannot be. */
  readonly src?: string;
  /** Why it is not scored, in the user's language. */
  readonly failure?: string;
}

export type PicturesPanelMessage =
  /** Ask for pictures with the editor's file dialog. */
  | { readonly kind: 'pick-pictures' }
  /** Pictures that were pasted, or dropped from outside the editor. */
  | { readonly kind: 'add-files'; readonly files: readonly IncomingFile[] }
  /** Files dropped from the editor's own explorer. */
  | { readonly kind: 'add-uris'; readonly uris: readonly string[] }
  | { readonly kind: 'remove-picture'; readonly path: string }
  | { readonly kind: 'open-picture'; readonly path: string };

export interface IncomingFile {
  /** Name only; empty when it was pasted without one. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A dropped file larger than this is refused in the panel, before it is copied between processes. */
export const maxIncomingBytes = 64 * 1024 * 1024;
/** Of all files of one drop together: they are held in memory while they are copied. */
export const maxIncomingTotalBytes = 512 * 1024 * 1024;
/** More in one drop is a mistake of the hand. */
export const maxIncomingFiles = 500;

const isPicture = record<PanelPicture>({ path: isText, src: optional(isText), failure: optional(isText) });

export const picturesHostMessages: GuardsOf<PicturesMessage> = {
  pictures: record<PicturesMessage>({
    kind: isKind('pictures'),
    pictures: list(isPicture),
    library: optional(isIndex),
  }),
};

type Of<K extends PicturesPanelMessage['kind']> = Extract<PicturesPanelMessage, { kind: K }>;

const isIncomingFile = record<IncomingFile>({
  name: isText,
  bytes: (value): value is Uint8Array => value instanceof Uint8Array && value.byteLength <= maxIncomingBytes,
});

export const picturesPanelMessages: GuardsOf<PicturesPanelMessage> = {
  'pick-pictures': record<Of<'pick-pictures'>>({ kind: isKind('pick-pictures') }),
  'add-files': record<Of<'add-files'>>({
    kind: isKind('add-files'),
    files: list(isIncomingFile, maxIncomingFiles),
  }),
  'add-uris': record<Of<'add-uris'>>({ kind: isKind('add-uris'), uris: list(isText, maxIncomingFiles) }),
  'remove-picture': record<Of<'remove-picture'>>({ kind: isKind('remove-picture'), path: isText }),
  'open-picture': record<Of<'open-picture'>>({ kind: isKind('open-picture'), path: isText }),
};
