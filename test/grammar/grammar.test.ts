import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { INITIAL, type IGrammar } from 'vscode-textmate';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { assertProportional } from '../steps/growth';
import { loadSpellGrammar, tokensOf } from './spellGrammar';

describe('the grammar of the spell language', () => {
  let grammar: IGrammar;
  let rounds: () => number;
  before(async function () {
    this.timeout(300_000); // builds an engine that counts
    ({ grammar, rounds } = await loadSpellGrammar());
  });

  /** The innermost scope of each token that has one, as `text → scope`. */
  const coloured = (text: string): string[] =>
    tokensOf(grammar, text)
      .filter(({ scopes }) => scopes.length > 0)
      .map(({ text: token, scopes }) => `${token} → ${scopes.at(-1)!.replace(/\.spell$/, '')}`);

  const table: readonly { readonly of: string; readonly text: string; readonly tokens: readonly string[] }[] =
    [
      { of: 'plain words', text: 'a red apple, 4k', tokens: [] },
      {
        of: 'a heading',
        text: '### roe, close up',
        tokens: ['### → punctuation.definition.heading', ' roe, close up → entity.name.section'],
      },
      {
        of: 'four marks: a comment',
        text: '#### no heading',
        tokens: ['# → punctuation.definition.comment', '### no heading → comment.line.number-sign'],
      },
      {
        of: 'a heading keeps its hash',
        text: '### C# code',
        tokens: ['### → punctuation.definition.heading', ' C# code → entity.name.section'],
      },
      {
        of: 'an indented heading: a comment',
        text: '  ### no',
        tokens: ['# → punctuation.definition.comment', '## no → comment.line.number-sign'],
      },
      {
        of: 'a comment after a prompt',
        text: 'roe # (x:1.2)',
        tokens: ['# → punctuation.definition.comment', ' (x:1.2) → comment.line.number-sign'],
      },
      {
        of: 'an address: no comment',
        text: 'see http://host/page',
        tokens: [],
      },
      {
        of: 'JSON: its colours are no comments',
        text: '{"a b": "#FF0000, {x|y}",\n"p": [\n  "#00FF00", "#0F0"\n]}\n{"a"|b} # c',
        tokens: [
          '"a b" → support.type.property-name.json',
          ': → punctuation.separator.key-value',
          ' "#FF0000, {x|y}", → string.unquoted.json',
          '"p" → support.type.property-name.json',
          ': → punctuation.separator.key-value',
          ' [ → string.unquoted.json',
          '  "#00FF00", "#0F0" → string.quoted.double.json',
          '] → punctuation.section.square',
          '} → keyword.control.slot.end',
          '{ → keyword.control.slot.begin',
          '| → keyword.control.option',
          '} → keyword.control.slot.end',
          '# → punctuation.definition.comment',
          ' c → comment.line.number-sign',
        ],
      },
      {
        of: 'ComfyUI comments',
        text: 'a // b',
        tokens: ['// → punctuation.definition.comment', ' b → comment.line.double-slash'],
      },
      {
        of: 'a block comment over lines',
        text: 'a /* b\n{c} */ {',
        tokens: [
          '/* → punctuation.definition.comment.begin',
          ' b → comment.block',
          '{c}  → comment.block',
          '*/ → punctuation.definition.comment.end',
          '{ → keyword.control.slot.begin',
        ],
      },
      {
        of: 'a block comment that is never closed ends at a heading',
        text: '/* a\n### b\n{',
        tokens: [
          '/* → punctuation.definition.comment.begin',
          ' a → comment.block',
          '### → punctuation.definition.heading',
          ' b → entity.name.section',
          '{ → keyword.control.slot.begin',
        ],
      },
      {
        of: 'a negative prompt',
        text: 'negative Prompt: blurry, (text:1.2)',
        tokens: [
          'negative Prompt → keyword.other.negative-prompt',
          ': → punctuation.separator.key-value',
          '( → punctuation.section.emphasis',
          ': → punctuation.separator.weight',
          '1.2 → constant.numeric.weight',
          ') → punctuation.section.emphasis',
        ],
      },
      {
        of: 'the words "negative prompt" inside a line',
        text: 'my negative prompt: x',
        tokens: [],
      },
      {
        of: 'parameters',
        text: 'Steps: 20, Size: 512x768, CFG scale: 7.5, Lora hashes: "a: 1, b: 2"',
        tokens: [
          'Steps → support.type.property-name.parameter',
          ': → punctuation.separator.key-value',
          '  → meta.parameters',
          '20 → constant.numeric',
          ',  → meta.parameters',
          'Size → support.type.property-name.parameter',
          ': → punctuation.separator.key-value',
          ' 512x768,  → meta.parameters',
          'CFG scale → support.type.property-name.parameter',
          ': → punctuation.separator.key-value',
          '  → meta.parameters',
          '7.5 → constant.numeric',
          ',  → meta.parameters',
          'Lora hashes → support.type.property-name.parameter',
          ': → punctuation.separator.key-value',
          '  → meta.parameters',
          '"a: 1, b: 2" → string.quoted.double',
        ],
      },
      {
        of: 'a slot',
        text: '{orange| blue}',
        tokens: [
          '{ → keyword.control.slot.begin',
          '| → keyword.control.option',
          '} → keyword.control.slot.end',
        ],
      },
      {
        of: 'option weights',
        text: '{0.5::a|2 :: b|3:4}',
        tokens: [
          '{ → keyword.control.slot.begin',
          '0.5 → constant.numeric.option-weight',
          ':: → keyword.operator.option-weight',
          '| → keyword.control.option',
          '2 → constant.numeric.option-weight',
          ':: → keyword.operator.option-weight',
          '| → keyword.control.option',
          '} → keyword.control.slot.end',
        ],
      },
      {
        of: 'several options at once',
        text: '{1-2$$ and $$a}{2$$b}',
        tokens: [
          '{ → keyword.control.slot.begin',
          '1-2 → constant.numeric.pick',
          '$$ → keyword.operator.pick',
          ' and  → string.unquoted.separator',
          '$$ → keyword.operator.pick',
          '} → keyword.control.slot.end',
          '{ → keyword.control.slot.begin',
          '2 → constant.numeric.pick',
          '$$ → keyword.operator.pick',
          '} → keyword.control.slot.end',
        ],
      },
      {
        of: 'a wildcard',
        text: 'a __ani_mals/cat*__ b __ c',
        tokens: [
          '__ → punctuation.definition.wildcard.begin',
          'ani_mals/cat* → variable.other.wildcard',
          '__ → punctuation.definition.wildcard.end',
        ],
      },
      {
        of: 'a LoRA',
        text: '<lora:food v2:0.8> <b>',
        tokens: [
          '< → punctuation.definition.tag.begin',
          'lora → entity.name.tag',
          ': → punctuation.separator.key-value',
          'food v2 → entity.other.attribute-name',
          ': → punctuation.separator.key-value',
          '0.8 → constant.numeric.weight',
          '> → punctuation.definition.tag.end',
        ],
      },
      {
        of: 'an embedding',
        text: 'embedding:easy.pt, x',
        tokens: [
          'embedding → entity.name.tag',
          ': → punctuation.separator.key-value',
          'easy.pt → entity.other.attribute-name',
        ],
      },
      {
        of: 'nested emphasis and a schedule',
        text: '((a:1.2)) [b:c:0.5]',
        tokens: [
          '(( → punctuation.section.emphasis',
          ': → punctuation.separator.weight',
          '1.2 → constant.numeric.weight',
          ')) → punctuation.section.emphasis',
          '[ → punctuation.section.square',
          ': → punctuation.separator.weight',
          '0.5 → constant.numeric.weight',
          '] → punctuation.section.square',
        ],
      },
      {
        of: 'keywords, only as whole words in capitals',
        text: 'a BREAK b AND c, BREAKFAST and SAND',
        tokens: ['BREAK → keyword.control.part', 'AND → keyword.control.part'],
      },
      {
        of: 'escapes',
        text: '\\#a \\//b \\__ \\u{5c} \\(a\\) \\\\ \\n',
        tokens: [
          '\\# → constant.character.escape',
          '\\// → constant.character.escape',
          '\\__ → constant.character.escape',
          '\\u{5c} → constant.character.escape',
          '\\( → constant.character.escape',
          '\\) → constant.character.escape',
          '\\\\ → constant.character.escape',
        ],
      },
      {
        of: 'Japanese',
        text: '赤い{りんご|金魚}、（マクロ）',
        tokens: [
          '{ → keyword.control.slot.begin',
          '| → keyword.control.option',
          '} → keyword.control.slot.end',
        ],
      },
      {
        of: 'front matter',
        text: '---\nimages: "x\n---\n--- {',
        tokens: [
          '--- → punctuation.definition.front-matter.begin',
          'images → entity.name.tag.yaml',
          ':  → meta.embedded.block.front-matter',
          '" → string.quoted.double.yaml',
          'x → string.quoted.double.yaml',
          '--- → punctuation.definition.front-matter.end',
          '{ → keyword.control.slot.begin',
        ],
      },
      {
        of: 'front matter that is never closed ends at a heading',
        text: '---\nmodel\n### a',
        tokens: [
          '--- → punctuation.definition.front-matter.begin',
          'model → meta.embedded.block.front-matter',
          '### → punctuation.definition.heading',
          ' a → entity.name.section',
        ],
      },
      {
        of: 'a rule further down: no front matter',
        text: 'a\n---\nmodel: {',
        tokens: ['{ → keyword.control.slot.begin'],
      },
    ];

  for (const { of, text, tokens } of table) {
    it(`reads ${of}`, () => assert.deepEqual(coloured(text), tokens));
  }

  it('finds the headings, comments and wildcards that the parser finds in the examples', () => {
    const folder = path.join(__dirname, '..', '..', 'examples');
    const files = readdirSync(folder).filter((name) => name.endsWith('.spell'));
    assert.ok(files.length > 5);
    for (const name of files) {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const file = parseSpellFile(text);
      const tokens = tokensOf(grammar, text);
      const withScope = (scope: string): string[] =>
        tokens.filter(({ scopes }) => scopes.includes(scope)).map((token) => token.text.trim());
      assert.deepEqual(
        withScope('entity.name.section.spell'),
        file.spells.flatMap((spell) => spell.name?.value ?? []),
        name,
      );
      assert.deepEqual(
        withScope('punctuation.definition.comment.spell').length,
        file.comments.length,
        `${name}: comments`,
      );
      assert.deepEqual(
        withScope('variable.other.wildcard.spell').sort(),
        file.spells
          .flatMap(({ positive, negative }) => [...positive.slots, ...(negative?.slots ?? [])])
          .flatMap(({ wildcard }) => wildcard ?? [])
          .sort(),
        name,
      );
    }
  });

  describe('on a long line that means harm', () => {
    const of =
      (piece: string, before = '') =>
      (length: number): string =>
        before + piece.repeat(length / piece.length);
    const hostile: Readonly<Record<string, (length: number) => string>> = {
      'opening brackets': of('('),
      'opening slots': of('{'),
      'slots with spaces': of(' ', '{'),
      'picks that never end': of('{1 - 2 $'),
      'separators that never end': of('{2$$'),
      'tags that never end': of('<lora:a'),
      'wildcards that never end': of('__a_b'),
      underscores: of('_'),
      'weights that never end': of(': 1.1 '),
      digits: of('1', '(a:'),
      'block comments': of('/* '),
      'parameter names': of('a b-', 'Steps: 1, '),
      'a string that never ends': of('"\\', 'Steps: 1, '),
      embeddings: of('embedding:'),
      'spaces before a label': (length) => `${' '.repeat(length)}Negative`,
      backslashes: of('\\'),
      'a key that never ends': of('\\"', '"'),
      'colours that never end': of('"#FFF",'),
    };
    for (const [name, make] of Object.entries(hostile)) {
      it(`takes steps in proportion to it: ${name}`, () => {
        assertProportional((length) => {
          const before = rounds();
          // As the editor calls it: one number per token, and no limit on time.
          grammar.tokenizeLine2(make(length), INITIAL, 0);
          return rounds() - before;
        }, 5000);
      });
    }
  });
});
