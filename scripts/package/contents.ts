import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { CATEGORIES } from '../../src/core/bias/rule';
import { pageOfCategory } from '../../src/core/bias/rulePage';
import { docsFolders } from '../../src/extension/features/bias/pageToRead';
import { machineOf } from './machineCode';
import { type NativeTarget, nativeTargets, isPortable, terminal } from './targets';

/** What is asked of a package's list of files. */
interface Contents {
  /** Files that must be there. */
  readonly required: readonly string[];
  /** What a file's path must match; all else is not allowed. */
  readonly allowed: RegExp;
  /** The one machine whose code may be inside. */
  readonly machine?: string;
}

const everywhere = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'ThirdPartyNotices.txt',
  'bom.cdx.json',
  'dist/cli.js',
  'dist/engine.js',
  'dist/mcp.js',
  'dist/bias-rules.json',
  'dist/vocabulary.json',
  'models/registry.json',
  'models/published-scores.json',
  'models/mini/model.safetensors',
  'models/mini/config.json',
  'models/mini/tokenizer.json',
  'models/mini/preprocessor_config.json',
];

/** Pages that the editor opens from the code of a finding, in each language. */
const pagesOfRules = Object.values(docsFolders).flatMap((docs) => [
  `${docs}/bias.md`,
  `${docs}/rules/README.md`,
  ...CATEGORIES.filter((each) => each !== 'custom').map((each) => `${docs}/rules/${pageOfCategory(each)}`),
]);

const editor = [
  ...everywhere,
  'package.nls.json',
  'package.nls.ja.json',
  'language-configuration.json',
  'dist/extension.js',
  'dist/examples.json',
  'dist/panel.js',
  'dist/node_modules/sharp/package.json',
  ...pagesOfRules,
  'examples/1-first-steps.spell',
  'examples/refs/red-apple.png',
  'media/icon.png',
  'schemas/spell-front-matter.schema.json',
  'schemas/spellwright.test.schema.json',
  'snippets/spell.json',
  'syntaxes/spell.tmLanguage.json',
];

/** What computes without native parts, in Node and in a browser. */
const wasmRuntime = ['dist/web/ort-wasm-simd-threaded.wasm', 'dist/web/ort-wasm-simd-threaded.mjs'];
const wasmDecoder = 'dist/node_modules/@img/sharp-wasm32/package.json';

const editorFiles =
  /^(?:package(?:\.nls(?:\.ja)?)?\.json|(?:README|CHANGELOG)\.md|LICENSE|ThirdPartyNotices\.txt|bom\.cdx\.json|language-configuration\.json|dist\/[\w-]+\.(?:js|json)|docs\/(?:ja\/)?(?:bias|rules\/[\w-]+)\.md|examples\/[\w/.-]+|media\/[\w/.-]+|models\/mini\/[\w.]+|models\/[\w-]+\.json|schemas\/[\w.-]+\.json|snippets\/spell\.json|syntaxes\/spell\.tmLanguage\.json|dist\/node_modules\/.+)$/;
const terminalFiles =
  /^(?:package\.json|(?:README|CHANGELOG)\.md|LICENSE|ThirdPartyNotices\.txt|bom\.cdx\.json|dist\/(?:cli|engine|mcp)\.js|dist\/(?:bias-rules|vocabulary)\.json|dist\/web\/ort-[\w-]+\.(?:wasm|mjs)|models\/mini\/[\w.]+|models\/[\w-]+\.json)$/;

const onnxLibrary: Readonly<Record<string, string>> = {
  linux: 'libonnxruntime.so.1',
  darwin: 'libonnxruntime.1.dylib',
  win32: 'onnxruntime.dll',
};

function nativeContents({ name, platform, arch }: NativeTarget): Contents {
  const libraries = `dist/node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}`;
  return {
    required: [
      ...editor,
      `${libraries}/onnxruntime_binding.node`,
      `${libraries}/${onnxLibrary[platform]!}`,
      `dist/node_modules/@img/sharp-${name}/package.json`,
      ...(platform === 'win32' ? [] : [`dist/node_modules/@img/sharp-libvips-${name}/package.json`]),
      ...(platform === 'linux' ? [wasmDecoder] : []),
    ],
    allowed: editorFiles,
    machine: name,
  };
}

/**
 * What is asked of the package of this name.
 * @param hasBrowserEntry whether the manifest says that the extension runs in a browser, too
 */
export function contentsOf(name: string, hasBrowserEntry: boolean): Contents {
  const target = nativeTargets.find((one) => one.name === name);
  if (target) return nativeContents(target);
  if (isPortable(name))
    return {
      required: [
        ...editor,
        wasmDecoder,
        ...wasmRuntime,
        ...(hasBrowserEntry ? ['dist/web/engine.js', 'dist/web/extension.js'] : []),
      ],
      allowed: new RegExp(`${editorFiles.source}|^dist/web/[\\w-]+\\.(?:js|mjs|wasm|css)$`),
    };
  if (name === terminal) return { required: [...everywhere, ...wasmRuntime], allowed: terminalFiles };
  throw new Error(`no package is called ${name}`);
}

/**
 * Holds a folder to what its package may and must have.
 * @param files paths from `folder`, with `/`
 * @throws Error naming what is missing, and what should not be there
 */
export function checkContents(
  name: string,
  hasBrowserEntry: boolean,
  folder: string,
  files: readonly string[],
): void {
  const { required, allowed, machine } = contentsOf(name, hasBrowserEntry);
  const there = new Set(files);
  const wrong = [
    ...required.filter((file) => !there.has(file)).map((file) => `${file} is missing`),
    ...files.filter((file) => !allowed.test(file)).map((file) => `${file} should not be there`),
    ...files.flatMap((file) => {
      const found = machineOf(firstBytes(path.join(folder, file)));
      return found === undefined || found === machine ? [] : [`${file} is for ${found}`];
    }),
  ];
  if (wrong.length > 0)
    throw new Error(`the package ${name} is not as it should be:\n  ${wrong.join('\n  ')}`);
}

/** Enough of a file to tell what machine it is for. */
function firstBytes(file: string): Buffer {
  const buffer = Buffer.alloc(4096);
  const handle = openSync(file, 'r');
  try {
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(handle);
  }
}
