// Bundles the four programs that ship: extension host, engine process, terminal, webview panel.
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');

/** Settings that the three Node bundles share. Native packages stay outside: they load files beside themselves. */
const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Packages written as ES modules ask it only for `createRequire`, which takes a path as well.
  define: { 'import.meta.url': '__filename' },
  external: ['vscode', 'onnxruntime-node', 'sharp'],
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};

const bundles = [
  { ...node, entryPoints: { extension: 'src/extension/extension.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { engine: 'src/engine/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { cli: 'src/cli/main.ts' }, outdir: 'dist', banner: { js: '#!/usr/bin/env node' } },
  {
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    minify: !watch,
    sourcemap: watch,
    entryPoints: { panel: 'src/panel/main.ts' },
    outdir: 'dist',
    logLevel: 'warning',
  },
];

if (watch) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
