import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { GenerationRecord } from '../../src/core/judge/generationRecord';
import { foundIn } from '../../src/core/judge/foundPicture';
import type { PictureRecord } from '../../src/core/infotext/pictureRecord';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { finish } from '../../src/core/steps';
import { judgeKept, keptPictures, type KeptPictures } from '../../src/tasks/judgeKept';
import { scoreFile } from '../../src/tasks/scoreFile';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

const template: GenerationRecord = {
  ...{ schema: 1, source: 'a.spell', spell: 'ball', spellIndex: 0, expansion: '0', text: 'a red ball' },
  ...{ prompt: 'a red ball', negative: null, parameters: { steps: 20 }, seed: '1', ran: {}, remarks: [] },
  ...{ generator: 'a1111', url: 'http://127.0.0.1:7860', seconds: 1 },
  ...{ file: 'a/x.png', hash: '', request: 'f'.repeat(64), time: '2026-01-01T00:00:00Z' },
};

describe('the pictures of a spell file that are there', () => {
  const folder = temporaryFolder({ 'ref.png': '' });
  after(() => folder.remove());
  const generated = join(folder.path, 'generated');

  /** The fake says a picture's path for its hash. */
  const record = (name: string, own: Partial<GenerationRecord>): GenerationRecord => ({
    ...template,
    file: `a/${name}.png`,
    hash: join(generated, 'a', `${name}.png`),
    ...own,
  });
  const text = '---\nimages: ref.png\n---\n### ball\na {red|blue} ball\n';
  const file = parseSpellFile(text);
  const kept = (
    records: readonly GenerationRecord[],
    found: readonly Partial<PictureRecord>[] = [],
  ): KeptPictures =>
    finish(
      keptPictures({
        file,
        source: 'a.spell',
        folder: generated,
        records,
        found: found.map((each, i) => ({
          file: join(folder.path, `found-${i}.png`),
          time: i,
          ...foundIn({
            ...{ kind: 'png', problems: [], hasChoice: false },
            records: [
              {
                source: 'png:tEXt parameters',
                maker: 'a1111',
                dialect: 'a1111',
                prompt: '',
                parameters: [],
                ...each,
              },
            ],
          })!,
        })),
      }),
    );

  /** Text and picture lie at angles; the reference at 0. Reds are nearer to it by 0.05, whatever the seed. */
  const angles: Readonly<Record<string, number>> = { 'a red ball': 0.3, 'a blue ball': 0.6 };
  const pictureAngle = (path: string): number | undefined => {
    const [, colour, seed] = /(red|blue)-(\d)/.exec(path) ?? [];
    if (path.endsWith('ref.png')) return 0;
    if (path.includes('broken')) return undefined;
    return (colour === 'red' ? 0.4 : 0.45 + 0.001 * Number(seed ?? 0)) + 0.1 * Number(seed ?? 0);
  };
  const embedder = new FakeEmbedder(
    (each) => direction(angles[each] ?? 1.2),
    (path) => {
      const angle = pictureAngle(path);
      return angle === undefined ? undefined : direction(angle);
    },
    20,
  );
  const grid = (seeds: number): GenerationRecord[] =>
    Array.from({ length: seeds }, (_, i) => [
      record(`red-${i}`, { seed: String(i) }),
      record(`blue-${i}`, { seed: String(i), expansion: '1', text: 'a blue ball', prompt: 'a blue ball' }),
    ]).flat();
  const score = async (): ReturnType<typeof scoreFile> =>
    scoreFile({
      file,
      path: join(folder.path, 'a.spell'),
      embedder: async () => embedder,
      languagesOf: async () => ['en'],
    });

  it('are judged paired by seed, and nothing is asked of a picture twice over', async () => {
    const { score: scored } = await score();
    const judged = await judgeKept({ file, kept: kept(grid(6)), embedder, score: scored! });
    assert.deepEqual(judged.compared, [0, 1]);
    assert.deepEqual(judged.verdict.seeds, ['0', '1', '2', '3', '4', '5']);
    assert.deepEqual(
      judged.verdict.variants.map(({ ranks }) => ranks),
      [
        { first: 1, last: 1 },
        { first: 2, last: 2 },
      ],
    );
    assert.equal(judged.pictures.size, 12);
    const red = judged.pictures.get(join(generated, 'a', 'red-0.png'))!;
    assert.ok(Math.abs(red.closeness! - Math.cos(0.4)) < 1e-6);
    assert.ok(Math.abs(red.nearest!.cosine - Math.cos(0.4)) < 1e-6);
    const own = 1 / (1 + Math.exp(20 * (Math.cos(0.4 - 0.6) - Math.cos(0.4 - 0.3))));
    assert.ok(Math.abs(red.ownProbability - own) < 1e-6);
  });

  it('of an earlier text are kept, and told of by their own', async () => {
    const records = [
      ...grid(5),
      record('green-1', {
        seed: '1',
        expansion: '2',
        text: 'a large green cube',
        prompt: 'a large green cube',
      }),
    ];
    const there = kept(records);
    const old = there.pictures.find(({ match }) => match === 'earlier')!;
    assert.deepEqual([old.spell, old.variant, old.expansion], [0, undefined, '2']);
    const { score: scored } = await score();
    const judged = await judgeKept({ file, kept: there, embedder, score: scored! });
    assert.equal(judged.verdict.seeds.length, 5);
    const own = judged.pictures.get(old.file)!;
    assert.ok(Math.abs(own.ownCosine - Math.cos(1.2 - 0.5)) < 1e-6 || own.ownCosine > 0);
  });

  it('do not pair where they were made otherwise, but where their spell says so itself', () => {
    const pairs = (own: Partial<GenerationRecord>): number =>
      new Set(
        kept([
          record('red-1', {}),
          record('blue-1', { text: 'a blue ball', prompt: 'a blue ball', expansion: '1', ...own }),
        ]).pictures.map(({ pair }) => pair),
      ).size;
    assert.equal(pairs({}), 1);
    assert.equal(pairs({ parameters: { steps: 30 } }), 2);
    assert.equal(pairs({ ran: { model: 'other' } }), 2);
    assert.equal(pairs({ seed: '2' }), 2);
  });

  it('that somebody painted on, that cannot be read, and doubles count for nothing', async () => {
    const painted = record('red-7', { seed: '7', hash: 'another' });
    const there = kept(
      [...grid(5), painted, record('broken-8', { seed: '8' })],
      [{ prompt: 'a red  ball,', seed: '9' }],
    );
    const { score: scored } = await score();
    const judged = await judgeKept({ file, kept: there, embedder, score: scored! });
    assert.deepEqual(judged.changed, [join(generated, 'a', 'red-7.png')]);
    assert.deepEqual(judged.unreadable, [join(generated, 'a', 'broken-8.png')]);
    assert.equal(judged.pictures.size, 11);
  });

  it('that are reference pictures themselves are no evidence that their variant is close', async () => {
    const reds = join(generated, 'a', 'red-0.png');
    const { score: scored } = await score();
    const images = [...scored!.images, { ...scored!.images[0]!, path: reds, hash: reds, group: 1 }];
    const judged = await judgeKept({ file, kept: kept(grid(6)), embedder, score: { ...scored!, images } });
    assert.deepEqual(judged.asReferences, [reds]);
    assert.equal(judged.references, 2);
    assert.deepEqual(judged.verdict.seeds, ['1', '2', '3', '4', '5']);
    assert.ok(Math.abs(judged.pictures.get(reds)!.closeness! - Math.cos(0.4)) < 1e-6, 'not with itself');
    assert.equal(judged.pictures.get(join(generated, 'a', 'blue-0.png'))!.nearest!.reference, 1);
  });

  it('name the nearest reference by its place in the score, where another has gone since', async () => {
    const { score: scored } = await score();
    const [image] = scored!.images;
    const images = [
      { ...image!, path: '/broken.png', group: 0 },
      { ...image!, group: 1 },
    ];
    const judged = await judgeKept({ file, kept: kept(grid(1)), embedder, score: { ...scored!, images } });
    assert.deepEqual(
      [...judged.pictures.values()].map(({ nearest }) => nearest!.reference),
      [1, 1],
    );
    assert.equal(judged.references, 1);
  });

  it('of the words of a variant and another negative prompt fit them as well as those of the variant', async () => {
    const own =
      '---\nimages: ref.png\n---\n### ball\na red ball\nNegative prompt: dark\n### other\na blue ball\n';
    const other = parseSpellFile(own);
    const records = ['dark', 'blurry'].map((negative, i) => record(`red-${i}`, { negative, seed: '1' }));
    const there = finish(
      keptPictures({ file: other, source: 'a.spell', folder: generated, records, found: [] }),
    );
    assert.deepEqual(there.pictures.map(({ match }) => match).sort(), ['exact', 'near']);
    const { pictures } = await judgeKept({ file: other, kept: there, embedder });
    const near = there.pictures.find(({ match }) => match === 'near')!;
    const { ownProbability } = pictures.get(near.file)!;
    const at = 0.5 - 0.3;
    const beside = 1 / (1 + Math.exp(20 * (Math.cos(0.5 - 0.6) - Math.cos(at))));
    assert.ok(Math.abs(ownProbability - beside) < 1e-6, String(ownProbability));
  });

  it('are there once where the folder of the drawn ones is watched, and where others keep copies', async () => {
    const records = grid(2);
    const files = records.map((each) => join(generated, ...each.file.split('/')));
    const found = (file: string, time: number) => ({
      ...{ file, time },
      ...{ metadata: { maker: 'a1111', dialect: 'a1111', prompt: 'a red ball', parameters: [] } as const },
      texts: [{ prompt: 'a red ball', dialect: 'a1111' as const }],
    });
    const copies = ['red-5.png', 'copy/red-5.png'].map((name) => join(folder.path, name));
    const there = finish(
      keptPictures({
        ...{ file, source: 'a.spell', folder: generated, records },
        found: [...files, ...copies].map((each, i) => found(each, 9e12 + i)),
      }),
    );
    assert.equal(there.pictures.length, files.length + copies.length);
    assert.deepEqual(
      there.pictures
        .filter(({ origin }) => origin === 'drawn')
        .map((each) => each.file)
        .sort(),
      files.toSorted(),
    );
    // The fake takes the name for the content.
    const same = new (class extends FakeEmbedder {
      override async embedImages(...asked: Parameters<FakeEmbedder['embedImages']>) {
        const outcomes = await super.embedImages(...asked);
        return outcomes.map((each) => (each.ok ? { ...each, hash: each.path.replace('copy/', '') } : each));
      }
    })(
      (each) => direction(angles[each] ?? 1.2),
      () => direction(0.4),
    );
    const { doubles, pictures } = await judgeKept({ file, kept: there, embedder: same });
    assert.deepEqual(doubles, [copies[0]], 'the newest copy is told of');
    assert.equal(pictures.size, files.length + 1);
  });

  it('without references are compared with their prompts only', async () => {
    const judged = await judgeKept({ file, kept: kept(grid(5)), embedder });
    assert.deepEqual([judged.references, judged.verdict.variants], [0, [{}, {}]]);
    assert.equal(judged.pictures.size, 10);
    assert.ok([...judged.pictures.values()].every(({ closeness }) => closeness === undefined));
  });
});
