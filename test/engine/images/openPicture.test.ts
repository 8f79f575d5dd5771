import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import type { RgbImage } from '../../../src/core/clip/preprocessing';
import type { Alpha, ImageErrorCode } from '../../../src/core/ports';
import { openPicture } from '../../../src/engine/images/openPicture';
import { PictureError } from '../../../src/engine/images/pictureError';
import { height, picture, pixel, quarters, width } from './pictures';

async function decode(bytes: Uint8Array, alpha?: Alpha): Promise<RgbImage> {
  return (await openPicture(bytes, alpha)).decode();
}

async function rejects(work: Promise<unknown>, code: ImageErrorCode, detail: RegExp = /./): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof PictureError, String(error));
    assert.equal(error.code, code);
    assert.match(error.detail, detail);
    return true;
  });
}

function assertClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  actual.forEach((value, i) =>
    assert.ok(Math.abs(value - expected[i]!) <= tolerance, `${actual.join()} is not ${expected.join()}`),
  );
}

describe('opening pictures', () => {
  it('keeps the columns of the area that is asked for', async () => {
    const opened = await openPicture(await picture().png().toBuffer());
    const all = await opened.decode();
    const again = await openPicture(await picture().png().toBuffer());
    const part = await again.decode(() => ({ left: 1, top: 1, width: width - 2, height: 1 }));
    assert.deepEqual(part.whole, { width, height });
    assert.deepEqual([part.left, part.top, part.width, part.height], [1, 0, width - 2, height]);
    for (let y = 0; y < height; y++) {
      const row = all.data.subarray(3 * (y * width + 1), 3 * (y * width + width - 1));
      const kept = part.data.subarray(3 * y * part.width, 3 * (y + 1) * part.width);
      assert.deepEqual(Uint8Array.from(kept), Uint8Array.from(row));
    }
  });

  describe('reads', () => {
    const lossless: Record<string, () => Promise<Buffer>> = {
      PNG: () => picture().png().toBuffer(),
      'palette PNG': () => picture().png({ palette: true }).toBuffer(),
      'interlaced PNG': () => picture().png({ progressive: true }).toBuffer(),
      '16-bit PNG': () => picture().toColourspace('rgb16').png().toBuffer(),
      GIF: () => picture().gif().toBuffer(),
      'lossless WebP': () => picture().webp({ lossless: true }).toBuffer(),
    };
    for (const [name, make] of Object.entries(lossless))
      it(name, async () => {
        const image = await decode(await make());
        assert.deepEqual([image.width, image.height], [width, height]);
        assert.deepEqual(Uint8Array.from(image.data), quarters());
      });

    const lossy: Record<string, () => Promise<Buffer>> = {
      JPEG: () => picture().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
      'progressive JPEG': () => picture().jpeg({ quality: 100, progressive: true }).toBuffer(),
      WebP: () => picture().webp({ quality: 100 }).toBuffer(),
      AVIF: () => picture().avif({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
    };
    for (const [name, make] of Object.entries(lossy))
      it(name, async () => {
        const image = await decode(await make());
        assert.deepEqual([image.width, image.height], [width, height]);
        assertClose(pixel(image, 1, 1), [220, 30, 30], 6);
        assertClose(pixel(image, width - 2, height - 2), [200, 200, 40], 6);
      });

    it('grey as three equal channels', async () => {
      const image = await decode(await picture().toColourspace('b-w').png().toBuffer());
      assert.equal(image.data.length, width * height * 3);
      const [red, green, blue] = pixel(image, 0, 0);
      assert.ok(red === green && green === blue);
    });

    it('CMYK exactly as Pillow does', async () => {
      const fixture = JSON.parse(readFileSync('test/fixtures/preprocess/cmyk.json', 'utf8')) as {
        jpeg: string;
        width: number;
        height: number;
        rgb: string;
      };
      const image = await decode(Buffer.from(fixture.jpeg, 'base64'));
      assert.deepEqual([image.width, image.height], [fixture.width, fixture.height]);
      assert.deepEqual(Buffer.from(image.data), Buffer.from(fixture.rgb, 'base64'));
    });

    it('the first frame of an animation', async () => {
      const frames = Buffer.concat([quarters([1, 2, 3]), quarters([9, 9, 9])]);
      const animation = sharp(frames, {
        raw: { width, height: height * 2, channels: 3, pageHeight: height },
      });
      const image = await decode(await animation.webp({ lossless: true }).toBuffer());
      assert.deepEqual([image.width, image.height], [width, height]);
      assert.deepEqual(pixel(image, width - 1, height - 1), [1, 2, 3]);
    });

    it('alpha over white', async () => {
      const data = Buffer.from([...[10, 20, 30, 255], ...[10, 20, 30, 0], ...[10, 20, 30, 128]]);
      const png = await sharp(data, { raw: { width: 3, height: 1, channels: 4 } })
        .png()
        .toBuffer();
      const image = await decode(png);
      assert.deepEqual([0, 1, 2].map((x) => pixel(image, x, 0)), [[10, 20, 30], [255, 255, 255], [132, 137, 142]]); // prettier-ignore
    });

    describe('the colour under alpha where that is asked for, from', () => {
      // Two colours each under three degrees of alpha, as Pillow 12.3 opens them too: `convert('RGB')` gives the colours.
      const colours = [[10, 20, 30], [200, 60, 90]].flatMap((colour) => [colour, colour, colour]); // prettier-ignore
      const clear = () =>
        sharp(Buffer.from(colours.flatMap((colour, i) => [...colour, [255, 128, 0][i % 3]!])), {
          raw: { width: 6, height: 1, channels: 4 },
        });
      const files: Record<string, () => Promise<Buffer>> = {
        'RGBA PNG': () => clear().png().toBuffer(),
        'lossless WebP': () => clear().webp({ lossless: true, exact: true }).toBuffer(),
      };
      for (const [name, make] of Object.entries(files))
        it(name, async () => {
          const image = await decode(await make(), 'dropped');
          assert.deepEqual(
            colours.map((_, x) => pixel(image, x, 0)),
            colours,
          );
        });

      it('grey PNG with alpha', async () => {
        const grey = await sharp(Buffer.from([70, 0, 90, 255]), { raw: { width: 2, height: 1, channels: 2 } })
          .toColourspace('b-w')
          .png()
          .toBuffer();
        const image = await decode(grey, 'dropped');
        assert.deepEqual([pixel(image, 0, 0), pixel(image, 1, 0)], [[70, 70, 70], [90, 90, 90]]); // prettier-ignore
      });
    });
  });

  // By EXIF value: the corner where the picture's own top left lies once it is upright.
  const topLeftLands = {
    1: [0, 0],
    2: [1, 0],
    3: [1, 1],
    4: [0, 1],
    5: [0, 0],
    6: [1, 0],
    7: [1, 1],
    8: [0, 1],
  };
  for (const [orientation, [x, y]] of Object.entries(topLeftLands))
    it(`turns EXIF orientation ${orientation} upright`, async () => {
      const bytes = await picture()
        .withMetadata({ orientation: Number(orientation) })
        .png()
        .toBuffer();
      const image = await decode(bytes);
      const turned = Number(orientation) >= 5;
      assert.deepEqual([image.width, image.height], turned ? [height, width] : [width, height]);
      assert.deepEqual(pixel(image, x! * (image.width - 1), y! * (image.height - 1)), [220, 30, 30]);
    });

  describe('refuses', () => {
    for (const [name, text] of Object.entries({
      PDF: '%PDF-1.7\n',
      text: 'a picture of a cat',
      nothing: '',
    }))
      it(name, () => rejects(openPicture(Buffer.from(text, 'latin1')), 'image-not-a-picture', /^[0-9a-f]*$/));

    for (const [kind, text] of Object.entries({
      SVG: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      BMP: 'BM\0\0\0\0\0\0\0\0\0\0\0\0',
      TIFF: 'II*\0\x08\0\0\0',
      HEIC: '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
      'JPEG XL': '\xff\x0a\xfa\x7f',
    }))
      it(`${kind}, and says that it is that`, () =>
        rejects(openPicture(Buffer.from(text, 'latin1')), 'image-kind-unread', new RegExp(`^${kind}$`)));

    /** The header says so much; that there is nothing behind it is never found out. */
    const pngOf = async (width: number, height: number): Promise<Buffer> => {
      const bytes = await picture().png().toBuffer();
      bytes.writeUInt32BE(width, 16);
      bytes.writeUInt32BE(height, 20);
      bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
      return bytes;
    };

    for (const [width, height, code] of [
      [20_000, 6_000, 'image-too-large'],
      [1, 100_000_000, 'image-too-large'],
      [66_000, 100, 'image-too-large'],
      [1, 65_536, 'image-too-large'],
      [65_535, 65, 'image-too-narrow'],
      [1, 1001, 'image-too-narrow'],
    ] as const)
      it(`a picture of ${width} × ${height}, before it is decoded`, async () => {
        const size = new RegExp(`^${width} × ${height}$`);
        await rejects(openPicture(await pngOf(width, height)), code, size);
      });

    it('no picture within the bounds', async () => {
      for (const [width, height] of [
        [65_535, 66],
        [1, 1000],
        [10_000, 10_000],
      ] as const)
        // prettier-ignore
        await openPicture(await pngOf(width, height));
    });

    const formats: Record<string, () => Promise<Buffer>> = {
      PNG: () => picture().png().toBuffer(),
      JPEG: () => picture().jpeg().toBuffer(),
      GIF: () => picture().gif().toBuffer(),
      WebP: () => picture().webp().toBuffer(),
      AVIF: () => picture().avif().toBuffer(),
    };
    for (const [name, make] of Object.entries(formats)) {
      it(`a ${name} that is cut off in the middle`, async () => {
        const bytes = await make();
        await rejects(decode(bytes.subarray(0, Math.floor(bytes.length / 2))), 'image-truncated');
      });

      it(`a ${name} whose header is all there is`, async () => {
        await rejects(decode((await make()).subarray(0, 16)), 'image-truncated');
      });
    }

    it('a JPEG that is cut off below the area that is asked for', async () => {
      const size = { width: 64, height: 512, channels: 3 } as const;
      const noise = Uint8Array.from({ length: 64 * 512 * 3 }, (_, i) => (i * 2_654_435_761) >>> 13);
      const bytes = await sharp(noise, { raw: size }).jpeg().toBuffer();
      const opened = await openPicture(bytes.subarray(0, Math.floor(bytes.length * 0.9)));
      await rejects(
        opened.decode(() => ({ left: 0, top: 0, width: 64, height: 64 })),
        'image-truncated',
      );
    });

    it('never more than it should: damage anywhere gives a picture or a PictureError', async () => {
      let seed = 1;
      const random = (below: number): number => (seed = (Math.imul(seed, 48271) >>> 0) % 2147483647) % below;
      for (const make of Object.values(formats)) {
        const sound = await make();
        for (let i = 0; i < 60; i++) {
          const bytes = Buffer.from(sound);
          for (let k = 0; k < 4; k++) bytes[12 + random(bytes.length - 12)] = random(256);
          await decode(bytes).catch((error: unknown) =>
            assert.ok(error instanceof PictureError, String(error)),
          );
        }
      }
    });
  });
});
