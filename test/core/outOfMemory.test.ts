import assert from 'node:assert/strict';
import { tellsOfMemory } from '../../src/core/outOfMemory';
import { toWire } from '../../src/protocol/wireError';

const worker = Object.assign(new Error('Worker terminated due to reaching memory limit'), {
  code: 'ERR_WORKER_OUT_OF_MEMORY',
});

describe('what tells that memory ran out', () => {
  for (const said of [
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'terminate called after throwing an instance of std::bad_alloc',
    new Error('std::bad_alloc'),
    new RangeError('Array buffer allocation failed'),
    new Error('Failed to allocate memory for requested buffer of size 1073741824'),
    new Error('spawn ENOMEM'),
    worker,
  ])
    it(String(said), () => {
      assert.ok(tellsOfMemory(said));
      if (said instanceof Error) assert.equal(toWire(said).code, 'out-of-memory');
    });

  for (const said of [new Error('no such file'), 'Error: a memory of summer', undefined, ''])
    it(`is not ${String(said) || 'silence'}`, () => assert.ok(!tellsOfMemory(said)));
});
