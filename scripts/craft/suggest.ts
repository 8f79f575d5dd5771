/**
 * How well words from pictures find what was planted: the object and the background of a set of pictures among the first
 * ten suggestions, beside the order of popularity, the plain order of cosines and clip-interrogator's chain.
 *
 * With `--equal-time` the chain chooses from as many phrases as it can measure in the time that `suggest` takes.
 *
 *     npx tsx scripts/craft/suggest.ts FOLDER… [--sets 60] [--equal-time]     folders of training/make_planted_scenes.py
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chainOf, mostFlavours, plainByClass, plainOrder } from '../../bench/peers/clipInterrogator';
import { Engines } from '../../src/client/engines';
import { keptApart } from '../../src/core/craft/phrase';
import { suggest } from '../../src/core/craft/suggest';
import { suggestedOrder } from '../../src/core/craft/suggestedOrder';
import { vocabularyOf } from '../../src/core/craft/vocabularyFile';
import type { Candidates } from '../../src/core/craft/screen';
import type { Phrase } from '../../src/core/ports';
import { pictureGroups } from '../../src/core/score/pictureGroups';
import { finish } from '../../src/core/steps';
import type { Measure } from '../../src/core/why/measureTexts';
import { embedPhrases } from '../../src/tasks/embedPhrases';
import { root } from '../editor/repository';
import { plantedScenes, plantedSets, type PlantedScene } from '../why/plantedScenes';
import { vocabularyFiles } from './readVocabulary';

const first = 10;
const japaneseColours: Readonly<Record<string, string>> = {
  red: '赤い背景',
  orange: 'オレンジ色の背景',
  yellow: '黄色い背景',
  green: '緑の背景',
  blue: '青い背景',
  purple: '紫の背景',
  pink: 'ピンクの背景',
  brown: '茶色い背景',
  black: '黒い背景',
  white: '白い背景',
  gray: '灰色の背景',
};

/** Of the words of the true caption, how many are among the first ten. */
function recall(words: readonly (readonly string[])[], suggested: readonly Phrase[]): number {
  const texts = new Set(suggested.slice(0, first).map(({ text }) => text));
  return words.filter((forms) => forms.some((form) => texts.has(form))).length / words.length;
}

/** Each by any of its names. */
function captionWords(
  { objects, background }: PlantedScene,
  language: 'en' | 'ja',
): readonly (readonly string[])[] {
  return language === 'en'
    ? [objects[0]!.english, [`${background} background`, background]]
    : [objects[0]!.japanese, [japaneseColours[background]!]];
}

/** Sets that say how much time there is. */
const tried = 8;

/** How many phrases the chain can choose from at each step in the time of `suggest`. */
async function flavoursInTime(candidates: Candidates, measures: readonly Measure[]): Promise<number> {
  let [chain, ours] = [0, 0];
  for (const [i, measure] of measures.entries()) {
    const turns = [
      async () => (chain += await timeOf(() => chainOf(candidates, measure, first))),
      async () => (ours += await timeOf(() => suggest(candidates, measure))),
    ];
    for (const turn of i % 2 ? turns.reverse() : turns) await turn();
  }
  return Math.max(first, Math.round((mostFlavours * ours) / chain));
}

/** In milliseconds. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      sets: { type: 'string', default: '60' },
      'equal-time': { type: 'boolean', default: false },
    },
  });
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  const embedder = await engines.for(undefined, undefined);
  const checkpoint = await embedder.checkpoint();
  const vocabulary = vocabularyOf('vocabulary', [...vocabularyFiles(root).values()]);
  for (const folder of positionals) {
    for (const language of ['en', 'ja'] as const) {
      const candidates = await embedPhrases(
        [vocabulary],
        (phrase) => phrase.language === language && !keptApart.has(phrase.class),
        embedder,
      );
      const { phrases } = candidates;
      const popular = [...phrases].sort((a, b) => b.frequency - a.frequency);
      const totals: Record<string, { recall: number; seconds: number }> = {};
      const count = async (
        name: string,
        words: ReturnType<typeof captionWords>,
        order: () => Promise<readonly Phrase[]>,
      ): Promise<void> => {
        const start = performance.now();
        const found = recall(words, await order());
        const total = (totals[name] ??= { recall: 0, seconds: 0 });
        total.recall += found;
        total.seconds += (performance.now() - start) / 1000;
      };
      const sets = plantedSets(plantedScenes(folder)).slice(0, Number(values.sets));
      let present = 0;
      const measureOf = async (set: (typeof sets)[number]): Promise<Measure> => {
        const images = (await embedder.embedImages(set.map(({ file }) => file))).filter((each) => each.ok);
        return {
          embedder,
          checkpoint,
          pictures: images.map(({ embedding }) => embedding),
          groups: finish(pictureGroups(images)),
          templates: [],
        };
      };
      const flavours = values['equal-time']
        ? await flavoursInTime(candidates, await Promise.all(sets.slice(-tried).map(measureOf)))
        : mostFlavours;
      for (const [i, set] of sets.entries()) {
        const words = captionWords(set[0]!, language);
        if (words[0]!.some((word) => phrases.some(({ text }) => text === word))) present++;
        const measure = await measureOf(set);
        await count('popularity', words, async () => popular);
        await count('plain cosines', words, async () => plainOrder(candidates, measure));
        await count('plain cosines, a class at a time', words, async () => plainByClass(candidates, measure));
        // Who comes second finds some texts measured already.
        const turns = [
          () =>
            count(`clip-interrogator's chain of ${flavours}`, words, async () =>
              chainOf(candidates, measure, first, flavours),
            ),
          () => count('suggest', words, async () => suggestedOrder(await suggest(candidates, measure))),
        ];
        for (const turn of i % 2 ? turns.reverse() : turns) await turn();
      }
      console.log(
        `${path.basename(folder)} ${language}: ${sets.length} sets of ${sets[0]!.length} pictures, ${phrases.length} phrases, object among them in ${present}`,
      );
      for (const [name, { recall: sum, seconds }] of Object.entries(totals))
        console.log(
          `  ${name}: recall@${first} ${(sum / sets.length).toFixed(3)}, ${(seconds / sets.length).toFixed(3)} s a set`,
        );
    }
  }
  engines.dispose();
}

void main();
