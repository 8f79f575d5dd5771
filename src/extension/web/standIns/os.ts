/** `node:os` of a browser. */

/** There is no home: paths below it name nothing. */
export function homedir(): string {
  return '/no-home-in-a-browser';
}

let temporary = '/no-temporary-folder-yet';

/** Chooses what `tmpdir` gives. @param folder absolute; made when it is needed */
export function useTemporaryFolder(folder: string): void {
  temporary = folder;
}

export function tmpdir(): string {
  return temporary;
}

export function availableParallelism(): number {
  return globalThis.navigator.hardwareConcurrency || 1;
}

/** Bytes. Browsers tell it in GiB, at most 8, or not at all. */
export function totalmem(): number {
  return ((globalThis.navigator as { readonly deviceMemory?: number }).deviceMemory ?? 4) * 2 ** 30;
}
