import assert from 'node:assert/strict';
import { filteredRows, png, stealthPixels, stealthPng, tEXt, webp } from './pictures';
import { bestOf, readFrom } from './readFrom';

const INFOTEXT = 'a 猫\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, Seed: 18446744073709551615';
const NOVELAI = JSON.stringify({
  Description: 'two cats',
  Software: 'NovelAI',
  Comment: JSON.stringify({
    prompt: 'two cats',
    uc: 'dog',
    steps: 28,
    scale: 5,
    sampler: 'k_euler',
    seed: 7,
  }),
});

describe('records in the lowest bits of pixels', () => {
  for (const channels of ['alpha', 'rgb'] as const)
    for (const isPacked of [true, false])
      for (const [width, height] of [
        [60, 70],
        [20, 130],
        [300, 11],
      ] as const)
        it(`${channels}, ${isPacked ? 'packed' : 'plain'}, ${width} × ${height}`, async () => {
          const file = stealthPng(INFOTEXT, { channels, isPacked, width, height }, (y) => y % 5);
          const record = await bestOf(file);
          assert.deepEqual(
            [record.source, record.maker, record.prompt, record.negative, record.seed],
            [`stealth:${channels}`, 'a1111', 'a 猫', 'dog', '18446744073709551615'],
          );
        });

  it('NovelAI: JSON, whose comment is JSON in a text', async () => {
    const record = await bestOf(stealthPng(NOVELAI));
    assert.deepEqual(
      [record.source, record.maker, record.prompt, record.negative, record.seed],
      ['stealth:alpha.Comment', 'novelai', 'two cats', 'dog', '7'],
    );
  });

  it('WebP, whose pixels somebody else decodes, where they are kept bit by bit', async () => {
    const pixels = stealthPixels(NOVELAI);
    const { records } = await readFrom(webp(['VP8L', Buffer.alloc(8)]), {}, pixels);
    assert.deepEqual([records[0]?.maker, records[0]?.prompt], ['novelai', 'two cats']);
    assert.deepEqual((await readFrom(webp(['VP8 ', Buffer.alloc(8)]), {}, pixels)).records, []);
  });

  it('pixels are looked at only where the file says nothing else', async () => {
    const pixels = stealthPixels(NOVELAI);
    const rows = filteredRows(pixels, 4, () => 1);
    const { records } = await readFrom(
      png([tEXt('parameters', 'a dog\nSteps: 20, Seed: 1')], [], { ...pixels, channels: 4, rows }),
    );
    assert.deepEqual(
      records.map(({ prompt }) => prompt),
      ['a dog'],
    );
  });

  it('lengths that lie, and what inflates without end', async () => {
    const lie = stealthPixels(INFOTEXT, { isPacked: false });
    for (let bit = 120; bit < 152; bit++)
      lie.data[((bit % lie.height) * lie.width + Math.floor(bit / lie.height)) * 4 + 3] = 255;
    const file = png([], [], { ...lie, channels: 4, rows: filteredRows(lie, 4, () => 0) });
    assert.deepEqual((await readFrom(file)).problems, [
      { code: 'record-too-large', source: 'stealth', limit: 4194304 },
    ]);
    const bomb = stealthPixels(Buffer.alloc(5 * 1024 * 1024), { width: 300, height: 300 });
    const packed = png([], [], { ...bomb, channels: 4, rows: filteredRows(bomb, 4, () => 0) });
    assert.deepEqual((await readFrom(packed)).problems, [
      { code: 'record-too-large', source: 'stealth', limit: 4194304 },
    ]);
    const cut = await readFrom(stealthPng(INFOTEXT, { width: 60, height: 70 }).subarray(0, 200));
    assert.deepEqual(cut.records, []);
  });

  it('a picture of which every bit is set hides nothing', async () => {
    const rows = Buffer.alloc(70 * (1 + 60 * 4), 255);
    for (let y = 0; y < 70; y++) rows[y * 241] = 0;
    assert.deepEqual((await readFrom(png([], [], { width: 60, height: 70, channels: 4, rows }))).records, []);
  });
});
