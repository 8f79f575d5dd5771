import assert from 'node:assert/strict';
import type { PicturePlaces } from '../../../src/core/ports';
import { fitsAt, heatMaps, heatMethods, heatWindows, presenceFloor } from '../../../src/core/why/heat';

/** Directions in a small space: a cat, a dog, and nothing in particular. */
const cat = Float32Array.of(1, 0, 0, 0);
const dog = Float32Array.of(0, 1, 0, 0);
const plain = Float32Array.of(0, 0, 1, 0);
const other = Float32Array.of(0, 0, 0, 1);
const texts = { phrase: cat, rivals: [dog], neutral: [plain] };

/** A picture of 2 × 2 places. */
function places(
  of: readonly Float32Array[],
  evidence: readonly number[],
  seen = { left: 0, top: 0, right: 40, bottom: 40 },
): PicturePlaces {
  return {
    ...{ hash: 'f'.repeat(64), width: 40, height: 40, seen, rows: 2, columns: 2 },
    features: Float32Array.from(of.flatMap((each) => [...each])),
    evidence: Float32Array.from(evidence),
    attention: new Float32Array(4),
  };
}

const withCat = { places: places([cat, dog, plain, plain], [0.2, 0.05, 0, -0.1]), whole: cat };
const without = { places: places([plain, dog, plain, plain], [0.01, 0.02, 0, 0]), whole: plain };
const logitScale = 10;

describe('heat maps', () => {
  it('are hottest where the phrase is, by every method', () => {
    for (const method of heatMethods) {
      const [heat] = heatMaps([withCat], texts, { method, logitScale });
      assert.equal(heat!.values.indexOf(Math.max(...heat!.values)), 0, method);
      assert.equal(heat!.values[0], 1, 'the scale ends there');
      assert.ok(heat!.isFound);
    }
  });

  it('tell how probable the phrase is at each place among all that is named', () => {
    const [heat] = heatMaps([withCat], texts, { logitScale });
    // Cosines 1, 0 and 0 at ten times as much.
    assert.ok(Math.abs(heat!.contrast[0]! - Math.exp(10) / (Math.exp(10) + 2)) < 1e-6);
    assert.ok(Math.abs(heat!.contrast[1]! - 1 / (Math.exp(10) + 2)) < 1e-6);
    // The whole is 10 logits nearer to it than neutral texts are, and so is the best place.
    assert.ok(Math.abs(heat!.presence - 20) < 1e-5);
  });

  it('leave a picture without the phrase cold, beside others and alone', () => {
    for (const pictures of [[without], [withCat, without], [without, withCat]]) {
      const heat = heatMaps(pictures, texts, { logitScale })[pictures.indexOf(without)]!;
      assert.ok(!heat.isFound && heat.presence < presenceFloor);
      assert.ok(Math.max(...heat.values) < 0.05, String(heat.values));
    }
  });

  it('are on one scale for all pictures: a faint trace is not drawn up', () => {
    const faint = { places: places([cat, dog, plain, plain], [0.02, 0, 0, 0]), whole: cat };
    const [first, second] = heatMaps([withCat, faint], texts, { logitScale });
    assert.equal(Math.max(...first!.values), 1);
    assert.ok(Math.max(...second!.values) < 0.4);
    assert.deepEqual(
      heatMaps([faint, withCat], texts, { logitScale }).map(({ values }) => [...values]),
      [second!, first!].map(({ values }) => [...values]),
      'whatever their order',
    );
  });

  it('fade between nowhere and surely there', () => {
    const at = (whole: number): number => {
      const picture = {
        places: places([Float32Array.of(0.5, 0, 0.5, 0), dog, plain, plain], [0.1, 0, 0, 0]),
        whole: Float32Array.of(whole, 0, 0, Math.sqrt(1 - whole ** 2)),
      };
      return Math.max(...heatMaps([picture], texts, { logitScale })[0]!.values);
    };
    assert.equal(at(0), 0);
    assert.ok(Math.abs(at(0.34) - 0.5) < 1e-6, 'half at the floor');
    assert.equal(at(1), 1);
  });

  it('take all that evidence says against a place as nothing', () => {
    const [heat] = heatMaps([withCat], texts, { method: 'evidence', logitScale });
    assert.deepEqual(
      [...heat!.values].map((value) => Math.round(value * 100) / 100),
      [1, 0.25, 0, 0],
    );
    assert.ok(Math.abs(heat!.evidence[3]! + 0.1) < 1e-6, 'the number itself stays');
  });

  it('are finer with windows, and cover what the crop of the whole leaves out', () => {
    const seen = { left: 10, top: 0, right: 30, bottom: 20 };
    const whole = {
      ...places([cat, plain, plain, plain], [0.2, 0, 0, 0], seen),
      ...{ width: 40, height: 20 },
    };
    const left = { ...places([plain, plain, plain, cat], [0, 0, 0, 0.2], { ...seen, left: 0, right: 10 }) };
    const [heat] = heatMaps([{ places: whole, windows: [left], whole: cat }], texts, { logitScale });
    assert.deepEqual([heat!.rows, heat!.columns], [4, 8]);
    assert.deepEqual(heat!.seen, { left: 0, top: 0, right: 40, bottom: 20 });
    const hot = heat!.values.indexOf(Math.max(...heat!.values));
    assert.ok([8, 9, 17, 18, 25, 26].includes(hot) || heat!.values[hot] === 1);
    assert.ok(heat!.values[3 * 8 + 7]! === 0, 'nobody has seen the right end');
    assert.ok(heat!.values[3 * 8 + 1]! > heat!.values[3 * 8 + 3]!, 'the window sees the left');
  });

  it('cover a picture with windows that overlap by half', () => {
    const square = heatWindows(100, 100);
    assert.equal(square.length, 9);
    assert.deepEqual(square[0], { left: 0, top: 0, right: 0.5, bottom: 0.5 });
    assert.deepEqual(square[8], { left: 0.5, top: 0.5, right: 1, bottom: 1 });
    const wide = heatWindows(200, 100);
    assert.deepEqual([wide.length, wide.at(-1)!.right], [21, 1]);
    assert.ok(heatWindows(100_000, 10).length <= 36, 'a strip has no thousands');
  });

  it('tell what fits a place', () => {
    const [likely, unlikely, neither] = fitsAt(withCat.places, 1, [dog, cat, other], logitScale);
    assert.ok(likely! > 0.99 && unlikely! < 0.01 && neither! === unlikely);
    assert.ok(Math.abs(likely! + unlikely! + neither! - 1) < 1e-9);
  });
});
