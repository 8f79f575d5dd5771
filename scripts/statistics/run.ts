import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { betterVariantTable, equalVariantsTable } from './choosing';
import { coverageTable, nearDuplicateTable } from './coverage';
import { invarianceTable } from './invariance';
import { firstAgainstLast, rankTable } from './ranking';
import { markdownTable, percentText } from './figure';

/**
 * Simulates what docs/statistics.md says and writes its tables anew, between `<!-- simulated: NAME -->` and `<!-- end -->`.
 * `--quick` takes a tenth of the trials and writes nothing; names of tables after it simulate those alone.
 */
const quick = process.argv.includes('--quick');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--quick');
const trials = (usual: number): number => (quick ? usual / 10 : usual);
const page = resolve(__dirname, '../../docs/statistics.md');

const tables: Readonly<Record<string, () => string>> = {
  coverage: () => coverageTable(trials(20_000)),
  'near-duplicates': () => nearDuplicateTable(trials(20_000)),
  invariance: () => invarianceTable(trials(4_000)),
  'equal variants': () => equalVariantsTable(trials(4_000)),
  'a better variant': () => betterVariantTable(trials(2_000)),
  'first against last': () =>
    markdownTable(
      ['pictures', 'by ranges', 'each pair alone'],
      [5, 8, 12, 20].map((pictures) => {
        const { shown, alone } = firstAgainstLast(pictures, trials(4_000));
        return [pictures, percentText(shown), percentText(alone)];
      }),
    ),
  ranks: () => rankTable(trials(2_000)),
};

let text = readFileSync(page, 'utf8');
for (const [name, simulate] of Object.entries(tables)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const table = simulate();
  process.stdout.write(`${name}\n\n${table}\n`);
  const start = text.indexOf(`<!-- simulated: ${name} -->`);
  const end = text.indexOf('<!-- end -->', start);
  if (start < 0 || end < 0) throw new Error(`docs/statistics.md has no place for "${name}"`);
  const head = text.indexOf('\n', start) + 1;
  text = `${text.slice(0, head)}\n${table}\n${text.slice(end)}`;
}
if (!quick) writeFileSync(page, text);
