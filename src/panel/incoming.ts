import {
  maxIncomingBytes,
  maxIncomingFiles,
  maxIncomingTotalBytes,
  type IncomingFile,
} from '../protocol/panel/pictures';

/** What a drop or a paste brought. */
export interface Incoming {
  readonly files: readonly IncomingFile[];
  readonly uris: readonly string[];
  /** Names of files above the size limit: they were not read. */
  readonly tooLarge: readonly string[];
  /** How many files were not read because there was enough without them. */
  readonly tooMuch: number;
  readonly tooMany: boolean;
}

/**
 * Reads the pictures of a drop or paste. VS Code's explorer hands over addresses, the desktop hands over files; when
 * both are there they are the same pictures, and the addresses win, because then nothing is copied.
 */
export async function readIncoming(transfer: DataTransfer): Promise<Incoming> {
  // Taken before the first await: afterwards the browser empties the transfer.
  const uris = droppedUris((type) => transfer.getData(type));
  const list = [...transfer.files];
  if (uris.length > 0) {
    return {
      files: [],
      uris: uris.slice(0, maxIncomingFiles),
      tooLarge: [],
      tooMuch: 0,
      tooMany: uris.length > maxIncomingFiles,
    };
  }
  const chosen = list.slice(0, maxIncomingFiles);
  const { fitting, tooLarge, tooMuch } = fittingFiles(chosen);
  const files = await Promise.all(
    fitting.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  return {
    files,
    uris: [],
    tooLarge: tooLarge.map((file) => file.name),
    tooMuch,
    tooMany: list.length > chosen.length,
  };
}

/** Which files are read, by their sizes alone: each within its limit, all within theirs. */
export function fittingFiles<T extends { readonly size: number }>(
  files: readonly T[],
): { readonly fitting: T[]; readonly tooLarge: T[]; readonly tooMuch: number } {
  const small = files.filter((file) => file.size <= maxIncomingBytes);
  let total = 0;
  const fitting = small.filter((file) => (total += file.size) <= maxIncomingTotalBytes);
  return {
    fitting,
    tooLarge: files.filter((file) => file.size > maxIncomingBytes),
    tooMuch: small.length - fitting.length,
  };
}

/**
 * The file addresses in a drop, from VS Code's own list or the standard one.
 * @param getData as `DataTransfer.getData`
 */
export function droppedUris(getData: (type: string) => string): string[] {
  for (const type of ['application/vnd.code.uri-list', 'text/uri-list']) {
    const uris = getData(type)
      .split(/\r\n|\n|\r/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#') && isFileAddress(line));
    if (uris.length > 0) return [...new Set(uris)];
  }
  return [];
}

/** A link dragged out of a browser is no file; reading it would mean fetching it from the network. */
function isFileAddress(uri: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(uri) && !/^(https?|data|blob|javascript|about):/i.test(uri);
}
