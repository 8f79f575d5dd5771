import assert from 'node:assert/strict';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { promptReadingAt, weightedPhrases } from '../../src/extension/features/language/promptReading';
import { slotSummary } from '../../src/extension/features/language/slotSummary';

const reading = (marked: string): ReturnType<typeof promptReadingAt> =>
  promptReadingAt(parseSpellFile(marked.replace('¦', '')), marked.indexOf('¦'), {});

describe('what the hover says of a prompt', () => {
  it('shows the expansion that holds the option at the caret', () => {
    assert.equal(reading('a {red|bl¦ue} {cat|dog}')?.expansion.text, 'a blue cat');
    assert.equal(reading('a {red|blue} {cat|d¦og}')?.expansion.text, 'a red dog');
    assert.equal(reading('a {red|blue} ca¦t')?.expansion.text, 'a red cat');
  });

  it('numbers it among all', () => {
    const { number, count } = reading('a {red|bl¦ue} {cat|dog}')!;
    assert.deepEqual([number, count], [3, 4]);
  });

  it('shows the negative prompt in the negative prompt, and the prompt in the heading', () => {
    assert.deepEqual(
      [reading('cat\nNegative prompt: bl¦urry')].map((found) => [found?.polarity, found?.expansion.text]),
      [['negative', 'blurry']],
    );
    assert.equal(reading('### na¦me\na cat')?.expansion.text, 'a cat');
  });

  it('says nothing outside of spells', () => {
    assert.equal(reading('---\nima¦ges: a\n---\ncat'), undefined);
    assert.equal(reading('¦'), undefined);
    assert.equal(reading('cat\n\n\n¦'), undefined);
  });

  it('joins neighbours of one weight and leaves out the others', () => {
    const of = (text: string): string[] =>
      weightedPhrases(reading(`¦${text}`)!.expansion).map(({ text: words, weight }) =>
        [words, Number(weight.toFixed(3))].join(' ×'),
      );
    assert.deepEqual(of('a (big red:1.3) cat, ((dog)) [mat]'), ['big red ×1.3', 'dog ×1.21', 'mat ×0.909']);
    assert.deepEqual(of('(a:1.2) b (c:1.2)'), ['a ×1.2', 'c ×1.2']);
    assert.deepEqual(of('a cat'), []);
  });
});

describe('the summary of a slot', () => {
  const of = (text: string): ReturnType<typeof slotSummary> => {
    const file = parseSpellFile(text);
    return slotSummary(file, file.spells[0]!.positive.slots[0]!);
  };

  it('counts the options and how many are taken', () => {
    assert.deepEqual(of('a {red| dark  blue |{x|y} z}'), {
      written: '{red| dark blue |{x|y} z}',
      count: 3,
      taken: '1',
      options: ['red', 'dark blue', '{x|y} z'],
    });
    assert.equal(of('{2$$ and $$a|b|c}').taken, '2');
    assert.equal(of('{1-$$a|b|c}').taken, '1–3');
    assert.equal(of('{9$$a|b}').taken, '2');
  });

  it('stays short for slots of any size', () => {
    const summary = of(`{${'long words '.repeat(20_000)}|${'x|'.repeat(1000)}}`);
    assert.equal(summary.count, 1002);
    assert.equal(summary.options.length, 10);
    assert.ok(summary.written.length <= 61 && summary.options.every((option) => option.length <= 61));
  });
});
