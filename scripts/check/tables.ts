import { say, type Language, type Wording } from '../../src/words/words';
import { markdownTable, percentText } from '../statistics/figure';
import { engineDifference, falseAlarms, pictureCounts, power, stability, type Noise } from './figures';

/** A table of what was simulated, for a page of any language. */
export interface Table {
  readonly head: readonly Wording[];
  readonly rows: readonly (readonly (string | number | Wording)[])[];
}

/** The tables of docs/prompt-tests.md by their names there. @param trials how many are made of so many */
export const tables = {
  'false alarms': (trials) => falseAlarmTable(trials(1000)),
  power: (trials) => powerTable(trials(500)),
  'other engines': (trials) => otherEnginesTable(trials(1000)),
} satisfies Readonly<Record<string, (trials: (usual: number) => number) => Promise<Table>>>;

/** The pages that hold them, from the root. */
export const tablePages: Readonly<Record<Language, string>> = {
  en: 'docs/prompt-tests.md',
  ja: 'docs/ja/prompt-tests.md',
};

/** A page with a table anew, between `<!-- simulated: NAME -->` and `<!-- end -->`. */
export function withTable(
  markdown: string,
  { name, table, language }: { readonly name: string; readonly table: Table; readonly language: Language },
): string {
  const start = markdown.indexOf(`<!-- simulated: ${name} -->`);
  const end = markdown.indexOf('<!-- end -->', start);
  if (start < 0 || end < 0) throw new Error(`${tablePages[language]} has no place for "${name}"`);
  const head = markdown.indexOf('\n', start) + 1;
  return `${markdown.slice(0, head)}\n${tableText(table, language)}\n${markdown.slice(end)}`;
}

export function tableText({ head, rows }: Table, language: Language): string {
  const inLanguage = (cell: string | number | Wording): string | number =>
    typeof cell === 'object' ? say(cell, language) : cell;
  return markdownTable(
    head.map((cell) => say(cell, language)),
    rows.map((cells) => cells.map(inLanguage)),
  );
}

const NOISE_WORDING: Readonly<Record<Noise, Wording>> = {
  normal: { en: 'normal', ja: '正規分布' },
  heavy: { en: 'heavy tails (t, 3 degrees)', ja: '裾の重い分布（t、自由度3）' },
};

const pictureHeads: readonly Wording[] = pictureCounts.map((count) => ({
  en: `${count} pictures`,
  ja: `画像${count}枚`,
}));

async function falseAlarmTable(trials: number): Promise<Table> {
  const rows: (string | number | Wording)[][] = [];
  for (const [noise, count, texts] of [
    ['normal', 1, 1],
    ['normal', 10, 1],
    ['heavy', 1, 1],
    ['heavy', 10, 1],
    ['normal', 1, 4],
  ] as const) {
    const cells: string[] = [];
    for (const pictures of pictureCounts) {
      const { runs } = await falseAlarms(pictures, { pictures, count, noise, texts, trials });
      cells.push(percentText(runs));
    }
    rows.push([NOISE_WORDING[noise], count, texts, ...cells]);
  }
  return {
    head: [
      { en: 'a change moves pictures by', ja: '変更が画像を動かす幅' },
      { en: 'spells changed', ja: '変えた呪文' },
      { en: 'texts of a spell', ja: '呪文の文' },
      ...pictureHeads,
    ],
    rows,
  };
}

async function powerTable(trials: number): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const effect of [0.25, 0.5, 1, 1.5, 2]) {
    const cells: string[] = [];
    for (const pictures of pictureCounts)
      cells.push(percentText(await power(pictures, pictures, effect, trials)));
    rows.push([effect, ...cells]);
  }
  const worse = { en: 'worse by, in spreads', ja: '悪くなった幅（ばらつきの何倍か）' };
  return { head: [worse, ...pictureHeads], rows };
}

async function otherEnginesTable(trials: number): Promise<Table> {
  const rows: number[][] = [];
  for (const difference of [1e-6, engineDifference]) {
    const { verdicts, others } = await stability(3, trials, difference);
    rows.push([difference, verdicts, others]);
  }
  return {
    head: [
      { en: 'embeddings differ by', ja: '埋め込みの差' },
      { en: 'verdicts', ja: '判定' },
      { en: 'others', ja: '変わったもの' },
    ],
    rows,
  };
}
