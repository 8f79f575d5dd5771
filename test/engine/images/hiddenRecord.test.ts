import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { readHidden } from '../../../src/engine/images/readHidden';
import { localPictures } from '../../../src/engine/images/pictures';
import { inflate } from '../../../src/files/inflate';
import { hiddenText } from '../../../src/core/infotext/stealth';
import { stealthPixels } from '../../core/infotext/pictures';
import { fakeModel } from '../process/fakeModel';

const INFOTEXT = 'a 猫\nNegative prompt: dog\nSteps: 20, Seed: 18446744073709551615';

describe('a record in the pixels that a decoder gives', () => {
  let folder: string;
  const model = fakeModel();
  const pictures = localPictures(model.preprocessing, model.checkpoint.imageSize);

  before(async () => (folder = await mkdtemp(join(tmpdir(), 'spellwright-hidden-'))));
  after(() => rm(folder, { recursive: true, force: true }));

  const hiddenIn = async (name: string, bytes: Uint8Array) => {
    const file = join(folder, name);
    await writeFile(file, bytes);
    return readHidden(file, pictures, new AbortController().signal);
  };
  const raw = ({ width, height, data }: ReturnType<typeof stealthPixels>) =>
    sharp(data, { raw: { width, height, channels: 4 } });

  for (const channels of ['alpha', 'rgb'] as const)
    for (const [kind, write] of [
      ['webp', (image: Sharp) => image.webp({ lossless: true })],
      ['png', (image: Sharp) => image.png({ progressive: true })],
    ] as const)
      it(`of a ${kind === 'png' ? 'PNG that is interlaced' : 'WebP without loss'}: ${channels}`, async () => {
        // Turned pictures keep their record where it was written.
        const image = raw(stealthPixels(INFOTEXT, { channels })).withMetadata({ orientation: 6 });
        const outcome = await hiddenIn(`${channels}.${kind}`, await write(image).toBuffer());
        assert.ok(outcome.ok && typeof outcome.record === 'object', JSON.stringify(outcome));
        assert.deepEqual([outcome.record.channels, outcome.record.isPacked], [channels, true]);
        assert.equal(hiddenText(outcome.record, inflate), INFOTEXT);
      });

  it('is no more than is read of a text', async () => {
    const pixels = stealthPixels('x', { isPacked: false });
    for (let bit = 120; bit < 152; bit++)
      pixels.data[((bit % pixels.height) * pixels.width + Math.floor(bit / pixels.height)) * 4 + 3] = 255;
    const outcome = await hiddenIn('lie.webp', await raw(pixels).webp({ lossless: true }).toBuffer());
    assert.ok(outcome.ok);
    assert.equal(outcome.record, 'too-large');
  });

  it('is none in other pictures, and a damaged one is named', async () => {
    const plain = sharp({ create: { width: 30, height: 40, channels: 3, background: 'green' } });
    const bytes = await plain.webp({ lossless: true }).toBuffer();
    assert.deepEqual(await hiddenIn('plain.webp', bytes), { path: join(folder, 'plain.webp'), ok: true });
    const cut = await hiddenIn('cut.webp', bytes.subarray(0, bytes.length - 20));
    assert.ok(!cut.ok && cut.code === 'image-truncated', JSON.stringify(cut));
  });
});
