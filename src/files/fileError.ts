export type FileErrorCode =
  | 'file-missing'
  | 'file-is-folder'
  | 'file-unreadable'
  | 'file-too-large'
  | 'file-pointer'
  | 'file-not-text'
  | 'folder-without-spells';

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
