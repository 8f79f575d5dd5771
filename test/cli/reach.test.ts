import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli, tinyModel, type CliResult } from './runCli';

const cli = resolve(__dirname, '../../dist/cli.js');
const picture = resolve(__dirname, '../fixtures/checkpoints/pictures/wide.png');

describe('how far the terminal reaches', function () {
  this.timeout(300_000);
  let folder: ReturnType<typeof temporaryFolder>;
  let branch: string;

  before(function () {
    if (process.platform === 'win32') this.skip();
    folder = temporaryFolder({
      'branch/.git/HEAD': '',
      'branch/hang.spell':
        '---\nimages: ["*a*a*a*a*a*a*a*a*b", refs/ok.png]\n---\n__*a*a*a*a*a*a*a*a*b__ fish',
      'branch/root.spell': '---\nimages: ["/**", refs/ok.png]\n---\na fish',
      'branch/data.spell': '---\nimages: ["../data/*.png"]\n---\na fish',
      'branch/links.spell': '---\nimages: ["refs/*"]\n---\na __environ__ fish',
      'branch/.spellwright.yml': 'bias: {ignore: [fish]}',
      'branch/wildcards/a.txt': 'red',
      'branch/sub/x.spell': 'a fish',
      'stdin.spell': '---\nimages: [branch/refs/ok.png]\n---\na fish',
    });
    branch = join(folder.path, 'branch');
    const at = (name: string): string => join(folder.path, name);
    mkdirSync(at('branch/refs'));
    mkdirSync(at('data'));
    copyFileSync(picture, at('branch/refs/ok.png'));
    copyFileSync(picture, at('data/one.png'));
    writeFileSync(at(`branch/${'a'.repeat(100)}.png`), '');
    symlinkSync(at('data/one.png'), at('branch/refs/link.png'));
    symlinkSync('/proc/self/environ', at('branch/wildcards/environ.txt'));
    mkdirSync(at('secrets'));
    symlinkSync('/proc/self/environ', at('branch/sub/environ.spell'));
    execFileSync('mkfifo', [at('pipe.spell')]);
  });
  after(() => folder?.remove());

  const plain = (): NodeJS.ProcessEnv => ({
    PATH: process.env.PATH,
    LANG: 'en_US.UTF-8',
    XDG_CACHE_HOME: join(folder.path, '.cache'),
  });
  const environment = { SECRET: 'sesame-open' };
  const run = (...words: string[]): Promise<CliResult> => runCli(words, { cwd: branch, environment });
  const score = (...words: string[]): Promise<CliResult> => run('score', '--model', tinyModel, ...words);

  it('ends at a pattern that is made to hurt', async () => {
    const { code, stdout, stderr } = await score('hang.spell');
    assert.equal(code, 1);
    assert.match(stderr, /hang\.spell:2:10: error: No picture matches "\*a/);
    assert.match(stdout, /1 picture/);
  });

  it('does not search the disk because a file says so', async () => {
    const { code, stdout, stderr } = await score('root.spell');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /root\.spell:2:10: error: "\/\*\*" is not searched: the folder \/ lies outside .*--allow/,
    );
    assert.match(stdout, /1 picture/);
    const allowed = await score('root.spell', '--allow', '/');
    assert.equal(allowed.code, 1);
    assert.match(allowed.stderr, /more than 100000 files and folders are below \//);
  });

  it('searches a folder outside that the user allows', async () => {
    assert.equal((await score('data.spell')).code, 2);
    const { code, stdout, stderr } = await score('data.spell', '--allow', '../data');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /1 picture/);
  });

  it('leaves out links to the outside, and shows nothing of what they lead to', async () => {
    const linked = await score('links.spell', '--format', 'json');
    assert.equal(linked.code, 1);
    assert.match(linked.stderr, /1 picture that match "refs\/\*" are left out.*--allow|left out/);
    assert.match(linked.stderr, /environ\.txt: error: .*link that leads out/);
    const found = await run('tokens', '--model', tinyModel, 'sub');
    assert.equal(found.code, 2);
    assert.match(found.stderr, /sub\/environ\.spell: error: It lies outside .* or a link leads out of that/);
    symlinkSync('/proc/self/environ', join(branch, 'sub/.spellwright.yml'));
    const linted = await run('lint', 'sub');
    assert.equal(linted.code, 2);
    assert.match(linted.stderr, /\.spellwright\.yml is a link that leads out/);
    for (const { stdout, stderr } of [linked, found, linted]) assert.doesNotMatch(stdout + stderr, /sesame/);
    assert.match((await score('links.spell', '--allow', '../data')).stdout, /2 pictures/);
  });

  it('opens no pipe or device that is named as a file', async () => {
    for (const path of ['../pipe.spell', '/dev/zero', '/dev/null']) {
      for (const command of ['score', 'tokens', 'lint']) {
        const { code, stderr } = await run(command, path);
        assert.equal(code, 2);
        assert.match(stderr, /This is a pipe, a socket or a device, not a file/);
      }
    }
  });

  it('reads a spell from the standard input and from a pipe of the shell, relative to the current folder', async () => {
    const shell = async (command: string): Promise<string> => {
      const child = spawn('bash', ['-c', command, process.execPath, cli, tinyModel], {
        cwd: folder.path,
        env: plain(),
      });
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return out + err;
    };
    for (const command of [
      'cat stdin.spell | "$0" "$1" score --model "$2" -',
      '"$0" "$1" score --model "$2" - < stdin.spell',
      'cat stdin.spell | "$0" "$1" score --model "$2" -',
      'cat stdin.spell | "$0" "$1" score --model "$2" /dev/stdin',
      '"$0" "$1" score --model "$2" <(cat stdin.spell)',
      '"$0" "$1" score --model "$2" <(sleep 0.3; cat stdin.spell)',
    ]) {
      const shown = await shell(command);
      assert.match(shown, /^-\n1 picture · 1 prompt/, `${command}\n${shown}`);
    }
    assert.match(await shell('echo a handyman | "$0" "$1" lint -'), /^-:1:3: information: "handyman"/);
    assert.match(await shell('cat /dev/zero | "$0" "$1" tokens -'), /-: error: The file has > 8388608 bytes/);
  });

  it('shows on a terminal that it searches, and stops at Ctrl+C', async function () {
    if (process.platform !== 'linux') this.skip(); // `script` makes a terminal
    for (const words of ['lint /', "score root.spell --images '/**'"]) {
      const command = `'${process.execPath}' '${cli}' ${words}`;
      const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
        cwd: branch,
        env: { ...plain(), TERM: 'xterm' },
      });
      let shown = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        const isNew = !shown.includes('looking for files: ');
        shown += chunk;
        if (isNew && shown.includes('looking for files: ')) child.stdin.write('\x03');
      });
      const [code] = (await once(child, 'close')) as [number | null];
      assert.equal(code, 130, shown.slice(-500));
      assert.match(shown, /looking for files: \d+ seen/);
      assert.match(shown, /Stopped\.\s*$/);
    }
  });
});
