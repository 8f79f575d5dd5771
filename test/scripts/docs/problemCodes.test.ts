import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/editor/repository';
import { MODEL_ERROR_WORDING } from '../../../src/words/models';
import { PROBLEM_WORDING } from '../../../src/words/problemText';

describe('the table of problems', () => {
  it('has every code of a spell file, and no other', () => {
    const page = readFileSync(path.join(root, 'docs', 'cli.md'), 'utf8');
    const section = page.split('\n## Problems\n')[1]!.split('\n## ')[0]!;
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    const listed = rows.flatMap((row) =>
      [...row.split(' | ')[0]!.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code!),
    );
    // Of downloads and the like; a spell file meets the first two only.
    const ofModels = Object.keys(MODEL_ERROR_WORDING).filter((code) => !code.startsWith('registry-'));
    const codes = Object.keys(PROBLEM_WORDING).filter((code) => !ofModels.includes(code));
    assert.deepEqual(listed.sort(), codes.sort());
  });
});
