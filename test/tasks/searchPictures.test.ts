import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import type { Phrase } from '../../src/core/ports';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { EngineError } from '../../src/core/engineError';
import { heldOutGroups } from '../../src/tasks/evolveFile';
import { GeneratorError } from '../../src/generators/generatorError';
import type { DrawnRequest } from '../../src/tasks/drawPictures';
import type { GenerationPlan } from '../../src/tasks/planPictures';
import { scoreFile } from '../../src/tasks/scoreFile';
import {
  searchPictures,
  type SearchedSpell,
  type SearchPicturesRequest,
} from '../../src/tasks/searchPictures';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

/** What a word of the prompt does to the picture: with a cat in fog it is as near as can be. */
const worth: Readonly<Record<string, number>> = { cat: -0.5, fog: -0.4, dog: 0.2 };
const phrases: Phrase[] = ['fog', 'snow', 'rain', 'dawn', 'night', 'ink', 'oil'].map((text) => ({
  ...{ text, class: 'weather', language: 'en', frequency: 1 },
}));
const angle = (text: string): number =>
  Object.entries(worth).reduce((sum, [word, by]) => sum + (text.includes(word) ? by : 0), 1);
/** A picture's angle: its text's, and a little of the seed. Its name holds both. */
const drawnAngle = (path: string): number => {
  const [text, seed] = decodeURIComponent(basename(path, '.png')).split('@');
  return angle(text!) + 0.02 * (Number(seed) % 5);
};

