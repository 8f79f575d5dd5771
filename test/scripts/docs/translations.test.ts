import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { linksIn } from '../../../scripts/docs/pageReferences';
import { root } from '../../../scripts/editor/repository';

/** Comes with the packager of extensions. */
const MarkdownIt = createRequire(__filename)('markdown-it') as new (options: object) => {
  render(text: string): string;
};
const folder = 'docs/ja';
const pages = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'));
const read = (file: string): string =>
  withoutFaults(readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n'));

/**
 * A page without what stands between the marks of `npm run test:faults -- --write`: that table is made of the tests'
 * own English names, and a translation has a link to it there.
 */
function withoutFaults(markdown: string): string {
  return markdown.replace(/<!-- faults -->\n[^]*?<!-- end -->/g, '');
}

/** Names of options, settings, problems, and fields of JSON. */
const identifier = /`(--[a-z-]+|spellwright\.[\w.]+|[a-z]+(?:-[a-z]+)+|[a-z]+(?:[A-Z][a-z]*)+)`/g;

/** What a page and its translation have in common: an edit of one that the other lacks shows here. */
function shapeOf(markdown: string): Record<string, readonly string[]> {
  const blocks = [...markdown.matchAll(/^( *)```[^\n]*\n[\s\S]*?^\1```$/gm)];
  const prose = markdown.replace(/^( *)```[^\n]*\n[\s\S]*?^\1```$/gm, '```');
  const lines = prose.split('\n');
  return {
    headings: lines.filter((line) => /^#+ /.test(line)).map((line) => /^#+/.exec(line)![0]),
    // How many columns each row of each table has.
    tables: lines
      .filter((line) => line.startsWith('|'))
      .map((line) => String(line.replace(/\\\|/g, '').split('|').length)),
    lists: lines.filter((line) => /^\s*(?:[-*]|\d+\.) /.test(line)).map((line) => /^\s*/.exec(line)![0]),
    blocks: blocks.map(() => '```'),
    identifiers: [...new Set([...prose.matchAll(identifier)].map(([, name]) => name!))].sort(),
  };
}

/** Rows of tables, points of lists, headings and paragraphs of a page, in their order, without targets of links. */
const blocksOf = (markdown: string): string[] =>
  markdown
    .replace(/^( *)```[^\n]*\n[\s\S]*?^\1```$/gm, '```')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/\n(?=\s*(?:[-*#|]|\d+\. ))/g, '\n\n')
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '');

/**
 * Asterisks that a reader would see around words that should be bold: `**` ends nothing between a sign such as 」 or %
 * and a letter, which Japanese, without blanks, often has side by side.
 */
const visibleAsterisks = (markdown: string): string[] =>
  new MarkdownIt({ html: true })
    .render(markdown)
    .replace(/<(code|pre)[\s>][^]*?<\/\1>/g, '')
    .match(/.*\*\*.*/g) ?? [];

const numbersIn = (text: string): string[] =>
  [...text.matchAll(/−?\d+(?:[.,]\d+)*(?:e-\d+)?/g)].map(([number]) => number);

/**
 * Numbers that a block of the English page has and the same block of the translation lacks, with the latter's
 * beginning. It may have more of them: where English says "two" Japanese writes 2.
 */
function lostNumbers(ours: string, theirs: string): string[] {
  const blocks = blocksOf(ours);
  return blocksOf(theirs).flatMap((block, at) => {
    const told = numbersIn(blocks[at] ?? '');
    return numbersIn(block).flatMap((number) => {
      const found = told.indexOf(number);
      if (found >= 0) told.splice(found, 1);
      return found >= 0 ? [] : [`${number}: ${(blocks[at] ?? '').slice(0, 40)}`];
    });
  });
}

/** The English page that a file is a translation of, or the file itself: from the root. */
const englishOf = (file: string): string =>
  file === 'README.ja.md' ? 'README.md' : file.replace(`${folder}/`, 'docs/');

/** Files that a page links to, from the root, translations as the English ones. */
const targets = (file: string): string[] =>
  [
    ...new Set(
      linksIn(read(file))
        .filter(({ file: target }) => target !== '')
        .map(({ file: target }) => englishOf(path.join(path.dirname(file), target))),
    ),
  ].sort();

describe('pages in Japanese', () => {
  for (const page of pages) {
    it(`${page} has the headings, tables, lists, examples, names and links of the English one`, () => {
      const [ours, theirs] = [shapeOf(read(path.join(folder, page))), shapeOf(read(path.join('docs', page)))];
      for (const part of Object.keys(theirs)) assert.deepEqual(ours[part], theirs[part], part);
      assert.deepEqual(targets(path.join(folder, page)), targets(path.join('docs', page)));
    });

    it(`${page} has the figures of the English one, each at its place`, () => {
      const [ours, theirs] = [read(path.join(folder, page)), read(path.join('docs', page))];
      assert.equal(blocksOf(ours).length, blocksOf(theirs).length);
      assert.deepEqual(lostNumbers(ours, theirs), []);
    });

    it(`${page} links to pages in Japanese where there are some, but for the English one of itself`, () => {
      const links = linksIn(read(path.join(folder, page))).map(({ file }) => path.join(folder, file));
      const isTranslated = (file: string): boolean =>
        file === 'README.md' ||
        (file.startsWith('docs/') &&
          !file.startsWith(`${folder}/`) &&
          existsSync(path.join(root, folder, file.slice('docs/'.length))));
      assert.deepEqual(
        links.filter((file) => file !== `docs/${page}` && isTranslated(file)),
        [],
      );
    });

    it(`${page} is written in Japanese`, () => {
      const prose = read(path.join(folder, page)).replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
      const paragraphs = prose.split(/\n+/).filter((line) => line.length > 60 && !/^[|<!]/.test(line));
      const english = paragraphs.filter((line) => !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(line));
      assert.deepEqual(english, []);
    });
  }

  it('show what is bold as bold, the first page too', () => {
    const all = ['README.ja.md', ...pages.map((page) => path.join(folder, page))];
    assert.deepEqual(
      all.flatMap((page) => visibleAsterisks(read(page))),
      [],
    );
    assert.deepEqual(visibleAsterisks('**30 %**の画像、`**`'), ['<p>**30 %**の画像、</p>']);
    assert.deepEqual(visibleAsterisks('**画像**の**30 %**、`**`'), []);
  });

  it('are linked from the first page in Japanese', () => {
    const linked = linksIn(read('README.ja.md')).map(({ file }) => file);
    assert.deepEqual(
      pages.filter((page) => !linked.includes(`${folder}/${page}`)),
      [],
    );
  });

  it('would be noticed if a part were missing', () => {
    const shape = shapeOf('# A\n| a | b |\n- c `--d`\n```\n# no\n```');
    assert.deepEqual(shape, {
      headings: ['#'],
      tables: ['4'],
      lists: [''],
      blocks: ['```'],
      identifiers: ['--d'],
    });
  });

  it('may leave out the table of faults, and nothing beside it', () => {
    const page = (faults: string): string =>
      `# A\n\n1\n\n<!-- faults -->\n\n${faults}\n\n<!-- end -->\n\n2 [b](b.md)\n\n<!-- end -->`;
    const english = withoutFaults(page('| c | 3 |\n| d | `--e` |'));
    assert.equal(english, withoutFaults(page('[ここ](../a.md#faults)')));
    assert.deepEqual(blocksOf(english), ['# A', '1', '2 [b]']);
    assert.deepEqual(linksIn(english), [{ file: 'b.md' }]);
  });

  it('would be noticed if a figure were another', () => {
    const english = '| "nurse", 2 of 3 | 2.4 (−0.6 to 3.6) |\n\nOf 300 there are\ntwo [here](a1.md).';
    const japanese = (low: string, all: string): string =>
      `| 「nurse」、3のうち2 | 2.4（${low}～3.6） |\n\n[ここ](a1.md)に${all}のうち2つあります。`;
    assert.deepEqual(lostNumbers(japanese('−0.6', '300'), english), []);
    assert.deepEqual(lostNumbers(japanese('0.6', '30'), english), [
      '−0.6: | 「nurse」、3のうち2 | 2.4（0.6～3.6） |',
      '300: [ここ]に30のうち2つあります。',
    ]);
  });
});
