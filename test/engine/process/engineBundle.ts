import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const bundles = new Map<string, Promise<string>>();

/**
 * Bundles an entry point as the real build does, once per test run.
 * @param entry relative to the repository's root
 * @returns the bundle's path, inside the repository so that native packages are found from it
 */
export function bundleOf(entry: string): Promise<string> {
  let bundle = bundles.get(entry);
  if (!bundle) bundles.set(entry, (bundle = make(entry)));
  return bundle;
}

async function make(entry: string): Promise<string> {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(resolve('.cache', 'engine-test-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'bundle.js');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { 'import.meta.url': '__filename' },
    external: ['onnxruntime-node', 'sharp'],
  });
  return outfile;
}
