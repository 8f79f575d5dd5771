import assert from 'node:assert/strict';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import type { Span } from '../../src/core/spell/spell';
import { emphasisEdits } from '../../src/extension/features/language/emphasisEdits';

/** Carets are written `¦`, selections `«…»`. */
function read(marked: string): { readonly text: string; readonly selections: Span[] } {
  let text = '';
  const selections: Span[] = [];
  let start = 0;
  for (const char of marked) {
    if (char === '¦') selections.push({ start: text.length, end: text.length });
    else if (char === '«') start = text.length;
    else if (char === '»') selections.push({ start, end: text.length });
    else text += char;
  }
  return { text, selections };
}

function adjusted(marked: string, delta = 0.1): { readonly text: string; readonly selected: string[] } {
  const { text, selections } = read(marked);
  const edits = emphasisEdits(parseSpellFile(text), selections, delta);
  let result = text;
  for (const { start, end, text: written } of [...edits.replacements].reverse()) {
    result = result.slice(0, start) + written + result.slice(end);
  }
  return { text: result, selected: edits.selections.map(({ start, end }) => result.slice(start, end)) };
}

describe('emphasis at several selections', () => {
  it('weighs the word under a caret and selects it', () =>
    assert.deepEqual(adjusted('a r¦ed cat'), { text: 'a (red:1.1) cat', selected: ['red'] }));

  it('weighs every selection in one edit, each selection staying on its words', () =>
    assert.deepEqual(adjusted('«a red» cat and a «blue» do¦g'), {
      text: '(a red:1.1) cat and a (blue:1.1) (dog:1.1)',
      selected: ['a red', 'blue', 'dog'],
    }));

  it('goes back to no brackets where it came from', () => {
    assert.deepEqual(adjusted('a («red»:1.1) (ca¦t:1.1)', -0.1), {
      text: 'a red cat',
      selected: ['red', 'cat'],
    });
  });

  it('changes a word with two carets once', () =>
    assert.equal(adjusted('a r¦e¦d cat').text, 'a (red:1.1) cat'));

  it('leaves front matter, headings and parameters alone', () => {
    const text = '---\nimages: a¦.png\n---\n### he¦ading\ncat\nSteps: 2¦0';
    assert.deepEqual(adjusted(text).text, text.replaceAll('¦', ''));
  });

  it('still weighs what can be weighed when another selection cannot be', () =>
    assert.equal(adjusted('### he¦ading\nc¦at').text, '### heading\n(cat:1.1)'));

  it('does nothing in the plain dialect', () =>
    assert.equal(adjusted('---\ndialect: plain\n---\nc¦at').text, '---\ndialect: plain\n---\ncat'));

  it('works in Japanese', () =>
    assert.deepEqual(adjusted('赤い猫、「金¦魚」'), { text: '赤い猫、「(金魚:1.1)」', selected: ['金魚'] }));
});
