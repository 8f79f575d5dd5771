import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Preprocessor } from '../../../src/core/clip/preprocess';
import type { Preprocessing, RgbImage } from '../../../src/core/clip/preprocessing';
import { openPicture } from '../../../src/engine/images/openPicture';
import { knownOracles, needsOracles, readOracle } from '../../oracles';

interface PillowCase {
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly resize: Preprocessing['resize'];
  readonly resample: Preprocessing['resample'];
  readonly crop: Preprocessing['crop'] | null;
  /** Interleaved RGB that Pillow made, base64. */
  readonly bytes: string;
  /** `[3, height, width]` float32 that NumPy made of it, base64. */
  readonly normalised?: string;
}

const fixture = JSON.parse(readFileSync('test/fixtures/preprocess/pillow.json', 'utf8')) as {
  readonly mean: Preprocessing['mean'];
  readonly std: Preprocessing['std'];
  readonly cases: readonly PillowCase[];
};

/** The same formula as in training/fixtures/preprocess.py. */
function picture(width: number, height: number, seed: number): RgbImage {
  let x = seed;
  const data = Uint8Array.from({ length: width * height * 3 }, () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return x >>> 24;
  });
  return { width, height, data };
}

function floatsOf(bytes: Buffer): Float32Array {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function planar(bytes: Buffer): number[] {
  return [0, 1, 2].flatMap((channel) => [...bytes].filter((_, i) => i % 3 === channel));
}

/** Without normalisation a result is the byte itself. */
const plain = { rescale: 1, mean: [0, 0, 0], std: [1, 1, 1] } as const;

describe('preprocessing', () => {
  describe('gives the bytes of Pillow', () => {
    for (const { seed, width, height, resize, resample, crop, bytes } of fixture.cases)
      it(`${resample}, ${width} × ${height}, ${JSON.stringify(resize)}`, () => {
        const expected = Buffer.from(bytes, 'base64');
        const result = new Float32Array(expected.length);
        const preprocessor = new Preprocessor({ resize, resample, crop: crop ?? undefined, ...plain });
        preprocessor.write(picture(width, height, seed), result);
        assert.deepEqual([...result], planar(expected));
      });
  });

  it('normalises to the same float32 as NumPy', () => {
    const cases = fixture.cases.filter(({ normalised }) => normalised !== undefined);
    assert.ok(cases.length > 0);
    for (const { seed, width, height, resize, resample, crop, normalised } of cases) {
      const expected = floatsOf(Buffer.from(normalised!, 'base64'));
      const result = new Float32Array(expected.length);
      const { mean, std } = fixture;
      const preprocessing = { resize, resample, crop: crop ?? undefined, rescale: 1 / 255, mean, std };
      new Preprocessor(preprocessing).write(picture(width, height, seed), result);
      assert.deepEqual(result, expected);
    }
  });

  it('does not depend on the picture before', () => {
    const preprocessing: Preprocessing = {
      resize: { kind: 'none' },
      crop: { width: 8, height: 8 },
      resample: 'bicubic',
      ...plain,
    };
    const [fresh, reused] = [new Float32Array(192), new Float32Array(192)];
    new Preprocessor(preprocessing).write(picture(3, 20, 7), fresh);
    const preprocessor = new Preprocessor(preprocessing);
    preprocessor.write(picture(50, 50, 8), reused);
    preprocessor.write(picture(3, 20, 7), reused);
    assert.deepEqual(reused, fresh);
  });

  it('refuses a target of the wrong size', () => {
    const preprocessor = new Preprocessor({
      resize: { kind: 'shortest-edge', size: 16 },
      resample: 'bicubic',
      ...plain,
    });
    assert.throws(() => preprocessor.write(picture(20, 40, 1), new Float32Array(16 * 16 * 3)), RangeError);
  });

  describe('gives the tensors that CLIP in Python made of photographs', () => {
    const tensors = [...knownOracles.keys()].filter((name) => name.endsWith('.npy'));
    for (const tensor of tensors)
      it(path.basename(tensor), async function () {
        needsOracles(this);
        const expected = readNpy(readOracle(tensor));
        const result = new Float32Array(expected.length);
        const opened = await openPicture(readOracle(tensor.replace('.npy', '.jpg')));
        new Preprocessor({
          resize: { kind: 'shortest-edge', size: 224 },
          crop: { width: 224, height: 224 },
          resample: 'bicubic',
          rescale: 1 / 255,
          mean: fixture.mean,
          std: fixture.std,
        }).write(await opened.decode(), result);
        assert.deepEqual(result, expected);
      });
  });
});

/** A version 1 .npy file of little-endian float32. */
function readNpy(bytes: Buffer): Float32Array {
  return floatsOf(bytes.subarray(10 + bytes.readUInt16LE(8)));
}
