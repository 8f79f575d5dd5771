import assert from 'node:assert/strict';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { Dialect } from '../../../src/core/spell/spell';
import { wildcardNamesIn } from '../../../src/core/spell/wildcardName';
import { expandText, onlySpell, wildcardsOf } from './expandText';

type Rows = readonly (readonly [written: string, texts: readonly string[]])[];

const lines = {
  w: ['x', 'y'],
  colour: ['red', 'blue', 'red'],
  coat: ['a ${season} coat'],
  cut: ['${cut=long}${cut} coat', '${cut:short} coat'],
  'old masters/dutch': ['Vermeer'],
  "grauer's": ['warbler'],
  'gulls,_terns': ['tern'],
  'a.b; c: d "e" <f>': ['odd'],
  _private: ['own'],
  '100% cotton': ['cloth'],
  'male/names': ['Jan'],
  'female/names': ['Ann', 'Eva'],
  x: ['a name without a value'],
};

/** Each table is what dynamicprompts makes of the prompts, but where docs/spell-language.md says otherwise. */
function table(title: string, rows: Rows, dialect: Dialect = 'plain'): void {
  describe(title, () => {
    for (const [written, texts] of rows) {
      it(JSON.stringify(written), () => {
        const { expansions } = expandText(written, dialect, { wildcards: wildcardsOf(lines) });
        assert.deepEqual(
          expansions.map(({ text }) => text),
          texts,
        );
      });
    }
  });
}

