import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { tablePages, tables, withTable } from '../../../scripts/check/tables';
import { root } from '../../../scripts/editor/repository';
import type { Language } from '../../../src/words/words';

/** A page without the figures of its tables: rows keep what they are called. */
const withoutFigures = (markdown: string): string => markdown.replace(/(?<=\| )[\d.]+(?: %)?(?= \|)/g, '·');

describe('simulated tables of docs/prompt-tests.md', () => {
  const languages = Object.keys(tablePages) as Language[];

  for (const [name, simulate] of Object.entries(tables))
    it(`are written into the page of each language at their place: ${name}`, async () => {
      const table = await simulate(() => 1);
      for (const language of languages) {
        const page = readFileSync(path.join(root, tablePages[language]), 'utf8').replaceAll('\r\n', '\n');
        const written = withTable(page, { name, table, language });
        assert.notEqual(written, page);
        assert.equal(withoutFigures(written), withoutFigures(page));
      }
    });

  it('are not written into a page that has no place for them', () => {
    const table = { head: [], rows: [] };
    assert.throws(
      () => withTable('# A\n', { name: 'power', table, language: 'ja' }),
      /docs\/ja\/prompt-tests\.md/,
    );
  });
});
