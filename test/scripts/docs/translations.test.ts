import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { linksIn } from '../../../scripts/docs/pageReferences';
import { root } from '../../../scripts/editor/repository';

const folder = 'docs/ja';
const pages = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'));
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n');

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

/** Cells of the tables of a page, row after row, without the titles of the rows. */
const cellsOf = (markdown: string): string[] =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => line.split(/(?<!\\)\|/).slice(2))
    .map((cell) => cell.trim());

/** Numbers of a text, with their signs, in no order: two languages may name them in two. */
const numbersIn = (text: string): string[] =>
  [...text.matchAll(/−?\d+(?:[.,]\d+)*(?:e-\d+)?/g)].map(([number]) => number).sort();

/** Cells of figures that a translation tells otherwise: the English ones are held to what is measured. */
function otherFigures(ours: string, theirs: string): { readonly ours?: string; readonly theirs: string }[] {
  const cells = cellsOf(ours);
  return cellsOf(theirs)
    .map((cell, at) => ({ ours: cells[at], theirs: cell }))
    .filter(({ theirs: cell }) => /^−?\d/.test(cell))
    .filter((cell) => String(numbersIn(cell.ours ?? '')) !== String(numbersIn(cell.theirs)));
}

/** Files that a page links to, from the root: a page of this folder counts as the English one. */
const targets = (file: string): string[] =>
  [
    ...new Set(
      linksIn(read(file))
        .filter(({ file: target }) => target !== '')
        .map(({ file: target }) => path.join(path.dirname(file), target).replace(`${folder}/`, 'docs/')),
    ),
  ].sort();

describe('pages in Japanese', () => {
  for (const page of pages) {
    it(`${page} has the headings, tables, lists, examples, names and links of the English one`, () => {
      const [ours, theirs] = [shapeOf(read(path.join(folder, page))), shapeOf(read(path.join('docs', page)))];
      for (const part of Object.keys(theirs)) assert.deepEqual(ours[part], theirs[part], part);
      assert.deepEqual(targets(path.join(folder, page)), targets(path.join('docs', page)));
    });

    it(`${page} has the figures of the English one in its tables`, () => {
      const [ours, theirs] = [read(path.join(folder, page)), read(path.join('docs', page))];
      assert.deepEqual(otherFigures(ours, theirs), []);
    });

    it(`${page} links to pages in Japanese where there are some`, () => {
      const links = linksIn(read(path.join(folder, page))).map(({ file }) => file);
      assert.deepEqual(
        links.filter((file) => pages.some((translated) => file === `../${translated}`)),
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

  it('would be noticed if a figure were another', () => {
    const english = '| "nurse", 2 of 3 | 2.4 (−0.6 to 3.6) | 30 of 31 |';
    assert.deepEqual(otherFigures('| 「nurse」 | 2.4（−0.6～3.6） | 31件のうち30件 |', english), []);
    assert.deepEqual(otherFigures('| 「nurse」 | 2.4（0.6～3.6） | 31件のうち30件 |', english), [
      { ours: '2.4（0.6～3.6）', theirs: '2.4 (−0.6 to 3.6)' },
    ]);
  });
});
