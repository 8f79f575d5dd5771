import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { GenerationRecord } from '../../src/core/judge/generationRecord';
import {
  generatedFile,
  isUnchanged,
  keepGenerated,
  prepareFolder,
  readGenerated,
  RECORDS_FILE,
} from '../../src/files/generatedPictures';
import { temporaryFolder } from './temporaryFolder';

const record: Omit<GenerationRecord, 'file' | 'hash'> = {
  schema: 1,
  source: 'a.spell',
  spell: 'cat',
  spellIndex: 0,
  expansion: '0',
  text: 'a cat',
  prompt: 'a cat',
  negative: null,
  parameters: {},
  seed: '1',
  ran: {},
  remarks: [],
  generator: 'a1111',
  url: 'http://127.0.0.1:7860',
  time: '2026-01-01T00:00:00.000Z',
  seconds: 1,
  request: 'f'.repeat(64),
};
const name = { source: 'a.spell', spell: 'cat', expansion: '0', seed: '1', extension: 'png' };
const bytes = Buffer.from('a picture');

describe('a folder of generated pictures', () => {
  let box: ReturnType<typeof temporaryFolder>;
  let folder: string;
  beforeEach(() => {
    box = temporaryFolder({ 'mine/.keep': '' });
    folder = path.join(box.path, 'generated');
  });
  afterEach(() => box.remove());
  const keep = (more: Partial<typeof name> = {}): Promise<GenerationRecord> =>
    keepGenerated(folder, { ...name, ...more }, bytes, record);

  it('has nothing where it is not there yet', async () => {
    assert.deepEqual(await readGenerated(folder), []);
  });

  it('keeps a picture to its byte, and finds it again', async () => {
    const kept = await keep();
    assert.equal(kept.file, 'a/cat-0-1.png');
    assert.deepEqual(readFileSync(generatedFile(folder, kept)), bytes);
    assert.equal(kept.hash, createHash('sha256').update(bytes).digest('hex'));
    assert.deepEqual(await readGenerated(folder), [kept]);
  });

  it('takes no name that is taken, whoever has it', async () => {
    mkdirSync(path.join(folder, 'a'), { recursive: true });
    writeFileSync(path.join(folder, 'a/cat-0-1.png'), 'a file of the user');
    const [first, second] = [await keep(), await keep()];
    assert.deepEqual([first.file, second.file], ['a/cat-0-1-2.png', 'a/cat-0-1-3.png']);
    assert.equal(readFileSync(path.join(folder, 'a/cat-0-1.png'), 'utf8'), 'a file of the user');
  });

  it('keeps all that many write at once, each with its record, and leaves nothing unfinished', async () => {
    const kept = await Promise.all(Array.from({ length: 20 }, () => keep()));
    assert.equal(new Set(kept.map(({ file }) => file)).size, 20);
    assert.deepEqual(
      (await readGenerated(folder)).map(({ file }) => file).sort(),
      kept.map(({ file }) => file).sort(),
    );
    assert.equal(readdirSync(path.join(folder, 'a')).length, 20);
  });

  for (const [given, file] of [
    [{ source: 'CON.spell' }, 'CON_/cat-0-1.png'],
    [{ source: '...spell' }, 'spell/cat-0-1.png'],
    [{ spell: 'aux', expansion: '', seed: '' }, 'a/aux_.png'],
    [{ spell: '../../x', expansion: '' }, 'a/x-1.png'],
    [{ spell: 'a:b\\c/d\0e. ' }, 'a/a-b-c-d-e-0-1.png'],
    [{ spell: '二匹の猫', expansion: '1.2,3' }, 'a/二匹の猫-1-2-3-1.png'],
    [{ spell: '', expansion: '' }, 'a/1.png'],
  ] as const)
    it(`writes names that every system takes: ${JSON.stringify(given)}`, async () => {
      assert.equal((await keep(given)).file, file);
    });

  it('writes names that are not too long, whatever a spell is called', async () => {
    const { file } = await keep({ spell: '猫'.repeat(500), expansion: '1,'.repeat(200) });
    assert.ok(Buffer.byteLength(path.basename(file)) < 250, file);
    assert.equal((await readGenerated(folder)).length, 1);
  });

  it('has no picture that is gone', async () => {
    const [first, second] = [await keep(), await keep({ seed: '2' })];
    rmSync(generatedFile(folder, first));
    assert.deepEqual(await readGenerated(folder), [second]);
  });

  it('tells whether a picture is still the one that was drawn', async () => {
    const kept = await keep();
    assert.equal(await isUnchanged(folder, kept), true);
    appendFileSync(generatedFile(folder, kept), '.');
    assert.equal(await isUnchanged(folder, kept), false);
    rmSync(generatedFile(folder, kept));
    assert.equal(await isUnchanged(folder, kept), false);
  });

  it('does without the record of a picture whose run broke off, and goes on behind its half line', async () => {
    await keep();
    writeFileSync(path.join(folder, 'a/cat-0-2.png'), 'a picture without a record');
    appendFileSync(path.join(folder, RECORDS_FILE), '{"schema":1,"source":"a.sp');
    const next = await keep({ seed: '2' });
    assert.equal(next.file, 'a/cat-0-2-2.png');
    assert.deepEqual(
      (await readGenerated(folder)).map(({ file }) => file),
      ['a/cat-0-1.png', 'a/cat-0-2-2.png'],
    );
  });

  it('may be a link itself', async () => {
    symlinkSync(path.join(box.path, 'mine'), folder);
    const kept = await keep();
    assert.deepEqual(await readGenerated(folder), [kept]);
  });

  it('is not written through a link in it', async () => {
    mkdirSync(folder);
    symlinkSync(path.join(box.path, 'mine'), path.join(folder, 'a'));
    await assert.rejects(prepareFolder(folder, 'a.spell'), { code: 'file-outside' });
    await assert.rejects(keep(), { code: 'file-outside' });
    assert.deepEqual(readdirSync(path.join(box.path, 'mine')), ['.keep']);
  });

  it('has its records in no file of the user that a link leads to', async () => {
    mkdirSync(folder);
    symlinkSync(path.join(box.path, 'mine/.keep'), path.join(folder, RECORDS_FILE));
    await assert.rejects(prepareFolder(folder, 'a.spell'), { code: 'file-outside' });
    await assert.rejects(keep(), { code: 'file-outside' });
    assert.equal(readFileSync(path.join(box.path, 'mine/.keep'), 'utf8'), '');
    await assert.rejects(readGenerated(folder), { code: 'file-outside' });
  });

  it('reads no picture that a link leads to', async () => {
    const kept = await keep();
    rmSync(generatedFile(folder, kept));
    symlinkSync(path.join(box.path, 'mine/.keep'), generatedFile(folder, kept));
    assert.deepEqual(await readGenerated(folder), []);
  });

  it('says before anything is drawn that a file is in its place, or that it takes none', async () => {
    writeFileSync(folder, '');
    await assert.rejects(prepareFolder(folder, 'a.spell'), { code: /^E(?:EXIST|NOTDIR)$/ });
  });
});
