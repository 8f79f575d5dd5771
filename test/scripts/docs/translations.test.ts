import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { linksIn } from '../../../scripts/docs/pageReferences';
import { root } from '../../../scripts/editor/repository';

const folder = 'docs/ja';
const pages = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'));
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n');

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
    identifiers: [
      ...new Set([...prose.matchAll(/`(--[a-z-]+|spellwright\.[\w.]+)`/g)].map(([, name]) => name!)),
    ].sort(),
  };
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
});
