/** The editor's settings as docs/settings.md shows them; with `ja` in Japanese, for docs/ja/settings.md. */
import manifest from '../../package.json';
import english from '../../package.nls.json';
import japanese from '../../package.nls.ja.json';

interface Setting {
  readonly markdownDescription: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly scope?: string;
  readonly order?: number;
}

const isJapanese = process.argv[2] === 'ja';
const texts: Readonly<Record<string, string>> = isJapanese ? japanese : english;

/** A text of the manifest, without links that only the editor can follow. */
const said = (key: string): string =>
  texts[key.slice(1, -1)]!.replace(/\[([^\]]+)\]\(command:[^)]+\)/g, isJapanese ? '「$1」' : '“$1”')
    .replace(/`?#(spellwright\.[\w.]+)#`?/g, '`$1`')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');
const value = (each: unknown): string =>
  each === '' || (Array.isArray(each) && each.length === 0) ? '' : `\`${JSON.stringify(each)}\``;
const options = ({ enum: names = [], markdownEnumDescriptions: meanings = [] }: Setting): string =>
  names
    .map((name, at) => `<br>\`${name}\`${meanings[at] === undefined ? '' : `: ${said(meanings[at])}`}`)
    .join('');

console.log(isJapanese ? '| 設定 | 既定値 | 内容 |' : '| setting | default | what it does |');
console.log('| --- | --- | --- |');
for (const [name, each] of Object.entries<Setting>(manifest.contributes.configuration.properties))
  console.log(`| \`${name}\` | ${value(each.default)} | ${said(each.markdownDescription)}${options(each)} |`);
