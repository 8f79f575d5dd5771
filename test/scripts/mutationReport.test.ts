import assert from 'node:assert/strict';
import { mutationTable, withReport, type Tried } from '../../scripts/mutation/mutationReport';

const tried: readonly Tried[] = [
  { file: 'b.ts', line: 9, outcome: 'survived', change: '< → <=' },
  { file: 'a.ts', line: 1, outcome: 'noticed', change: '+ → -' },
  { file: 'b.ts', line: 2, outcome: 'survived', change: '0 → (0 + 1)' },
  { file: 'b.ts', line: 3, outcome: 'hung', change: 'a → true' },
];

describe('the report of a mutation run', () => {
  it('counts by source, and what hung as noticed', () => {
    assert.deepEqual(mutationTable(tried).split('\n').slice(2), [
      '| `a.ts` | 1 | 0 | 100.0 % |',
      '| `b.ts` | 3 | 2 | 33.3 % |',
      '| all | 4 | 2 | 50.0 % |',
    ]);
  });

  it('stands between its marks, in place of the one before', () => {
    const date = new Date('2026-01-02T03:04:05Z');
    const page = 'before\n<!-- mutation: begin -->\nold\n<!-- mutation: end -->\nafter\n';
    const written = withReport(page, tried, { all: 50, date });
    assert.ok(written.startsWith('before\n<!-- mutation: begin -->\n\n4 of 50 mutants, on 2026-01-02:\n\n|'));
    assert.ok(
      written.endsWith(
        '```text\nb.ts:2  0 → (0 + 1)\nb.ts:9  < → <=\n```\n\n<!-- mutation: end -->\nafter\n',
      ),
    );
    assert.equal(withReport(written, tried, { all: 50, date }), written);
    assert.throws(() => withReport('no marks', tried, { all: 50, date }), /no <!-- mutation: begin -->/);
  });
});
