import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/editor/repository';
import { temporaryFolder } from '../../files/temporaryFolder';

/** What stands in for npm: it does what the variable of the script's name says. */
const npm = `#!/usr/bin/env bash
script=\${@: -1}
name=\${script//[:-]/_}
eval "\${!name-}"
`;

describe('.ci/run', function () {
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  const run = (scripts: Readonly<Record<string, string>>): { code: number | null; lines: string[] } => {
    const folder = temporaryFolder({
      '.ci/run': readFileSync(path.join(root, '.ci/run'), 'utf8'),
      'bin/npm': npm,
      'package-lock.json': '{}',
      'node_modules/.package-lock.json': '{}',
    });
    try {
      chmodSync(path.join(folder.path, 'bin/npm'), 0o755);
      const { status, stdout } = spawnSync('bash', ['.ci/run'], {
        cwd: folder.path,
        encoding: 'utf8',
        env: { PATH: `${path.join(folder.path, 'bin')}:${process.env.PATH}`, ...scripts },
      });
      return { code: status, lines: stdout.trimEnd().split('\n') };
    } finally {
      folder.remove();
    }
  };

  it('ends with 0 and what passed, where nothing fails', () => {
    const { code, lines } = run({ test: 'echo "  12 passing (3s)"; echo; echo "  3 passing"' });
    assert.deepEqual([code, lines.at(-1)], [0, '15 passed, 0 failed']);
  });

  it('counts each check that fails, with what it says below its name, and the tests all the same', () => {
    const { code, lines } = run({
      typecheck: 'echo wrong type; exit 2',
      lint_code: 'echo wrong style; exit 1',
      lint_layout: 'echo wrong layout >&2; exit 1',
      test: 'echo "  12 passing"; echo "  3 failing"; exit 1',
    });
    assert.deepEqual([code, lines.at(-1)], [1, '12 passed, 6 failed']);
    for (const [name, said] of [
      ['types', 'wrong type'],
      ['style', 'wrong style'],
      ['layout', 'wrong layout'],
    ] as const)
      assert.equal(lines[lines.indexOf(`== ${name}`) + 1], said);
  });

  it('counts one failure where the tests break without a number, or none ran', () => {
    for (const test of ['echo "  4 passing"; exit 7', 'echo nothing'])
      assert.match(run({ test }).lines.at(-1)!, /^\d passed, 1 failed$/);
  });
});
