export type FileErrorCode =
  | 'file-missing'
  | 'file-is-folder'
  /** A pipe, socket or device. */
  | 'file-special'
  /** A link that leads out of the folders that may be read. */
  | 'file-outside'
  | 'file-unreadable'
  | 'file-too-large'
  | 'file-pointer'
  | 'file-not-text'
  | 'picture-file-too-large'
  | 'folder-without-spells'
  | 'folder-without-pictures'
  /** More names are in it than are looked at; `detail` is how many are. */
  | 'folder-too-large';

/** Why a spell file cannot be read. Worded in `words/files.ts`. */
export class FileError extends Error {
  constructor(
    readonly code: FileErrorCode,
    readonly path: string,
    /** What the system said, or the size; the same in every language. */
    readonly detail: string = '',
    options?: ErrorOptions,
  ) {
    super(`${code}: ${path} ${detail}`, options);
    this.name = 'FileError';
  }
}
