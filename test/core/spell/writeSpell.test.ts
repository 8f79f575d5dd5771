import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DIALECTS } from '../../../src/core/spell/frontMatter';
import { expandPrompt } from '../../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { seededRandom } from '../../../src/core/spell/seededRandom';
import type { Dialect, Prompt } from '../../../src/core/spell/spell';
import {
  insertSpells,
  writeSpellFile,
  type InsertOptions,
  type SpellDraft,
} from '../../../src/core/spell/writeSpell';
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
    for (let round = 0; round < 1200; round++) {
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

  for (const [what, prompt, dialect, expected] of [
    ['nothing that needs no escape', 'a cat, (macro:1.3)', 'a1111', 'a cat, (macro:1.3)'],
    ['a number sign', 'C# and #テスト', 'a1111', String.raw`C\# and \#テスト`],
    ['a number sign where it begins a line', 'C#\n# x', 'plain', String.raw`C#` + '\n' + String.raw`\# x`],
    ['slashes', 'see http://x.y', 'comfyui', String.raw`see http:\//x.y`],
    ['slashes where they are text', 'see http://x.y', 'novelai', 'see http://x.y'],
    ['slots and wildcards', '{a|b} __x__', 'a1111', String.raw`\{a\|b\} \__x\__`],
    ['NovelAI’s braces', '{{cat}}, dog', 'novelai', '{{cat}}, dog'],
    ['a heading', '### x', 'plain', String.raw`\### x`],
    ['a rule', 'a\n---\nb', 'plain', 'a\n' + String.raw`\---` + '\nb'],
    ['parameters', 'a\nSteps: 20', 'plain', 'a\n' + String.raw`\Steps: 20`],
    ['a label', 'a Negative prompt: b', 'plain', String.raw`a \Negative prompt: b`],
    ['a backslash before a brace', String.raw`\{`, 'plain', String.raw`\u{5c}\{`],
    ['white space at the ends', ' a ', 'plain', String.raw`\u{20}a\u{20}`],
    ['JSON, which is text as it stands', '{"a": "#fff {b|c}"}', 'a1111', '{"a": "#fff {b|c}"}'],
  ] as const) {
    it(`holds ${what}`, () => {
      const [, below] = written({ name: 'name', prompt }, dialect).split('### name\n');
      assert.equal(below, `${expected}\n`);
    });
  }

  it('tells parameters without steps by a label', () => {
    const text = written({ prompt: 'a cat', parameters: [['Seed', '5']] }, 'comfyui');
    assert.ok(text.endsWith('a cat\nParameters: Seed: 5\n'), text);
    assert.deepEqual([...parseSpellFile(text).spells[0]!.parameters!.values], [['Seed', '5']]);
  });

  it('reads back as the prompts of real pictures', () => {
    const index = readFileSync(path.join(__dirname, '../../fixtures/metadata/INDEX.tsv'), 'utf8');
    const rows = index
      .split('\n')
      .slice(1)
      .filter((row) => row !== '');
    assert.ok(rows.length > 10);
    for (const row of rows) {
      const [, , , , prompt = '', negative = ''] = row
        .split('\t')
        .map((cell) => cell.replaceAll('\\n', '\n'));
      for (const dialect of DIALECTS) assertReadsBack({ prompt, negative }, dialect);
    }
  });
});

describe('a spell that is inserted', () => {
  const insert = (text: string, draft: SpellDraft, options: Partial<InsertOptions> = {}): string => {
    const edit = insertSpells(text, [draft], { at: text.length, ...options });
    assert.ok(edit.ok);
    return applyReplacements(text, edit.replacements);
  };

  it('stands below the spell at the caret', () => {
    const text = '### a\none\n\n### b\ntwo\n';
    assert.equal(
      insert(text, { name: 'n', prompt: 'new' }, { at: 7 }),
      '### a\none\n\n### n\nnew\n\n### b\ntwo\n',
    );
  });

  it('leaves paragraphs what they are', () => {
    const text = 'one\n\ntwo\n';
    const after = insert(text, { name: 'n', prompt: 'a\n\nb', parameters: [['Steps', '20']] }, { at: 0 });
    const file = parseSpellFile(after);
    assert.deepEqual(
      file.spells.map(({ positive }) => said(positive, 'a1111')),
      ['one', 'a\n\nb', 'two'],
    );
  });

  it('has a name of its own', () => {
    const after = insert('### n\none\n', { name: 'n', prompt: 'two' });
    assert.deepEqual(
      parseSpellFile(after).spells.map(({ name }) => name?.value),
      ['n', 'n 2'],
    );
  });

  it('gives its dialect to a file without spells, and to no other', () => {
    assert.equal(
      insert('', { prompt: 'new' }, { dialect: 'comfyui', images: ['a.png'] }),
      '---\nimages: [a.png]\ndialect: comfyui\n---\n###\nnew\n',
    );
    const kept = insert('---\nimages: a.png\n---\n', { prompt: 'new' }, { dialect: 'novelai' });
    assert.equal(parseSpellFile(kept).dialect, 'novelai');
    assert.equal(
      parseSpellFile(insert('### a\none\n', { prompt: 'new' }, { dialect: 'comfyui' })).dialect,
      'a1111',
    );
  });

  it('keeps the line ends of the file', () => {
    const after = insert('### a\r\none\r\n', { name: 'n', prompt: 'two\nthree' });
    assert.equal(after, '### a\r\none\r\n\r\n### n\r\ntwo\r\nthree\r\n');
  });

  it('is refused where what stands above would swallow it', () => {
    const edit = insertSpells('---\nimages: [a', [{ prompt: 'new' }], { at: 0, images: ['b.png'] });
    assert.equal(edit.ok, false);
  });

  it('changes no spell of any file, or is refused', () => {
    const random = seededRandom(7);
    const pick = (most: number): string =>
      Array.from(
        { length: Math.floor(random() * most) },
        () => PIECES[Math.floor(random() * PIECES.length)]!,
      ).join('');
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const text = pick(8);
      const at = Math.floor(random() * text.length);
      const edit = insertSpells(text, [{ name: 'n', prompt: pick(4).replace(/\r+\n/g, '\n') }], { at });
      if (!edit.ok) refused++;
      else {
        const [before, after] = [
          parseSpellFile(text),
          parseSpellFile(applyReplacements(text, edit.replacements)),
        ];
        assert.equal(after.spells.length, before.spells.length + 1);
        const old = after.spells.map(({ positive }) => positive.source);
        for (const { positive } of before.spells)
          assert.ok(old.includes(positive.source), JSON.stringify(text));
      }
    }
    assert.ok(refused < 100, String(refused));
  });
});
