import { build } from 'esbuild';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const bundles = new Map<string, Promise<string>>();

/**
 * Bundles an entry point as the real build does, once per test run.
 * @param entry relative to the repository's root
 * @returns the bundle's path, in a folder from which native packages are found
 */
export function bundleOf(entry: string): Promise<string> {
  let bundle = bundles.get(entry);
  if (!bundle) bundles.set(entry, (bundle = make(entry)));
  return bundle;
}

async function make(entry: string): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'spellwright-engine-')), 'bundle.js');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    // The bundle lies outside the repository, so native packages are named by their place.
    alias: {
      sharp: resolve('node_modules/sharp'),
      'onnxruntime-node': resolve('node_modules/onnxruntime-node'),
    },
  });
  return outfile;
}
