import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeTemporaryFolder, removeAbandonedFolders } from '../../../src/engine/temporaryFolders';
import { temporaryFolder } from './temporaryFolder';

describe('temporary folders', () => {
  const temporary = temporaryFolder();
  const before = process.env.TMPDIR;
  // What `os.tmpdir` reads where it is not Windows.
  beforeEach(function () {
    if (process.platform === 'win32') this.skip();
    process.env.TMPDIR = temporary();
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });

  /** The name of a folder as another process with this number would have made it. */
  const nameOf = async (pid: number, start?: number): Promise<string> => {
    const own = path.basename(await makeTemporaryFolder());
    const [, machine, , ownStart] = /^spellwright-([^-]+)-([^-]+)-([^-]+)-/.exec(own)!;
    return `spellwright-${machine}-${pid}-${start ?? ownStart}-abcdef`;
  };
  const left = async (): Promise<string[]> =>
    (await readdir(temporary())).filter((name) => name.endsWith('-abcdef'));

  it('are removed when their process is no more, with what is in them', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const name = await nameOf(pid);
    await mkdir(path.join(temporary(), name, 'entry'), { recursive: true });
    await writeFile(path.join(temporary(), name, 'entry', 'weights'), 'x');
    await removeAbandonedFolders();
    assert.deepEqual(await left(), []);
  });

  it('stay while their process lives', async () => {
    const own = await makeTemporaryFolder();
    const name = await nameOf(process.ppid, 0);
    await mkdir(path.join(temporary(), name));
    await removeAbandonedFolders();
    assert.deepEqual(await left(), [name]);
    assert.ok((await readdir(temporary())).includes(path.basename(own)));
  });

  it('are removed when another process has got the number of theirs', async function () {
    if (process.platform !== 'linux') this.skip(); // elsewhere nothing tells when a process began
    await mkdir(path.join(temporary(), await nameOf(process.ppid, 1)));
    await removeAbandonedFolders();
    assert.deepEqual(await left(), []);
  });

  it('are nobody else’s: other names, other machines and links stay', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const dead = await nameOf(pid);
    const foreign = dead.replace(/^spellwright-[0-9a-f]{8}/, 'spellwright-00000000');
    await mkdir(path.join(temporary(), foreign));
    await mkdir(path.join(temporary(), 'spellwright-abcdef'));
    await mkdir(path.join(temporary(), 'theirs'));
    await symlink(path.join(temporary(), 'theirs'), path.join(temporary(), dead));
    await removeAbandonedFolders();
    assert.deepEqual(await left(), [foreign, 'spellwright-abcdef', dead].sort());
    assert.ok((await readdir(temporary())).includes('theirs'));
  });
});
