import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { serverCommand } from '../../src/extension/features/agents/serverCommand';
import { temporaryFolder } from '../files/temporaryFolder';

describe('the command that the editor starts for agents', function () {
  this.timeout(60_000);

  it('serves the tools, within all folders of the workspace', async () => {
    const folder = temporaryFolder({
      'one 1/a.spell': 'a fish',
      '-two/b.spell': 'a cat',
      'three/c.spell': 'a dog',
    });
    const [one, two] = [resolve(folder.path, 'one 1'), resolve(folder.path, '-two')];
    const cli = resolve('dist/cli.js');
    const started = serverCommand({ program: process.execPath, cli, folders: [one, two], model: 'mini' });
    const { command, environment } = started;
    const transport = new StdioClientTransport({ command, args: [...started.args], env: { ...environment } });
    const client = new Client({ name: 'editor', version: '1' });
    try {
      await client.connect(transport);
      const fails = async (spellFile: string): Promise<boolean> =>
        (await client.callTool({ name: 'expand_spell', arguments: { spellFile } })).isError === true;
      assert.deepEqual(
        [
          await fails('a.spell'),
          await fails(resolve(two, 'b.spell')),
          await fails(resolve(folder.path, 'three', 'c.spell')),
        ],
        [false, false, true],
      );
    } finally {
      await client.close();
      folder.remove();
    }
  });
});
