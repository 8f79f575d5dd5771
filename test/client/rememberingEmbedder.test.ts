import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { EngineError } from '../../src/core/engineError';
import type { EmbedTextsOptions, ImageErrorCode, ImageOutcome } from '../../src/core/ports';
import { RememberingEmbedder } from '../../src/client/rememberingEmbedder';
import { FakeEmbedder } from '../core/score/fakeEmbedder';
import { temporaryFolder } from '../engine/model/temporaryFolder';

describe('what is remembered of pictures', () => {
  let folder: string;
  let path: string;
  let asked: number;
  let remembering: RememberingEmbedder;

  const answering = (code: ImageErrorCode | undefined): void => {
    asked = 0;
    const vector = (): Float32Array => Float32Array.of(1, 0);
    const engine = new FakeEmbedder(vector, vector);
    const answer = engine.embedImages.bind(engine);
    engine.embedImages = async (paths, options) => {
      asked++;
      if (code === undefined) return answer(paths, options);
      return paths.map((each): ImageOutcome => ({ path: each, ok: false, code, detail: '' }));
    };
    remembering = new RememberingEmbedder(engine);
  };
  const askTwice = async (): Promise<void> => {
    const first = await remembering.embedImages([path]);
    assert.deepEqual(await remembering.embedImages([path]), first);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spellwright-remembering-'));
    path = join(folder, 'picture.png');
    await writeFile(path, 'picture');
  });

  afterEach(() => rm(folder, { recursive: true }));

  for (const code of [undefined, 'image-crashed', 'image-too-slow'] as const)
    it(`is ${code ?? 'an embedding'}, until the file changes`, async () => {
      answering(code);
      await askTwice();
      assert.equal(asked, 1);
      await appendFile(path, ' saved again');
      await askTwice();
      assert.equal(asked, 2);
    });

  for (const code of ['image-unreadable', 'image-no-memory', 'image-truncated'] as const)
    it(`is not ${code}, which may pass`, async () => {
      answering(code);
      await askTwice();
      assert.equal(asked, 2);
    });
});

describe('what RememberingEmbedder remembers of texts', () => {
  let engine: FakeEmbedder;
  let remembering: RememberingEmbedder;
  let options: (EmbedTextsOptions | undefined)[];

  /** A vector that tells its text. */
  const vector = (text: string): Float32Array => Float32Array.of(text.length, text.charCodeAt(0));
  const answers = async (...texts: string[]): Promise<Float32Array[]> =>
    (await remembering.embedTexts(texts)).map(({ embedding }) => embedding);

  beforeEach(() => {
    engine = new FakeEmbedder(vector, () => undefined);
    options = [];
    const answer = engine.embedTexts.bind(engine);
    engine.embedTexts = (texts, given) => {
      options.push(given);
      return answer(texts, given);
    };
    remembering = new RememberingEmbedder(engine);
  });

  it('is asked once, in however many places a text stands, and answers each place', async () => {
    assert.deepEqual(await answers('a', 'bb', 'a'), ['a', 'bb', 'a'].map(vector));
    assert.deepEqual(await answers('ccc', 'bb', 'a'), ['ccc', 'bb', 'a'].map(vector));
    assert.deepEqual(await answers('a', 'a', 'bb'), ['a', 'a', 'bb'].map(vector));
    assert.deepEqual(engine.asked.texts, [['a', 'bb'], ['ccc']]);
  });

  it('holds tokens and what is cut off, too', async () => {
    const text = 'one two three four five six seven';
    const first = await remembering.embedTexts([text]);
    assert.deepEqual(await remembering.embedTexts([text]), first);
    assert.deepEqual([first[0]!.tokenCount, first[0]!.lostFrom], [9, text.indexOf('seven')]);
  });

  it('asks nothing of the engine for nothing', async () => {
    assert.deepEqual(await answers(), []);
    assert.deepEqual(engine.asked.texts, []);
  });

  it('is only what is exact: int8 is passed on, in both directions', async () => {
    const screen = { precision: 'int8' } as const;
    await remembering.embedTexts(['a', 'a'], screen);
    await answers('a');
    await remembering.embedTexts(['a'], screen);
    await answers('a');
    assert.deepEqual(engine.asked.texts, [['a', 'a'], ['a'], ['a']]);
    assert.deepEqual(
      options.map((given) => given?.precision),
      ['int8', undefined, 'int8'],
    );
  });

  it('is nothing of a request that failed, and all that was known before', async () => {
    await answers('a');
    const answer = engine.embedTexts;
    engine.embedTexts = () => Promise.reject(new EngineError('engine-crashed'));
    await assert.rejects(answers('a', 'b'), { code: 'engine-crashed' });
    assert.deepEqual(await answers('a'), [vector('a')]);
    engine.embedTexts = answer;
    assert.deepEqual(await answers('a', 'b'), ['a', 'b'].map(vector));
    assert.deepEqual(engine.asked.texts, [['a'], ['b']]);
  });

  it('lets the engine know how urgent it is, and when it is called off', async () => {
    const signal = AbortSignal.abort(new Error('a newer edit'));
    await assert.rejects(remembering.embedTexts(['a'], { priority: 'caret', signal }), /a newer edit/);
    assert.equal(options[0]!.priority, 'caret');
    assert.equal(options[0]!.signal, signal);
  });

  it('are the last 8192: what was used longest ago goes first', async () => {
    const texts = Array.from({ length: 8192 }, (_, i) => `${i}`);
    await answers(...texts);
    await answers('0'); // now '1' was used longest ago
    await answers('one more');
    await answers('0', '2', '8191', 'one more');
    assert.equal(engine.asked.texts.length, 2);
    await answers('1');
    assert.deepEqual(engine.asked.texts.at(-1), ['1']);
  });

  it('answers requests that hold more than it keeps', async () => {
    const texts = Array.from({ length: 9000 }, (_, i) => `${i}`);
    const found = await answers(...texts);
    assert.deepEqual([found.length, found[0], found.at(-1)], [texts.length, vector('0'), vector('8999')]);
  });

  it('does not hold token counts that are asked for alone', async () => {
    await answers('a');
    const [found] = await remembering.tokenize(['a']);
    assert.equal(found!.count, 3);
    assert.deepEqual(engine.asked.tokenized, [['a']]);
  });
});

