import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { fault } from './fault';

const cli = join(__dirname, '../../dist/cli.js');

/** Runs lint with little memory, and counts what it writes. */
function lintInLittleMemory(
  path: string,
  cwd: string,
): Promise<{ code: number | null; bytes: number; end: string }> {
  const child = spawn(process.execPath, ['--max-old-space-size=400', cli, 'lint', '--format', 'json', path], {
    cwd,
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8' },
  });
  let bytes = 0;
  let end = '';
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    end = chunk.toString('latin1').slice(-16);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, bytes, end }));
  });
}

describe('lint', () => {
  fault(
    'a line of findings only, its report far longer than the file',
    { short: 3, long: 60 },
    async (tried) => {
      const folder = temporaryFolder({ 'long.spell': 'a nurse and a fireman, '.repeat(3000 * tried) });
      try {
        const { code, bytes, end } = await lintInLittleMemory('long.spell', folder.path);
        assert.equal(code, 1);
        assert.ok(bytes > 3000 * tried * 1000, `${bytes} bytes`);
        assert.match(end, /\]\s*\}\s*\]\s*\}\n$/);
      } finally {
        folder.remove();
      }
      return { outcome: 'the whole report, in pieces', lost: 'nothing' };
    },
  );
});
