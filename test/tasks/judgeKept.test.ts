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

  it('without references are compared with their prompts only', async () => {
    const judged = await judgeKept({ file, kept: kept(grid(5)), embedder });
    assert.deepEqual([judged.references, judged.verdict.variants], [0, [{}, {}]]);
    assert.equal(judged.pictures.size, 10);
    assert.ok([...judged.pictures.values()].every(({ closeness }) => closeness === undefined));
  });
});
