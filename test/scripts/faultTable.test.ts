import assert from 'node:assert/strict';
import { faultTable, withFaultTable } from '../../scripts/faults/faultTable';

describe('the table of faults', () => {
  const row = {
    area: 'downloads',
    fault: 'half a file',
    tried: 1200,
    outcome: 'fetched on',
    lost: 'nothing',
  };

  it('has a row for each fault, by area', () => {
    const table = faultTable([row, { ...row, area: 'engine' }, { ...row, fault: 'no file' }]);
    assert.deepEqual(table.split('\n').slice(2), [
      '| downloads | half a file | 1,200 | fetched on | nothing |',
      '| downloads | no file | 1,200 | fetched on | nothing |',
      '| engine | half a file | 1,200 | fetched on | nothing |',
    ]);
  });

  it('stands between its marks', () => {
    assert.equal(
      withFaultTable('a\n<!-- faults -->\nold\n<!-- end -->\nb', '| $& |'),
      'a\n<!-- faults -->\n\n| $& |\n\n<!-- end -->\nb',
    );
    assert.throws(() => withFaultTable('a', ''), /no place/);
  });
});
