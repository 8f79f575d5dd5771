import assert from 'node:assert/strict';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { expectKeyAt } from '../../../src/extension/features/test/expectHover';

describe('the key of an expectation', () => {
  const at = (marked: string): string | undefined =>
    expectKeyAt(parseSpellFile(marked.replace('¦', '')), marked.indexOf('¦'));
  const around = (line: string): string => `---\nexpect:\n  - ${line}\n---\n### a\nx, by: y\n### b\ny\n`;

  it('is told from its value, and from other words', () => {
    assert.equal(at(around('{ spell: a, be¦ats: b }')), 'beats');
    assert.equal(at(around('{ ¦spell: a, beats: b }')), 'spell');
    assert.equal(at(around('bias-at-¦most: hint')), 'bias-at-most');
    assert.equal(at(around('bias-at-most: hi¦nt')), undefined);
    assert.equal(at(around('fits: context').replace('by', 'b¦y')), undefined);
    assert.equal(at(around('fits: context').replace('expect', 'exp¦ect')), undefined);
  });
});
