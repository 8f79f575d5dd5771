import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { encodePng, writePng } from '../../src/files/writePng';
import { temporaryFolder } from './temporaryFolder';

const pixels = { width: 2, height: 3, data: Uint8Array.from({ length: 18 }, (_, i) => i * 13) };

describe('writing a PNG', () => {
  const folder = temporaryFolder({});
  after(() => folder.remove());
  const at = (name: string): string => path.join(folder.path, name);

  it('keeps every pixel', async () => {
    const { data, info } = await sharp(await encodePng(pixels))
      .raw()
      .toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height, info.channels], [2, 3, 3]);
    assert.deepEqual([...data], [...pixels.data]);
  });

  it('leaves a file that is there as it is, unless it is to be replaced', async () => {
    writeFileSync(at('a.png'), 'mine');
    await assert.rejects(writePng(at('a.png'), pixels), { code: 'EEXIST' });
    assert.equal(readFileSync(at('a.png'), 'utf8'), 'mine');
    await writePng(at('a.png'), pixels, { overwrite: true });
    assert.deepEqual(readFileSync(at('a.png')), await encodePng(pixels));
    await writePng(at('b.png'), pixels);
    assert.deepEqual(readdirSync(folder.path).sort(), ['a.png', 'b.png'], 'and leaves nothing else');
  });

  it('says what the system says where nothing can be written', async function () {
    await assert.rejects(writePng(at('nowhere/a.png'), pixels), { code: 'ENOENT' });
    if (process.getuid?.() === 0) this.skip();
    chmodSync(folder.path, 0o500);
    try {
      await assert.rejects(writePng(at('c.png'), pixels), { code: 'EACCES' });
    } finally {
      chmodSync(folder.path, 0o700);
    }
  });
});
