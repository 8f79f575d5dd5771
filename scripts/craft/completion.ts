/**
 * How good the phrases are that completion lists: the best of those that there was time to measure, beside the best of all
 * phrases measured, behind the name of the object of a set of planted pictures.
 *
 *     npx tsx scripts/craft/completion.ts FOLDER… [--sets 60]     folders of training/make_planted_scenes.py
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Engines } from '../../src/client/engines';
import { measuredCompletions, type Wanted } from '../../src/core/craft/complete';
import { keptApart } from '../../src/core/craft/phrase';
import { PhraseIndex } from '../../src/core/craft/phraseIndex';
import { centre } from '../../src/core/craft/screen';
import { vocabularyOf } from '../../src/core/craft/vocabularyFile';
import { pictureGroups } from '../../src/core/score/pictureGroups';
import { finish } from '../../src/core/steps';
import { embedPhrases } from '../../src/tasks/embedPhrases';
import { root } from '../editor/repository';
import { plantedScenes, plantedSets } from '../why/plantedScenes';
import { vocabularyFiles } from './readVocabulary';

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { sets: { type: 'string', default: '60' } },
  });
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  const embedder = await engines.for(undefined, undefined);
  const checkpoint = await embedder.checkpoint();
  const all = vocabularyOf('vocabulary', [...vocabularyFiles(root).values()]);
  const phrases = all.phrases.filter((phrase) => phrase.language === 'en' && !keptApart.has(phrase.class));
  const vocabulary = { ...all, phrases };
  const { packed } = await embedPhrases([vocabulary], () => true, embedder);
  const index = finish(PhraseIndex.of([vocabulary]));
  for (const folder of positionals) {
    const sets = plantedSets(plantedScenes(folder)).slice(0, Number(values.sets));
    const found = new Map<number, { best: number; share: number }>();
    for (const set of sets) {
      const images = (await embedder.embedImages(set.map(({ file }) => file))).filter((each) => each.ok);
      const pictures = images.map(({ embedding }) => embedding);
      const measure = {
        embedder,
        checkpoint,
        pictures,
        groups: finish(pictureGroups(images)),
        templates: [],
      };
      const object = set[0]!.objects[0]!.english[0]!;
      const along = finish(packed.along(centre(pictures)));
      const bestOf = async (count: number): Promise<number> => {
        let left = count;
        const wanted: Wanted = {
          language: 'en',
          polarity: 'positive',
          said: object,
          most: Math.min(count, index.phrases.length),
        };
        const next = (): number => {
          const some = Math.min(left, count > 100 ? 512 : 8);
          left -= some;
          return some;
        };
        const gap = { before: `${object}, `, after: '' };
        const { measured } = await measuredCompletions({ index, packed, along }, gap, measure, {
          wanted,
          next,
        });
        return measured[0]!.gain;
      };
      const most = await bestOf(Infinity);
      for (const count of [8, 16, 24, 50]) {
        const best = await bestOf(count);
        const sum = found.get(count) ?? { best: 0, share: 0 };
        found.set(count, {
          best: sum.best + (best >= most - 1e-6 ? 1 : 0),
          share: sum.share + best / most,
        });
      }
    }
    console.log(`${path.basename(folder)}: ${sets.length} sets, ${index.phrases.length} phrases`);
    for (const [count, { best, share }] of found)
      console.log(
        `  ${count} measured: the best of all in ${best} sets, ${(share / sets.length).toFixed(3)} of its gain in the mean`,
      );
  }
  engines.dispose();
}

void main();
