import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { completionPlace, type CompletionPlace } from '../../src/extension/features/language/completionPlace';
import type * as Core from '../steps/coreSteps';
import { Meter } from '../steps/meter';

/** The place at `¦` in a text, with what the completion would replace. */
function at(marked: string): (CompletionPlace & { readonly replaced: string }) | undefined {
  const offset = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const place = completionPlace(parseSpellFile(text), offset);
  return place && { ...place, replaced: text.slice(place.span.start, place.span.end) };
}

describe('where the spell language completes', () => {
  const cases: readonly (readonly [
    string,
    { readonly kind: string; readonly typed: string; readonly replaced: string } | undefined,
  ])[] = [
    ['---\nima¦\n---\n', { kind: 'key', typed: 'ima', replaced: 'ima' }],
    ['---\nim¦ages: x\n---\n', { kind: 'key', typed: 'im', replaced: 'images' }],
    ['---\n¦\n---\n', { kind: 'key', typed: '', replaced: '' }],
    ['---\r\nimages: a\r\ndia¦\r\n---\r\n', { kind: 'key', typed: 'dia', replaced: 'dia' }],
    ['---\ndialect: com¦\n---\n', { kind: 'dialect', typed: 'com', replaced: 'com' }],
    ['---\ndialect: ¦a1111\n---\n', { kind: 'dialect', typed: '', replaced: 'a1111' }],
    ['---\nimages: refs/c¦at.png\n---\n', { kind: 'images', typed: 'refs/c', replaced: 'refs/cat.png' }],
    ['---\nimages: [a.png, "my re¦fs/"]\n---\n', { kind: 'images', typed: 'my re', replaced: 'my refs/' }],
    ['---\nimages:\n  - a.png\n  - b¦\n---\n', { kind: 'images', typed: 'b', replaced: 'b' }],
    ['---\nmodel: ../¦\n---\n', { kind: 'model', typed: '../', replaced: '../' }],
    ['---\nimages: [a] # se¦\n---\n', undefined],
    ['---\nexpect:\n  - bea¦\n---\n', { kind: 'expect-key', typed: 'bea', replaced: 'bea' }],
    ['---\nexpect:\n  - beats: a\n    sp¦\n---\n', { kind: 'expect-key', typed: 'sp', replaced: 'sp' }],
    ['---\nexpect:\n  - {beats: a, sp¦}\n---\n', { kind: 'expect-key', typed: 'sp', replaced: 'sp' }],
    ['---\nexpect:\n- fits: con¦text\n---\n', { kind: 'expect-value', typed: 'con', replaced: 'context' }],
    ['---\nexpect: {keeps: b¦}\n---\n', { kind: 'expect-value', typed: 'b', replaced: 'b' }],
    [
      '---\nexpect:\n  - first-for: refs/¦a.png\n---\n',
      { kind: 'images', typed: 'refs/', replaced: 'refs/a.png' },
    ],
    ['---\nexpect:\n  - on: [a.png, "b¦"]\n---\n', { kind: 'images', typed: 'b', replaced: 'b' }],
    ['---\nexpect:\n  - beats:¦\n---\n', undefined],
    ['---\nexpect:\n  - beats: a # ¦\n---\n', undefined],
    ['---\ntemplate: a ¦\n---\n', undefined],
    ['---\nimages: [a]\n---¦\n', undefined],
    ['a __co¦', { kind: 'wildcard', typed: 'co', replaced: 'co' }],
    ['a __co¦lour__ b', { kind: 'wildcard', typed: 'co', replaced: 'colour__' }],
    ['a __x__ b ¦', undefined],
    ['a __x__ and __¦', { kind: 'wildcard', typed: '', replaced: '' }],
    ['a _¦', undefined],
    ['# __¦', undefined],
    ['#¦', { kind: 'heading', typed: '#', replaced: '#' }],
    ['a\n##¦', { kind: 'heading', typed: '##', replaced: '##' }],
    ['a #¦', undefined],
    ['a red ¦cat', undefined],
    ['¦', undefined],
  ];
  for (const [marked, expected] of cases) {
    it(JSON.stringify(marked), () => {
      const place = at(marked);
      assert.deepEqual(place && { kind: place.kind, typed: place.typed, replaced: place.replaced }, expected);
    });
  }

  it('knows what else an expectation says', () => {
    const rest = (marked: string): unknown => {
      const place = at(marked);
      if (place?.kind === 'expect-key') return place.present;
      return place?.kind === 'expect-value' ? [place.key, place.spell] : place;
    };
    const head = '---\nexpect:\n  - keeps: baseline\n';
    assert.deepEqual(rest(`${head}  - beats: b\n    ¦\n    by: 0.1\n  - spell: c\n---\n`), ['beats', 'by']);
    assert.deepEqual(rest(`${head}  - ¦\n    spell: a\n---\n`), ['spell']);
    assert.deepEqual(rest(`${head}  - ¦\n  - spell: a\n---\n`), []);
    assert.deepEqual(rest('---\nexpect: [{spell: a}, {spell: "b c", winner: ¦}]\n---\n'), ['winner', 'b c']);
    assert.deepEqual(rest('---\nexpect:\n  - spell: "a b"\n    winner: x¦\n---\n'), ['winner', 'a b']);
    assert.deepEqual(rest('---\nexpect:\n  - winner: x¦\n    spell: a\n---\n'), ['winner', 'a']);
  });

  it('never throws, and replaces only what is around the caret, in any text', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '---\n',
        'images: ',
        '[',
        '{',
        'expect:',
        'spell: ',
        ',',
        '"',
        "'",
        '#',
        '__',
        'a',
        '\r\n',
        '\n',
        '###',
        '猫',
        ' - ',
        '/',
      ),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(pieces, fc.nat(80), (parts, wanted) => {
        const text = parts.join('');
        const offset = Math.min(wanted, text.length);
        const place = completionPlace(parseSpellFile(text), offset);
        if (place === undefined) return;
        assert.ok(place.span.start <= offset && offset <= place.span.end);
        assert.equal(text.slice(place.span.start, offset), place.typed);
        assert.doesNotMatch(text.slice(place.span.start, place.span.end), /[\r\n]/);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not read a line of 1 MB whole', () => {
    const meter = new Meter<typeof Core>('test/steps/coreSteps.ts');
    const steps = (length: number): number => {
      const file = parseSpellFile(`a ${'x'.repeat(length)}`);
      return meter.count(({ completionPlace }) => completionPlace(file, 0.9 * length));
    };
    steps(10_000);
    assert.equal(steps(1_000_000), steps(10_000));
    meter.stop();
  });
});
