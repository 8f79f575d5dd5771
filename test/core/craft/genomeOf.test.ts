import assert from 'node:assert/strict';
import { genomeOf, placesIn, slotsInText, writtenWithin } from '../../../src/core/craft/genomeOf';
import type { Genome } from '../../../src/core/craft/variation';
import { withOptions } from '../../../src/core/craft/variation';
import { expandPrompt } from '../../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { Expansion } from '../../../src/core/spell/spell';

const lines: Record<string, readonly string[]> = { animal: ['cat', 'dog', 'red panda'] };
const wildcards = { lookup: (name: string) => lines[name] };

interface Begun {
  readonly genome: Genome;
  readonly expansion: Expansion;
}

/** The genome of one expansion of a prompt: the first, or the one that reads as `text`. */
function begin(
  source: string,
  {
    text,
    keep = [],
    dialect = 'a1111',
  }: { text?: string; keep?: string[]; dialect?: 'a1111' | 'novelai' } = {},
): Begun {
  const file = parseSpellFile(`---\ndialect: ${dialect}\n---\n### a\n${source}\n`);
  const prompt = file.spells[0]!.positive;
  const all = expandPrompt(prompt, { dialect: file.dialect, wildcards, limit: 64 }).expansions;
  const expansion = all.find((each) => each.text === text) ?? all[0]!;
  if (text !== undefined) assert.equal(expansion.text, text);
  const slots = slotsInText(prompt, expansion, all, { dialect: file.dialect, wildcards });
  const kept = keep.flatMap((phrase) => placesIn(expansion.text, phrase));
  return { genome: genomeOf(expansion.text, slots, kept), expansion };
}

/** What each phrase may become by its slots. */
function ways(genome: Genome): string[][] {
  return genome.map((gene) => {
    if (!gene.form) return [gene.text];
    let all: number[][] = [[]];
    for (const options of gene.form.options) all = all.flatMap((some) => options.map((_, i) => [...some, i]));
    return all.map((chosen) => withOptions(gene, chosen).text);
  });
}

describe('a prompt as it begins to evolve', () => {
  it('has each slot as a choice within its phrase', () => {
    const { genome } = begin('a {red|blue} hat, oil painting');
    assert.deepEqual(ways(genome), [['a red hat', 'a blue hat'], ['oil painting']]);
    assert.deepEqual(ways(begin('a {red|blue} hat', { text: 'a blue hat' }).genome), [
      ['a blue hat', 'a red hat'],
    ]);
  });

  it('fills wildcards, slots within slots, several picks, and slots that are emphasised', () => {
    assert.deepEqual(ways(begin('a __animal__').genome), [['a cat', 'a dog', 'a red panda']]);
    assert.deepEqual(ways(begin('{a {red|blue} cat|dog}').genome), [['a red cat', 'a blue cat', 'dog']]);
    assert.deepEqual(ways(begin('{2$$ and $$cat|dog}').genome), [['cat and dog', 'dog and cat']]);
    assert.deepEqual(ways(begin('({red|blue} hat:1.2), fog').genome), [['red hat', 'blue hat'], ['fog']]);
  });

  it('keeps options with commas, and empty ones, within one phrase', () => {
    const { genome } = begin('{red, shiny|blue} hat, fog');
    assert.deepEqual(ways(genome), [['red, shiny hat', 'blue hat'], ['fog']]);
    assert.deepEqual(ways(begin('cat, {|dog}, fog').genome), [['cat'], ['', 'dog'], ['fog']]);
    assert.deepEqual(ways(begin('a {|big} cat').genome), [['a cat', 'a big cat']]);
    assert.deepEqual(ways(begin('{|赤い}猫、空').genome), [['猫', '赤い猫'], ['空']]);
  });

  it('takes all lines of a wildcard, of which a sample was scored only', () => {
    lines.many = Array.from({ length: 300 }, (_, i) => `thing ${i}`);
    const [options] = ways(begin('a __many__').genome);
    assert.equal(options!.length, 300);
  });

  it('takes no slot that CLIP reads nothing of, and no variable', () => {
    assert.deepEqual(ways(begin('[{red|blue}:cat:0.5]').genome), [['cat']]);
    const { genome } = begin('${x={cat|dog}} a ${x}, ${x} face');
    assert.deepEqual(
      genome.map(({ form }) => form),
      [undefined, undefined],
    );
  });

  it('reads a dialect as it is read for scores', () => {
    assert.deepEqual(ways(begin('{cat}, [dog]', { dialect: 'novelai' }).genome), [['cat'], ['dog']]);
  });

  it('fixes phrases by words of them; other slots of the phrase stay choices', () => {
    const { genome } = begin('a {red|blue} hat, oil painting', { keep: ['HAT'] });
    assert.deepEqual(
      genome.map(({ isFixed }) => isFixed),
      [true, undefined],
    );
    assert.equal(ways(genome)[0]!.length, 2);
    const fixed = begin('a {red|blue} hat, oil painting', { keep: ['red hat', 'oil'] }).genome;
    assert.deepEqual(
      fixed.map(({ isFixed, form }) => [isFixed, form]),
      [
        [true, undefined],
        [true, undefined],
      ],
    );
  });

  it('finds whole words, and Japanese ones wherever they stand', () => {
    assert.deepEqual(placesIn('a cat, cats, bobcat', 'cat'), [{ start: 2, end: 5 }]);
    assert.deepEqual(placesIn('赤い猫の絵', '猫'), [{ start: 2, end: 3 }]);
    assert.deepEqual(placesIn('a cat', '  '), []);
  });

  it('finds what is written in a part of the file', () => {
    const { expansion } = begin('a {red|blue} hat, oil painting');
    const at = expansion.offsets[0]!;
    const units = writtenWithin(expansion, { start: at, end: at + 'a {red|blue} hat'.length });
    assert.deepEqual(
      units.map(({ start, end }) => expansion.text.slice(start, end)),
      ['a red hat'],
    );
    assert.deepEqual(writtenWithin(expansion, { start: 0, end: 3 }), []);
  });
});
