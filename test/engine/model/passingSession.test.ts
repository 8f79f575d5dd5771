import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { PassingSession } from '../../../src/engine/passingSession';

describe('a session that nobody needs for a while', () => {
  let log: string[];
  let finish: (() => void)[];
  const session = (): PassingSession =>
    new PassingSession(
      {
        run: () =>
          new Promise((resolve) => {
            log.push('run');
            finish.push(() => resolve({}));
          }),
        dispose: () => Promise.resolve(void log.push('closed')),
      },
      1000,
    );
  /** Lets promises that are settled go on. */
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };

  beforeEach(() => {
    log = [];
    finish = [];
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => mock.timers.reset());

  it('is closed, and opened again at the next need', async () => {
    const passing = session();
    const first = passing.run({});
    await settle();
    finish.pop()!();
    await first;
    mock.timers.tick(999);
    assert.deepEqual(log, ['run']);
    mock.timers.tick(1);
    assert.deepEqual(log, ['run', 'closed']);
    void passing.run({});
    await settle();
    assert.deepEqual(log, ['run', 'closed', 'run']);
  });

  it('stays open while one of several runs goes on', async () => {
    const passing = session();
    const first = passing.run({});
    const second = passing.run({});
    await settle();
    finish[0]!();
    await first;
    mock.timers.tick(5000);
    assert.deepEqual(log, ['run', 'run']);
    finish[1]!();
    await second;
    mock.timers.tick(1000);
    assert.deepEqual(log, ['run', 'run', 'closed']);
  });

  it('is closed by its owner at once, and by no timer after that', async () => {
    const passing = session();
    const only = passing.run({});
    await settle();
    finish[0]!();
    await only;
    await passing.dispose();
    mock.timers.tick(5000);
    assert.deepEqual(log, ['run', 'closed']);
  });
});
