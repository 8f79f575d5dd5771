/** Spell files with something wrong in them, and what every face says of it. The checkpoint is the bundled one. */
export interface WrongFile {
  /** Below a folder that holds `refs/red-apple.png`. */
  readonly name: string;
  readonly text: string;
  /** Further files, by path below the same folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** `severity code line:column`, in the order of a report; of another file its path stands before the line. */
  readonly problems: readonly string[];
}

const picture = '---\nimages: [refs/red-apple.png]\n---\n';
const apples = (count: number, last = 'apple'): string => [...Array(count - 1).fill('apple'), last].join(' ');

export const wrongFiles: readonly WrongFile[] = [
  { name: 'right.spell', text: `${picture}a red apple\n`, problems: [] },
  {
    name: 'pictures.spell',
    text: '---\nimages: [refs/red-apple.png, refs/nowhere.png, "refs/*.nothing", words.png]\ncolour: red\n---\na {red|blue apple, __nothing__\n',
    files: { 'words.png': 'no picture' },
    problems: [
      'error image-not-found 2:30',
      'error images-none-match 2:48',
      'error image-not-a-picture 2:66',
      'warning front-matter-unknown-key 3:1',
      'error bracket-unclosed 5:3',
      'warning wildcard-missing 5:20',
    ],
  },
  {
    name: 'marked.spell',
    text: `\ufeff${picture}a (red apple\n`,
    problems: ['warning bracket-unclosed 4:3'],
  },
  {
    name: 'scripts.spell',
    text: `${picture}### a\na cat, 빨간 고양이, 나무\n### b\n桜の木の下の猫\n### c\nКрасная кошка\n`,
    problems: ['warning prompt-language 5:8', 'warning prompt-language 9:1'],
  },
  {
    name: 'long.spell',
    text: `${picture}${apples(90, 'castle')}\n\na red apple\n\n${apples(80)}\n`,
    problems: ['warning prompt-too-long 4:451', 'warning prompt-too-long 8:451'],
  },
  {
    name: 'template.spell',
    text: `---\nimages: [refs/red-apple.png]\ntemplate: "{} ${apples(74)}"\n---\na red apple\n\nan apple\n`,
    problems: ['warning template-too-long 5:12', 'warning template-too-long 7:9'],
  },
  {
    name: 'sampled.spell',
    text: `${picture}${'{a|b|c|d|e}'.repeat(5)}\n`,
    problems: ['information expansions-sampled 4:1'],
  },
  {
    name: 'odd/wildcard.spell',
    text: '---\nimages: [../refs/red-apple.png]\n---\n__fruit__\n',
    files: { 'odd/wildcards/fruit.yaml': 'fruit:\n  - apple\n  - [pear\n' },
    problems: ['error wildcard-file-broken odd/wildcards/fruit.yaml:4:1'],
  },
  { name: 'bare.spell', text: 'a red apple\n', problems: ['error no-images 1:1'] },
  { name: 'wordless.spell', text: picture, problems: ['error no-prompts 1:1'] },
  {
    name: 'unreadable.spell',
    text: '---\nimages: [words.png]\n---\na red apple\n',
    problems: ['error no-readable-images 1:1', 'error image-not-a-picture 2:10'],
  },
  {
    name: 'model.spell',
    text: '---\nmodel: nowhere\nimages: [refs/nowhere.png]\n---\na red apple\n',
    problems: ['error model-unknown 2:8', 'error image-not-found 3:10'],
  },
];
