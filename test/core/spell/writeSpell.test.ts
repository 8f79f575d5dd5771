import assert from 'node:assert/strict';
import { DIALECTS } from '../../../src/core/spell/frontMatter';
import { expandPrompt } from '../../../src/core/spell/expandSpell';
import { fillPrompt } from '../../../src/core/spell/fillPrompt';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { seededRandom } from '../../../src/core/spell/seededRandom';
import type { Dialect, Prompt } from '../../../src/core/spell/spell';
import { insertSpells, writeSpellFile, type SpellDraft } from '../../../src/core/spell/writeSpell';
import { applyReplacements } from '../../../src/core/yaml/replacement';

/** What a generator would be given. */
function said(prompt: Prompt | undefined, dialect: Dialect): string {
  if (prompt === undefined || prompt.source === '') return '';
  const { expansions, total } = expandPrompt(prompt, { dialect });
  assert.equal(total, 1);
  assert.equal(prompt.slots.length, 0);
  return expansions[0]!.raw!;
}

function written(draft: SpellDraft, dialect: Dialect, images: readonly string[] = []): string {
  const file = writeSpellFile([draft], dialect, images);
  assert.ok(file.ok, JSON.stringify(draft));
  return file.text;
}

function assertReadsBack(draft: SpellDraft, dialect: Dialect): void {
  const text = written(draft, dialect, ['a.png']);
  const file = parseSpellFile(text);
  assert.equal(file.dialect, dialect);
  assert.deepEqual(
    file.spells.map(({ positive, negative }) => [said(positive, dialect), said(negative, dialect)]),
    [[draft.prompt, draft.negative ?? '']],
    text,
  );
  const wanted = new Map(draft.parameters ?? []);
  assert.deepEqual(new Map(file.spells[0]!.parameters?.values ?? []), wanted, text);
  assert.deepEqual(
    file.frontMatter.images.map(({ value }) => value),
    ['a.png'],
  );
}

/** Pieces that mean something in a spell file, or would be lost in one. */
const PIECES = [
  'cat',
  'a ',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\t',
  '#',
  '##',
  '###',
  '### ',
  '####',
  '#テスト',
  'C#',
  '//',
  '/',
  '/*',
  '*/',
  'http://x.y/z',
  '{',
  '}',
  '{}',
  '{a|b}',
  '|',
  '||',
  '__',
  '_',
  '__x__',
  '__x',
  '${x}',
  '${x=a}',
  '${x',
  '$$',
  '{2$$a|b}',
  '%{a$$b}',
  '---',
  '\n---\n',
  '===',
  '***',
  '___',
  '— — —',
  'Steps: 20',
  '\nSteps: 20, Sampler: Euler a, Seed: 5',
  ' Steps: 20, Sampler: x',
  'Seed: 5, Size: 8x8, Steps: 3',
  'Negative prompt:',
  '\nNegative prompt: x',
  ' Negative prompt: y',
  'ネガティブプロンプト：',
  'Prompt: ',
  '\nprompt: x',
  '呪文：',
  'parameters',
  '\nparameters\n',
  'Parameters: a: b',
  '\\',
  '\\\\',
  '\\\\\\',
  '\\{',
  '\\#',
  '\\(',
  '\\)',
  '\\u{5c}',
  '\\u{',
  '\\n',
  '(',
  ')',
  '(a:1.2)',
  '[a:b:0.5]',
  '<lora:x:1>',
  '::',
  '1.2::x::',
  ',',
  '\\,',
  'BREAK',
  'AND',
  'embedding:x',
  '\r',
  '\u3000',
  '\ufeff',
  '\u2028',
  '\u0000',
  '\ud83d',
  '😀',
  '青い猫',
  '"',
  "'",
  '{"a": "#fff"}',
  '`',
  '```',
  '<!-- -->',
  '...',
  '--ar 3:2',
  'Template: x',
  'Time taken: 3',
  'Version: 1',
  '- a',
  '+',
  '.swap(b)',
];

describe('a written spell', () => {
  it('reads back as the same text, whatever the text is', () => {
    const random = seededRandom(18);
    const pick = (most: number): string =>
      Array.from(
        { length: Math.floor(random() * most) },
        () => PIECES[Math.floor(random() * PIECES.length)]!,
      ).join('');
    const lines = (text: string): string => text.replace(/\r+\n/g, '\n');
    for (let round = 0; round < 4000; round++) {
      const draft = {
        name: pick(3),
        prompt: lines(pick(9)),
        ...(random() < 0.6 && { negative: lines(pick(6)) }),
        ...(random() < 0.6 && {
          parameters: [
            ['Steps', '20'],
            ['Seed', '18446744073709551615'],
            ['Note', pick(5)],
          ] as const,
        }),
      };
      assertReadsBack(draft, DIALECTS[round % DIALECTS.length]!);
    }
  });
});
