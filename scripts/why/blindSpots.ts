/**
 * How well the table of blind spots, made of few pictures, tells what a checkpoint sees of many.
 *
 *     npx tsx scripts/why/blindSpots.ts [--pictures 6] [--model ID|FOLDER]… FOLDER…
 *
 * FOLDERs are of training/make_planted_scenes.py with `--facts`. A set of pictures and its caption make one table; the truth of
 * a kind is the share of comparisons that the true caption wins over all sets of the folder: the checkpoint sees the kind
 * where that is three quarters or more. The baseline always says that it sees.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Engines } from '../../src/client/engines';
import { pictureGroups } from '../../src/core/score/pictureGroups';
import { mean } from '../../src/core/statistics/moments';
import { wilson } from '../../src/core/statistics/wilson';
import { finish } from '../../src/core/steps';
import { articleFor } from '../../src/core/bias/article';
import { pluralOf } from '../../src/core/bias/plural';
import { blindSpots, sightTexts, type KindOfSight } from '../../src/core/why/blindSpots';
import { measureTexts } from '../../src/core/why/measureTexts';
import { wordKinds, type WordKind } from '../../src/core/why/wordKinds';
import { wrongTexts } from '../../src/tasks/vocabulary';
import { roundPercent, shareInterval } from '../../src/words/numbers';
import { root } from '../editor/repository';
import { colours, plantedScenes, plantedSets, type PlantedScene } from './plantedScenes';

type Language = 'en' | 'ja';

/** A style around an object, which stands for N. */
const styles: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'pixel art': { en: 'pixel art of N', ja: 'Nのドット絵' },
  'black and white': { en: 'a black and white photo of N', ja: 'Nの白黒写真' },
  sepia: { en: 'a sepia photo of N', ja: 'Nのセピア写真' },
  blurry: { en: 'a blurry photo of N', ja: 'ぼやけたN' },
  'line drawing': { en: 'a line drawing of N', ja: 'Nの線画' },
  night: { en: 'N at night', ja: '夜のN' },
};
const numbers = ['no', 'one', 'two', 'three', 'four'];

/** What is true of a set, with a word of its kind in it. */
function caption(scene: PlantedScene, kind: WordKind, language: Language): string {
  const { objects, background, count = 1, size, style, relation } = scene;
  const names = objects.map((object) => object[language === 'en' ? 'english' : 'japanese'][0]!);
  const [first = '', second = ''] = names;
  if (language === 'ja') {
    if (kind === 'colour') return `${colours[background]}背景の${first}`;
    if (kind === 'number') return `${count}つの${first}`;
    if (kind === 'side') return `${second}の${relation === 'left of' ? '左' : '上'}に${first}`;
    if (kind === 'size') return `${size === 'small' ? '小さい' : '大きい'}${first}`;
    return kind === 'style' ? styles[style]!.ja.replace('N', first) : first;
  }
  const a = (noun: string): string => `${articleFor(noun)} ${noun}`;
  if (kind === 'colour') return `${a(first)} on a ${background} background`;
  if (kind === 'number') return `${numbers[count]} ${pluralOf(first)}`;
  if (kind === 'side')
    return `${a(first)} ${relation === 'left of' ? 'to the left of' : 'above'} ${a(second)}`;
  if (kind === 'size') return `a ${size} ${first}`;
  return kind === 'style' ? styles[style]!.en.replace('N', a(first)) : a(first);
}

/** Of sets that show one object, it can be asked for too. */
function kindsOf({ fact }: PlantedScene): WordKind[] {
  if (fact === 'object') return ['object'];
  return fact === 'colour' || fact === 'size' ? [fact, 'object'] : [fact as WordKind];
}

interface Table {
  readonly kind: WordKind;
  readonly made: KindOfSight;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { pictures: { type: 'string', default: '6' }, model: { type: 'string', multiple: true } },
  });
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  for (const model of values.model ?? [undefined]) {
    const embedder = await engines.for(model, process.cwd());
    const checkpoint = await embedder.checkpoint();
    for (const folder of positionals) {
      for (const language of ['en', 'ja'] as const) {
        const tables: Table[] = [];
        for (const set of plantedSets(plantedScenes(folder))) {
          const scenes = set.slice(0, Number(values.pictures));
          const outcomes = await embedder.embedImages(scenes.map(({ file }) => file));
          const images = outcomes.filter((outcome) => outcome.ok);
          const measure = {
            embedder,
            checkpoint,
            pictures: images.map(({ embedding }) => embedding),
            groups: finish(pictureGroups(images)),
            templates: [],
          };
          for (const kind of kindsOf(set[0]!)) {
            const words = wrongTexts.of(caption(set[0]!, kind, language), [kind]);
            if (words.length === 0) continue; // its object stands in no list
            const [made] = blindSpots(words, await measureTexts(sightTexts(words), measure));
            tables.push({ kind, made: made! });
          }
        }
        report(`${checkpoint.id}, ${path.basename(folder)}, ${language}`, tables);
      }
    }
  }
  engines.dispose();
  reportAll();
}

const totals = { said: 0, right: 0, baseline: 0, tables: 0, falseSees: 0, blind: 0 };

function report(name: string, tables: readonly Table[]): void {
  console.log(name);
  for (const kind of wordKinds) {
    const own = tables.filter((table) => table.kind === kind).map(({ made }) => made);
    if (own.length === 0) continue;
    const share = mean(own.map((made) => made.share));
    const truth = share >= 0.75 ? 'sees' : 'cannot-tell';
    const count = (sight: KindOfSight['sight']): number => own.filter((made) => made.sight === sight).length;
    const said = own.length - count('too-few');
    // What prefers the wrong text does not see the true one either.
    const right = truth === 'sees' ? count('sees') : count('cannot-tell') + count('prefers-wrong');
    totals.tables += own.length;
    totals.said += said;
    totals.right += right;
    totals.baseline += truth === 'sees' ? own.length : 0;
    if (truth === 'cannot-tell') {
      totals.blind += own.length;
      totals.falseSees += count('sees');
    }
    console.log(
      `  ${kind}: ${own.length} tables, true text wins ${(100 * share).toFixed(1)} %, so ${truth}; ` +
        `said: sees ${count('sees')}, cannot tell ${count('cannot-tell')}, prefers another ${count('prefers-wrong')}, too few ${count('too-few')}; ` +
        `agreement ${said > 0 ? `${roundPercent(right / said)} (${shareInterval(wilson(right, said))})` : '–'}`,
    );
  }
}

function reportAll(): void {
  const { said, right, baseline, tables, blind, falseSees } = totals;
  console.log(
    `All: ${tables} tables, ${said} with a verdict; agreement ${(100 * right) / said} % (${shareInterval(wilson(right, said))}); ` +
      `always "sees" ${(100 * baseline) / tables} % (${shareInterval(wilson(baseline, tables))}); ` +
      `"sees" of what it does not see: ${falseSees} of ${blind}`,
  );
}

void main();
