import assert from 'node:assert/strict';
import * as disk from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHash as createWebHash } from '../../../src/engine/web/node/crypto';
import * as memory from '../../../src/engine/web/node/fsPromises';
import { MemoryFiles } from '../../../src/engine/web/memoryFiles';

type Files = Pick<typeof disk, 'mkdir' | 'mkdtemp' | 'writeFile' | 'readFile' | 'readdir' | 'rename' | 'rm'> &
  Pick<typeof disk, 'link' | 'stat' | 'open'>;

/** What became of each step, as whoever took it sees it: a value, or a code. */
async function story(files: Files, root: string): Promise<unknown[]> {
  const at = (name: string): string => path.posix.join(root, name);
  const told: unknown[] = [];
  const tell = async (step: Promise<unknown>): Promise<void> => {
    told.push(await step.catch((error: NodeJS.ErrnoException) => `${error.code}, ${'syscall' in error}`));
  };
  await tell(files.mkdir(at('a')));
  await tell(files.mkdir(at('a')));
  await tell(files.mkdir(at('missing/b')));
  await tell(files.writeFile(at('a/one'), 'first'));
  await tell(files.readFile(at('a/one'), 'utf8'));
  await tell(files.readFile(at('a/two'), 'utf8'));
  await tell(files.readFile(at('a'), 'utf8'));
  await tell(files.link(at('a/one'), at('a/two')));
  await tell(files.link(at('a/one'), at('a/two')));
  await tell(files.link(at('a/none'), at('a/three')));
  const [one, two] = [await files.stat(at('a/one')), await files.stat(at('a/two'))];
  told.push(one.ino === two.ino, one.size, one.isFile(), one.isDirectory());
  told.push((await files.readdir(at('a'))).sort());
  await tell(files.readdir(at('nowhere')));
  await tell(files.open(at('a/one'), 'wx'));
  const grown = await files.open(at('a/grown'), 'wx');
  for (let i = 0; i < 5; i++) await grown.write(Buffer.from(`part ${i} `));
  await grown.close();
  const opened = await files.open(at('a/grown'), 'r');
  const into = Buffer.alloc(8);
  told.push((await opened.read(into, 1, 6, 30)).bytesRead, into.toString('hex'), (await opened.stat()).size);
  await opened.close();
  await tell(files.rename(at('a'), at('b')));
  await tell(files.stat(at('a/one')));
  told.push((await files.readdir(at('b'))).sort(), await files.readFile(at('b/grown'), 'utf8'));
  await tell(files.rm(at('b'), { recursive: true, force: true }));
  await tell(files.rm(at('b'), { recursive: true, force: true }));
  told.push(await files.readdir(root));
  return told;
}

describe('files in memory', () => {
  it('do what files on a disk do', async () => {
    const real = await disk.mkdtemp(path.join(tmpdir(), 'spellwright-test-'));
    try {
      const made = await memory.mkdtemp('/temporary/spellwright-');
      await memory.rm(`${made}/owner`);
      const inMemory = memory as unknown as Files;
      assert.deepEqual(await story(inMemory, made), await story(disk, real));
    } finally {
      await disk.rm(real, { recursive: true, force: true });
    }
  });

  it('are others after each write, and the same under another name', () => {
    const files = new MemoryFiles();
    files.put('/a', new Uint8Array([1]));
    const before = files.status('/a');
    files.link('/a', '/b');
    assert.deepEqual(files.status('/b'), before);
    files.put('/a', new Uint8Array([1]));
    assert.notEqual(files.status('/a').ino, before.ino);
    const descriptor = files.open('/b');
    files.append(descriptor, new Uint8Array([2]));
    assert(files.status('/b').mtimeNs > before.mtimeNs);
    assert.deepEqual([...files.bytesOf('/b')], [1, 2]);
  });

  it('have hashes as Node computes them, in one piece or many', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31) % 251);
    const whole = createHash('sha256').update(bytes).digest('hex');
    const pieces = createWebHash();
    for (let at = 0; at < bytes.length; at += 777) pieces.update(bytes.subarray(at, at + 777));
    assert.equal(pieces.digest('hex'), whole);
    assert.equal(createWebHash().update('絵').digest('hex'), createHash('sha256').update('絵').digest('hex'));
  });
});
