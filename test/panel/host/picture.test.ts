import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { firstBytes, pathOfDropped } from '../../../src/extension/features/panel/droppedFile';
import { pictureName } from '../../../src/extension/features/panel/pictureName';
import { writtenPath } from '../../../src/extension/features/panel/picturePath';
import { savePicture } from '../../../src/extension/features/panel/savePicture';
import { reachOf } from '../../../src/files/reach';
import { temporaryFolder } from '../../files/temporaryFolder';

describe('names of saved pictures', () => {
  it('keep what is readable and drop what is special', () => {
    assert.equal(pictureName('My photo (1).JPG', 'jpeg', 1), 'My-photo-1.jpg');
    assert.equal(pictureName('いくら 軍艦.webp', 'webp', 2), 'いくら-軍艦-2.webp');
    assert.equal(pictureName('../../etc/passwd', 'png', 1), 'passwd.png');
    assert.equal(pictureName('C:\\a\\b*?.png', 'png', 1), 'b.png');
    assert.equal(pictureName('', 'png', 1), 'picture.png');
    assert.equal(pictureName('CON.png', 'png', 1), 'picture-CON.png');
  });

  it('are always plain names', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (given) => {
        const name = pictureName(given, 'gif', 1);
        assert.match(name, /^[\p{L}\p{N}\p{M}_][\p{L}\p{M}\p{N}_.-]*\.gif$/u);
        assert.ok(Buffer.byteLength(name) <= 255);
      }),
    );
  });
});

describe('saving a picture beside the spell file', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder({ 'fish.spell': 'x' });
  });
  afterEach(() => folder.remove());

  const anywhere = { folders: [], namedOutside: true, linksOutside: true };
  const save = (content: string, name = 'a.png'): Promise<string> =>
    savePicture(folder.path, anywhere, name, 'png', Buffer.from(content));

  it('takes the folder refs when there is one', async () => {
    assert.equal(await save('1'), path.join(folder.path, 'a.png'));
    mkdirSync(path.join(folder.path, 'refs'));
    assert.equal(await save('1'), path.join(folder.path, 'refs', 'a.png'));
  });

  it('never overwrites, and saves the same picture once', async () => {
    assert.equal(path.basename(await save('1')), 'a.png');
    assert.equal(path.basename(await save('2')), 'a-2.png');
    assert.equal(path.basename(await save('1')), 'a.png');
    assert.equal(readFileSync(path.join(folder.path, 'a.png'), 'utf8'), '1');
  });

  // A named pipe would keep a reader waiting; Windows has none among its files.
  (process.platform === 'win32' ? it.skip : it)('waits for no pipe of that name', async () => {
    execFileSync('mkfifo', [path.join(folder.path, 'a.png')]);
    assert.equal(path.basename(await save('1')), 'a-2.png');
  });

  (process.platform === 'win32' ? it.skip : it)('looks into no pipe that was dropped', async () => {
    const pipe = path.join(folder.path, 'pipe.png');
    execFileSync('mkfifo', [pipe]);
    assert.equal(await firstBytes(pipe), undefined);
    assert.deepEqual(Buffer.from((await firstBytes(await save('12')))!), Buffer.from('12'));
  });

  it('does not follow a link out of what the file may reach', async function () {
    if (process.platform === 'win32') this.skip();
    const elsewhere = temporaryFolder({});
    symlinkSync(elsewhere.path, path.join(folder.path, 'refs'));
    const reach = await reachOf([folder.path], { namedOutside: false, linksOutside: false });
    const bytes = Buffer.from('1');
    assert.equal(
      await savePicture(folder.path, reach, 'a.png', 'png', bytes),
      path.join(folder.path, 'a.png'),
    );
    assert.deepEqual(readdirSync(elsewhere.path), []);
    assert.equal(
      await savePicture(folder.path, anywhere, 'a.png', 'png', bytes),
      path.join(folder.path, 'refs', 'a.png'),
    );
    elsewhere.remove();
  });

  it('gives every one of many at once a name of its own', async () => {
    const files = await Promise.all(Array.from({ length: 20 }, (_, n) => save(`${n}`)));
    assert.equal(new Set(files).size, 20);
    assert.equal(readdirSync(folder.path).length, 21);
  });
});

describe('paths of pictures', () => {
  it('are written relative to the spell file, and never as an exclusion', () => {
    const folder = path.resolve('/work/spells');
    assert.equal(writtenPath(folder, path.resolve('/work/spells/refs/a.png')), 'refs/a.png');
    assert.equal(writtenPath(folder, path.resolve('/work/a.png')), '../a.png');
    assert.equal(writtenPath(folder, path.resolve('/work/spells/!a.png')), './!a.png');
  });

  it('come from addresses of this machine only', () => {
    assert.equal(pathOfDropped('file:///a%20b/c.png'), path.resolve('/a b/c.png'));
    assert.equal(pathOfDropped('vscode-remote://host:8080/a%20b/c.png'), path.resolve('/a b/c.png'));
    for (const other of [
      'https://x.test/a.png',
      'vscode-vfs://github/a.png',
      'nonsense',
      'file://server/%2F',
      '',
    ]) {
      if (process.platform !== 'win32' || !other.startsWith('file:'))
        assert.equal(pathOfDropped(other), undefined);
    }
  });
});