describe('the grammar of dynamicprompts', () => {
  table('samplers have no meaning', [
    ['a {!red|blue} hat', ['a red hat', 'a blue hat']],
    ['{ ~ red|blue}', ['red', 'blue']],
    ['{@2$$red|blue}', ['red, blue', 'blue, red']],
    ['{~|a}b', ['b', 'ab']],
    ['__!w__ __@w__', ['x x', 'x y', 'y x', 'y y']],
  ]);

  table('separators', [
    ['{2$$|$$a|b}', ['a|b', 'b|a']],
    ['{2$$ | $$a|b}', ['a | b', 'b | a']],
    ['{2$$a|b$$c|d}', ['ca|bd', 'da|bc']],
    ['{2$$、$$a|b}', ['a、b', 'b、a']],
    ['{2$$ and $$a||b}', ['a', 'a and b', 'a', 'b', 'b and a', 'b']],
    ['{1-2$$-$$|a}', ['', 'a', 'a', 'a']],
    ['{2$$,$$a,|b}', ['a,,b', 'b,a']],
    ['{99999999999999999999$$ $$a|b}', ['a b', 'b a']],
  ]);

  table('equal options count once', [
    ['{a|a|b}', ['a', 'b']],
    ['{a| a|0.5::a|b}', ['a', 'b']],
    ['{a |a}b', ['a b', 'ab']],
    ['{2$$a|a|b}', ['a, b', 'b, a']],
    ['{2$$__w__|__w__}', ['x, y', 'y, x']],
    ['{2$$a|{a|b}}', ['a, b', 'b, a']],
    ['{2$$__w__|x}', ['y, x', 'x, y']],
    ['__colour__', ['red', 'blue']],
    ['{2$$__colour__}', ['red, blue', 'blue, red']],
  ]);

  table('blanks before an option are none of it', [
    ['sky{ red| blue}', ['skyred', 'skyblue']],
    ['{a |\n b}c', ['a c', 'bc']],
    ['x{ 0.5::a| 2 ::b}', ['xa', 'xb']],
  ]);

  table('wildcards have names of any character', [
    ['a bowl by __old masters/dutch__', ['a bowl by Vermeer']],
    ["__gulls,_terns__ and __grauer's__", ['tern and warbler']],
    ['__a.b; c: d "e" <f>__', ['odd']],
    ['___private__', ['own']],
    ['__100% cotton__', ['cloth']],
    ['{__old masters/dutch__|__w__}', ['Vermeer', 'x', 'y']],
    ['a__w__b', ['axb', 'ayb']],
    ['__no\nname__, ____, __ __', ['__no name__, ____, __ __']],
    ['{a__b|c__d}', ['a__b', 'c__d']],
  ]);

  table('wildcards take values for variables', [
    ['wearing __coat(season=winter)__', ['wearing a winter coat']],
    ['__coat (season={warm|cold}, t=1)__', ['a warm coat', 'a cold coat']],
    ['__coat(season={dark, red|pale})__', ['a dark, red coat', 'a pale coat']],
    ['__w(k=v)__ cat', ['x cat', 'y cat']],
    ['${season=cold}__coat(season=${season})__', ['a cold coat']],
    ['{2$$ + $$__w(k=v)__}', ['x + y', 'y + x']],
  ]);

  table('variables', [
    ['the animal is ${animal:dog}', ['the animal is dog']],
    ['${x=a}${x} ${ x }', ['a a']],
    ['${y} ${y=2}', ['2']],
    ['${x={a|b}}${x} ${x}', ['a a', 'a b', 'b a', 'b b']],
    ['${x=!{a|b}}${x} ${x}', ['a a', 'b b']],
    ['${x=!__w__}${x}, {${x}|z}', ['x, x', 'x, z', 'y, y', 'y, z']],
    ['${a=!{p|q}}${b=!${a}1}${b} ${a}', ['p1 p', 'q1 q']],
    ['${x=${y} b}${y=a}${x}', ['a b']],
    ['${x:{a|b}}', ['a', 'b']],
    ['${y=2}${x?=1}${y?=3}${x}${y}', ['12']],
    ['${x=a}${x=b}${x}', ['b']],
    ['${season=cold}__coat__', ['a cold coat']],
    ['__cut__', ['long coat', 'short coat']],
    ['${cut=wide}__cut__ ${cut}', ['long coat wide', 'wide coat wide']],
    ['${季節=冬}${季節}の森', ['冬の森']],
    ['a dollar: $5, 100%, ${1}', ['a dollar: $5, 100%, $1']],
    ['{2$$ or $$${x=a}${x}|b}', ['a or b', 'b or a']],
  ]);

  table('names that slots and variables make', [
    ['__{male|female}/names__', ['Jan', 'Ann', 'Eva']],
    ['${g=female}__${g}/names__', ['Ann', 'Eva']],
    ['${g=!{male|female}}a ${g}: __${g}/names__', ['a male: Jan', 'a female: Ann', 'a female: Eva']],
    ['__${w}__ __${q:w}__', ['x x', 'x y', 'y x', 'y y']],
  ]);

  table('wrap commands', [
    ['%{oil painting of ...$$a red hat}', ['oil painting of a red hat']],
    ['%{happy $${fox|cow}}', ['happy fox', 'happy cow']],
    [
      '%{ {oil|ink} of … by night $$ {a cat|a dog} }',
      ['oil of a cat by night', 'oil of a dog by night', 'ink of a cat by night', 'ink of a dog by night'],
    ],
    ['%{a⋯⋯b…$$x}', ['axb…']],
    ['%{a..$$%{(...)$$b}}', ['a..(b)']],
    ['{%{a ...$$b}|c}', ['a b', 'c']],
    ['${x=%{a ...$$b}}${x}', ['a b']],
  ]);

  table('comments', [
    ['{a|b}// note', ['a', 'b']],
    ['{a|b} // note\nc', ['a c', 'b c']],
    ['// note\na cat', ['a cat']],
    ['{a| // x\nb}', ['a', 'b']],
    ['x{a|/* y */ b}/* z */c', ['xac', 'xbc']],
    ['a cat // is no comment\nhttp://b', ['a cat // is no comment http://b']],
    ['{a /* text */|b}', ['a /* text */', 'b']],
    ['{a|/* text', ['{a|/* text']],
    ['__w__//', ['x', 'y']],
    ['%{a …$$ // note\nb}', ['a b']],
  ]);

  table('what is never closed stays as text', [
    ['${x=a', ['${x=a']],
    ['${x', ['${x']],
    ['%{a$$b', ['%{a$$b']],
    ['{2$$|$$a', ['{2$$|$$a']],
  ]);

  it('goes over blank lines in a slot that is closed, and over no heading', () => {
    const texts = (text: string): number => parseSpellFile(text).spells.length;
    assert.equal(texts('a {red|\n\n# cool\nblue\n} apple'), 1);
    assert.equal(texts('a {red|\n\nblue apple'), 2);
    assert.equal(texts('a {red|\n\nb\nNegative prompt: x } y\n\nc'), 3);
    assert.equal(texts('### a\n{red|\n\nblue}\n### b\nc }'), 2);
    assert.equal(texts('a \\{\n\nb }'), 2);
    assert.equal(texts('a # {\n\nb }'), 2);
  });

  it('never lets its signs pass without a word', () => {
    const codes = (text: string): string[] => [
      ...parseSpellFile(text).diagnostics.map(({ code }) => code),
      ...expandText(text, 'a1111', { wildcards: wildcardsOf(lines) }).diagnostics.map(({ code }) => code),
    ];
    assert.deepEqual(codes('a ${nothing}'), ['variable-missing']);
    assert.deepEqual(codes('__coat__'), ['variable-missing']);
    assert.deepEqual(codes('${x=${x} a}${x}'), ['variable-cycle']);
    assert.deepEqual(codes('${x=!${x} a}${x}'), ['variable-missing']);
    assert.deepEqual(codes('%{a cat}'), ['wrap-incomplete']);
    assert.deepEqual(codes('a ${x=b'), ['bracket-unclosed']);
    assert.deepEqual(codes('__nowhere/else__'), ['wildcard-missing']);
    assert.deepEqual(codes('__coat(season=a)__ ${b:c}'), []);
  });

  it('says where each slot is and what it holds', () => {
    const source = '${x=!{a|b}} ${x:c} %{d$$e} __w(k=1, l={f|g})__';
    const { slots } = onlySpell(source, 'a1111').positive;
    assert.deepEqual(
      slots.map(({ kind, span, variable, wildcard, options }) => [
        kind,
        source.slice(span.start, span.end),
        variable ?? wildcard,
        options.map((option) => source.slice(option.span.start, option.span.end)),
      ]),
      [
        ['assignment', '${x=!{a|b}}', 'x', ['{a|b}']],
        ['variant', '{a|b}', undefined, ['a', 'b']],
        ['variable', '${x:c}', 'x', ['c']],
        ['wrap', '%{d$$e}', undefined, ['d', 'e']],
        ['wildcard', '__w(k=1, l={f|g})__', 'w', []],
      ],
    );
    assert.deepEqual(slots[4]!.values, [
      { key: 'k', value: '1' },
      { key: 'l', value: '{f|g}' },
    ]);
  });

  it('maps what a variable stands for to the place that uses it', () => {
    const { text, offsets } = expandText('${x=ab}c ${x} ${y:de}', 'a1111').expansions[0]!;
    assert.equal(text, 'c ab de');
    assert.deepEqual([...offsets], [7, 8, 9, 9, 13, 18, 19]);
  });

  it('finds the names that a line may hold', () => {
    const found = wildcardNamesIn('a __b c__ {__d__|__e(f=__g__)__}');
    for (const name of ['b c', 'd', 'e', 'g']) assert.ok(found.has(name), name);
  });
});

