// Bundles the programs that ship: extension host, engine process, terminal, its server for agents, webview panel.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');

/** Settings that the Node bundles share. Native packages stay outside: they load files beside themselves. */
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

/** What stands in for Node's modules where extensions run in a browser: what is missing here fails the build. */
const standIns = 'src/extension/web/standIns';

/**
 * The engine as a Web Worker is the engine: what it asks of Node is answered by `src/engine/web`, which holds files in
 * memory, and by packages that are written for browsers.
 */
const web = path.resolve('src/engine/web');
const inWorker = {
  name: 'in a worker',
  setup({ onResolve }) {
    const ofNode = {
      'node:fs': 'fs.ts',
      'node:fs/promises': 'fsPromises.ts',
      'node:crypto': 'crypto.ts',
      'node:os': 'os.ts',
      'node:timers/promises': 'timersPromises.ts',
    };
    onResolve({ filter: /^node:/ }, ({ path: name }) =>
      name === 'node:path'
        ? { path: createRequire(import.meta.url).resolve('path-browserify') }
        : ofNode[name] && { path: path.join(web, 'node', ofNode[name]) },
    );
    onResolve({ filter: /\/(onnxRuntime|openPicture|readPicture)$/ }, ({ path: name, importer }) =>
      importer.startsWith(web) ? undefined : { path: path.join(web, `${path.basename(name)}.ts`) },
    );
  },
};

const bundles = [
  { ...node, entryPoints: { extension: 'src/extension/extension.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { engine: 'src/engine/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { cli: 'src/cli/main.ts' }, outdir: 'dist', banner: { js: '#!/usr/bin/env node' } },
  // Loaded by one command, so that the others do not read the protocol's code.
  { ...node, entryPoints: { mcp: 'src/mcp/serveTools.ts' }, outdir: 'dist', minify: !watch },
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
  {
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'cjs',
    minify: !watch,
    sourcemap: watch,
    entryPoints: { extension: 'src/extension/web/extension.ts' },
    outdir: 'dist/web',
    external: ['vscode'],
    alias: JSON.parse(readFileSync(`${standIns}/standIns.json`, 'utf8')),
    inject: [`${standIns}/globals.ts`],
    logLevel: 'warning',
  },
  {
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    minify: !watch,
    sourcemap: watch,
    entryPoints: { engine: 'src/engine/web/main.ts' },
    outdir: 'dist/web',
    inject: [path.join(web, 'node', 'globals.ts')],
    define: { 'import.meta.url': 'self.location.href' },
    plugins: [inWorker],
    logLevel: 'warning',
  },
];

/** What runs graphs where there is no native code. Only packages without native parts ship it. */
mkdirSync('dist/web', { recursive: true });
for (const ending of ['wasm', 'mjs']) {
  const name = `ort-wasm-simd-threaded.${ending}`;
  copyFileSync(createRequire(import.meta.url).resolve(`onnxruntime-web/${name}`), `dist/web/${name}`);
}

/** Which files the examples are: nobody can list the extension's folders where extensions run in a browser. */
const examples = readdirSync('examples', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) =>
    path.relative('examples', path.join(parentPath, name)).replaceAll(path.sep, '/'),
  )
  .sort();
writeFileSync('dist/examples.json', `${JSON.stringify(examples, null, 2)}\n`);

if (watch) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  const built = await Promise.all(bundles.map((options) => build({ ...options, metafile: true })));
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  // Whose code is inside: what is packaged states their licences.
  // A package within another is named by its place: `a/node_modules/b`.
  const packages = inputs.map(
    (file) => /node_modules\/((?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1],
  );
  const names = [...new Set(packages)].filter((name) => name !== undefined).sort();
  writeFileSync('dist/bundled-packages.json', `${JSON.stringify(names, null, 2)}\n`);
}
