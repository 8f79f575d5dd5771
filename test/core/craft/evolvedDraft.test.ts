import assert from 'node:assert/strict';
import { evolvedDraft } from '../../../src/core/craft/evolvedDraft';
import { expandPrompt } from '../../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { Dialect, SpellFile } from '../../../src/core/spell/spell';
import { insertSpells } from '../../../src/core/spell/writeSpell';
import { applyReplacements } from '../../../src/core/yaml/replacement';

/** The file with a prompt that was found for its first spell written below that. */
function withEvolved(text: string, found: string, defaultDialect: Dialect = 'a1111'): SpellFile {
  const file = parseSpellFile(text, { defaultDialect });
  const [spell] = file.spells;
  const draft = evolvedDraft(spell!, file.dialect, found, { name: 'mine evolved', notes: ['+0.1'] });
  const written = insertSpells(text, [draft], { at: spell!.span.start, defaultDialect });
  assert.ok(written.ok, found);
  return parseSpellFile(applyReplacements(text, written.replacements), { defaultDialect });
}

describe('a prompt that was found, as a spell', () => {
  it('stands below the one that it comes from, with its negative prompt, parameters and LoRAs', () => {
    const text =
      '### mine\n(a {red|blue} hat:1.2), <lora:x:0.8>\nNegative prompt: (blurry:1.3), {text|logo}\nSteps: 20, Seed: 5\n\n### other\na cat\n';
    const file = withEvolved(text, 'a blue hat, fog');
    assert.deepEqual(
      file.spells.map(({ name }) => name?.value),
      ['mine', 'mine evolved', 'other'],
    );
    const spell = file.spells[1]!;
    assert.equal(spell.positive.source.trim(), 'a blue hat, fog, <lora:x:0.8>');
    assert.equal(spell.negative!.source.trim(), '(blurry:1.3), {text|logo}');
    assert.deepEqual(
      [...spell.parameters!.values],
      [
        ['Steps', '20'],
        ['Seed', '5'],
      ],
    );
    assert.equal(file.spells[0]!.positive.source.trim(), '(a {red|blue} hat:1.2), <lora:x:0.8>');
  });

  it('reads as it was found, whatever signs it has, in each dialect', () => {
    const texts = ['fruit (apple), fog', 'a {b}, c|d', 'price: 5, __x__', '赤い帽子, 霧'];
    for (const dialect of ['a1111', 'comfyui', 'novelai', 'invokeai', 'midjourney'] as const) {
      for (const text of texts) {
        // NovelAI's braces are emphasis: no text that it shows has any.
        if (dialect === 'novelai' && text.includes('{')) continue;
        const file = withEvolved('### mine\na hat\n', text, dialect);
        const { positive } = file.spells[1]!;
        const [expansion] = expandPrompt(positive, { dialect, limit: 1 }).expansions;
        assert.equal(expansion!.text, text, `${dialect}: ${positive.source}`);
      }
    }
  });

  it('leaves out a LoRA of a slot, which nobody has chosen', () => {
    const file = withEvolved('### mine\na hat{<lora:x:1>|}, <lora:y:1>, <lora:y:1>\n', 'a hat');
    assert.equal(file.spells[1]!.positive.source.trim(), 'a hat, <lora:y:1>');
  });
});
