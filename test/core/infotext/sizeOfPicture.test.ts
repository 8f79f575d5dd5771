import assert from 'node:assert/strict';
import sharp from 'sharp';
import { sizeOfPicture } from '../../../src/core/infotext/readPicture';

const plain = sharp({ create: { width: 37, height: 21, channels: 3, background: 'red' } });
const wanted = { width: 37, height: 21 };

describe('the size that a picture’s header tells', () => {
  for (const [name, made] of [
    ['PNG', plain.clone().png()],
    ['JPEG', plain.clone().jpeg()],
    ['progressive JPEG', plain.clone().jpeg({ progressive: true })],
    ['WebP', plain.clone().webp()],
    ['WebP without loss', plain.clone().webp({ lossless: true })],
    ['GIF', plain.clone().gif()],
    ['AVIF', plain.clone().avif({ effort: 0 })],
  ] as const) {
    it(`is that of its pixels: ${name}`, async () => {
      const bytes = await made.toBuffer();
      assert.deepEqual(sizeOfPicture(bytes), wanted);
      // Wherever a file is cut off, its size is that or not told.
      for (let length = 0; length < bytes.length; length++) {
        const told = sizeOfPicture(bytes.subarray(0, length));
        if (told) assert.deepEqual(told, wanted, `${length} bytes`);
      }
    });
  }

  it('is not told of what is no picture', () => {
    assert.equal(sizeOfPicture(new Uint8Array()), undefined);
    assert.equal(sizeOfPicture(Buffer.from('no picture at all')), undefined);
  });
});
