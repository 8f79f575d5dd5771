/** The parts of an address that say where a file is. */
export interface Address {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/** Begins the path of an address in another file system than the workspace's: `/+scheme+host/rest`. */
const elsewhere = /^\/\+([a-z][a-z0-9.-]*)\+([^/]*)(\/.*)?$/i;

export function isIn(home: Address | undefined, { scheme, authority }: Address): boolean {
  return scheme === home?.scheme && authority === home.authority;
}

/**
 * The path that everything but the editor knows a file by: that of its address. What does not lie in the workspace's file
 * system, as the extension's own files, has a path that tells where it is.
 * @param home the workspace's first folder
 */
export function pathOfAddress(home: Address | undefined, address: Address): string {
  if (isIn(home, address)) return address.path;
  return `/+${address.scheme}+${encodeURIComponent(address.authority)}${address.path}`;
}

/** The other way. Where no folder is open, other paths are those of a browser's own files. */
export function addressOfPath(home: Address | undefined, path: string): Address {
  const [, scheme, authority = '', rest = '/'] = elsewhere.exec(path) ?? [];
  if (scheme !== undefined) return { scheme, authority: decodeURIComponent(authority), path: rest };
  return { scheme: home?.scheme ?? 'file', authority: home?.authority ?? '', path };
}
