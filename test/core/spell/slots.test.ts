import assert from 'node:assert/strict';
import type { SyntaxDiagnostic } from '../../../src/core/spell/spell';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type * as Core from '../../steps/coreSteps';
import { assertProportional } from '../../steps/growth';
import { Meter } from '../../steps/meter';
import { expandText, onlySpell, weightsOf, wildcardsOf } from './expandText';

const texts = (source: string, lines: Record<string, string[]> = {}): string[] =>
  expandText(source, 'a1111', { wildcards: wildcardsOf(lines) }).expansions.map(
    (expansion) => expansion.text,
  );
const codes = (diagnostics: readonly SyntaxDiagnostic[]): string[] => diagnostics.map(({ code }) => code);

describe('slots', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['a {red|blue} {cat|dog}', ['a red cat', 'a red dog', 'a blue cat', 'a blue dog']],
    ['{0.5::a|b|2::c}', ['a', 'b', 'c']],
    ['{a|{b|c} d}', ['a', 'b d', 'c d']],
    ['{big |}cat', ['big cat', 'cat']],
    ['{a}', ['a']],
    ['{}x', ['x']],
    ['{ a | b }', ['a', 'b']],
    ['{~a|b} {@c|d}', ['a c', 'a d', 'b c', 'b d']],
    ['{2$$a|b|c}', ['a, b', 'a, c', 'b, a', 'b, c', 'c, a', 'c, b']],
    ['{2$$ and $$a|b}', ['a and b', 'b and a']],
    ['{1-2$$ and $$a|b}', ['a', 'b', 'a and b', 'b and a']],
    ['{2-1$$+$$a|b}', ['a', 'b', 'a+b', 'b+a']],
    ['{-2$$a|b}', ['a', 'b', 'a, b', 'b, a']],
    ['{1-$$a|b}', ['a', 'b', 'a, b', 'b, a']],
    ['{9$$a|b}', ['a, b', 'b, a']],
    ['x{0-1$$a}', ['x', 'xa']],
    ['{2$$a|{b|c}}', ['a, b', 'a, c', 'b, a', 'c, a']],
    ['\\{a\\|b\\}', ['{a|b}']],
    ['{a\\|b|c\\}}', ['a|b', 'c}']],
    ['{a|b', ['{a|b']],
    ['{a|{b|c}', ['{a|b', '{a|c']],
    ['{0.5::a|b', ['{0.5::a|b']],
    ['a}|b', ['a}|b']],
    ['{(a)|[b]} c', ['a c', 'b c']],
    ['({red|blue} cat:1.2)', ['red cat', 'blue cat']],
    ['[{a|b}:{c|d}:0.5]', ['c', 'd', 'c', 'd']],
    ['{<lora:a:1>|<lora:b:1>} x', ['x', 'x']],
    ['{猫|犬}が走る', ['猫が走る', '犬が走る']],
    ['{🐟|🐠}', ['🐟', '🐠']],
  ];
  for (const [source, expected] of cases) {
    it(JSON.stringify(source), () => {
      assert.deepEqual(texts(source), expected);
    });
  }

  it('lets a slot decide a weight, since slots are filled before emphasis is read', () => {
    const weights = expandText('(cat:{1.1|1.3})', 'a1111').expansions.map(({ words }) => words[0]!.weight);
    assert.deepEqual(weights, [1.1, 1.3]);
    assert.equal(weightsOf('({cat:0.5)|dog}', 'a1111'), 'cat:0.5');
  });

  it('expands in every dialect', () => {
    assert.equal(expandText('{a|b}', 'comfyui').total, 2);
    assert.equal(expandText('({a|b})', 'plain').expansions[1]!.text, '(b)');
  });

  it('are in NovelAI the braces with a bar of their own, around emphasis and inside it', () => {
    const texts = (source: string): string[] =>
      expandText(source, 'novelai').expansions.map(({ text }) => text);
    assert.deepEqual(texts('{a|b} {cat}'), ['a cat', 'b cat']);
    assert.deepEqual(texts('{{a|b} cat}'), ['a cat', 'b cat']);
    assert.deepEqual(texts('{a {red} cat|dog}'), ['a red cat', 'dog']);
    assert.deepEqual(texts('{a {red|blue} cat|dog}'), ['a red cat', 'a blue cat', 'dog']);
  });

  it('names every choice', () => {
    const { expansions } = expandText('{a|{b|c}} {2$$x|y} {0-1$$z}', 'a1111');
    assert.deepEqual(expansions.map(({ id }) => id).slice(0, 5), [
      '0.0+1.-',
      '0.0+1.0',
      '0.1+0.-',
      '0.1+0.0',
      '1.0.0+1.-',
    ]);
    assert.deepEqual(expansions[4]!.choices, [
      { slot: 0, options: [1] },
      { slot: 1, options: [0] },
      { slot: 2, options: [0, 1] },
      { slot: 3, options: [] },
    ]);
    assert.equal(new Set(expansions.map(({ id }) => id)).size, expansions.length);
  });

  it('keeps spans, weights and bounds of slots', () => {
    const source = 'a {0.5::red|{x|y}} {2-3$$ or $$b|c|d} __w/e__';
    const { slots } = onlySpell(source, 'a1111').positive;
    assert.deepEqual(
      slots.map(({ index, span }) => [index, source.slice(span.start, span.end)]),
      [
        [0, '{0.5::red|{x|y}}'],
        [1, '{x|y}'],
        [2, '{2-3$$ or $$b|c|d}'],
        [3, '__w/e__'],
      ],
    );
    assert.deepEqual(
      slots[0]!.options.map(({ weight }) => weight),
      [0.5, 1],
    );
    assert.deepEqual(slots[2]!.pick, { min: 2, max: 3, separator: ' or ' });
    assert.equal(slots[3]!.wildcard, 'w/e');
  });

  it('reports what is wrong with a slot', () => {
    const of = (source: string): string[] => codes(parseSpellFile(source).diagnostics);
    assert.deepEqual(of('{}'), ['slot-empty']);
    assert.deepEqual(of('{a|}'), []);
    assert.deepEqual(of('{a||}'), ['slot-option-empty']);
    assert.deepEqual(of('{$$a|b}'), ['slot-pick-invalid']);
    for (const unread of ['{x$$a|b}', '{2.5$$a|b}', '{1-2-3$$a|b}', '{２$$a|b}', '{a$$b}', '{~x$$a}'])
      assert.deepEqual(of(unread), ['slot-pick-invalid'], unread);
    for (const read of ['{2$$, $$a|b}', '{%{a ...$$b}|c}', '{${x=1}${x}$|b}', '{a|b} $$', '{a|b$$c}'])
      assert.deepEqual(of(read), [], read);
    assert.deepEqual(of('{-1::a|b}'), ['slot-weight-invalid']);
    assert.deepEqual(of('{a|b'), ['bracket-unclosed']);
    assert.deepEqual(of('a}'), ['bracket-unexpected']);
    assert.deepEqual(of('(a:1.2.3)'), ['weight-invalid']);
    assert.deepEqual(of('<lora:a:x>'), ['weight-invalid']);
  });
});

