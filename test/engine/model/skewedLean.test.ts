import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
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
import { embedTexts } from './fixtures';
import { composeSkewed, correlation, mini, otherThings, plantedShares, ranks } from './skewedMini';

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
    planted = await plantedShares();
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
