import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { EngineError, type EngineErrorCode } from '../../../src/core/engineError';
import { loadModel } from '../../../src/engine/loadModel';

/** Loading refuses with the code and a reason, and leaves nothing in the cache. */
export async function assertRefused(
  folder: string,
  code: EngineErrorCode,
  parameters: RegExp,
): Promise<void> {
  const cacheFolder = path.join(folder, '../cache');
  await assert.rejects(loadModel(folder, { cacheFolder, threads: 1 }), (error) => {
    assert(error instanceof EngineError, String(error));
    assert.equal(error.code, code, String(error));
    assert.match(JSON.stringify(error.parameters), parameters);
    return true;
  });
  assert.deepEqual(await readdir(path.join(cacheFolder, 'graphs')).catch(() => []), []);
}
