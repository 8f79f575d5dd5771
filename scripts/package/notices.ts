import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** A package of somebody else that ships, and where its files lie. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/** What is said of a package. */
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
  [/^onnxruntime-(?:node|common|web)$/, ['onnxruntime.txt']],
  // What is inside ONNX Runtime's libraries.
  [/^onnxruntime-(?:node|web)$/, ['onnxruntime-third-party.txt']],
  // libvips and the libraries in it. The LGPL refers to the GPL.
  [/^@img\/sharp-(?:libvips-|win32-|wasm32)/, ['LGPL-3.0.txt', 'GPL-3.0.txt']],
];

/** Which libraries are inside libvips, and under what terms, stands only in the packages' READMEs. */
const withReadme = /^@img\/sharp-(?:libvips-|win32-|wasm32)/;

const isLicence = (file: string): boolean => /^(?:licen[cs]e|notice|copying)/i.test(file);

/**
 * The notices of what ships, as one text.
 * @param licences folder with the texts that packages' archives lack
 * @throws Error naming a package without any licence text
 */
export function thirdPartyNotices(licences: string, packages: readonly ShippedPackage[]): string {
  const all = packages.map((one) => noticeOf(licences, one)).sort((a, b) => (a.name < b.name ? -1 : 1));
  // The same version may lie in several places.
  const notices = [...new Map(all.map((notice) => [`${notice.name} ${notice.version}`, notice])).values()];
  const head = [
    'Third-party notices',
    '',
    'Spellwright ships with the packages below. Each stands with its licence; a text that several share is printed once.',
    'The pictures of the examples, where those are inside, have licences of their own: examples/refs/README.md.',
    'libvips is used as a shared library (on Linux also as a WebAssembly module), unchanged, and may be replaced by another build of it.',
    ...(packages.some(({ name }) => name === 'onnxruntime-node') ? [directMl] : []),
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

const directMl =
  'On Windows, DirectML.dll is part of onnxruntime-node: Copyright (c) Microsoft Corporation, Microsoft Software License Terms, https://www.nuget.org/packages/Microsoft.AI.DirectML.';

function noticeOf(licences: string, { name, version, folder }: ShippedPackage): Notice {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    license?: string;
  };
  const own = readdirSync(folder).filter(
    (file) => isLicence(file) || (withReadme.test(name) && file === 'README.md'),
  );
  const here = textsHere.flatMap(([pattern, files]) => (pattern.test(name) ? files : []));
  const texts = [
    ...own.map((file) => path.join(folder, file)),
    ...here.map((file) => path.join(licences, file)),
  ].map((file) => readFileSync(file, 'utf8').trim());
  if (texts.length === 0) throw new Error(`${name} has no licence text: add it to the folder “licences”`);
  return { name, version, licence: manifest.license ?? 'see below', texts };
}
