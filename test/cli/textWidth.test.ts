import assert from 'node:assert/strict';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { textWidth } from '../../src/cli/textWidth';

describe('the width of a text in a terminal', () => {
  it('is what string-width says, for each character that it counts by itself, beside others', () => {
    const blocks = [
      ...Array(0x3200).keys(),
      ...Array.from({ length: 0x5200 / 64 }, (_, i) => 0x4e00 + 64 * i),
    ];
    for (const code of blocks) {
      const text = `a${String.fromCharCode(code)}が`;
      assert.equal(textWidth(text), stringWidth(text), `U+${code.toString(16)}`);
    }
  });

  it('is what string-width says, for any text', () => {
    const pieces = fc.constantFrom(
      ...['a', 'é', 'e\u0301', '–', '−', '…', '·', '×', '©', '©\ufe0f', '1\u20e3', '\xad', '\x1b[31m', '\t'],
      ...[
        '猫',
        'が',
        'か\u3099',
        'ｶﾞ',
        'ー',
        '、',
        '（',
        '한',
        '\u1100\u1161',
        '🐟',
        '👩‍🌾',
        '🇯🇵',
        '\ud83d',
        '\u200d',
      ],
    );
    const texts = fc.array(pieces).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => textWidth(text) === stringWidth(text)),
      { numRuns: 500 },
    );
  });
});
