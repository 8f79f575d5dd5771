import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adjustEmphasis } from '../../../src/core/spell/adjustEmphasis';
import { expandPrompt, expandSpell, type ExpandOptions } from '../../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { slotAt, walkNodes } from '../../../src/core/spell/places';
import type { Dialect, ExpansionSet, Prompt, Span, SpellFile } from '../../../src/core/spell/spell';
import type * as Core from '../../steps/coreSteps';
import { assertProportional } from '../../steps/growth';
import { Meter } from '../../steps/meter';
import { wildcardsOf } from './expandText';

const DIALECTS: readonly Dialect[] = ['a1111', 'comfyui', 'midjourney', 'novelai', 'invokeai', 'plain'];
const WILDCARDS = wildcardsOf({ a: ['red', '{x|__b__}', '(y:1.2)'], b: ['__a__', '', ')'] });

/** Strings made of what the grammar is made of, which random Unicode hardly ever hits. */
const grammar = fc
  .array(
    fc.constantFrom(
      ...'()[]{}|:\\_#<>$-.,/* \n\r"',
      ...[
        '###',
        '### a\n',
        '---\n',
        '__a__',
        '__b__',
        '__c__',
        '2$$',
        '1-2$$ and $$',
        '0.5::',
        ':1.2)',
        ':0.5]',
      ],
      ...[
        '<lora:x:0.5>',
        'BREAK',
        ' AND ',
        'embedding:x',
        '/*',
        '*/',
        '//',
        '\n\n',
        '\r\n',
        'Negative prompt:',
      ],
      ...[
        'Steps: 20, Seed: "1\\", 2"',
        'cat',
        '猫',
        '🐟',
        '\ud83d',
        '\ufeff',
        '\u3000',
        'images: [a]\n',
        '{a|b}',
      ],
      ...[
        '${x}',
        '${x=',
        '${x=!{a|b}}',
        '${y?=',
        '${x:',
        '%{',
        '...',
        '$$',
        '__a(x=b)__',
        '__${x}__',
        '__*__',
        '{2-3$$, $$',
        '__a b, c__',
      ],
      ...[
        '1.3::',
        '::2',
        '--ar 1:1',
        'https://a.b/c.png ',
        '++',
        '(a)1.3',
        '.swap(',
        '.and(1, 2)',
        '("a", "b")',
        '{{',
        '<random:a,b>',
        '{"a": "#b"}',
        'parameters\n',
        'プロンプト：',
      ],
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));
const text = fc.oneof(
  { weight: 4, arbitrary: grammar },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: grammar.map((body) => `---\n${body}`) },
);

function assertInside(span: Span, outer: Span, what: string): void {
  assert.ok(
    outer.start <= span.start && span.start <= span.end && span.end <= outer.end,
    `${what} ${JSON.stringify(span)} in ${JSON.stringify(outer)}`,
  );
}

function checkFile(file: SpellFile): void {
  const whole = { start: 0, end: file.text.length };
  for (const span of [...file.comments, ...file.diagnostics.map((diagnostic) => diagnostic.span)]) {
    assertInside(span, whole, 'span');
  }
  let previous = 0;
  file.spells.forEach((spell, index) => {
    assert.equal(spell.index, index);
    assertInside(spell.span, { start: previous, end: file.text.length }, 'spell');
    previous = spell.span.end;
    if (spell.name !== undefined) {
      assert.equal(file.text.slice(spell.name.span.start, spell.name.span.end), spell.name.value);
    }
    for (const prompt of [spell.positive, spell.negative]) if (prompt !== undefined) checkPrompt(prompt);
  });
}

function checkPrompt(prompt: Prompt): void {
  assert.equal(prompt.source.length, prompt.span.end - prompt.span.start);
  for (const node of walkNodes(prompt.nodes)) assertInside(node.span, prompt.span, node.type);
  let start = prompt.span.start;
  prompt.slots.forEach((slot, index) => {
    assert.equal(slot.index, index);
    assertInside(slot.span, { start, end: prompt.span.end }, 'slot');
    start = slot.span.start;
    for (const option of slot.options) assertInside(option.span, slot.span, 'option');
  });
}

function checkExpansions(set: ExpansionSet, prompt: Prompt, limit: number): void {
  assert.ok(set.expansions.length <= limit);
  assert.equal(new Set(set.expansions.map(({ id }) => id)).size, set.expansions.length);
  if (!set.sampled) assert.equal(set.expansions.length, set.total);
  const repeats = prompt.slots.some(({ pick }) => pick.max > 1);
  for (const { text, offsets, words } of set.expansions) {
    assert.equal(offsets.length, text.length);
    assert.equal(text, text.trim());
    for (let i = 0; i < offsets.length; i++) {
      assertInside({ start: offsets[i]!, end: offsets[i]! + 1 }, prompt.span, 'offset');
      if (i > 0 && !repeats) assert.ok(offsets[i - 1]! <= offsets[i]!, `offset ${i} goes back`);
    }
    let end = 0;
    for (const word of words) {
      assert.ok(word.start >= end && word.end > word.start);
      end = word.end;
      assert.equal(text.slice(word.start, word.end), word.text);
    }
  }
}

