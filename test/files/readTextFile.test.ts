import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { FileError } from '../../src/files/fileError';
import { findSpellFiles } from '../../src/files/findNamedFiles';
import { largestTextFile, readTextFile, readTextStream } from '../../src/files/readTextFile';
import { gitLfsPointer } from './gitLfsPointer';
import { temporaryFolder } from './temporaryFolder';

describe('files that spells are read from', () => {
  const folder = temporaryFolder({
    'bom.spell': '\ufeffcat',
    'utf16.spell': Uint8Array.of(0xff, 0xfe, 0x63, 0x00),
    'huge.spell': '',
    'b/10.spell': '',
    'b/9.spell': '',
    'b/notes.txt': '',
    'b/cloned.txt': gitLfsPointer,
    'node_modules/p/x.spell': '',
  });
  const at = (name: string): string => join(folder.path, name);
  before(() => {
    truncateSync(at('huge.spell'), largestTextFile + 1);
    mkdirSync(at('empty'));
  });
  after(folder.remove);
  const rejects = (work: Promise<unknown>, code: string): Promise<void> =>
    assert.rejects(work, (error) => error instanceof FileError && error.code === code);

  it('keeps a byte order mark, so that offsets are those of the editor', async () => {
    assert.equal(await readTextFile(at('bom.spell')), '\ufeffcat');
  });

  it('says why a file cannot be read', async () => {
    await rejects(readTextFile(at('none.spell')), 'file-missing');
    await rejects(readTextFile(at('bom.spell/inside')), 'file-missing');
    await rejects(readTextFile(at('b')), 'file-is-folder');
    await rejects(readTextFile(at('utf16.spell')), 'file-not-text');
    await rejects(readTextFile(at('huge.spell')), 'file-too-large');
    await rejects(readTextFile(at('b/cloned.txt')), 'file-pointer');
  });

  it('opens nothing that is no file, and believes no size', async function () {
    if (process.platform !== 'linux') this.skip();
    execFileSync('mkfifo', [at('pipe.spell')]);
    for (const path of [at('pipe.spell'), '/dev/zero', '/dev/null'])
      await rejects(readTextFile(path), 'file-special');
    // Says that it is empty.
    assert.match(await readTextFile('/proc/self/status'), /^Name:/);
  });

  it('follows no link out of the folders that it is held to', async function () {
    if (process.platform === 'win32') this.skip();
    symlinkSync(at('bom.spell'), at('b/link.spell'));
    await rejects(readTextFile(at('b/link.spell'), { within: [join(folder.path, 'b')] }), 'file-outside');
    assert.equal(await readTextFile(at('b/link.spell'), { within: [folder.path] }), '\ufeffcat');
    assert.equal(await readTextFile(at('b/link.spell')), '\ufeffcat');
    rmSync(at('b/link.spell'));
  });

  it('reads nothing outside while a folder is swapped for a link, again and again', async function () {
    if (process.platform !== 'linux') this.skip();
    const inside = at('swapped');
    const swap = `const fs = require('fs');
      for (;;) {
        fs.renameSync('${inside}', '${inside}-2');
        fs.symlinkSync('${at('b')}', '${inside}');
        fs.rmSync('${inside}');
        fs.renameSync('${inside}-2', '${inside}');
      }`;
    mkdirSync(inside);
    writeFileSync(join(inside, 'same.txt'), 'inside');
    writeFileSync(at('b/same.txt'), 'outside');
    const swapping = new Worker(swap, { eval: true });
    const seen = { inside: 0, outside: 0, refused: 0 };
    while (seen.inside < 5 || seen.refused < 200) {
      const read = readTextFile(join(inside, 'same.txt'), { within: [inside, `${inside}-2`] });
      seen[
        await read.then(
          (text) => text as 'inside' | 'outside',
          () => 'refused' as const,
        )
      ]++;
    }
    await swapping.terminate();
    rmSync(at('b/same.txt'));
    assert.equal(seen.outside, 0);
  });

  it('reads a pipe to its end, but not for ever', async () => {
    const pipe = (...chunks: Uint8Array[]): Readable => Readable.from(chunks);
    assert.equal(
      await readTextStream(
        pipe(Buffer.from('\u732b').subarray(0, 1), Buffer.from('\u732b').subarray(1)),
        '-',
      ),
      '\u732b',
    );
    await rejects(readTextStream(pipe(Uint8Array.of(0xff)), '-'), 'file-not-text');
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1 << 20);
      })(),
    );
    await rejects(readTextStream(endless, '-'), 'file-too-large');
    assert.ok(endless.destroyed);
    const abort = new AbortController();
    const silent = new Readable({ read: () => undefined });
    const reading = readTextStream(silent, '-', abort.signal);
    abort.abort(new Error('enough'));
    await assert.rejects(reading, /enough/);
  });

  it('finds every spell file below a folder, in natural order', async () => {
    const found = (await findSpellFiles(folder.path)).paths.map((path) => relative(folder.path, path));
    assert.deepEqual(found, [
      join('b', '9.spell'),
      join('b', '10.spell'),
      'bom.spell',
      'huge.spell',
      'utf16.spell',
    ]);
    await rejects(findSpellFiles(at('empty')), 'folder-without-spells');
    assert.deepEqual(await findSpellFiles(at('none.spell')), { paths: [at('none.spell')] });
  });
});
