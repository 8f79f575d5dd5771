import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Sandbox } from './sandbox';

/** Two things silence it for the engine: who forks it, and the one way to the library. This is the second by itself. */
describe('ONNX Runtime loaded without anybody having silenced the environment', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  afterEach(() => sandbox.remove());

  it('is silenced, and leaves nothing in the home and temporary folders', async () => {
    sandbox = new Sandbox({ xdg: false }, {});
    assert.ok(!('ORT_DISABLE_TELEMETRY' in sandbox.environment));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'test/privacy/openSession.ts'],
      { env: { ...sandbox.environment, TSX_DISABLE_CACHE: '1' } }, // tsx keeps a cache in the temporary folder
    );
    assert.deepEqual(sandbox.left(), []);
    assert.equal(stdout, '1');
  });
});
