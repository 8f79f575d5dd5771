import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A package as package-lock.json pins it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Where npm would install it, below `node_modules`; one within another is `a/node_modules/b`. */
  readonly place: string;
  /** Of its archive, as in `sha512-…`. */
  readonly integrity: string;
  /** An SPDX expression. */
  readonly licence: string;
}

interface LockEntry {
  readonly version: string;
  readonly integrity: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

export type Lock = Readonly<Record<string, LockEntry>>;

export function readLock(root: string): Lock {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Lock;
  };
  return packages;
}

/** The package that lies at a place below `node_modules`. */
export function lockedPackage(lock: Lock, place: string): LockedPackage {
  const entry = lock[`node_modules/${place}`];
  if (!entry) throw new Error(`package-lock.json has no ${place}: run “npm install”`);
  const name = place.split('node_modules/').at(-1)!;
  return {
    name,
    version: entry.version,
    place,
    integrity: entry.integrity,
    licence: entry.license ?? 'see its licence',
  };
}

/** Ours that only its installation needs: it would download libraries for CUDA. */
const installOnly: Readonly<Record<string, readonly string[]>> = {
  'onnxruntime-node': ['adm-zip', 'global-agent'],
};

/** Whether a package can be loaded there, by what its manifest allows. */
function runsOn(entry: LockEntry, platform: string, arch: string): boolean {
  return (
    (entry.os?.includes(platform) ?? true) &&
    (entry.cpu?.includes(arch) ?? true) &&
    // VS Code's `linux` is the one with glibc; its `alpine` takes the package without native parts.
    (entry.libc?.includes('glibc') ?? true)
  );
}

/**
 * Packages with all that they load at run time, as the lock pins them, for a platform that need not be this one.
 * @returns sorted by place
 */
export function lockedPackages(
  lock: Lock,
  names: readonly string[],
  platform: string,
  arch: string,
): LockedPackage[] {
  const places = new Set<string>();
  const add = (place: string): void => {
    const entry = lock[`node_modules/${place}`];
    if (!entry || places.has(place) || !runsOn(entry, platform, arch)) return;
    places.add(place);
    dependenciesOf(lock, place).forEach(add);
  };
  for (const name of names) {
    lockedPackage(lock, name);
    add(name);
  }
  return [...places].sort().map((place) => lockedPackage(lock, place));
}

/** Places of what a package loads at run time, on whatever platform. */
export function dependenciesOf(lock: Lock, place: string): string[] {
  const entry = lock[`node_modules/${place}`];
  const left = installOnly[place] ?? [];
  return Object.keys({ ...entry?.dependencies, ...entry?.optionalDependencies })
    .filter((name) => !left.includes(name))
    .map((name) => placeOf(lock, place, name));
}

/** Where Node finds a dependency: beside whoever asks for it, or in one of the folders around. */
function placeOf(lock: Lock, from: string, name: string): string {
  for (let around = from; around !== '';) {
    const place = `${around}/node_modules/${name}`;
    if (lock[`node_modules/${place}`]) return place;
    const end = around.lastIndexOf('/node_modules/');
    around = end === -1 ? '' : around.slice(0, end);
  }
  return name;
}
