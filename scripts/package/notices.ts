import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** A package of somebody else that ships. */
interface Notice {
  readonly name: string;
  readonly version: string;
  /** As its manifest names it, an SPDX expression. */
  readonly licence: string;
  /** Licence texts and notices, whole. */
  readonly texts: readonly string[];
}

/** Packages whose archive holds no licence text; the text lies in `licences/`. */
const textsHere: readonly (readonly [name: RegExp, files: readonly string[]])[] = [
  [/^onnxruntime-(?:node|web|common)$/, ['onnxruntime.txt']],
  // libvips and the libraries in it. The LGPL refers to the GPL.
  [/^@img\/sharp-(?:libvips-|win32-|wasm32)/, ['LGPL-3.0.txt', 'GPL-3.0.txt']],
];

/** Which libraries are inside libvips, and under what terms, stands only in the packages' READMEs. */
const withReadme = /^@img\/sharp-(?:libvips-|win32-|wasm32)/;

const isLicence = (file: string): boolean => /^(?:licen[cs]e|notice|copying)/i.test(file);

/**
 * The notices of what ships, as one text.
 * @param names of packages below `node_modules`; one that lies within another is named by its place, `a/node_modules/b`
 * @throws Error naming a package without any licence text
 */
export function thirdPartyNotices(root: string, names: readonly string[]): string {
  const all = [...new Set(names)].sort().map((name) => noticeOf(root, name));
  // The same version may lie in several places.
  const notices = [...new Map(all.map((notice) => [`${notice.name} ${notice.version}`, notice])).values()];
  const head = [
    'Third-party notices',
    '',
    'Spellwright ships with the packages below. Each stands with its licence; a text that several share is printed once.',
    'libvips is used as a shared library (on Linux also as a WebAssembly module), unchanged, and may be replaced by another build of it.',
    "ONNX Runtime's own third-party notices: https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt",
    '',
    ...notices.map(({ name, version, licence }) => `  ${name} ${version} (${licence})`),
  ];
  const byText = new Map<string, Notice[]>();
  for (const notice of notices)
    for (const text of notice.texts) byText.set(text, [...(byText.get(text) ?? []), notice]);
  const parts = [...byText].map(([text, of]) =>
    [rule, of.map(({ name, version }) => `${name} ${version}`).join(', '), rule, '', text].join('\n'),
  );
  return `${[head.join('\n'), ...parts].join('\n\n')}\n`;
}

const rule = '='.repeat(80);

function noticeOf(root: string, place: string): Notice {
  const folder = path.join(root, 'node_modules', place);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    name?: string;
    version: string;
    license?: string;
  };
  const { name = place } = manifest;
  const own = readdirSync(folder).filter(
    (file) => isLicence(file) || (withReadme.test(name) && file === 'README.md'),
  );
  const here = textsHere.flatMap(([pattern, files]) => (pattern.test(name) ? files : []));
  const texts = [
    ...own.map((file) => path.join(folder, file)),
    ...here.map((file) => path.join(root, 'licences', file)),
  ].map((file) => readFileSync(file, 'utf8').trim());
  if (texts.length === 0) throw new Error(`${name} has no licence text: add it to the folder “licences”`);
  return { name, version: manifest.version, licence: manifest.license ?? 'see below', texts };
}
