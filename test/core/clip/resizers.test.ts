import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { PlainResizer } from '../../../src/core/clip/plainResizer';
import { Preprocessor } from '../../../src/core/clip/preprocess';
import { axisWeights } from '../../../src/core/clip/resample';
import type { Resizer } from '../../../src/core/clip/resizer';
import { VectorResizer } from '../../../src/core/clip/vectorResizer';
import { vectorResizerCode } from '../../../src/core/clip/vectorResizerCode';
import { wasmOf } from '../../../scripts/wasm/wasmOf';

/** An input's size, an output's, and the span of the output that is wanted. */
const axis = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 60 }))
  .chain(([input, output]) =>
    fc.tuple(
      fc.constant(input),
      fc.constant(output),
      fc.integer({ min: 0, max: output - 1 }),
      fc.integer({ min: 1, max: output }),
    ),
  )
  .map(([input, output, from, length]) => ({ input, output, from, to: Math.min(output, from + length) }));

const kernel = fc.constantFrom('bilinear' as const, 'bicubic' as const, 'lanczos' as const);

function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    // Extremes overshoot most.
    return state >>> 31 ? ((state >>> 30) & 1 ? 255 : 0) : (state >>> 20) & 255;
  });
}

describe('resizing with vectors', () => {
  const vectors = VectorResizer.create();

  it('is there, on a machine that runs tests', () => assert.ok(vectors));

  it('gives the bytes of plain JavaScript, whatever was resized before', () => {
    const plain = new PlainResizer();
    fc.assert(
      fc.property(axis, axis, kernel, fc.nat(), (across, down, resample, seed) => {
        const image = {
          width: across.input,
          height: down.input,
          data: noise(across.input * down.input * 3, seed),
        };
        const weights = [across, down].map(({ input, output, from, to }) =>
          axisWeights(input, output, from, to, resample),
        ) as [ReturnType<typeof axisWeights>, ReturnType<typeof axisWeights>];
        const rows = (resizer: Resizer): Uint8Array[] => {
          const found: Uint8Array[] = [];
          resizer.resize(image, ...weights, (i, bytes) => void (found[i] = bytes.slice()));
          return found;
        };
        assert.deepEqual(rows(vectors!), rows(plain));
      }),
      { numRuns: 200 },
    );
  });

  it('runs the code that stands in the .wat file', async () => {
    const code = await wasmOf(readFileSync('src/core/clip/vectorResizer.wat', 'utf8'));
    assert.equal(vectorResizerCode, Buffer.from(code).toString('base64'), 'run npm run wasm');
  });
});

describe('the area that is needed of a picture', () => {
  const preprocessor = new Preprocessor({
    resize: { kind: 'shortest-edge', size: 24 },
    resample: 'bicubic',
    crop: { width: 24, height: 24 },
    rescale: 1 / 255,
    mean: [0.5, 0.5, 0.5],
    std: [0.25, 0.25, 0.25],
  });
  const size = fc.integer({ min: 1, max: 300 });

  it('gives the same numbers as the whole picture', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (width, height, seed) => {
        const data = noise(width * height * 3, seed);
        const [fromWhole, fromArea] = [new Float32Array(3 * 24 * 24), new Float32Array(3 * 24 * 24)];
        preprocessor.write({ width, height, data }, fromWhole);
        const area = preprocessor.areaNeeded(width, height);
        const rows = Array.from({ length: area.height }, (_, y) => {
          const start = 3 * ((area.top + y) * width + area.left);
          return data.subarray(start, start + 3 * area.width);
        });
        preprocessor.write({ ...area, whole: { width, height }, data: Buffer.concat(rows) }, fromArea);
        assert.deepEqual(fromArea, fromWhole);
      }),
    );
  });

  it('is refused when it is smaller', () => {
    const whole = { width: 100, height: 100 };
    const part = { left: 50, top: 0, width: 50, height: 100, whole, data: new Uint8Array(3 * 50 * 100) };
    assert.throws(() => preprocessor.write(part, new Float32Array(3 * 24 * 24)), RangeError);
  });
});