describe('wildcards', () => {
  it('take lines, which may hold slots and wildcards', () => {
    const lines = { c: ['red', '{dark|light} __d__'], d: ['blue', 'green'] };
    assert.deepEqual(texts('__c__ cat', lines), [
      'red cat',
      'dark blue cat',
      'dark green cat',
      'light blue cat',
      'light green cat',
    ]);
  });

  it('are named as dynamicprompts names them', () => {
    const lines = { 'a/b': ['1'], 'x*': ['2'], north_america: ['3'], 色: ['4'] };
    assert.deepEqual(texts('__a/b__ __x*__ __north_america__ __色____a/b__ __~a/b__', lines), ['1 2 3 41 1']);
    assert.deepEqual(texts('snake_case __init __ ____', lines), ['snake_case __init __ ____']);
  });

  it('give several different lines to {2$$__w__}', () => {
    assert.deepEqual(texts('{2$$-$$__w__}', { w: ['a', 'b', 'c'] }).length, 6);
    assert.deepEqual(texts('{2$$-$$__w__|__w__}', { w: ['a', 'b'] }), ['a-b', 'b-a']);
  });

  it('stay as written when missing, empty or circular', () => {
    const lines = { a: ['__b__'], b: ['x', '__a__'], none: [] };
    for (const [source, expected, code] of [
      ['__zzz__', ['__zzz__'], 'wildcard-missing'],
      ['__none__', ['__none__'], 'wildcard-missing'],
      ['__constructor__', ['__constructor__'], 'wildcard-missing'],
      ['q __a__', ['q x', 'q __a__'], 'wildcard-cycle'],
    ] as const) {
      const set = expandText(source, 'a1111', { wildcards: wildcardsOf(lines) });
      assert.deepEqual(
        set.expansions.map(({ text }) => text),
        expected,
      );
      assert.deepEqual(codes(set.diagnostics), [code]);
      const { span } = set.diagnostics[0]!;
      assert.equal(source.slice(span.start, span.end), source.slice(source.indexOf('__')));
    }
  });

  it('that nest without end are bounded', () => {
    const endless = { lookup: (name: string) => [`x __${name}x__ __${name}x__`] };
    const set = expandText('__a__', 'a1111', { wildcards: endless });
    assert.ok(codes(set.diagnostics).includes('nesting-too-deep'));
    assert.ok(set.expansions[0]!.text.length <= 1_000_000);
  });

  it('map every character to the wildcard in the file', () => {
    const { text, offsets } = expandText('ab __w__ cd', 'a1111', {
      wildcards: wildcardsOf({ w: ['{x|y}z'] }),
    }).expansions[0]!;
    assert.equal(text, 'ab xz cd');
    assert.deepEqual([...offsets], [0, 1, 2, 3, 3, 8, 9, 10]);
  });
});

