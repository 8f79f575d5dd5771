import tseslint from 'typescript-eslint';

/** Files under `src/{room}` may not import what matches `groups`: imports point inward only (docs/design.md). */
function room(files, groups, message) {
  return {
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ group: groups, message }] }],
    },
  };
}

/** Whoever loads ONNX Runtime by another way than `onnxRuntime()` lets it report to its maker, or fetch its code. */
const onnxRuntimeLoads = (packages) =>
  [
    'ImportDeclaration[importKind!="type"][source.value=NAME]',
    'ExportNamedDeclaration[exportKind!="type"][source.value=NAME]',
    'ExportAllDeclaration[exportKind!="type"][source.value=NAME]',
    'ImportExpression[source.value=NAME]',
    'TSExternalModuleReference[expression.value=NAME]',
    'CallExpression[arguments.0.value=NAME]',
  ].map((selector) => ({
    selector: selector.replace('NAME', `/^onnxruntime-(?:${packages})(?:$|.wasm$)/`),
    message: 'load it with onnxRuntime(), which keeps it from reporting',
  }));

/** Addresses become paths, and paths addresses, in `src/extension/services/places.ts`: not every window has disks. */
const ownPlaces = [
  "MemberExpression[property.name='fsPath']",
  "Property[key.name='fsPath']",
  "MemberExpression[object.property.name='Uri'][property.name='file']",
  "MemberExpression[property.name='asAbsolutePath']",
].map((selector) => ({ selector, message: 'ask services/places, which knows windows without disks too' }));

/** Sentences are shown through `plainWindow`, in which a stranger's text makes no links. */
const sentencesShown = {
  selector:
    'MemberExpression[object.property.name="window"][property.name=/^(show(Information|Warning|Error)Message|showInputBox|withProgress|setStatusBarMessage)$/]',
  message: 'show it with plainWindow: the editor makes links of [x](command:…) here',
};

const outsideWorld = ['vscode', 'node:*', 'fs', 'path', 'onnxruntime-*', 'sharp', 'lit', 'lit/*'];

