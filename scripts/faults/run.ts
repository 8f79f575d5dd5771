/**
 * `npm run test:faults`: injects faults and says what became of them. `-- --long` tries many more inputs, and
 * `-- --write` writes the table into docs/reliability.md, between `<!-- faults -->` and `<!-- end -->`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FaultRow } from '../../test/faults/fault';
import { root } from '../editor/repository';
import { faultTable, withFaultTable } from './faultTable';

const folder = mkdtempSync(path.join(tmpdir(), 'spellwright-faults-'));
const rowsFile = path.join(folder, 'rows.jsonl');
const page = path.join(root, 'docs/reliability.md');
writeFileSync(rowsFile, '');

const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
const { status } = spawnSync(process.execPath, [mocha, '--config', 'test/faults/mocharc.json'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    SPELLWRIGHT_FAULT_ROWS: rowsFile,
    SPELLWRIGHT_FAULTS: process.argv.includes('--long') ? 'long' : 'short',
  },
});
const lines = readFileSync(rowsFile, 'utf8').split('\n').filter(Boolean);
rmSync(folder, { recursive: true });

if (status === 0) {
  const table = faultTable(lines.map((line) => JSON.parse(line) as FaultRow));
  process.stdout.write(`\n${table}\n`);
  if (process.argv.includes('--write'))
    writeFileSync(page, withFaultTable(readFileSync(page, 'utf8'), table));
}
process.exitCode = status ?? 1;
