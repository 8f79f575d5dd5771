import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** VS Code's name for a platform, as `vsce package --target` takes it. */
export function vscodeTarget(platform: NodeJS.Platform, arch: string): string {
  return `${platform}-${arch}`;
}

/** Packages that are not bundled, since they load native files beside themselves, with all that they load there. */
export function nativePackages(root: string, platform: NodeJS.Platform, arch: string): string[] {
  // Linux needs both builds of sharp: Electron there cannot load the native one, a remote server can.
  const decoders = platform === 'linux' ? ['sharp', '@img/sharp-wasm32'] : ['sharp'];
  return [
    'onnxruntime-node',
    'onnxruntime-common',
    ...new Set(decoders.flatMap((name) => [name, ...runtimeDependencies(root, name, platform, arch)])),
  ];
}

/**
 * The files of these packages that ship: what Node loads on this platform, and licences. Types, source maps, sources in
 * C++ and what runs at installation only do not.
 * @returns paths from `root`, with `/`
 */
export function nativeFiles(root: string, platform: NodeJS.Platform, arch: string): string[] {
  return nativePackages(root, platform, arch).flatMap((name) => {
    const folder = `node_modules/${name}`;
    return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
      .filter((file) => ships(file.slice(folder.length + 1), platform, arch));
  });
}

const loaded = /\.(?:c?js|json|node|wasm|dll|dylib|so(?:\.[\d.]+)?)$/;
/** Kept whatever their names end with. */
const legal = /^(?:licen[cs]e|notice|copying)[^/]*$/i;
/** ES modules beside the same as CommonJS, which is what our bundles ask for; sources; what installs. */
const left = /^(?:dist\/esm|src|install|script)\//;

/** @param file from the package's folder */
function ships(file: string, platform: NodeJS.Platform, arch: string): boolean {
  if (legal.test(file)) return true;
  // onnxruntime-node brings the libraries of all platforms.
  const forPlatform = /^bin\/napi-v\d+\/(.*)$/.exec(file)?.[1];
  if (forPlatform !== undefined && !forPlatform.startsWith(`${platform}/${arch}/`)) return false;
  return loaded.test(file) && !left.test(file);
}

/** Names of a package's installed dependencies, all the way down, that this platform can load. */
function runtimeDependencies(
  root: string,
  name: string,
  platform: string,
  arch: string,
  seen = new Set<string>(),
): string[] {
  const manifest = JSON.parse(
    readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'),
  ) as {
    dependencies?: Record<string, string>;
    optionalDependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const folder = path.join(root, 'node_modules', dependency);
    if (seen.has(dependency) || !existsSync(folder) || !runsOn(folder, platform, arch)) continue;
    seen.add(dependency);
    runtimeDependencies(root, dependency, platform, arch, seen);
  }
  return [...seen];
}

function runsOn(folder: string, platform: string, arch: string): boolean {
  const { os, cpu } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    os?: string[];
    cpu?: string[];
  };
  return (os?.includes(platform) ?? true) && (cpu?.includes(arch) ?? true);
}
