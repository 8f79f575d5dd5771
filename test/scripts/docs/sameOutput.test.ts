import assert from 'node:assert/strict';
import { sameOutput } from '../../../scripts/docs/sameOutput';

const output = `mini (7b0ed0b4f2df)
 #  p(prompt|image)         95 %  cosine
 1            0.239  0.100–0.686  -0.028`;

describe('two outputs', () => {
  for (const [what, other] of [
    ['are equal', output],
    ['differ by one in a last shown digit', output.replace('0.239', '0.240').replace('0.686', '0.685')],
    ['differ by one about zero', output.replace('-0.028', '-0.029')],
    ['have columns of other widths', output.replace('            0.239', '   0.239')],
    ['end their lines otherwise', output.replaceAll('\n', '\r\n')],
  ] as const) {
    it(`say the same where they ${what}`, () => {
      assert.ok(sameOutput(output, other));
      assert.ok(sameOutput(other, output));
    });
  }

  it('say the same where a number rounds to zero from either side', () => {
    assert.ok(sameOutput('a -0.000 b', 'a 0.001 b'));
    assert.ok(sameOutput('a −0.1 b', 'a 0.0 b'));
  });

  for (const [what, other] of [
    ['a last digit by two', output.replace('0.239', '0.241')],
    ['a number of digits', output.replace('0.239', '0.2390')],
    ['a sign', output.replace('-0.028', '0.028')],
    ['a rank', output.replace(' 1 ', ' 2 ')],
    ['the hash of the checkpoint', output.replace('7b0ed', '7b0ee')],
    ['a word', output.replace('cosine', 'Cosine')],
    ['a line', `${output}\nmore`],
    ['a number less', output.replace('0.239', '')],
  ] as const) {
    it(`do not where they differ by ${what}`, () => {
      assert.ok(!sameOutput(output, other));
      assert.ok(!sameOutput(other, output));
    });
  }
});
