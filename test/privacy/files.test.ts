import assert from 'node:assert/strict';
import { FakeHub } from '../models/fakeHub';
import { everyCommand, forgottenCommands, leftElsewhere, workFiles } from './everyCommand';
import { Jail } from './jail';
import { Sandbox } from './sandbox';

describe('what commands leave on the disk', function () {
  this.timeout(600_000); // some forty processes, on a machine that may be busy
  let hub: FakeHub;
  let sandbox: Sandbox | undefined;

  before(async () => {
    hub = await FakeHub.start();
  });
  after(() => hub.stop());
  afterEach(() => sandbox?.remove());

  for (const xdg of [true, false])
    it(`lies in known places only, ${xdg ? 'with XDG folders' : 'below the home folder'}`, async function () {
      // Where the network can be denied, the test of that watches the same commands with XDG folders.
      if (xdg && (await hasJail())) this.skip();
      const place = (sandbox = new Sandbox({ xdg }, workFiles(hub)));
      assert.deepEqual(await forgottenCommands(place), []);
      for await (const { words, code, expected, stderr } of everyCommand(place, hub)) {
        assert.equal(code, expected, `${words}: ${stderr}`);
        assert.deepEqual(leftElsewhere(place), [], `left by: spellwright ${words}`);
      }
      assert.ok(place.left().length > 0, 'a cache is kept');
    });
});

async function hasJail(): Promise<boolean> {
  const jail = new Jail();
  try {
    return (await jail.missing()) === undefined;
  } finally {
    jail.remove();
  }
}
