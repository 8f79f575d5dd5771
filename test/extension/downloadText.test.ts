import assert from 'node:assert/strict';
import { downloadPercent, downloadText } from '../../src/extension/features/models/downloadText';

describe('the progress of a download', () => {
  const file = 'model.safetensors';

  it('is told with speed and time left once they are known', () => {
    assert.equal(downloadText({ file, done: 206e6, total: 607e6 }, 'en'), '33 % · 206 MB of 607 MB');
    const fast = { file, done: 206e6, total: 607e6, bytesPerSecond: 12.2e6, secondsLeft: 32.8 };
    assert.equal(downloadText(fast, 'en'), '33 % · 206 MB of 607 MB · 12 MB/s · 0:33 left');
    assert.equal(downloadText(fast, 'ja'), '33 % · 206 MB / 607 MB · 12 MB/秒 · 残り 0:33');
  });

  it('never says 100 % before the last byte, nor anything but a number', () => {
    assert.equal(downloadText({ file, done: 999, total: 1000 }, 'en').split(' ')[0], '99');
    assert.equal(downloadPercent({ done: 0, total: 0 }), 100);
  });
});