describe('many combinations', () => {
  const source = Array.from({ length: 12 }, () => '{a|b|c}').join(' ');

  it('are sampled past the limit: the same ones, no two alike, in odometer order', () => {
    const set = expandText(source, 'a1111');
    assert.equal(set.total, 3 ** 12);
    assert.equal(set.sampled, true);
    assert.equal(set.expansions.length, 256);
    const ids = set.expansions.map(({ id }) => id);
    assert.equal(new Set(ids).size, 256);
    assert.deepEqual(ids, [...ids].sort());
    assert.deepEqual(codes(set.diagnostics), ['expansions-sampled']);
    assert.deepEqual(
      expandText(source, 'a1111').expansions.map(({ id }) => id),
      ids,
    );
    assert.notDeepEqual(
      expandText(source, 'a1111', { seed: 1 }).expansions.map(({ id }) => id),
      ids,
    );
  });

  it('draw every option about as often', () => {
    const first = expandText(source, 'a1111', { limit: 3000 }).expansions.map(
      ({ choices }) => choices[0]!.options[0]!,
    );
    for (const option of [0, 1, 2]) {
      const share = first.filter((chosen) => chosen === option).length / first.length;
      assert.ok(Math.abs(share - 1 / 3) < 0.03, `option ${option}: ${share}`);
    }
  });

  it('one past the limit give exactly the limit', () => {
    const set = expandText(`{${Array.from({ length: 257 }, (_, i) => `n${i}`).join('|')}}`, 'a1111');
    assert.equal(set.total, 257);
    assert.equal(set.expansions.length, 256);
  });

  it('at the limit are all there', () => {
    const set = expandText('{a|b}{a|b}{a|b}', 'a1111', { limit: 8 });
    assert.equal(set.sampled, false);
    assert.deepEqual(
      set.expansions.map(({ text }) => text),
      ['aaa', 'aab', 'aba', 'abb', 'baa', 'bab', 'bba', 'bbb'],
    );
  });

  it('beyond 2^53 are Infinity and still sampled', () => {
    for (const huge of [
      '{a|b} '.repeat(2000),
      `{9-40$$${Array.from({ length: 60 }, (_, i) => `w${i}`).join('|')}}`,
    ]) {
      const set = expandText(huge, 'a1111', { limit: 20 });
      assert.equal(set.total, Infinity);
      assert.equal(set.expansions.length, 20);
    }
  });

  it('count picks as ordered selections of their options', () => {
    assert.equal(expandText('{3$$a|b|c|d|e}', 'a1111').total, 60);
    assert.equal(expandText('{2$$a|{b|c}|d}', 'a1111').total, 10);
    assert.equal(expandText('{0-2$$a|b|c}', 'a1111').total, 10);
    assert.equal(
      expandText(`{20$$${Array.from({ length: 20 }, (_, i) => `n${i}`).join('|')}}`, 'a1111').total,
      Infinity,
    );
  });

  it('samples sizes in proportion to their combinations', () => {
    // 12 options: 12 of one, 132 of two, 1320 of three. Sizes drawn evenly would make a third of them single.
    const options = 'a b c d e f g h i j k l'.split(' ');
    const { expansions, sampled, total } = expandText(`{1-3$$${options.join('|')}}`, 'a1111', { limit: 400 });
    assert.deepEqual([sampled, total, expansions.length], [true, 12 + 132 + 1320, 400]);
    const sizes = expansions.map(({ text }) => text.split(', ').length);
    const share = (size: number): number => sizes.filter((each) => each === size).length / sizes.length;
    assert.ok(share(1) < 0.04, `${share(1)} of one`);
    assert.ok(Math.abs(share(2) - 132 / 1464) < 0.05, `${share(2)} of two`);
    assert.ok(share(3) > 0.85, `${share(3)} of three`);
  });

  it('of very many options taken at once take steps in proportion to them', () => {
    const meter = new Meter<typeof Core>('test/steps/coreSteps.ts');
    const all = (options: number): number =>
      meter.count(({ parseSpellFile, expandSpell }) => {
        const { spells } = parseSpellFile(`{99999$$${'a|'.repeat(options)}b}`);
        return expandSpell(spells[0]!, { dialect: 'a1111', limit: 1 });
      });
    try {
      assertProportional(all, 2000);
    } finally {
      meter.stop();
    }
  });
});

