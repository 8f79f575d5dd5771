import assert from 'node:assert/strict';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';

describe('front matter of suggestions', () => {
  it('names pictures to avoid and lists of phrases, one or several, each at its place', () => {
    const text = '---\navoid: bad/*.png\nlists: [tags.csv, cards]\n---\na cat';
    const { frontMatter, diagnostics } = parseSpellFile(text);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      frontMatter.avoid!.map(({ value, span }) => [value, text.slice(span.start, span.end)]),
      [['bad/*.png', 'bad/*.png']],
    );
    assert.deepEqual(
      frontMatter.lists!.map(({ value }) => value),
      ['tags.csv', 'cards'],
    );
    assert.deepEqual(frontMatter.images, []);
  });

  it('is absent where nothing is named', () => {
    const { frontMatter } = parseSpellFile('---\navoid:\n---\na cat');
    assert.equal(frontMatter.avoid, undefined);
    assert.equal(frontMatter.lists, undefined);
  });

  it('knows what other programs call them, and what lacks quotes', () => {
    const codes = (text: string): string[] => parseSpellFile(text).diagnostics.map(({ code }) => code);
    assert.deepEqual(codes('---\nunwanted: a.png\n---\na cat'), ['front-matter-key-slip']);
    assert.deepEqual(codes('---\navoid: *.png\n---\na cat'), ['front-matter-unquoted']);
  });

  it('names phrases to keep, and knows the key by other names', () => {
    const read = (text: string): ReturnType<typeof parseSpellFile> => parseSpellFile(text);
    const { frontMatter, diagnostics } = read('---\nkeep: [at night, "a, b"]\n---\na cat');
    assert.deepEqual(
      frontMatter.keep!.map(({ value }) => value),
      ['at night', 'a, b'],
    );
    assert.deepEqual(diagnostics, []);
    assert.equal(read('---\nkeep:\n---\na cat').frontMatter.keep, undefined);
    const [slip] = read('---\nfixed: at night\n---\na cat').diagnostics;
    assert.deepEqual([slip!.code, slip!.parameters.fix], ['front-matter-key-slip', 'keep']);
  });
});
