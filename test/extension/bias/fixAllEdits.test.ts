import assert from 'node:assert/strict';
import { fixAllEdits } from '../../../src/extension/features/bias/fixAllEdits';
import { check } from '../../core/bias/check';

function fixed(text: string): string {
  return [...fixAllEdits(check(text))]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((now, { span, text: word }) => now.slice(0, span.start) + word + now.slice(span.end), text);
}

describe('replacing all', () => {
  it('replaces what has one replacement, with its article', () => {
    assert.equal(
      fixed('a (fireman:1.2), {chairmen|a policeman}\n'),
      'a (firefighter:1.2), {chairpersons|a police officer}\n',
    );
  });

  it('leaves choices to the author: several replacements, people left to the model', () => {
    for (const text of ['a lady doctor\n', 'a nurse\n', 'a dark alley\n']) assert.equal(fixed(text), text);
  });

  it('makes each place once, so that the edits can be applied together', () => {
    const edits = fixAllEdits(check('fireman fireman, a fireman and firemen\n'));
    const spans = edits.map(({ span }) => span).sort((a, b) => a.start - b.start);
    spans.slice(1).forEach((span, i) => assert.ok(span.start >= spans[i]!.end));
    assert.ok(spans.length >= 4);
  });
});
