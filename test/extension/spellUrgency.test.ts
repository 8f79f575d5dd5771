import assert from 'node:assert/strict';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { spellUrgency } from '../../src/extension/services/spellUrgency';

describe('spellUrgency', () => {
  const text = '### one\na cat\n\n### two\na dog\n\n### three\na fish\n';
  const file = parseSpellFile(text);
  const all = (carets: number[], from: string, to: string): string[] => {
    const visible = [{ start: text.indexOf(from), end: text.indexOf(to) + to.length }];
    return [0, 1, 2].map(spellUrgency(file, { carets, visible }));
  };

  it('puts the spell with the caret first, then what is seen', () => {
    assert.deepEqual(all([text.indexOf('dog')], 'a cat', 'a dog'), ['visible', 'caret', 'background']);
  });

  it('counts a caret at either end of a spell', () => {
    assert.deepEqual(all([0, text.indexOf('a fish') + 6], '### two', 'a dog'), ['caret', 'visible', 'caret']);
  });

  it('knows no caret in a document that is only seen', () => {
    assert.deepEqual(all([], '### three', 'a fish'), ['background', 'background', 'visible']);
  });
});
