import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** VS Code's name for a platform, as `vsce package --target` takes it. */
export function vscodeTarget(platform: NodeJS.Platform, arch: string): string {
  return `${platform}-${arch}`;
}

/**
 * Lines that let the packages we do not bundle through an allow-list `.vscodeignore`: onnxruntime-node and sharp with
 * what they load at run time, and of their native libraries only those of one platform.
 */
export function nativeFiles(root: string, platform: NodeJS.Platform, arch: string): string[] {
  // Linux needs both builds of sharp: Electron there cannot load the native one, a remote server can.
  const decoders = platform === 'linux' ? ['sharp', '@img/sharp-wasm32'] : ['sharp'];
  const packages = [
    'onnxruntime-common',
    ...decoders.flatMap((name) => [name, ...runtimeDependencies(root, name, platform, arch)]),
  ];
  return [
    `!node_modules/onnxruntime-node/package.json`,
    `!node_modules/onnxruntime-node/dist/*.js`,
    `!node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/**`,
    ...packages.flatMap((name) => [
      `!node_modules/${name}/**`,
      `node_modules/${name}/**/*.{d.ts,d.mts,map,md,cc,h}`,
      `node_modules/${name}/{src,install}/**`,
      `node_modules/${name}/dist/esm/**`,
    ]),
  ];
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
