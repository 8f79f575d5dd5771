import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '../../src/core/spell/seededRandom';

/** Wildcards that random prompts name: each kind of file, name and line that the grammar knows. */
const files: Readonly<Record<string, string>> = {
  'colour.txt': 'red\nblue\nred\n# a comment\n\n',
  'soft fabric.txt': 'silk\nwool# the best',
  "grauer's, gulls.txt": 'warbler\ntern',
  'zoo/cat.txt': 'lynx',
  'zoo/birds/owl.txt': 'owl\n{barn|snowy} owl',
  'deep/er/wyrm.txt': '__colour__ wyrm\ndrake',
  'coat.txt': 'a ${season:warm} coat\n${cut=long}${cut} coat',
  'made.yaml':
    'metal:\n  - tin\n  - "{zinc|iron}"\nnested: {one: [first], two: [second, first]}\nmount:\n  - 5::elephant\n  - {weight: 2, text: rhino}\n',
  'zoo/more.yaml': 'fish:\n  - &f pike\n  - trout # swims\nbest: *f\n',
  'flat.yaml': '- gold\n- silver\n',
  'hats.json': '{"hats": {"felt": ["fedora", "cloche"], "straw": "boater"}}',
};
const names = [
  ...[
    'colour',
    'soft fabric',
    "grauer's, gulls",
    'zoo/cat',
    'zoo/*',
    'zoo/**',
    'z*',
    'wyrm',
    'owl',
    'coat',
    'metal',
  ],
  ...[
    'nested/*',
    'nested/two',
    'mount',
    'zoo/fish',
    'fish',
    'flat',
    'hats/felt',
    'felt',
    'hats/*',
    '~colour',
    '!colour',
  ],
];

/** Writes the wildcards that random prompts name. */
export function writeWildcards(folder: string): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

const words = [
  'cat',
  'dog',
  'a house',
  'by night',
  '35mm',
  '猫',
  'élan',
  '(fog:1.2)',
  '[mist]',
  '<lora:x:1>',
  ', ',
  '.',
  ' ',
];
const separators = ['', '', ', $$', ' and $$', '|$$', ' | $$', '-$$'];
const bounds = ['', '', '', '1$$', '2$$', '1-2$$', '-2$$', '1-$$', '0-1$$', '3$$', '2-1$$', '0$$'];
const variables = ['x', 'season', 'y'];

/** Random prompts over all of dynamicprompts' grammar: the same ones for the same seed. */
export class RandomPrompts {
  readonly #random: () => number;
  /** What the prompt that is being made assigns. */
  #assigned: readonly string[] = [];

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  next(): string {
    this.#assigned = this.#chance(0.3) ? variables.filter(() => this.#chance(0.6)) : [];
    return (
      this.#assigned.map((name) => this.#assignment(name)).join('') + this.#several(1 + this.#below(4), 0)
    );
  }

  #several(count: number, depth: number): string {
    return Array.from({ length: count }, () => this.#piece(depth)).join('');
  }

  #piece(depth: number): string {
    const kind = depth > 2 ? 0 : this.#random();
    if (kind < 0.42) return this.#one(words);
    if (kind < 0.45) return this.#one(['# note\n', ' // note\n', '/* note */', '\n']);
    if (kind < 0.72) return this.#variant(depth + 1);
    if (kind < 0.87) return this.#wildcard();
    if (kind < 0.93) return this.#variable(depth + 1);
    if (kind < 0.97) return this.#wrap(depth + 1);
    return `__${this.#one(['{zoo|deep}/*', '${x:zoo}/cat', '${zoo}/fish', '{hats|nested}/*'])}__`;
  }

  #variant(depth: number): string {
    const sampler = this.#chance(0.08) ? this.#one(['!', '~', '@']) : '';
    const bound = this.#one(bounds);
    const separator = bound === '' ? '' : this.#one(separators);
    const options = Array.from({ length: 1 + this.#below(3) }, () => this.#option(depth));
    if (this.#chance(0.15)) options.push(options[0]!);
    return `{${sampler}${bound}${separator}${options.join('|')}}`;
  }

  #option(depth: number): string {
    if (this.#chance(0.08)) return '';
    const weight = this.#chance(0.1) ? this.#one(['0.5::', '2::', ' 3::']) : '';
    const blank = this.#chance(0.1) ? ' ' : '';
    return weight + blank + this.#several(1 + this.#below(2), depth);
  }

  #wildcard(): string {
    const name = this.#one(names);
    const values = this.#chance(0.12)
      ? `(${this.#one(variables)}=${this.#one(['snow', '{rain|sun}', 'a b'])})`
      : '';
    return `__${name}${values}__`;
  }

  #variable(depth: number): string {
    const name = this.#one(variables);
    return this.#chance(0.8) || !this.#assigned.includes(name)
      ? `\${${name}:${this.#several(1, depth)}}`
      : `\${${name}}`;
  }

  #assignment(name: string): string {
    return `\${${name}${this.#chance(0.1) ? '?' : ''}=${this.#chance(0.3) ? '!' : ''}${this.#several(1, 2)}}`;
  }

  #wrap(depth: number): string {
    return `%{${this.#several(1, depth)}${this.#one([' ... ', '…', ''])}${this.#one(['', 'at dusk'])}$$${this.#several(1, depth)}}`;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#below(list.length)]!;
  }
}
