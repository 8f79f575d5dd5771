import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { setParameters } from '../../../src/core/spell/setParameters';
import { applyReplacements } from '../../../src/core/yaml/replacement';

type Wanted = readonly (readonly [string, string])[];

function written(text: string, index: number, wanted: Wanted): string | undefined {
  const edit = setParameters(parseSpellFile(text), index, wanted);
  return edit.ok ? applyReplacements(text, edit.replacements) : undefined;
}

describe('parameters that are written into a spell', () => {
  const seed: Wanted = [['Seed', '18446744073709551615']];

  it('take the place of what its line said, and leave all else of it', () => {
    assert.equal(
      written('### a\nan apple\nSteps: 20, Seed: 5 , Lora hashes: "a: 1, b: 2"\nTime taken: 3 s', 0, seed),
      '### a\nan apple\nSteps: 20, Seed: 18446744073709551615 , Lora hashes: "a: 1, b: 2"\nTime taken: 3 s',
    );
    assert.equal(
      written('### a\nan apple\nSteps: 20, Sampler: "x: y", Seed: 5', 0, [['Sampler', 'DPM++ 2M']]),
      '### a\nan apple\nSteps: 20, Sampler: DPM++ 2M, Seed: 5',
    );
  });

  it('join its line where they are new, quoted where they must be', () => {
    assert.equal(written('an apple\nSteps: 20', 0, seed), 'an apple\nSteps: 20, Seed: 18446744073709551615');
    assert.equal(
      written('an apple\nSteps: 20,', 0, [['Model', 'a, b']]),
      'an apple\nSteps: 20, Model: "a, b"',
    );
  });

  it('get a line of their own below its prompt, whatever follows', () => {
    const text = '### a\nan apple\nNegative prompt: blurry\n\n### b\na pear\n';
    assert.equal(
      written(text, 0, [
        ['Seed', '7'],
        ['Steps', '20'],
      ]),
      '### a\nan apple\nNegative prompt: blurry\nSteps: 20, Seed: 7\n\n### b\na pear\n',
    );
    assert.equal(
      written(text, 1, [['Seed', '7']]),
      '### a\nan apple\nNegative prompt: blurry\n\n### b\na pear\nParameters: Seed: 7\n',
    );
    assert.equal(
      written('one\r\n\r\ntwo\r\n', 0, [['Seed', '7']]),
      'one\r\nParameters: Seed: 7\r\n\r\ntwo\r\n',
    );
  });

  it('are no edit where the spell says so already, and refused where there is no such spell', () => {
    const said = 'an apple\nSteps: 20, Seed: 7';
    assert.equal(written(said, 0, [['Seed', '7']]), said);
    assert.equal(written(said, 3, [['Seed', '7']]), undefined);
  });

  it('change nothing else of any file, or are refused', () => {
    const line = fc.constantFrom(
      ...['a cat', '{a|b} dog', '### x', '', '---', '# note', 'Negative prompt: bad', 'Steps: 20, Seed: 1'],
      ...['Seed: 4, Size: 2x2, Model: m', 'Parameters: Seed: 9', 'Time taken: 3', '/* c', 'c */', '"x: 1"'],
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 9 }), fc.nat(3), fc.nat(), (lines, index, value) => {
        const text = lines.join('\n');
        const before = parseSpellFile(text);
        const after = written(text, index, [['Seed', String(value)]]);
        if (after === undefined) return;
        const read = parseSpellFile(after);
        assert.equal(read.spells[index]!.parameters!.values.get('Seed'), String(value));
        assert.deepEqual(
          read.spells.map(({ name, positive, negative }) => [name?.value, positive.source, negative?.source]),
          before.spells.map(({ name, positive, negative }) => [
            name?.value,
            positive.source,
            negative?.source,
          ]),
        );
      }),
      { numRuns: 300 },
    );
  });
});
