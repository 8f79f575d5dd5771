/**
 * `node:path` of a window without disks: paths are the part of an address behind its host, so they have `/` on every
 * system. Behaves as Node's `path.posix`.
 */
export const sep = '/';
export const delimiter = ':';

/** The parts of a path, with `.` and `..` taken out. @param isRooted whether `..` at the start leads nowhere */
function plainParts(path: string, isRooted: boolean): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isRooted) parts.push('..');
  }
  return parts;
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/');
}

export function normalize(path: string): string {
  if (path === '') return '.';
  const isRooted = isAbsolute(path);
  const plain = plainParts(path, isRooted).join('/');
  if (plain === '') return isRooted ? '/' : path.endsWith('/') ? './' : '.';
  return (isRooted ? '/' : '') + plain + (path.endsWith('/') ? '/' : '');
}

export function join(...parts: string[]): string {
  return normalize(parts.filter((part) => part !== '').join('/'));
}

/** Relative paths begin at `/`: there is no current folder. */
export function resolve(...parts: string[]): string {
  const last = parts.findLastIndex(isAbsolute);
  return '/' + plainParts(parts.slice(Math.max(last, 0)).join('/'), true).join('/');
}

export function relative(from: string, to: string): string {
  const start = plainParts(resolve(from), true);
  const end = plainParts(resolve(to), true);
  let common = 0;
  while (common < start.length && common < end.length && start[common] === end[common]) common++;
  return [...start.slice(common).map(() => '..'), ...end.slice(common)].join('/');
}

export function dirname(path: string): string {
  const trimmed = withoutLastSlashes(path);
  const slash = trimmed.lastIndexOf('/');
  if (slash < 0) return trimmed === '' && isAbsolute(path) ? '/' : '.';
  return withoutLastSlashes(trimmed.slice(0, slash)) || (slash === 1 && path.startsWith('//') ? '//' : '/');
}

export function basename(path: string, ending = ''): string {
  const trimmed = withoutLastSlashes(path);
  const name = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  return name !== ending && name.endsWith(ending) ? name.slice(0, name.length - ending.length) : name;
}

export function extname(path: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 || name === '..' ? '' : name.slice(dot);
}

export interface ParsedPath {
  readonly root: string;
  readonly dir: string;
  readonly base: string;
  readonly ext: string;
  readonly name: string;
}

export function parse(path: string): ParsedPath {
  const base = basename(path);
  const ext = extname(path);
  const root = isAbsolute(path) ? '/' : '';
  const dir = base === '' || withoutLastSlashes(path) === base ? root : dirname(path);
  return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
}

function withoutLastSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end--;
  return path.slice(0, end);
}

const posix = {
  sep,
  delimiter,
  isAbsolute,
  normalize,
  join,
  resolve,
  relative,
  dirname,
  basename,
  extname,
  parse,
};
export { posix, posix as default };
