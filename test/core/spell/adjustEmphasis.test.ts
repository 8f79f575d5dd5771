import assert from 'node:assert/strict';
import { adjustEmphasis } from '../../../src/core/spell/adjustEmphasis';
import type { Dialect } from '../../../src/core/spell/spell';

/** `«` and `»` mark the selection, `^` a caret; the result marks what is selected afterwards. */
function press(marked: string, delta: number, dialect: Dialect = 'a1111'): string | undefined {
  const caret = marked.indexOf('^');
  const start = caret >= 0 ? caret : marked.indexOf('«');
  const end = caret >= 0 ? caret : marked.indexOf('»') - 1;
  const text = marked.replace(/[\^«»]/g, '');
  const edit = adjustEmphasis(text, start, end, delta, dialect);
  if (edit === undefined) return undefined;
  const edited = text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
  const { selection } = edit;
  return `${edited.slice(0, selection.start)}«${edited.slice(selection.start, selection.end)}»${edited.slice(selection.end)}`;
}

describe('adjustEmphasis', () => {
  const cases: readonly (readonly [string, number, string | undefined])[] = [
    ['a ca^t, b', 0.1, 'a («cat»:1.1), b'],
    ['a ^cat', 0.1, 'a («cat»:1.1)'],
    ['cat^', -0.1, '(«cat»:0.9)'],
    ['a («cat»:1.1), b', 0.1, 'a («cat»:1.2), b'],
    ['a («cat»:1.1), b', -0.1, 'a «cat», b'],
    ['a (ca^t:0.9) b', 0.1, 'a «cat» b'],
    ['a (cat:1.^9) b', 0.1, 'a («cat»:2.0) b'],
    ['(ca^t)', 0.1, '(«cat»:1.2)'],
    ['(ca^t)', -0.1, '«cat»'],
    ['«a cat » b', 0.1, '(«a cat»:1.1)  b'],
    ['(a (b c^d:1.5) e:1.2)', 0.1, '(a («b cd»:1.6) e:1.2)'],
    ['(a^ (b:1.5) e:1.2)', 0.1, '(«a (b:1.5) e»:1.3)'],
    ['(a) c^d (b)', 0.1, '(a) («cd»:1.1) (b)'],
    ['\\(c^d\\)', 0.1, '\\((«cd»:1.1)\\)'],
    ['a, ^, b', 0.1, undefined],
    ['', 0.1, undefined],
    ['猫^、犬', 0.1, '(«猫»:1.1)、犬'],
    ['(猫^:１.３)', 0.1, '(«猫»:1.4)'],
    ['🐟^', 0.1, '(«🐟»:1.1)'],
    ['cat^', 0.05, '(«cat»:1.05)'],
  ];
  for (const [before, delta, after] of cases) {
    it(`${before} ${delta}`, () => {
      assert.equal(press(before, delta), after);
      assert.equal(press(before, delta, 'comfyui'), press(before, delta));
      for (const dialect of ['midjourney', 'novelai', 'invokeai', 'plain'] as const)
        assert.equal(press(before, delta, dialect), undefined);
    });
  }

  /** Tags, names and heads that brackets would break: before, after, dialect. */
  const whole: readonly (readonly [string, string | undefined, Dialect])[] = [
    ['<lora:ow^l:0.8>, x', '<lora:owl:«0.9»>, x', 'a1111'],
    ['owl, <lo^ra:a:1>', 'owl, <lora:a:«1.1»>', 'a1111'],
    ['<lora:owl:0^.8>', '<lora:owl:«0.9»>', 'a1111'],
    ['<hypernet:fo^o:1>', '<hypernet:foo:«1.1»>', 'a1111'],
    ['<lora:fo«o b»ar:0.9>', '<lora:foo bar:«1.0»>', 'a1111'],
    ['<lora:a^>', '<lora:a:«1.1»>', 'a1111'],
    ['(cat, <lora:a^:.5>:1.2)', '(cat, <lora:a:«0.6»>:1.2)', 'a1111'],
    ['<lora:my (x)^ one:1>', '<lora:my (x) one:«1.1»>', 'comfyui'],
    ['a cat <lora:owl:0.8^', undefined, 'a1111'],
    ['a cat <lora:o^wl', undefined, 'a1111'],
    ['a < b, c^at', 'a < b, («cat»:1.1)', 'a1111'],
    ['embedding:ea^sy, x', '(«embedding:easy»:1.1), x', 'comfyui'],
    ['(embedding:ea^sy:1.1), x', '(«embedding:easy»:1.2), x', 'comfyui'],
    ['{2$$r^ed|blue} hat', '{2$$(«red»:1.1)|blue} hat', 'a1111'],
    ['{2$$ and $$r^ed|blue} hat', '{2$$ and $$(«red»:1.1)|blue} hat', 'a1111'],
    ['{0.5::r^ed|blue} hat', '{0.5::(«red»:1.1)|blue} hat', 'a1111'],
    ['{red|bl^ue} hat', '{red|(«blue»:1.1)} hat', 'a1111'],
    ['{^2$$red|blue}', undefined, 'a1111'],
    ['{2$$ a^nd $$red|blue}', undefined, 'a1111'],
    ['{0.^5::red|blue}', undefined, 'a1111'],
    ['{2$$r«ed|bl»ue} hat', undefined, 'a1111'],
    ['a __co^lour__ hat', 'a («__colour__»:1.1) hat', 'a1111'],
    ['a __deep/co^lour__ hat', 'a («__deep/colour__»:1.1) hat', 'a1111'],
    ['[cat:do^g:0.5]', '[cat:(«dog»:1.1):0.5]', 'a1111'],
    ['[cat:dog:0.^5]', undefined, 'a1111'],
    ['a cat BRE^AK a dog', undefined, 'a1111'],
    ['a cat A^ND a dog', undefined, 'a1111'],
  ];
  for (const [before, after, dialect] of whole)
    it(`${before} in ${dialect}`, () => assert.equal(press(before, 0.1, dialect), after));

  it('comes back to where it started', () => {
    let marked = 'a «big cat», b';
    for (const delta of [0.1, 0.1, 0.1, -0.1, -0.1, -0.1]) marked = press(marked, delta)!;
    assert.equal(marked, 'a «big cat», b');
  });
});
