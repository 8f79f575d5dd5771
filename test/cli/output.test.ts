import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Terminal } from '../../src/cli/terminal';
import { temporaryFolder } from '../files/temporaryFolder';

const cli = path.resolve('dist/cli.js');

describe('output of the terminal', () => {
  it('is said to be cut short where the disk is full that it goes to', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const folder = temporaryFolder({ 'a.spell': 'a handyman\n' });
    try {
      const command = '"$0" "$1" lint a.spell > /dev/full';
      const child = spawn('sh', ['-c', command, process.execPath, cli], {
        stdio: ['ignore', 'ignore', 'pipe'],
        cwd: folder.path,
        env: { PATH: process.env.PATH, LC_ALL: 'C' },
      });
      const closed = new Promise((resolve) => child.on('close', resolve));
      const told = await text(child.stderr);
      assert.equal(
        told,
        'The output could not be written to its end: there is no space left (ENOSPC). Make room or write it elsewhere, then run the same command again.\n',
      );
      assert.equal(await closed, 2);
    } finally {
      folder.remove();
    }
  });

  it('steers no screen, whatever slipped through to it; what goes to a file stays as it is', async () => {
    const hostile = '\x1b[2J\x1b]0;title\x07\x9b31m \x1b[1mbold\x1b[22m \x1b[1;31mred\x1b[39m\r\x1b[K呪文\n';
    const shown =
      '\ufffd[2J\ufffd]0;title\ufffd\ufffd31m \x1b[1mbold\x1b[22m \x1b[1;31mred\x1b[39m\r\x1b[K呪文\n';
    const written = async (isTTY: boolean): Promise<[string, string]> => {
      const [out, err]: [string, string] = ['', ''];
      const got = { out, err };
      const stream = (key: 'out' | 'err'): NodeJS.WriteStream =>
        ({
          isTTY,
          write: (part: string, done?: () => void) => {
            got[key] += part;
            done?.();
            return true;
          },
        }) as unknown as NodeJS.WriteStream;
      const terminal = new Terminal(stream('out'), stream('err'), { LANG: 'C' }, { color: true });
      await terminal.write(hostile);
      terminal.writeError(hostile);
      return [got.out, got.err];
    };
    assert.deepEqual(await written(true), [shown, shown]);
    assert.deepEqual(await written(false), [hostile, shown]);
  });
});
