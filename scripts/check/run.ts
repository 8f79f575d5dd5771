import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { markdownTable } from '../statistics/figure';
import { engineDifference, falseAlarmTable, powerTable, stability } from './figures';

/**
 * Simulates what docs/prompt-tests.md says of verdicts and writes its tables anew, between `<!-- simulated: NAME -->` and
 * `<!-- end -->`: some minutes. `--quick` takes a tenth of the trials and writes nothing.
 *
 *     npx tsx scripts/check/run.ts [--quick]
 */
const quick = process.argv.includes('--quick');
const trials = (usual: number): number => (quick ? usual / 10 : usual);
const page = resolve(__dirname, '../../docs/prompt-tests.md');

const tables: Readonly<Record<string, () => Promise<string>>> = {
  'false alarms': () => falseAlarmTable(trials(1000)),
  power: () => powerTable(trials(500)),
  'other engines': async () => {
    const rows: (string | number)[][] = [];
    for (const difference of [1e-6, engineDifference]) {
      const { verdicts, others } = await stability(3, trials(1000), difference);
      rows.push([difference, verdicts, others]);
    }
    return markdownTable(['embeddings differ by', 'verdicts', 'others'], rows);
  },
};

async function main(): Promise<void> {
  for (const [name, simulate] of Object.entries(tables)) {
    const table = await simulate();
    process.stdout.write(`${name}\n\n${table}\n`);
    if (quick) continue;
    const text = readFileSync(page, 'utf8');
    const start = text.indexOf(`<!-- simulated: ${name} -->`);
    const end = text.indexOf('<!-- end -->', start);
    if (start < 0 || end < 0) throw new Error(`docs/prompt-tests.md has no place for "${name}"`);
    const head = text.indexOf('\n', start) + 1;
    writeFileSync(page, `${text.slice(0, head)}\n${table}\n${text.slice(end)}`);
  }
}

void main();
