import assert from 'node:assert/strict';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { clearKeptPictures, keptPictureBytes } from '../../src/files/keptPictures';
import { temporaryFolder } from './temporaryFolder';

describe('what a cache keeps of pictures', () => {
  it('is measured and deleted, and nothing else, nor what a link leads to', async () => {
    const box = temporaryFolder({
      'cache/images/aa/1.log': '12345',
      'cache/graphs/model.onnx': 'a graph',
      'elsewhere/precious.png': 'a picture',
    });
    try {
      const cache = path.join(box.path, 'cache');
      symlinkSync(path.join(box.path, 'elsewhere'), path.join(cache, 'pictures'), 'junction');
      assert.ok((await keptPictureBytes(cache)) >= 5);
      await clearKeptPictures(cache);
      assert.equal(await keptPictureBytes(cache), 0);
      assert.ok(!existsSync(path.join(cache, 'images')) && !existsSync(path.join(cache, 'pictures')));
      assert.equal(readFileSync(path.join(cache, 'graphs', 'model.onnx'), 'utf8'), 'a graph');
      assert.equal(readFileSync(path.join(box.path, 'elsewhere', 'precious.png'), 'utf8'), 'a picture');
      await clearKeptPictures(cache);
    } finally {
      box.remove();
    }
  });
});
