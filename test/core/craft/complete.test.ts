import assert from 'node:assert/strict';
import {
  commonest,
  KeptMeasures,
  measuredCompletions,
  wantedLanguage,
  type Wanted,
} from '../../../src/core/craft/complete';
import { PackedEmbeddings } from '../../../src/core/craft/packedEmbeddings';
import { largest, PhraseIndex } from '../../../src/core/craft/phraseIndex';
import { centre } from '../../../src/core/craft/screen';
import type { Phrase, Vocabulary } from '../../../src/core/ports';
import { seededRandom } from '../../../src/core/spell/seededRandom';
import { finish } from '../../../src/core/steps';
import { embedPhrases } from '../../../src/tasks/embedPhrases';
import { FakeSpace } from './fakeSpace';

const phrase = (text: string, rest: Partial<Phrase> = {}): Phrase => ({
  text,
  class: 'list',
  language: 'en',
  frequency: 0,
  ...rest,
});

describe('phrases by the beginnings of their words', () => {
  const index = finish(
    PhraseIndex.of([
      {
        name: 'mine',
        phrases: [phrase('Oil painting'), phrase('red wine'), phrase('夕焼け', { language: 'ja' })],
      },
      { name: 'bundled', phrases: [phrase('oil Painting'), phrase('painted wall', { frequency: 2 })] },
    ]),
  );
  const matching = (typed: string): (readonly [string, number])[] => {
    const { rows, offsets } = finish(index.matching(typed));
    return rows.map((row) => [index.phrases[row]!.text, offsets[row]!] as const);
  };

  it('are found by one character or more, in any case, at any of their words, each text once', () => {
    assert.deepEqual(matching('PAINT'), [
      ['Oil painting', 4],
      ['painted wall', 0],
    ]);
    assert.deepEqual(matching('oil p'), [['Oil painting', 0]]);
    assert.deepEqual(
      matching('w')
        .map(([text]) => text)
        .sort(),
      ['painted wall', 'red wine'],
    );
    assert.deepEqual(matching('夕'), [['夕焼け', 0]]);
    assert.deepEqual(matching('ainting'), []);
  });

  it('have the rows of their embeddings', async () => {
    const vocabularies: Vocabulary[] = [
      { name: 'a', phrases: [phrase('x'), phrase('X'), phrase('y')] },
      { name: 'b', phrases: [phrase('Y'), phrase('z')] },
    ];
    const space = new FakeSpace({ x: [1], y: [1], z: [1] }, [[1]]);
    const embedded = await embedPhrases(vocabularies, () => true, space.embedder);
    assert.deepEqual(finish(PhraseIndex.of(vocabularies)).phrases, embedded.phrases);
  });

  it('are held to be common beside the others of their list', () => {
    const lists: Vocabulary[] = [
      { name: 'tags', phrases: [phrase('rare', { frequency: 10 }), phrase('common', { frequency: 1000 })] },
      { name: 'lines', phrases: [phrase('first'), phrase('second')] },
    ];
    const all = finish(PhraseIndex.of(lists));
    const wanted: Wanted = { language: 'en', polarity: 'positive', most: 3 };
    const rows = finish(commonest(all, wanted));
    assert.deepEqual(
      rows.map((row) => all.phrases[row]!.text),
      ['common', 'first', 'second'],
    );
  });

  it('are those that belong to the prompt', () => {
    const all = finish(
      PhraseIndex.of([
        {
          name: 'all',
          phrases: [
            phrase('masterpiece', { class: 'quality' }),
            phrase('blurry', { class: 'negative' }),
            phrase('cat', { class: 'subject' }),
            phrase('猫', { class: 'subject', language: 'ja' }),
            phrase('mine'),
          ],
        },
      ]),
    );
    const offered = (wanted: Partial<Wanted>): string[] =>
      finish(commonest(all, { language: 'en', polarity: 'positive', most: 9, ...wanted })).map(
        (row) => all.phrases[row]!.text,
      );
    assert.deepEqual(offered({}), ['cat', 'mine']);
    assert.deepEqual(offered({ said: 'a Cat' }), ['mine']);
    assert.deepEqual(offered({ language: 'ja' }), ['猫']);
    assert.deepEqual(offered({ polarity: 'negative' }), ['blurry', 'mine']);
  });

  it('speak the language of what is typed, else of the prompt, else of the user', () => {
    assert.equal(wantedLanguage('wat', { before: '猫、', after: '' }, 'ja'), 'en');
    assert.equal(wantedLanguage('', { before: '猫、', after: '' }, 'en'), 'ja');
    assert.equal(wantedLanguage('', { before: '', after: '' }, 'ja'), 'ja');
  });
});

describe('the largest of many', () => {
  it('are those that sorting finds, equals in the order of their rows', () => {
    const random = seededRandom(5);
    const values = Array.from({ length: 3000 }, () => Math.floor(random() * 200));
    const isOpen = (row: number): boolean => row % 3 !== 0;
    const sorted = [...values.keys()].filter(isOpen).sort((a, b) => values[b]! - values[a]! || a - b);
    assert.deepEqual(finish(largest(values, 100, undefined, isOpen)), sorted.slice(0, 100));
    const rows = [7, 4, 5, 9];
    const expected = sorted.filter((row) => rows.includes(row));
    assert.deepEqual(finish(largest(values, 10, rows, isOpen)), expected);
  });
});