export default tseslint.config(
  {
    ignores: [
      '.cache',
      'dist',
      'node_modules',
      'coverage',
      '.vscode-test',
      'training',
      'bench/results',
      'test-results',
    ],
  },
  ...tseslint.configs.strict,
  {
    languageOptions: { parserOptions: { ecmaVersion: 'latest' } },
    rules: {
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
      '@typescript-eslint/no-non-null-assertion': 'off', // noUncheckedIndexedAccess makes it the honest way to index typed arrays
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...onnxRuntimeLoads('node|web')],
    },
  },
  {
    files: ['src/extension/**'],
    rules: {
      'no-restricted-syntax': ['error', ...onnxRuntimeLoads('node|web'), ...ownPlaces, sentencesShown],
    },
  },
  {
    files: ['src/extension/services/places.ts'],
    rules: { 'no-restricted-syntax': ['error', ...onnxRuntimeLoads('node|web'), sentencesShown] },
  },
  {
    files: ['src/extension/services/plainWindow.ts'],
    rules: { 'no-restricted-syntax': ['error', ...onnxRuntimeLoads('node|web'), ...ownPlaces] },
  },
  {
    files: ['src/engine/onnxRuntime.ts', 'src/engine/web/onnxRuntime.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  // Benchmarks run onnxruntime-web as others use it, beside ours.
  { files: ['bench/**'], rules: { 'no-restricted-syntax': ['error', ...onnxRuntimeLoads('node')] } },
  { files: ['*.mjs', '*.config.*', '**/*.mjs'], rules: { 'no-restricted-exports': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  room(
    ['src/core/**'],
    [
      ...outsideWorld,
      '**/engine/**',
      '**/models/**',
      '**/extension/**',
      '**/cli/**',
      '**/panel/**',
      '**/protocol/**',
      '**/tasks/**',
    ],
    'core is pure: it knows only itself and its ports',
  ),
  {
    files: ['src/core/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'process',
        'Buffer',
        'require',
        '__dirname',
        'fetch',
      ],
    },
  },
  room(
    ['src/protocol/**'],
    [
      ...outsideWorld,
      '**/engine/**',
      '**/extension/**',
      '**/cli/**',
      '**/tasks/**',
      '../panel/**',
      '../../panel/**',
    ],
    'protocol knows only core types',
  ),
  room(
    ['src/engine/**'],
    // As in .gitignore: what lies in a folder that is left out cannot be let in again, so the folder is named.
    [
      'vscode',
      '**/extension/**',
      '**/cli/**',
      '**/panel/**',
      '**/tasks/**',
      '**/client/*',
      '!**/client/process',
    ],
    'engine knows only core, protocol, and how processes are spoken with',
  ),
  room(
    ['src/client/**'],
    [
      'vscode',
      'lit',
      'lit/*',
      'onnxruntime-*',
      'sharp',
      '**/engine/**',
      '**/extension/**',
      '**/cli/**',
      '**/panel/**',
      '**/tasks/**',
      '**/words/**',
    ],
    'client knows processes by their contracts: core and protocol',
  ),
  room(
    ['src/client/process/**'],
    [
      'vscode',
      'lit',
      'lit/*',
      'onnxruntime-*',
      'sharp',
      '**/engine/**',
      '**/protocol/engine',
      '**/core/**',
      '**/extension/**',
      '**/cli/**',
      '**/panel/**',
      '**/tasks/**',
      '**/words/**',
      '../engine*',
    ],
    'client/process serves any contract: it knows none',
  ),
  room(
    ['src/models/**'],
    [
      'vscode',
      'lit',
      'lit/*',
      'onnxruntime-*',
      'sharp',
      '**/engine/**',
      '**/extension/**',
      '**/cli/**',
      '**/panel/**',
      '**/words/**',
      '**/tasks/**',
    ],
    'models knows the hub, the disk and core; whoever embeds is handed to it',
  ),
  room(
    ['src/generators/**'],
    [
      'vscode',
      'lit',
      'lit/*',
      'onnxruntime-*',
      'sharp',
      'undici',
      '**/engine/**',
      '**/client/**',
      '**/files/**',
      '**/models/**',
      '**/extension/**',
      '**/cli/**',
      '**/panel/**',
      '**/tasks/**',
      '**/words/**',
    ],
    'generators knows core and what other programs speak: nothing of disks, settings or words',
  ),
  room(
    ['src/tasks/**'],
    [
      'vscode',
      'node:*',
      'lit',
      'lit/*',
      'onnxruntime-*',
      'sharp',
      '**/engine/**',
      '**/client/**',
      '**/extension/**',
      '**/cli/**',
      '**/panel/**',
      '**/words/**',
    ],
    'tasks knows core, files, models and protocol; whoever embeds is handed to it, and words are added outside',
  ),
  room(
    ['src/tools/**'],
    [
      'vscode',
      'lit',
      'lit/*',
      'onnxruntime-*',
      'sharp',
      '@modelcontextprotocol/*',
      '**/engine/**',
      '**/extension/**',
      '**/cli/**',
      '**/panel/**',
      '**/mcp/**',
    ],
    'tools knows neither who serves it nor how',
  ),
  room(
    ['src/mcp/**'],
    [
      'vscode',
      'lit',
      'lit/*',
      'onnxruntime-*',
      'sharp',
      '**/engine/**',
      '**/extension/**',
      '**/cli/**',
      '**/panel/**',
    ],
    'mcp serves tools, and reaches the engine through client only',
  ),
  room(
    ['src/panel/**'],
    [
      'vscode',
      'node:*',
      'onnxruntime-*',
      'sharp',
      '**/engine/**',
      '**/extension/**',
      '**/cli/**',
      '**/tasks/**',
    ],
    'panel knows only protocol and core',
  ),
  room(
    ['src/cli/**'],
    ['vscode', 'onnxruntime-*', 'sharp', '**/extension/**', '**/panel/**', '**/engine/**'],
    'cli reaches the engine through client only',
  ),
  room(
    ['src/extension/**'],
    [
      'onnxruntime-*',
      'sharp',
      '**/cli/**',
      '../panel/**',
      '../../panel/**',
      '../../../panel/**',
      '**/engine/**',
    ],
    'extension reaches the engine through client only',
  ),
);
