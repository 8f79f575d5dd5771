import assert from 'node:assert/strict';
import { benjaminiHochberg } from '../../../src/core/bias/benjaminiHochberg';
import { measureLeans, measureScale, type Embed, type LeanWords } from '../../../src/core/bias/lean';
import { LEAN_WORDS } from '../../../src/core/bias/leanWords';
import { signFlipP } from '../../../src/core/bias/signFlip';

const WIDTH = 64;

/** Gaussian numbers that depend on the text only, so that a head is the same in every request. */
function noise(text: string, width = WIDTH): Float64Array {
  let state = 2166136261;
  for (const char of text) state = Math.imul(state ^ char.codePointAt(0)!, 16777619) >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return Float64Array.from(
    { length: width },
    () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/**
 * A text space in which a head has a meaning of its own, a template shifts everything, and the first axis is gender: pairs
 * lie ±1 along it, and so does whatever `planted` says.
 */
function space(words: LeanWords, planted: ReadonlyMap<string, number>): Embed {
  const gender = new Map<string, number>(planted);
  for (const [female, male] of words.pairs) gender.set(female, 1).set(male, -1);
  return async (texts) =>
    texts.map((text) => {
      const template = words.templates.findIndex((each) => {
        const [before = '', after = ''] = each.split('{}');
        return text.startsWith(before) && text.endsWith(after);
      });
      const [before = '', after = ''] = words.templates[template]!.split('{}');
      const head = text.slice(before.length, text.length - after.length);
      const own = noise(head);
      const shift = noise(`template ${template}`);
      const jitter = noise(text);
      const vector = Float32Array.from(own, (value, i) => 0.15 * value + 0.5 * shift[i]! + 0.1 * jitter[i]!);
      vector[0]! += 2 * (gender.get(head) ?? 0);
      const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
      return vector.map((value) => value / length);
    });
}

describe('the measured lean', () => {
  const planted = new Map([
    ['nurse', 0.8],
    ['teacher', 0.4],
    ['farmer', -0.4],
    ['engineer', -0.8],
    ['female nurse', 1],
    ['male nurse', -1],
  ]);
  const embed = space(LEAN_WORDS, planted);
  const scale = measureScale(LEAN_WORDS, embed);

  it('has 12 pairs, at least 64 neutral heads, 100 reference heads and 100 things, none twice', () => {
    const { pairs, neutral, reference, things } = LEAN_WORDS;
    assert.equal(pairs.length, 12);
    assert.ok(neutral.length >= 64);
    assert.equal(reference.length, 100);
    assert.equal(things.length, 100);
    for (const list of [pairs.flat(), neutral, reference, things])
      assert.equal(new Set(list).size, list.length);
    assert.deepEqual(
      neutral.filter((head) => reference.includes(head)),
      [],
    );
  });

  it('recovers the sign and the order of what was planted', async () => {
    const heads = ['engineer', 'farmer', 'teacher', 'nurse'];
    const leans = await measureLeans(heads, await scale, embed);
    const sizes = leans.map(({ size }) => size);
    assert.deepEqual(
      [...sizes].sort((a, b) => a - b),
      sizes,
      `rising: ${sizes.join(' ')}`,
    );
    assert.deepEqual(
      leans.map(({ size }) => Math.sign(size)),
      [-1, -1, 1, 1],
    );
    for (const { shown, interval, size } of leans) {
      assert.ok(shown);
      assert.ok(interval[0] < size && size < interval[1]);
      assert.ok(interval[0] * interval[1] > 0, 'the interval keeps clear of 0');
    }
  });

  it('tells a female nurse from a male nurse', async () => {
    const [female, male] = await measureLeans(['female nurse', 'male nurse'], await scale, embed);
    assert.ok(female!.size > 1 && male!.size < -1);
  });

  it('shows at most 5 % of things that it was not calibrated with', async () => {
    const things = Array.from({ length: 400 }, (_, i) => `thing ${i}`);
    const leans = await Promise.all(
      Array.from({ length: 40 }, async (_, i) =>
        measureLeans(things.slice(i * 10, i * 10 + 10), await scale, embed),
      ),
    );
    const shown = leans.flat().filter((lean) => lean.shown);
    assert.ok(
      leans.flat().some(({ q }) => q < 0.05),
      'p alone calls some of them leaning',
    );
    assert.ok(shown.length / 400 <= 0.05, `${shown.length} of 400 shown`);
  });

  it('gives the same order from either half of the templates', async () => {
    const half = async (from: number): Promise<number[]> => {
      const words = { ...LEAN_WORDS, templates: LEAN_WORDS.templates.filter((_, i) => i % 2 === from) };
      const leans = await measureLeans(
        LEAN_WORDS.reference,
        await measureScale(words, space(words, planted)),
        space(words, planted),
      );
      return leans.map(({ size }) => size);
    };
    const [a, b] = [await half(0), await half(1)];
    const r = correlation(a, b);
    const reliability = (2 * r) / (1 + r); // Spearman and Brown
    assert.ok(reliability > 0.8, `reliability ${reliability.toFixed(3)}`);
  });

  it('answers in order, also for heads asked twice, and embeds each once', async () => {
    let count = 0;
    const counting: Embed = (texts) => ((count += texts.length), embed(texts));
    const leans = await measureLeans(['nurse', 'engineer', 'nurse'], await scale, counting);
    assert.deepEqual(
      leans.map(({ head }) => head),
      ['nurse', 'engineer', 'nurse'],
    );
    assert.equal(leans[0], leans[2]);
    assert.equal(count, 2 * LEAN_WORDS.templates.length);
    assert.deepEqual(await measureLeans([], await scale, embed), []);
  });

  it('shows nothing for a checkpoint that gives every text the same embedding', async () => {
    const same: Embed = async (texts) => texts.map(() => Float32Array.from([1, 0]));
    const [lean] = await measureLeans(['nurse'], await measureScale(LEAN_WORDS, same), same);
    assert.deepEqual({ size: lean!.size, shown: lean!.shown }, { size: 0, shown: false });
  });

  it('has the unit, the interval and the threshold of their definitions', async () => {
    // Pair k lies along axis k, and neutral heads at 0, so that what a head leans by pair are its coordinates.
    const things = Array.from({ length: 100 }, (_, i) => `thing ${i + 1}`);
    const at = new Map<string, readonly [number, number, number]>([
      ...['a', 'b', 'c'].flatMap((name, axis) =>
        [1, -1].map((side) => [`${name}${side}`, [0, 1, 2].map((i) => (i === axis ? side : 0))] as const),
      ),
      ...[0, 3, 6].map((lean) => [`reference ${lean}`, [lean, lean, lean]] as const),
      ...things.map((thing, i) => [thing, [-i - 1, -i - 1, -i - 1]] as const),
      ['nurse', [1, 2, 6]],
    ] as [string, [number, number, number]][]);
    const words: LeanWords = {
      ...LEAN_WORDS,
      pairs: [
        ['a1', 'a-1'],
        ['b1', 'b-1'],
        ['c1', 'c-1'],
      ],
      templates: ['{} here', '{} there'],
      reference: ['reference 0', 'reference 3', 'reference 6'],
      things,
    };
    const placed: Embed = async (texts) =>
      texts.map((text) => Float32Array.from(at.get(text.replace(/ \w+$/, '')) ?? [0, 0, 0]));
    const measured = await measureScale(words, placed);
    const [lean] = await measureLeans(['nurse'], measured, placed);
    // The standard deviation of 0, 3 and 6, and of 1, 2 and 6, in R: sd(c(0, 3, 6)), sd(c(1, 2, 6)), qt(0.975, 2).
    const half = (4.302652729911275 * 2.6457513110645907) / Math.sqrt(3);
    near(measured.unit, 3);
    near(measured.threshold, 98 / 3);
    near(lean!.size, 1);
    near(lean!.interval[0], (3 - half) / 3);
    near(lean!.interval[1], (3 + half) / 3);
    assert.equal(lean!.p, 2 / 8);
  });

  it('refuses too few words, and passes on what the embedder rejects with', async () => {
    await assert.rejects(measureScale({ ...LEAN_WORDS, neutral: ['person'] }, embed), RangeError);
    const failing: Embed = () => Promise.reject(new Error('cancelled'));
    await assert.rejects(measureScale(LEAN_WORDS, failing), /cancelled/);
  });
});

describe('the exact sign-flip test', () => {
  it('counts sign patterns', () => {
    assert.equal(signFlipP([1, 1, 1]), 2 / 8);
    assert.equal(signFlipP([1, 1, -1]), 1);
    assert.equal(signFlipP([3, 1]), 0.5);
    assert.equal(signFlipP([0, 0]), 1);
    assert.equal(signFlipP(new Array<number>(12).fill(0.1)), 2 / 4096);
  });

  it('refuses what would take too long', () =>
    assert.throws(() => signFlipP(new Array<number>(21).fill(1)), RangeError));
});

describe('the correction of Benjamini and Hochberg', () => {
  it('gives the adjusted p-values of R (p.adjust)', () => {
    const q = benjaminiHochberg([0.01, 0.04, 0.03, 0.005]);
    assert.deepEqual(
      q.map((value) => Number(value.toFixed(6))),
      [0.02, 0.04, 0.04, 0.02],
    );
    assert.deepEqual(benjaminiHochberg([]), []);
    assert.deepEqual(benjaminiHochberg([1, 1]), [1, 1]);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f: (i: number) => number): number => a.reduce((total, _, i) => total + f(i), 0);
  return (
    sum((i) => (a[i]! - ma) * (b[i]! - mb)) /
    Math.sqrt(sum((i) => (a[i]! - ma) ** 2) * sum((i) => (b[i]! - mb) ** 2))
  );
}

function near(actual: number, expected: number): void {
  assert.ok(
    Math.abs(actual - expected) < 1e-9 * Math.max(1, Math.abs(expected)),
    `${actual}, not ${expected}`,
  );
}
