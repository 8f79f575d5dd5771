import assert from 'node:assert/strict';
import path from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli } from './runCli';

describe('spellwright device', () => {
  const folder = temporaryFolder({});
  after(folder.remove);
  const ask = (device: string, words: readonly string[] = []) =>
    runCli(['device', ...words], { cwd: folder.path, environment: { SPELLWRIGHT_DEVICE: device } });

  it('is the processor where nobody asked for another', async () => {
    const { code, stdout } = await ask('');
    assert.deepEqual([code, stdout], [0, 'Pictures are computed by the processor\n']);
  });

  it('says why what was asked for does not compute, and that it failed', async () => {
    // No system has both.
    const device = process.platform === 'win32' ? 'coreml' : 'directml';
    const { code, stdout } = await ask(device, ['--format', 'json']);
    assert.equal(code, 1);
    const { refused, ...state } = JSON.parse(stdout) as { refused: { detail: string }[] };
    assert.deepEqual(state, { schema: 1, asked: device, pictures: 'cpu' });
    assert.deepEqual(
      refused.map(({ detail, ...each }) => ({ ...each, isTold: detail.length > 0 })),
      [{ device, reason: 'unavailable', isTold: true }],
    );
    const told = await ask(device);
    assert.match(told.stdout, /^Pictures are computed by the processor\n.+ could not be started: .+\n$/);
  });

  it('says that an export is computed by the processor, whatever is asked for', async () => {
    const model = path.join(__dirname, '..', 'fixtures', 'checkpoints', 'onnx-clip');
    const { code, stdout } = await ask('webgpu', ['--model', model, '--format', 'json']);
    const state = { schema: 1, pictures: 'cpu', refused: [], excluded: 'export', asked: 'webgpu' };
    assert.deepEqual([code, JSON.parse(stdout)], [1, state]);
  });

  it('knows no other', async () => {
    const { code, stderr } = await ask('toaster');
    assert.equal(code, 2);
    assert.match(stderr, /“toaster”.*cpu, auto, webgpu/);
  });
});
