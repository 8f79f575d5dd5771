import assert from 'node:assert/strict';
import { leanHeads } from '../../../src/extension/features/bias/leanHeads';
import { check } from '../../core/bias/check';

describe('the words to ask a checkpoint with', () => {
  it('are the person words, each once, in order; nothing else that was found', () => {
    const findings = check('a nurse\n\na fireman, an engineer\n\ntwo nurses, a nurse\n');
    assert.deepEqual(
      leanHeads(findings, ['en']).map(({ head }) => head),
      ['nurse', 'engineer', 'nurses'],
    );
  });

  it('are English for a checkpoint that reads no Japanese, and say so', () => {
    const findings = check('看護師と看護師\n');
    assert.deepEqual(leanHeads(findings, ['en']), [{ head: 'nurse', translated: true, written: '看護師' }]);
    assert.deepEqual(leanHeads(findings, []), leanHeads(findings, ['en']));
    assert.deepEqual(leanHeads(findings, ['ja']), [{ head: '看護師', translated: false, written: '看護師' }]);
  });
});
