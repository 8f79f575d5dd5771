/** Prints how the measured lean does on a checkpoint with a planted skew, and on the bundled one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measureLeans, measureScale, type Embed, type Lean } from '../../src/core/bias/lean';
import { LEAN_WORDS } from '../../src/core/bias/leanWords';
import { loadModel } from '../../src/engine/loadModel';
import { embedTexts } from '../../test/engine/model/fixtures';
import {
  composeSkewed,
  correlation,
  mini,
  otherThings,
  plantedShares,
  ranks,
} from '../../test/engine/model/skewedMini';

/** Cells of a column by the title of their row. */
type Column = ReadonlyMap<string, string>;

async function columnOf(folder: string): Promise<Column> {
  const model = await loadModel(folder, { threads: 1 });
  const embed: Embed = (texts) => embedTexts(model, texts);
  try {
    return await measure(embed);
  } finally {
    await model.dispose();
  }
}

async function measure(embed: Embed): Promise<Column> {
  const scale = await measureScale(LEAN_WORDS, embed);
  const planted = await plantedShares();
  const [heads, shares] = [[...planted.keys()], [...planted.values()]];
  const leans = await measureLeans(heads, scale, embed);
  const sizes = leans.map(({ size }) => size);
  const firm = shares
    .map((share, i) => [share, sizes[i]!] as const)
    .filter(([share]) => share >= 0.7 || share <= 0.3);
  const rightSign = firm.filter(([share, size]) => Math.sign(size) === Math.sign(share - 0.5));
  const undecided = sizes.filter((_, i) => shares[i] === 0.5);

  const things = await otherThings();
  const shown = (await measureLeans(things, scale, embed)).filter((lean) => lean.shown).length;
  const [female, male] = await measureLeans(['female nurse', 'male nurse'], scale, embed);
  const lean = (head: string): Lean => leans[heads.indexOf(head)]!;
  const percent = (head: string): string => `${Math.round(100 * planted.get(head)!)} % planted`;
  return new Map([
    [
      `planted share and lean, Spearman over ${heads.length} professions`,
      signed(correlation(ranks(sizes), ranks(shares)), 2),
    ],
    [`planted sign, of the ${firm.length} professions at or beyond 70 % and 30 %`, String(rightSign.length)],
    [`"nurse" (${percent('nurse')})`, withInterval(lean('nurse'))],
    [`"doctor" (${percent('doctor')}), of the same pictures`, withInterval(lean('doctor'))],
    ['"female nurse"', withInterval(female!)],
    ['"male nurse"', withInterval(male!)],
    ['professions planted at 50 %, mean', signed(mean(undecided), 1)],
    ['largest lean of a profession', signed(Math.max(...sizes.map(Math.abs)), 1)],
    ['lean that 2 % of the things exceed', signed(scale.threshold, 1)],
    [
      `other things shown as leaning, of ${things.length}`,
      `${shown} (${((100 * shown) / things.length).toFixed(1)} %)`,
    ],
    ['mean cosine between the directions of the pairs', signed(meanCosine(scale.directions), 2)],
    ['halves of the templates, Spearman-Brown', signed(await reliability(embed), 2)],
  ]);
}

/** Of the leans of the reference heads by either half of the templates. */
async function reliability(embed: Embed): Promise<number> {
  const halves = await Promise.all(
    [0, 1].map(async (part) => {
      const words = { ...LEAN_WORDS, templates: LEAN_WORDS.templates.filter((_, i) => i % 2 === part) };
      const leans = await measureLeans(LEAN_WORDS.reference, await measureScale(words, embed), embed);
      return leans.map(({ size }) => size);
    }),
  );
  const r = correlation(halves[0]!, halves[1]!);
  return (2 * r) / (1 + r);
}

function meanCosine(directions: readonly Float64Array[]): number {
  const cosines = directions.flatMap((one, i) =>
    directions.slice(i + 1).map((other) => one.reduce((sum, value, at) => sum + value * other[at]!, 0)),
  );
  return mean(cosines);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function withInterval({ size, interval: [low, high] }: Lean): string {
  return `${signed(size, 1)} (${signed(low, 1)} to ${signed(high, 1)})`;
}

function signed(value: number, digits: number): string {
  return value.toFixed(digits).replace('-', '−');
}

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'spellwright-docs-'));
  try {
    await composeSkewed(folder);
    const columns = [await columnOf(folder), await columnOf(mini)];
    console.log('| | copy with the planted skew | `models/mini` itself |\n| --- | ---: | ---: |');
    for (const title of columns[0]!.keys())
      console.log(`| ${[title, ...columns.map((column) => column.get(title)!)].join(' | ')} |`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
