import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { NativeTarget } from './targets';

/**
 * The files of a package that ship: what Node loads, and licences. Types, source maps, sources in C++ and what runs at
 * installation only do not.
 * @param target what the libraries of onnxruntime-node are chosen by, which brings those of all platforms
 * @returns paths from the package's folder, with `/`
 */
export function shippedFiles(folder: string, target?: NativeTarget): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => ships(file, target))
    .sort();
}

const loaded = /\.(?:c?js|json|node|wasm|dll|dylib|so(?:\.[\d.]+)?)$/;
/** Kept whatever their names end with. */
const legal = /^(?:licen[cs]e|notice|copying)[^/]*$/i;
/** ES modules beside the same as CommonJS, which is what our bundles ask for; sources; what installs. */
const left = /^(?:dist\/esm|src|install|script|node_modules)\//;
/**
 * Libraries of onnxruntime-node that are left out:
 * - the second copy of macOS's library under another name; the binding asks for the first.
 * - Microsoft's compiler of shaders, of which WebGPU on Windows makes use where it is there: 9 MB of a package that must
 *   stay below 40 (`docs/device.md`).
 */
const superfluous = /\/(?:libonnxruntime\.\d+\.\d+\.\d+\.dylib|dxcompiler\.dll|dxil\.dll)$/;

function ships(file: string, target: NativeTarget | undefined): boolean {
  if (legal.test(file)) return true;
  const forPlatform = /^bin\/napi-v\d+\/(.*)$/.exec(file)?.[1];
  if (forPlatform !== undefined) {
    if (target === undefined || !forPlatform.startsWith(`${target.platform}/${target.arch}/`)) return false;
    if (superfluous.test(file)) return false;
  }
  return loaded.test(file) && !left.test(file);
}
