import assert from 'node:assert/strict';
import { countTests, runSuite, runSuites, type Outcome } from '../../../scripts/test/suites';

/** A command that prints the lines, in any system's shell, and ends so. */
const printing = (lines: string, code: number): string =>
  `"${process.execPath}" -e "console.log('${lines}');process.exitCode=${code}"`;

describe('the suites of tests', () => {
  let written = '';
  beforeEach(() => (written = ''));
  const run = (command: string): Promise<Outcome> =>
    runSuite({ name: 'one', command }, (text) => (written += text));

  it('are counted by what each prints, colours and several runs and all', () => {
    const output =
      '\n  \x1b[92m \x1b[0m\x1b[32m12 passing\x1b[0m (3s)\n  1 pending\n\n  3 passing\n  2 failing\n';
    assert.deepEqual(countTests(output), { passed: 15, failed: 2 });
    assert.deepEqual(countTests('  ✔ lets 3 passing ships be\n  ✔ 2 failing\n'), { passed: 0, failed: 0 });
  });

  it('say what they print, and pass when theirs do', async () => {
    assert.deepEqual(await run(printing('  7 passing', 0)), { passed: 7, failed: 0 });
    assert.equal(written, '  7 passing\n');
  });

  it('fail as often as they say', async () => {
    assert.deepEqual(await run(printing('  7 passing\\n  2 failing', 2)), { passed: 7, failed: 2 });
    assert.doesNotMatch(written, /named no test/);
  });

  it('fail once where they break, run nothing or are not there, and whoever counts the output finds it', async () => {
    for (const [command, passed, reason] of [
      [printing('  7 passing', 3), 7, /one ended with 3 and named no test/],
      [printing('', 0), 0, /one ran no test/],
      ['no-such-program-anywhere', 0, /one ended with \d+ and named no test/],
    ] as const) {
      written = '';
      assert.deepEqual(await run(command), { passed, failed: 1 });
      assert.match(written, reason);
      assert.deepEqual(countTests(written), { passed, failed: 1 });
    }
  });

  it('run on after one that failed', async () => {
    const commands = [printing('  1 passing\\n  4 failing', 4), printing('', 9), printing('  2 passing', 0)];
    const outcomes = await runSuites(
      commands.map((command, i) => ({ name: `suite ${i}`, command })),
      (text) => (written += text),
    );
    assert.deepEqual(outcomes, [
      { passed: 1, failed: 4 },
      { passed: 0, failed: 1 },
      { passed: 2, failed: 0 },
    ]);
    assert.match(
      written,
      /^suite 0: 1 passed, 4 failed, .*\nsuite 1: 0 passed, 1 failed, .*\nsuite 2: 2 passed, 0 failed, /m,
    );
    assert.deepEqual(countTests(written), { passed: 3, failed: 5 });
  });
});