describe('any text', () => {
  for (const dialect of DIALECTS) {
    it(`is a spell file in ${dialect}: spans and offsets lie inside it, and expansions repeat exactly`, () => {
      fc.assert(
        fc.property(text, fc.nat(), (source, place) => {
          const file = parseSpellFile(source, { defaultDialect: dialect });
          checkFile(file);
          const options: ExpandOptions = { dialect: file.dialect, wildcards: WILDCARDS, limit: 20 };
          for (const spell of file.spells) {
            const set = expandSpell(spell, options);
            checkExpansions(set, spell.positive, 20);
            assert.deepEqual(expandSpell(spell, options), set);
            if (spell.negative !== undefined)
              checkExpansions(expandPrompt(spell.negative, options), spell.negative, 20);
          }
          const offset = place % (source.length + 1);
          slotAt(file, offset);
          const edit = adjustEmphasis(source, offset, offset, 0.1, file.dialect);
          if (edit !== undefined) assertInside(edit.span, { start: 0, end: source.length }, 'edit');
        }),
        { numRuns: 1000 },
      );
    });
  }

  it('that holds no syntax is shown to CLIP as it is, white space collapsed', () => {
    const words = fc.array(fc.constantFrom('cat', '猫', '🐟', 'a', 'C-3', '（x）', 'é'), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.constantFrom(...DIALECTS), (parts, dialect) => {
        const source = parts.join('  ');
        const [spell] = parseSpellFile(source).spells;
        const { text, offsets } = expandSpell(spell!, { dialect }).expansions[0]!;
        assert.equal(text, parts.join(' '));
        for (let i = 0; i < text.length; i++) assert.equal(source[offsets[i]!], text[i]);
      }),
    );
  });
});

describe('the steps', () => {
  let meter: Meter<typeof Core>;
  before(() => {
    meter = new Meter('test/steps/coreSteps.ts');
  });
  after(() => meter.stop());

  const shapes: readonly (readonly [string, (length: number) => string])[] = [
    ...[
      ...[
        '(',
        '[',
        ')',
        '{a|',
        '{2$$',
        '{a|b} ',
        '{a} ',
        '__a__ ',
        '__a',
        '{',
        '${x}',
        '${x=a}',
        '%{a $$',
        '1.3::a::',
        'a::2 ',
        '(a)++ ',
        'a\n\n<lora:x:1>\n\n',
        'embedding:',
        '###\n',
        'a\n\n',
        '(a:1.1) ',
        '[a:b:',
        '\\',
        '\\Steps: 1, ',
        ' \\-\n',
      ],
      ...[
        '/*',
        '# c\n',
        '<lora:',
        ': ',
        '({[',
        ')}]',
        'Negative prompt: a\n',
        'Steps: 20, a: "b\n',
        'BREAK ',
        '猫、',
      ],
      ...['a plain word '],
    ].map((unit): [string, (length: number) => string] => [
      JSON.stringify(unit),
      (length) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length),
    ]),
    ['{ and blanks', (length) => `{${' '.repeat(length)}`],
    ['{ and a long number', (length) => `{${'1'.repeat(length)}`],
    ['( and a long weight', (length) => `(a:${'1'.repeat(length)}`],
    ['AND and a long weight', (length) => `a AND b :${'1'.repeat(length)} c`],
    ['half (, half )', (length) => '('.repeat(length / 2) + ')'.repeat(length / 2)],
    ['half {a|, half }', (length) => '{a|'.repeat(length / 6) + '}'.repeat(length / 2)],
    ['paragraphs above parameters', (length) => `${'red,\n\n'.repeat(length / 6)}Steps: 20`],
    ['front matter never closed', (length) => `---\n${'a: b\n'.repeat(length / 5)}`],
  ];

  function read({ parseSpellFile, expandSpell }: typeof Core, source: string, dialect: Dialect): void {
    const file = parseSpellFile(source, { defaultDialect: dialect });
    for (const spell of file.spells.slice(0, 3)) expandSpell(spell, { dialect, wildcards: WILDCARDS });
  }

  for (const [name, make] of shapes) {
    it(`of ${name} grow with its length, and a quarter of a MB of it is read`, function () {
      this.timeout(300_000);
      const dialect = name.includes('*') ? 'comfyui' : 'a1111';
      assertProportional((length) => {
        const source = make(length);
        return meter.count((core) => read(core, source, dialect));
      }, 4000);
      read({ parseSpellFile, expandSpell } as typeof Core, make(250_000), dialect);
    });
  }
});
