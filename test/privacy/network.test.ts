import assert from 'node:assert/strict';
import { WELL_KNOWN_ADDRESSES } from '../../src/generators/discover';
import { Jail } from './jail';
import type { Tried } from './jailedMain';

describe('what asks the network', function () {
  this.timeout(1_800_000); // half a minute by design, and some forty processes on a machine that may be busy
  let jail: Jail;
  let tried: readonly Tried[];

  before(async function () {
    jail = new Jail();
    const missing = await jail.missing();
    if (missing !== undefined) {
      if (this.test?.parent) this.test.parent.title += ` (skipped: ${missing})`;
      this.skip();
    }
    const main = [process.execPath, '--import', 'tsx', 'test/privacy/jailedMain.ts'];
    const printed = await Promise.all(['commands', 'engine'].map((part) => jail.run([...main, part])));
    tried = printed.flatMap((each) => JSON.parse(each) as Tried[]);
  });
  after(() => jail.remove());

  const nothing = { names: [], connections: 0, datagrams: 0, unreachable: 0, left: [] };
  const named = (what: string): Tried => tried.find((one) => one.what === what)!;

  it('is no command but a download and a generator, and each asks whom it is told to alone', () => {
    const offline = tried.filter(
      ({ what }) => !/^(?:models pull|pull|an |generat|evolve drawn|mcp$)/.test(what),
    );
    assert.ok(offline.length > 12);
    for (const one of offline) assert.deepEqual(one, { what: one.what, ...nothing });
    const { connections, ...pull } = named('models pull clip-vit-b-32');
    assert.ok(connections > 0, 'a download from 127.0.0.1');
    assert.deepEqual({ ...pull, connections: 0 }, { what: pull.what, ...nothing });
    const drawers = [
      'generate drawn.spell --seeds 1',
      'evolve drawn.spell --generate --budget 20',
      'mcp', // one of its tools draws
    ];
    for (const what of drawers) {
      const { connections: asked, ...drawing } = named(what);
      assert.ok(asked > 0, 'a generator at 127.0.0.1');
      assert.deepEqual({ ...drawing, connections: 0 }, { what, ...nothing });
    }
    const usual = { ...nothing, connections: WELL_KNOWN_ADDRESSES.length };
    assert.deepEqual(named('generators'), { what: 'generators', ...usual });
    const { names, wrong } = named('pull from the real hub');
    assert.deepEqual([[...new Set(names)], wrong], [['huggingface.co'], undefined]);
  });

  it('is no engine in half a minute of work', () => {
    // It is still on its way out, and deletes then what it keeps while it lives.
    const { left: _, ...engine } = named('an engine');
    assert.deepEqual({ ...engine, left: [] }, { what: 'an engine', ...nothing });
  });

  it('would be seen without a name as well', () => {
    assert.equal(named('an address').unreachable, 1);
  });
});
