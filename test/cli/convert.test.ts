import assert from 'node:assert/strict';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli } from './runCli';

describe('spellwright convert', function () {
  this.timeout(120_000);

  const { path: folder, remove } = temporaryFolder({
    'a.spell': '### one\n((cat:1.2)) {red|blue} [dog]\nNegative prompt: [bad]\nSteps: 20',
    'lossy.spell': 'a [cat:dog:0.5]\nBREAK b',
    'refused.spell': 'x\n\n${v={(red:1.5)|blue}} (${v} cat:1.2)',
    'wild.spell': '__w__ {1|2}',
    'wildcards/w.txt': '[cat]\ndog\n',
  });
  const convert = (...words: string[]) => runCli(['convert', ...words], { cwd: folder });
  after(remove);

  it('prints the file in the other dialect', async () => {
    const { stdout, stderr, code } = await convert('a.spell', '--to', 'comfyui');
    assert.equal(code, 0, stderr);
    assert.equal(
      stdout,
      '---\ndialect: comfyui\n---\n### one\n(cat:1.32) {red|blue} (dog:0.909091)\nNegative prompt: (bad:0.909091)\nSteps: 20',
    );
    assert.equal(stderr, '');
  });

  it('names what has no counterpart, in its line', async () => {
    const { stdout, stderr, code } = await convert('lossy.spell', '--to', 'comfyui');
    assert.equal(code, 1);
    assert.match(stdout, /^a dog, b$/m);
    assert.match(stderr, /lossy\.spell, line 1: \[cat:dog:0\.5\]: a schedule/);
    assert.match(stderr, /lossy\.spell, line 2: BREAK/);
  });

  it('prints nothing of a file that can be written in no way', async () => {
    const { stdout, stderr, code } = await convert('refused.spell', '--to', 'comfyui');
    assert.deepEqual([stdout, code], ['', 2]);
    assert.match(stderr, /refused\.spell: Nothing was converted.*line 3/);
  });

  it('lists every prompt, with wildcards, one a line', async () => {
    const { stdout, code } = await convert('wild.spell', '--format', 'list');
    assert.deepEqual([stdout, code], ['[cat] 1\n[cat] 2\ndog 1\ndog 2\n', 0]);
  });

  it('tells all of several files as JSON', async () => {
    const { stdout, code } = await convert(
      ...['a.spell', 'wild.spell', 'none.spell', '--to', 'comfyui', '--format', 'json'],
    );
    assert.equal(code, 2);
    const { files } = JSON.parse(stdout) as {
      files: { from: string; text: string; error: object; lost: object[]; expansions: string[] }[];
    };
    assert.deepEqual(files[0]!.expansions, [
      '(cat:1.32) red (dog:0.909091)',
      '(cat:1.32) blue (dog:0.909091)',
    ]);
    assert.deepEqual(files[1]!.lost, [{ code: 'wildcard', line: 1, column: 1, text: '__w__' }]);
    assert.deepEqual(files[2]!.error, { code: 'file-missing' });
  });

  it('wants a dialect, and one file where it prints one', async () => {
    assert.equal((await convert('a.spell')).code, 2);
    assert.match((await convert('a.spell', 'lossy.spell', '--to', 'comfyui')).stderr, /Only one file/);
  });
});
