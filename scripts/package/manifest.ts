import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isPortable, terminal } from './targets';

/** What is read of package.json. */
export interface Manifest {
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly publisher: string;
  readonly license: string;
  readonly homepage: string;
  readonly repository: { readonly type: string; readonly url: string };
  readonly bugs: { readonly url: string };
  readonly keywords: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string; readonly vscode: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly [more: string]: unknown;
}

export function readManifest(root: string): Manifest {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
}

/** The repository's address as people read it. */
export function repositoryAddress({ repository }: Manifest): string {
  return repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}

/**
 * The manifest of the extension in a package. What it depends on lies inside, so nothing is to be installed; what runs in
 * a browser lies in the package without native parts only.
 */
export function extensionManifest(manifest: Manifest, name: string): Record<string, unknown> {
  const {
    scripts: _scripts,
    devDependencies: _dev,
    dependencies: _dependencies,
    browser,
    ...rest
  } = manifest;
  return { ...rest, ...(isPortable(name) && browser !== undefined && { browser }) };
}

/**
 * The manifest of the terminal program, with the versions that were tested. ONNX Runtime is optional: where it has no
 * native library or its installation fails, its WebAssembly build computes, which is inside.
 */
export function terminalManifest(
  manifest: Manifest,
  description: string,
  locked: (name: string) => string,
): Record<string, unknown> {
  const { name, version, license, homepage, repository, bugs, keywords, bin, engines } = manifest;
  return {
    name,
    version,
    description,
    license,
    homepage,
    repository,
    bugs,
    keywords,
    bin,
    engines: { node: engines.node },
    dependencies: versionsOf(['sharp'], locked),
    optionalDependencies: versionsOf(['onnxruntime-node'], locked),
  };
}

function versionsOf(names: readonly string[], locked: (name: string) => string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, locked(name)]));
}

/** A package URL of what a package installs. */
export function packageUrl({ name, version, publisher }: Manifest, packageName: string): string {
  if (packageName === terminal) return `pkg:npm/${name}@${version}`;
  return `pkg:vscode-extension/${publisher}/${name}@${version}?platform=${packageName}`;
}
