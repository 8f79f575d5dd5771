import assert from 'node:assert/strict';
import { spellKeys } from '../../../src/core/spell/spellKeys';

describe('keys of spells', () => {
  it('are names where one spell has it, else places', () => {
    assert.deepEqual(spellKeys(['a', undefined, 'b', 'a', undefined, '']), [
      '#0',
      '#1',
      '=b',
      '#3',
      '#4',
      '=',
    ]);
  });

  it('are all different, also where a name looks like a place', () => {
    const keys = spellKeys(['#1', undefined, '=b', 'b', 'b']);
    assert.equal(new Set(keys).size, 5);
  });

  it('stay when others come and go', () => {
    assert.equal(spellKeys(['new', 'a'])[1], spellKeys(['a'])[0]);
  });
});
