import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../editor/repository';
import type { Language } from '../../src/words/words';
import { tablePages, tables, tableText, withTable } from './tables';

/**
 * Simulates what docs/prompt-tests.md says of verdicts and writes its tables anew, in each language of the page: some
 * minutes. `--quick` takes a tenth of the trials and writes nothing.
 *
 *     npx tsx scripts/check/run.ts [--quick]
 */
const quick = process.argv.includes('--quick');
const trials = (usual: number): number => (quick ? usual / 10 : usual);

async function main(): Promise<void> {
  for (const [name, simulate] of Object.entries(tables)) {
    const table = await simulate(trials);
    process.stdout.write(`${name}\n\n${tableText(table, 'en')}\n`);
    if (quick) continue;
    for (const [language, file] of Object.entries(tablePages) as [Language, string][]) {
      const page = join(root, file);
      writeFileSync(page, withTable(readFileSync(page, 'utf8'), { name, table, language }));
    }
  }
}

void main();