describe('what RememberingEmbedder remembers of several pictures', () => {
  const temporary = temporaryFolder();
  let engine: FakeEmbedder;
  let remembering: RememberingEmbedder;
  let paths: string[];
  const asked = (): string[][] => engine.asked.images.map((each) => each.map((name) => basename(name)));

  beforeEach(async () => {
    engine = new FakeEmbedder(
      () => new Float32Array(0),
      (name) => (name.endsWith('gone') ? undefined : Float32Array.of(name.charCodeAt(name.length - 1))),
    );
    remembering = new RememberingEmbedder(engine);
    paths = ['a', 'b', 'c'].map((name) => join(temporary(), name));
    await Promise.all(paths.map((name) => writeFile(name, 'picture')));
  });

  it('asks again for the one that changed', async () => {
    const first = await remembering.embedImages(paths);
    await writeFile(paths[1]!, 'another picture');
    assert.deepEqual(await remembering.embedImages(paths), first);
    assert.deepEqual(asked(), [['a', 'b', 'c'], ['b']]);
  });

  it('asks once for one that is named twice, and answers in order', async () => {
    const [a, b] = paths as [string, string];
    await remembering.embedImages([b]);
    const found = await remembering.embedImages([a, b, a]);
    assert.deepEqual(
      found.map((outcome) => outcome.path),
      [a, b, a],
    );
    assert.deepEqual(asked(), [['b'], ['a']]);
  });

  it('asks again for one that is gone, each time', async () => {
    const gone = join(temporary(), 'gone');
    for (let time = 0; time < 2; time++) {
      const [outcome] = await remembering.embedImages([gone]);
      assert.equal(outcome!.ok, false);
    }
    const [a] = paths as [string];
    await remembering.embedImages([a]);
    await rm(a);
    await remembering.embedImages([a]);
    assert.deepEqual(asked(), [['gone'], ['gone'], ['a'], ['a']]);
  });

  it('neither keeps nor gives what was read without its transparency', async () => {
    const [a] = paths as [string];
    await remembering.embedImages([a], { alpha: 'dropped' });
    await remembering.embedImages([a]);
    await remembering.embedImages([a], { alpha: 'dropped' });
    await remembering.embedImages([a]);
    assert.deepEqual(asked(), [['a'], ['a'], ['a']]);
  });

  it('keeps 4096: what was used longest ago goes first', async () => {
    // Many ways to write one path, so that not as many files are needed.
    const written = Array.from({ length: 4097 }, (_, i) => {
      const way = [...i.toString(2).padStart(13, '0')].map((bit) => (bit === '1' ? '/.' : '/')).join('');
      return `${temporary()}${way}/a`;
    });
    await remembering.embedImages(written.slice(0, 4096));
    await remembering.embedImages([written[0]!]);
    await remembering.embedImages([written[4096]!]);
    await remembering.embedImages([written[0]!, written[2]!, written[4096]!]);
    assert.equal(engine.asked.images.length, 2);
    await remembering.embedImages([written[1]!]);
    assert.deepEqual(engine.asked.images.at(-1), [written[1]]);
  });
});
