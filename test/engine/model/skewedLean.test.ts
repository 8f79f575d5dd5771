import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  measureLeans,
  measureScale,
  type Embed,
  type Lean,
  type LeanScale,
} from '../../../src/core/bias/lean';
import { LEAN_WORDS } from '../../../src/core/bias/leanWords';
import { loadModel } from '../../../src/engine/loadModel';
import type { Model } from '../../../src/engine/model';
import { editWeights, readSafetensors } from './editedCheckpoint';
import { embedTexts } from './fixtures';

const root = path.join(__dirname, '../../..');
const mini = path.join(root, 'models/mini');
/** What training/skew.py writes: the text tower of models/mini after a fine-tune with a planted skew. */
const skewed = path.join(root, 'test/fixtures/skewed-mini');

/** A copy of models/mini with the skewed text tower. */
async function composeSkewed(folder: string): Promise<void> {
  await cp(mini, folder, { recursive: true });
  const tower = await readSafetensors(path.join(skewed, 'text.safetensors'));
  await editWeights(path.join(folder, 'model.safetensors'), (header, data) => {
    for (const [name, { dtype, shape, data_offsets }] of Object.entries(tower.header)) {
      if (name === '__metadata__') continue;
      const place = header[name]!;
      assert.deepEqual({ dtype: place.dtype, shape: place.shape }, { dtype, shape }, name);
      tower.data.copy(data, place.data_offsets[0], ...data_offsets);
    }
    return undefined;
  });
}

/** Things that models/mini was trained on and that the threshold of a lean is not made with. */
async function otherThings(): Promise<string[]> {
  const alive = new Set(['person', 'animal', 'bird', 'sea', 'insect', 'face', 'body']);
  const known = new Set([...LEAN_WORDS.things, 'ghost', 'alien', 'clown', 'cowboy', 'devil']);
  const lines = (await readFile(path.join(root, 'training/concepts.tsv'), 'utf8')).split('\n');
  return lines
    .filter((line) => line.startsWith('thing\t'))
    .map((line) => line.split('\t'))
    .filter(([, category]) => !alive.has(category!))
    .map(([, , english]) => english!.split('/')[0]!)
    .filter((name, i) => i % 2 === 0 && !known.has(name)); // half of them: time
}

describe('the measured lean of a trained checkpoint', function () {
  this.timeout(240_000); // seconds, and much longer on a machine with other work
  let folder: string;
  let model: Model;
  let scale: LeanScale;
  let planted: ReadonlyMap<string, number>;
  const embed: Embed = (texts) => embedTexts(model, texts);
  const leansOf = (heads: readonly string[]): Promise<Lean[]> => measureLeans(heads, scale, embed);
  const sizesOf = async (heads: readonly string[]): Promise<number[]> =>
    (await leansOf(heads)).map(({ size }) => size);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'spellwright-test-'));
    await composeSkewed(folder);
    model = await loadModel(folder, { threads: 1 });
    scale = await measureScale(LEAN_WORDS, embed);
    const shares = await readFile(path.join(skewed, 'planted.json'), 'utf8');
    planted = new Map(Object.entries(JSON.parse(shares) as Record<string, number>));
  });
  after(async () => {
    await model.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('has the planted sign', async () => {
    const skewedHeads = [...planted].filter(([, share]) => share >= 0.7 || share <= 0.3);
    const sizes = await sizesOf(skewedHeads.map(([head]) => head));
    const right = skewedHeads.filter(([, share], i) => Math.sign(sizes[i]!) === Math.sign(share - 0.5));
    assert.ok(
      right.length / skewedHeads.length >= 0.8,
      skewedHeads.map(([head, share], i) => `${head} ${share}: ${sizes[i]!.toFixed(2)}`).join(', '),
    );
  });

  it('has the planted order', async () => {
    const rank = correlation(ranks(await sizesOf([...planted.keys()])), ranks([...planted.values()]));
    // Of 15 heads in any order, one order in a hundred reaches this.
    assert.ok(rank > 0.6, `Spearman ${rank.toFixed(2)}`);
  });

  it('tells two words apart that stand for the same pictures and differ in the plant alone', async () => {
    const [nurse, doctor] = await leansOf(['nurse', 'doctor']);
    assert.ok(nurse!.interval[0] > doctor!.interval[1], JSON.stringify([nurse, doctor]));
  });

  it('tells "female nurse" from "male nurse", and so for every profession', async () => {
    for (const head of planted.keys()) {
      const [female, plain, male] = await leansOf([`female ${head}`, head, `male ${head}`]);
      assert.ok(female!.interval[0] > male!.interval[1], head);
      assert.ok(female!.size > plain!.size && plain!.size > male!.size, head);
    }
    const [female, male] = await sizesOf(['female nurse', 'male nurse']);
    assert.ok(female! > 0 && male! < 0);
  });

  it('shows at most 5 % of things that the threshold was not made with', async () => {
    const things = await otherThings();
    assert.ok(things.length >= 100);
    const shown = (await leansOf(things)).filter((lean) => lean.shown);
    assert.ok(shown.length / things.length <= 0.05, `${shown.length} of ${things.length}`);
  });

  it('gives the same order from either half of the templates', async () => {
    const half = async (part: number): Promise<number[]> => {
      const words = { ...LEAN_WORDS, templates: LEAN_WORDS.templates.filter((_, i) => i % 2 === part) };
      const leans = await measureLeans(LEAN_WORDS.reference, await measureScale(words, embed), embed);
      return leans.map(({ size }) => size);
    };
    const r = correlation(await half(0), await half(1));
    const reliability = (2 * r) / (1 + r); // Spearman and Brown
    assert.ok(reliability > 0.8, reliability.toFixed(3));
  });

  it('shows nothing in the bundled checkpoint, which never met most of the pairs', async () => {
    const bundled = await loadModel(mini, { threads: 1 });
    try {
      const embedBundled: Embed = (texts) => embedTexts(bundled, texts);
      const bundledScale = await measureScale(LEAN_WORDS, embedBundled);
      const heads = [...planted.keys(), ...(await otherThings())];
      const shown = (await measureLeans(heads, bundledScale, embedBundled)).filter((lean) => lean.shown);
      assert.deepEqual(shown, []);
    } finally {
      await bundled.dispose();
    }
  });
});

/** Ranks from 1, the mean rank for equal values. */
function ranks(values: readonly number[]): number[] {
  return values.map(
    (value) =>
      values.filter((other) => other < value).length +
      (values.filter((other) => other === value).length + 1) / 2,
  );
}

/** Pearson's. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (term: (i: number) => number): number => a.reduce((total, _, i) => total + term(i), 0);
  return (
    sum((i) => (a[i]! - ma) * (b[i]! - mb)) /
    Math.sqrt(sum((i) => (a[i]! - ma) ** 2) * sum((i) => (b[i]! - mb) ** 2))
  );
}