describe('hostile variables', () => {
  const bounded = (written: string, wildcards: Record<string, string[]> = {}): string[] => {
    const { expansions, diagnostics } = expandText(written, 'a1111', { wildcards: wildcardsOf(wildcards) });
    assert.ok(expansions.length > 0);
    assert.ok(expansions.every(({ text }) => text.length <= 2_000_000));
    return diagnostics.map(({ code }) => code);
  };

  it('that name each other twice end at a bound, and say so', () => {
    const doubling = Array.from({ length: 40 }, (_, i) => `\${a${i + 1}=\${a${i}}\${a${i}}}`).join('');
    assert.ok(bounded(`\${a0=x}${doubling}\${a40}`).includes('nesting-too-deep'));
  });

  it('that name each other in a long row end at a bound', () => {
    const row = Array.from({ length: 3000 }, (_, i) => `\${a${i + 1}=\${a${i}}}`).join('');
    assert.ok(bounded(`\${a0=x}${row}\${a3000}`).includes('nesting-too-deep'));
  });

  it('that are chosen once may be many', () => {
    const row = Array.from({ length: 200 }, (_, i) => `\${a${i}=!{x|y|z}}\${a${i}}`).join('');
    assert.deepEqual(bounded(row), ['expansions-sampled']);
  });

  it('give wildcards values that they give back', () => {
    assert.ok(
      bounded('__a(v=1)__', { a: ['__b(v=${v}${v})__'], b: ['__a(v=${v}${v})__'] }).includes(
        'wildcard-cycle',
      ),
    );
  });

  it('make wildcards that are read anew no more often than a bound allows', () => {
    const reading = { w: Array.from({ length: 5000 }, (_, i) => `${i} \${v:x}`) };
    const calls = Array.from({ length: 500 }, (_, i) => `__w(v=${i})__`).join(' ');
    assert.ok(bounded(calls, reading).includes('nesting-too-deep'));
  });

  it('make names of too many kinds', () => {
    const ten = `{${Array.from({ length: 10 }, (_, i) => i).join('|')}}`;
    assert.deepEqual(bounded(`__${ten}${ten}${ten}__`), ['nesting-too-deep']);
  });
});
