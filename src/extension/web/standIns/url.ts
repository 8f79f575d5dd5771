/** `node:url` of a window without disks. */
export function fileURLToPath(url: string | URL): string {
  const { protocol, host, pathname } = new URL(url);
  if (protocol !== 'file:' || host !== '' || /%2f/i.test(pathname))
    throw new TypeError(`no file: ${String(url)}`);
  return decodeURIComponent(pathname);
}
