import assert from 'node:assert/strict';
import { sentTexts } from '../../../src/core/judge/sentText';
import { clipText } from '../../../src/core/spell/clipText';
import { expandSpell } from '../../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';

function sent(text: string): {
  readonly prompts: string[];
  readonly negative?: string;
  readonly misread: number;
} {
  const { spells, dialect } = parseSpellFile(text);
  const options = { dialect };
  const texts = sentTexts(spells[0]!, options);
  const all = expandSpell(spells[0]!, options).expansions.map(({ id }) => texts.get(id)!);
  assert.equal(texts.size, all.length);
  return {
    prompts: all.map(({ prompt }) => prompt),
    negative: all[0]?.negative,
    misread: all.filter(({ misread }) => misread.length > 0).length,
  };
}

describe('the text that is sent', () => {
  it('has its slots decided and keeps weights, tags and schedules', () => {
    assert.deepEqual(
      sent('a ({red|blue}:1.3) ball <lora:ink:0.8>, [day:night:0.5], [a|b] # my note').prompts,
      [
        'a (red:1.3) ball <lora:ink:0.8>, [day:night:0.5], [a|b]',
        'a (blue:1.3) ball <lora:ink:0.8>, [day:night:0.5], [a|b]',
      ],
    );
  });

  it('brings the negative prompt along, its first expansion', () => {
    const { prompts, negative } = sent(
      'a {red|blue} ball\nNegative prompt: {dark|grim}, (blurry:1.2)\nSteps: 20',
    );
    assert.deepEqual(prompts, ['a red ball', 'a blue ball']);
    assert.equal(negative, 'dark, (blurry:1.2)');
  });

  it('has none where the spell has none', () => assert.equal(sent('a ball').negative, undefined));

  it('says where the generator would take text for a comment', () => {
    assert.equal(sent('a ball, C\\# code').misread, 1);
    assert.equal(sent('a ball, 50 % # C').misread, 0);
    assert.equal(sent('---\ndialect: plain\n---\na ball, C# code').misread, 0);
  });

  it('reads, where it is sent, as what was scored', () => {
    const text =
      'a {red|(blue:1.2)|{dark|light} green} ball,\n__missing__ [sun:moon:0.3] \\(really\\) # note\nBREAK a tree';
    const { spells, dialect } = parseSpellFile(text);
    const { expansions } = expandSpell(spells[0]!, { dialect });
    assert.ok(expansions.length === 4);
    for (const { id, text: scored } of expansions) {
      const { prompt } = sentTexts(spells[0]!, { dialect }).get(id)!;
      const read = clipText(
        prompt,
        Int32Array.from({ length: prompt.length }, (_, i) => i),
        dialect,
        spells[0]!.positive,
      );
      assert.equal(read.text.replace(/\s+/g, ' '), scored.replace(/\s+/g, ' '));
    }
  });

  it('is none of an expansion that is not there', () => {
    const { spells, dialect } = parseSpellFile('a ball');
    assert.equal(sentTexts(spells[0]!, { dialect }).get('7'), undefined);
  });
});