describe('searching with a generator', () => {
  const pictures = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`p${i}.png`, '']));
  const folder = temporaryFolder(pictures);
  after(() => folder.remove());

  const embedder = (hash?: string, scale = 1, heldOut: ReadonlySet<number> = new Set()): FakeEmbedder => {
    const reference = (at: number): number => (heldOut.has(at) ? Math.PI : 0) - 0.25 * at;
    const fake = new FakeEmbedder(
      (text) => direction(scale * angle(text)),
      (path) =>
        direction(
          scale *
            (/^p\d/.test(basename(path)) ? reference(Number(/p(\d)/.exec(path)![1])) : drawnAngle(path)),
        ),
      100,
      50,
    );
    if (hash === undefined) return fake;
    const checkpoint = fake.checkpoint.bind(fake);
    return Object.assign(fake, { checkpoint: async () => ({ ...(await checkpoint()), id: hash, hash }) });
  };

  /** Draws in no time, and nothing to a disk. */
  async function* drawing(plan: GenerationPlan, asked: string[]): AsyncGenerator<DrawnRequest> {
    const [request] = plan.requests;
    const { seed } = request!.parameters;
    asked.push(`${request!.prompt}@${seed}`);
    const record = {
      schema: 1,
      ...{ source: 'a.spell', spell: null, spellIndex: 0, expansion: '', text: request!.prompt },
      ...{ prompt: request!.prompt, negative: null, parameters: {}, seed, ran: {}, remarks: [] },
      ...{
        generator: 'a1111',
        url: 'http://127.0.0.1:1',
        time: '',
        seconds: 0,
        hash: '',
        request: request!.request,
      },
      file: `${encodeURIComponent(`${request!.prompt}@${seed}`)}.png`,
    } as const;
    yield { index: 0, record, isKnown: false, remarks: [] };
  }

  async function run(
    request: Partial<SearchPicturesRequest> = {},
    text = '---\nimages: p*.png\n---\na dog, (rain:1.2)\nNegative prompt: blurry',
    fail = Infinity,
    fake = embedder(),
  ): Promise<{ found: SearchedSpell | undefined; asked: string[] }> {
    const scored = await scoreFile({
      file: parseSpellFile(text),
      path: join(folder.path, 'a.spell'),
      embedder: async () => fake,
      languagesOf: async () => ['en'],
    });
    const asked: string[] = [];
    const rounds = searchPictures({
      ...{ scored, embedder: fake, phrases: [{ name: 'mine', phrases }], language: 'en', spell: 0, keep: [] },
      ...{ mostPhrases: 4, budget: 32, seed: 3, settings: {}, folder: join(folder.path, 'generated') },
      generator: { family: 'a1111', url: 'http://127.0.0.1:1' },
      draw: (plan) => {
        if (asked.length >= fail) throw new GeneratorError('generator-out-of-memory', { url: '' });
        return drawing(plan, asked);
      },
      ...request,
    });
    let step = await rounds.next();
    while (!step.done) step = await rounds.next();
    return { found: step.value, asked };
  }

  it('finds what the generator draws closer, judged on references and seeds that it did not see', async () => {
    const { found, asked } = await run();
    assert.match(found!.text, /fog/);
    assert.doesNotMatch(found!.text, /dog/);
    const [verdict] = found!.verdicts;
    assert.deepEqual([verdict!.on, verdict!.references, verdict!.seeds], ['held-out', 3, 5]);
    assert.ok(verdict!.interval!.low > 0);
    assert.ok(Math.abs(verdict!.winner - verdict!.start - verdict!.gain) < 1e-9);
    assert.equal(asked.length, 32);
    // The start is drawn as it is written, and its seeds count from the first.
    assert.equal(asked[0], 'a dog, (rain:1.2)@1');
    assert.equal(new Set(asked).size, 32);
  });

  it('draws the same whatever the references are that are held out: they say what the winner is worth, and no more', async () => {
    const [one, other] = [
      await run(),
      await run({}, undefined, Infinity, embedder('x', 1, heldOutGroups(6, 3))),
    ];
    assert.deepEqual(other.asked, one.asked);
    assert.equal(other.found!.text, one.found!.text);
    assert.deepEqual(other.found!.rounds, one.found!.rounds);
    // The pictures that are held out are of the other side: what came closer to those of the search went away from them.
    assert.ok(one.found!.verdicts[0]!.gain > 0);
    assert.ok(other.found!.verdicts[0]!.gain < 0);
  });

  it('tells the figures of a second checkpoint apart', async () => {
    const { found } = await run({ judge: embedder('second', 0.5) });
    assert.deepEqual(
      found!.verdicts.map(({ checkpoint }) => checkpoint.hash),
      [(await embedder().checkpoint()).hash, 'second'],
    );
    const [first, second] = found!.verdicts;
    assert.ok(second!.gain > 0 && second!.gain < first!.gain / 2);
    const same = await run({ judge: embedder() });
    assert.deepEqual([same.found!.verdicts.length, same.found!.isSameJudge], [1, true]);
  });

  it('keeps all and says why where the generator fails in the middle', async () => {
    const { found, asked } = await run({}, undefined, 14);
    assert.equal(asked.length, 14);
    assert.equal(found!.pictures, 14);
    assert.equal((found!.failure as GeneratorError).code, 'generator-out-of-memory');
    assert.ok(found!.wasEnded && found!.rounds.length > 0);
    assert.deepEqual(found!.verdicts, []);
  });

  it('keeps all and says why where the engine fails in the middle, or the second checkpoint at the end', async () => {
    const fake = embedder();
    const embedImages = fake.embedImages.bind(fake);
    let drawn = 0;
    fake.embedImages = async (paths) => {
      if (!/^p\d/.test(basename(paths[0]!)) && ++drawn > 12) throw new EngineError('engine-crashed', {});
      return embedImages(paths);
    };
    const { found } = await run({}, undefined, Infinity, fake);
    assert.equal((found!.failure as EngineError).code, 'engine-crashed');
    assert.deepEqual([found!.wasEnded, found!.verdicts], [true, []]);
    assert.ok(found!.rounds.length > 0);

    const judge = Object.assign(embedder('second'), {
      checkpoint: () => Promise.reject(new EngineError('engine-crashed', {})),
    });
    const late = await run({ judge });
    assert.equal(late.found!.verdicts.length, 1);
    assert.equal((late.found!.judgeFailure as EngineError).code, 'engine-crashed');
  });

  it('does not wait for texts when it is cancelled, nor load a checkpoint that has nothing to judge', async () => {
    const cancel = new AbortController();
    const fake = embedder();
    const embedTexts = fake.embedTexts.bind(fake);
    let isSearching = false;
    fake.embedTexts = (texts, options) => {
      if (!isSearching || texts.length < 2) return embedTexts(texts, options);
      return new Promise((_, reject) => {
        options?.signal?.addEventListener('abort', () => reject(options.signal!.reason as Error));
        cancel.abort();
      });
    };
    const judge = Object.assign(embedder('second'), { checkpoint: () => assert.fail('loaded') });
    const { found, asked } = await run(
      { judge, signal: cancel.signal, onPicture: () => (isSearching = true) },
      undefined,
      Infinity,
      fake,
    );
    assert.ok(asked.length > 0 && asked.length < 22, String(asked.length));
    assert.deepEqual([found!.wasEnded, found!.failure, found!.judgeFailure], [true, undefined, undefined]);
    assert.equal(found!.pictures, asked.length);
  });

  it('ends with what there is when it is cancelled', async () => {
    const cancel = new AbortController();
    const { found, asked } = await run({
      signal: cancel.signal,
      onPicture: (_, looked) => looked === 15 && cancel.abort(),
    });
    assert.equal(asked.length, 15);
    assert.deepEqual([found!.pictures, found!.wasEnded, found!.failure], [15, true, undefined]);
  });

  it('says where there are too few references to hold out, and can come close to a text', async () => {
    const one = await run({}, '---\nimages: p0.png\n---\na dog');
    assert.deepEqual(one.found!.beginning.references, { search: 1, heldOut: 0 });
    assert.equal(one.found!.verdicts[0]!.on, 'search');
    const none = await run({}, 'a dog, rain');
    assert.equal(none.found, undefined);
    const text = await run({ target: 'a cat in fog' }, 'a dog, rain');
    assert.equal(text.found!.verdicts[0]!.on, 'text');
    assert.match(text.found!.text, /fog/);
  });
});
