/**
 * How often evolution makes a corrupted caption better on pictures that it did not see, beside random search with the same
 * number of measured texts, and how much of the gain on its own pictures was overfitting.
 *
 *     npx tsx scripts/craft/evolve.ts FOLDER… [--runs 50] [--slots]     folders of training/make_planted_scenes.py
 *
 * With `--slots` the object is a slot of eight, of which the prompt begins with a wrong one.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Engines } from '../../src/client/engines';
import { evolve } from '../../src/core/craft/evolve';
import { keptApart } from '../../src/core/craft/phrase';
import { vary, textOf, type Gene, type Genome } from '../../src/core/craft/variation';
import { vocabularyOf } from '../../src/core/craft/vocabularyFile';
import { mean } from '../../src/core/statistics/moments';
import { measureTexts, type Measure } from '../../src/core/why/measureTexts';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { embedPhrases } from '../../src/tasks/embedPhrases';
import { nearPhrases } from '../../src/tasks/evolveFile';
import { root } from '../editor/repository';
import { Draw, plantedScenes, plantedSets, type PlantedScene } from '../why/plantedScenes';
import { vocabularyFiles } from './readVocabulary';

const settings = { mostPhrases: 5, population: 24, rounds: 8 };

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string', default: '50' }, slots: { type: 'boolean', default: false } },
  });
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  const embedder = await engines.for(undefined, undefined);
  const checkpoint = await embedder.checkpoint();
  const candidates = await embedPhrases(
    [vocabularyOf('vocabulary', [...vocabularyFiles(root).values()])],
    ({ language, class: its }) => language === 'en' && !keptApart.has(its),
    embedder,
  );
  for (const folder of positionals) {
    const sets = plantedSets(plantedScenes(folder));
    const draw = new Draw(17);
    const rows: { evolved: number; seen: number; random: number; caption: number; isRight: boolean }[] = [];
    for (let run = 0; run < Number(values.runs); run++) {
      const set = sets[run % sets.length]!;
      const images = (await embedder.embedImages(set.map(({ file }) => file))).filter((each) => each.ok);
      const of = (which: (i: number) => boolean): Measure => {
        const pictures = images.filter((_, i) => which(i)).map(({ embedding }) => embedding);
        return { embedder, checkpoint, pictures, groups: pictures.map((_, i) => i), templates: [] };
      };
      // Of the three alone and the three beside something else, every other one is seen.
      const [search, heldOut] = [of((i) => i % 2 === 0), of((i) => i % 2 === 1)];
      const { objects, background } = set[0]!;
      const wrong = draw.one(candidates.phrases).text;
      // The caption with one of its two parts gone, and a phrase that is drawn from all.
      const right = draw.one([objects[0]!.english[0]!, `${background} background`]);
      const object = objects[0]!.english[0]!;
      const start: Genome = values.slots
        ? [slotOf(object, sets, draw), { text: wrong }]
        : draw.some([{ text: right }, { text: wrong }], 2);
      const vocabulary = await nearPhrases(candidates, search);
      const found = await evolve(search, heldOut, { ...settings, start, vocabulary, seed: run });
      const random = seededRandom(run);
      let texts = new Set<string>();
      for (let tries = 0; texts.size < found.measured && tries < found.measured * 20; tries++) {
        let genome = start;
        for (let i = Math.floor(random() * 5); i >= 0; i--)
          genome = vary(genome, { vocabulary, mostPhrases: settings.mostPhrases }, random);
        texts = texts.add(textOf(genome));
      }
      const worth = await measureTexts([...texts], search);
      const best = [...texts].reduce((a, b) => (mean(worth.get(b)!) > mean(worth.get(a)!) ? b : a));
      const caption = `${objects[0]!.english[0]!}, ${background} background`;
      const judged = await measureTexts([best, caption, textOf(start)], heldOut);
      rows.push({
        evolved: found.gainUnseen!,
        seen: found.gainSeen,
        random: mean(judged.get(best)!) - mean(judged.get(textOf(start))!),
        caption: mean(judged.get(caption)!) - mean(judged.get(textOf(start))!),
        isRight: found.best.some(({ form, text }) => form !== undefined && text === object),
      });
      if (process.env.VERBOSE)
        console.error(run, textOf(start), '→', found.text, rows.at(-1), found.measured);
    }
    const share = (of: (row: (typeof rows)[number]) => boolean): string =>
      `${rows.filter(of).length} of ${rows.length}`;
    const average = (of: (row: (typeof rows)[number]) => number): string => mean(rows.map(of)).toFixed(4);
    console.log(
      `${path.basename(folder)}: better on unseen pictures in ${share(({ evolved }) => evolved > 0)} runs, ` +
        `random search in ${share(({ random }) => random > 0)}; gain on unseen ${average(({ evolved }) => evolved)}, ` +
        `on its own ${average(({ seen }) => seen)}, random search ${average(({ random }) => random)}; ` +
        `evolution above random search in ${share(({ evolved, random }) => evolved > random)}, above the true caption in ` +
        `${share(({ evolved, caption }) => evolved > caption)} (whose gain is ${average(({ caption }) => caption)})` +
        (values.slots ? `; the right option in ${share(({ isRight }) => isRight)}` : ''),
    );
  }
  engines.dispose();
}

/** A slot of the true object and seven others, filled with one of those. */
function slotOf(object: string, sets: readonly (readonly PlantedScene[])[], draw: Draw): Gene {
  const names = new Set(
    sets.map(([scene]) => scene!.objects[0]!.english[0]!).filter((name) => name !== object),
  );
  const others = draw.some([...names], 7);
  const options = [...others, object];
  return { text: others[0]!, form: { between: ['', ''], options: [options] }, chosen: [0] };
}

void main();