describe('brackets in wildcards that name each other', () => {
  const nested = (inner: string): string => '{a|'.repeat(99) + inner + '}'.repeat(99);

  it('are read to a bound, wherever the nesting begins', () => {
    const lines = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`w${i}`, [nested(`__w${i + 1}__`)]]),
    );
    const { expansions, diagnostics } = expandText(nested('__w0__'), 'a1111', {
      wildcards: wildcardsOf({ ...lines, w40: ['b'] }),
    });
    assert.equal(expansions[0]!.text, 'a');
    assert.deepEqual(
      diagnostics.map(({ code, parameters }) => [code, parameters.limit]),
      [['nesting-too-deep', 250]],
    );
  });

  it('are bounded too when each was read before it is named', () => {
    // The innermost first: none of them is read at more than one level of wildcards.
    const names = Array.from({ length: 60 }, (_, i) => `w${i}`);
    const lines = Object.fromEntries(
      names.map((name, i) => [name, [i === 0 ? 'b' : nested(`__w${i - 1}__`)]]),
    );
    const { expansions, diagnostics } = expandText(names.map((name) => `__${name}__`).join(' '), 'a1111', {
      wildcards: wildcardsOf(lines),
    });
    assert.ok(expansions.length > 0);
    assert.ok(diagnostics.some(({ code }) => code === 'nesting-too-deep'));
  });
});

it('a word of millions of characters is read', () => {
  for (const part of ["a'", 'e\u0301', '1.']) {
    const word = part.repeat(3_800_000);
    assert.equal(expandText(word, 'a1111').expansions[0]!.text.length, word.length, part);
  }
});
