/** A platform for which there is a package with native parts, by VS Code's name. */
export interface NativeTarget {
  readonly name: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/** All platforms that ONNX Runtime has a native library for. Every other one takes the package without native parts. */
export const nativeTargets: readonly NativeTarget[] = [
  { name: 'linux-x64', platform: 'linux', arch: 'x64' },
  { name: 'linux-arm64', platform: 'linux', arch: 'arm64' },
  { name: 'darwin-arm64', platform: 'darwin', arch: 'arm64' },
  { name: 'win32-x64', platform: 'win32', arch: 'x64' },
  { name: 'win32-arm64', platform: 'win32', arch: 'arm64' },
];

/** What the package for all other platforms is called; VS Code has no name of its own for it in a file's name. */
export const universal = 'universal';
/** VS Code's name for browsers. What it takes there is the package without native parts, published under that name too. */
export const browsers = 'web';
/** What the package of the terminal program is called. */
export const terminal = 'npm';

/** Every package, in the order in which they should be published: see `docs/packages.md`. */
export const packageNames: readonly string[] = [
  ...nativeTargets.map(({ name }) => name),
  browsers,
  universal,
  terminal,
];

/** Whether a package has no native parts, and runs in a browser too. */
export function isPortable(name: string): boolean {
  return name === browsers || name === universal;
}

/** Marketplaces take more, but every start of a fresh editor loads it. */
export const largestPackage = 40_000_000;