describe('completions that are measured', () => {
  const space = new FakeSpace({ cat: [1, 0, 0], red: [0, 1, 0], blue: [0, 0, 1], 'red cat': [0.9, 0.1, 0] }, [
    [1, 0.8, 0],
    [1, 0.7, 0.05],
  ]);
  const phrases = ['blue', 'red cat', 'red', 'cat'].map((text) => phrase(text));
  const index = finish(PhraseIndex.of([{ name: 'l', phrases }]));
  const packed = PackedEmbeddings.empty(phrases.length, space.width);
  phrases.forEach(({ text }, row) => packed.set(row, space.vector(text)));
  const measure = space.measure();
  const source = { index, packed, along: finish(packed.along(centre(measure.pictures))) };
  const gap = { before: 'cat, ', after: '' };
  const wanted: Wanted = { language: 'en', polarity: 'positive', said: 'cat, ', most: 9 };
  const textsOf = (rows: readonly number[]): string[] => rows.map((row) => phrases[row]!.text);

  it('are in the order of what they add, which is told exactly', async () => {
    const found = await measuredCompletions(source, gap, measure, { wanted, next: () => 1 });
    assert.deepEqual(textsOf(found.measured.map(({ row }) => row)), ['red', 'red cat', 'blue']);
    const [before, after] = [space.vector('cat'), space.vector('cat, red')];
    const gains = measure.pictures.map((picture) =>
      picture.reduce((sum, value, i) => sum + value * (after[i]! - before[i]!), 0),
    );
    assert.ok(Math.abs(found.measured[0]!.gain - (gains[0]! + gains[1]!) / 2) < 1e-6);
    assert.equal(found.measured[0]!.interval, undefined, 'of two pictures nobody can say');
    assert.equal(found.differentPictures, 2);
    assert.deepEqual(found.rest, []);
  });

  it('have intervals that hold for all phrases that they were chosen from, measured or not', async () => {
    const words = ['red', 'blue', ...Array.from({ length: 60 }, (_, i) => `word ${i}`)];
    const five = [0.8, 0.7, 0.9, 0.75, 0.6].map((red, i): [number, number, number] => [1, red, i / 50]);
    const seen = new FakeSpace({ cat: [1, 0, 0], red: [0, 1, 0], blue: [0, 0, 1] }, five);
    const widthAmong = async (count: number): Promise<number> => {
      const all = words.slice(0, count).map((text) => phrase(text));
      const among = finish(PhraseIndex.of([{ name: 'l', phrases: all }]));
      const kept = PackedEmbeddings.empty(all.length, seen.width);
      all.forEach(({ text }, row) => kept.set(row, seen.vector(text)));
      const along = finish(kept.along(centre(seen.measure().pictures)));
      let asked = 0;
      const found = await measuredCompletions({ index: among, packed: kept, along }, gap, seen.measure(), {
        wanted: { ...wanted, said: 'cat, ' },
        next: () => (asked++ < 2 ? 1 : 0),
      });
      assert.equal(found.among, count);
      const { low, high } = found.measured.find(({ row }) => all[row]!.text === 'red')!.interval!;
      return high - low;
    };
    assert.ok((await widthAmong(62)) > 1.5 * (await widthAmong(2)));
  });

  it('begin with what a text does not say yet, where there is time for few', async () => {
    const counts = [1, 1, 0];
    const found = await measuredCompletions(source, gap, measure, { wanted, next: () => counts.shift()! });
    assert.deepEqual(textsOf(found.measured.map(({ row }) => row)), ['red', 'red cat']);
    assert.deepEqual(textsOf(found.rest), ['blue']);
  });

  it('are told as far as they are when it is late, and what came later is known when the next letter asks', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    let asked = 0;
    const slow = {
      ...measure,
      embedder: {
        ...measure.embedder,
        embedTexts: async (texts: readonly string[]) => {
          asked++;
          if (asked === 1) return measure.embedder.embedTexts(texts);
          if (asked > 2) await held;
          return measure.embedder.embedTexts(texts);
        },
      },
    } as typeof measure;
    let late: () => void = () => undefined;
    const isLate = new Promise<void>((resolve) => (late = resolve));
    const kept = new KeptMeasures();
    const found = measuredCompletions(source, gap, slow, { wanted, next: () => 1, late: isLate, kept });
    while (asked < 3) await new Promise(setImmediate);
    late();
    assert.equal((await found).measured.length, 1);
    assert.equal((await found).rest.length, 2);
    answer();
    await new Promise(setImmediate);
    const textsBefore = asked;
    const again = await measuredCompletions(source, gap, slow, { wanted, next: () => 0, kept });
    const all = await measuredCompletions(source, gap, measure, { wanted, next: () => 1 });
    assert.deepEqual(
      again.measured,
      all.measured.filter(({ row }) => again.measured.some((each) => each.row === row)),
    );
    assert.equal(again.measured.length, 2);
    assert.equal(again.rest.length, 1);
    assert.equal(asked, textsBefore + 1, 'for the text itself only');
    const letter = { rows: [phrases.findIndex(({ text }) => text === 'blue')], offsets: new Int16Array(4) };
    const other = { ...wanted, matches: letter };
    const narrowed = await measuredCompletions(source, gap, slow, { wanted: other, next: () => 0, kept });
    assert.deepEqual(narrowed.measured, [], 'only of what matches');
  });

  it('stop when nobody wants them any more', async () => {
    const abort = new AbortController();
    let asked = 0;
    const stopping = {
      ...measure,
      options: { signal: abort.signal },
      embedder: {
        ...measure.embedder,
        embedTexts: async (texts: readonly string[], options?: { signal?: AbortSignal }) => {
          asked++;
          if (asked === 3) abort.abort(new Error('cancelled'));
          options?.signal?.throwIfAborted();
          return measure.embedder.embedTexts(texts);
        },
      },
    } as typeof measure;
    await assert.rejects(measuredCompletions(source, gap, stopping, { wanted, next: () => 1 }), /cancelled/);
    assert.equal(asked, 3, 'and ask for nothing else');
  });
});
