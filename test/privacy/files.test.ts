import assert from 'node:assert/strict';
import { FakeHub } from '../models/fakeHub';
import { everyCommand, forgottenCommands, workFiles } from './everyCommand';
import { Sandbox } from './sandbox';

/** Spellwright's own cache, the hub's, which other programs share, and what `test` and `generate` were told to write; docs/privacy.md names all. */
const known =
  /^(?:(?:xdg-cache|home\/\.cache)\/(?:spellwright\/|huggingface\/hub\/)|work\/spellwright\.lock$|work\/generated\/)/;

describe('what commands leave on the disk', function () {
  this.timeout(600_000); // some forty processes, on a machine that may be busy
  let hub: FakeHub;
  let sandbox: Sandbox;

  before(async () => {
    hub = await FakeHub.start();
  });
  after(() => hub.stop());
  afterEach(() => sandbox.remove());

  for (const xdg of [true, false])
    it(`lies in known places only, ${xdg ? 'with XDG folders' : 'below the home folder'}`, async () => {
      sandbox = new Sandbox({ xdg }, workFiles(hub));
      assert.deepEqual(await forgottenCommands(sandbox), []);
      for await (const { words, code, expected, stderr } of everyCommand(sandbox, hub)) {
        assert.equal(code, expected, `${words}: ${stderr}`);
        const elsewhere = sandbox.left().filter((name) => !known.test(name));
        assert.deepEqual(elsewhere, [], `left by: spellwright ${words}`);
      }
      assert.ok(sandbox.left().length > 0, 'a cache is kept');
    });
});
