import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { LockedFile } from '../../src/core/check/lock';
import { readLock, writeLock } from '../../src/core/check/lock';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { loadLock, updateLock } from '../../src/tasks/lockFile';
import { planTests } from '../../src/tasks/testFile';
import { temporaryFolder } from '../files/temporaryFolder';
import { fault } from './fault';

const hash = 'a'.repeat(64);
const entry = (mean: number): LockedFile => ({
  checkpoint: { id: 'mini', hash },
  pictures: [{ path: 'a.png', hash }],
  spells: new Map([['cats', { texts: 1, mean, scores: [mean] }]]),
});
const whole = writeLock({ spellwright: '1', files: new Map([['a.spell', entry(0.3)]]) });

describe('lock', () => {
  const folder = temporaryFolder({ 'a.spell': '### cats\na cat', 'b.spell': 'a dog' });
  after(() => folder.remove());
  const path = join(folder.path, 'spellwright.lock');
  const update = (key = 'a.spell', mean = 0.2): ReturnType<typeof updateLock> =>
    updateLock(path, { key, now: entry(mean) }, { version: '2' });
  afterEach(() => {
    rmSync(path, { recursive: true, force: true });
    assert.deepEqual(
      readdirSync(folder.path).filter((name) => name.startsWith('.') || name.endsWith('.tmp')),
      [],
      'nothing is left behind',
    );
  });

  /** What is told of a lock with this text, and that it is not written over. */
  async function refused(text: string): Promise<string> {
    writeFileSync(path, text);
    const plan = await planTests({ path: join(folder.path, 'a.spell'), text: '### cats\na cat' });
    const told = plan.problems.filter(({ path: of }) => of === path);
    assert.equal(told.length, 1, text.slice(0, 200));
    assert.equal(plan.baseline, undefined);
    const written = await update();
    assert.ok('severity' in written && written.code === told[0]!.code);
    assert.equal(readFileSync(path, 'utf8'), text);
    return told[0]!.code;
  }

  fault('a lock is cut off anywhere', { short: 20, long: 2000 }, async (tried) => {
    for (let i = 0; i < tried; i++) {
      const at = Math.floor(((i + 1) * (whole.length - 3)) / (tried + 1));
      assert.equal(await refused(whole.slice(0, at)), 'lock-damaged');
    }
    return { outcome: 'told, and never written over', lost: 'nothing' };
  });

  fault('characters of a lock are other ones', { short: 100, long: 20_000 }, (tried) => {
    const random = seededRandom(5);
    for (let i = 0; i < tried; i++) {
      const at = Math.floor(random() * whole.length);
      const text = whole.slice(0, at) + String.fromCharCode(32 + random() * 95) + whole.slice(at + 1);
      const read = readLock(text);
      if ('lock' in read)
        for (const { pictures, spells } of read.lock.files.values())
          for (const { scores } of spells.values()) assert.equal(scores.length, pictures.length);
    }
    return { outcome: 'told, or read with as many scores as pictures', lost: 'nothing' };
  });

  fault('a merge left its conflict in the lock', { short: 3, long: 3 }, async () => {
    const sides = [
      whole.replace('{', '<<<<<<< HEAD\n{'),
      whole.replace('"cats"', '\n=======\n"cats"'),
      `${whole}>>>>>>> theirs\r\n`,
    ];
    for (const text of sides) assert.equal(await refused(text), 'lock-conflict');
    return { outcome: 'told with its line, and never written over', lost: 'nothing' };
  });

  fault('a lock is of a later version, of no version, or no lock', { short: 8, long: 8 }, async () => {
    assert.equal(await refused(whole.replace('"lock": 1', '"lock": 2')), 'lock-later');
    for (const text of ['', '[]', 'null', '{}', '{"lock":"1"}', '{"lock":1}', `${'['.repeat(100_000)}`])
      assert.equal(await refused(text), 'lock-damaged');
    return { outcome: 'told, and never written over', lost: 'nothing' };
  });

  fault('names in a lock are those that objects have', { short: 3, long: 3 }, () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const files = new Map([
        [name, { ...entry(0.1), spells: new Map([[name, { texts: 1, mean: 1, scores: [1] }]]) }],
      ]);
      const read = readLock(writeLock({ spellwright: '1', files }));
      assert.ok('lock' in read && read.lock.files.get(name)?.spells.has(name), name);
      assert.equal(({} as Record<string, unknown>).texts, undefined);
    }
    return { outcome: 'names like others', lost: 'nothing' };
  });

  fault('a lock is huge', { short: 1, long: 1 }, async () => {
    writeFileSync(path, '');
    truncateSync(path, 129 * 1024 * 1024);
    const { problem } = await loadLock(path);
    assert.equal(problem?.code, 'file-too-large');
    const written = await update();
    assert.ok('severity' in written && written.code === 'file-too-large');
    return { outcome: 'refused unread', lost: 'nothing' };
  });

  fault('a lock is a link, a folder, or leads outside', { short: 3, long: 3 }, async () => {
    const elsewhere = temporaryFolder({ 'target.lock': whole });
    try {
      const target = join(elsewhere.path, 'target.lock');
      symlinkSync(target, path);
      const reach = { folders: [folder.path], namedOutside: true, linksOutside: false };
      const plan = await planTests({ path: join(folder.path, 'a.spell'), text: '### cats\na cat', reach });
      assert.deepEqual(
        plan.problems.map(({ code }) => code),
        ['file-outside'],
      );
      const written = await update();
      assert.ok('severity' in written && written.code === 'lock-link');
      assert.ok(lstatSync(path).isSymbolicLink());
      assert.equal(readFileSync(target, 'utf8'), whole);
    } finally {
      elsewhere.remove();
    }
    rmSync(path);
    mkdirSync(path);
    const written = await update();
    assert.ok('severity' in written && written.code === 'file-is-folder');
    return { outcome: 'told; nothing is written through it', lost: 'nothing' };
  });

  fault('a lock or its folder may not be written to', { short: 2, long: 2 }, async () => {
    if (process.getuid?.() === 0 || process.platform === 'win32')
      return { outcome: 'told (who may write everything cannot try it)', lost: 'nothing' };
    writeFileSync(path, whole);
    for (const [place, mode] of [
      [path, 0o444],
      [folder.path, 0o555],
    ] as const) {
      chmodSync(place, mode);
      try {
        const written = await update();
        assert.ok('severity' in written && written.code === 'lock-unwritable');
        assert.equal(readFileSync(path, 'utf8'), whole);
      } finally {
        chmodSync(place, 0o755);
      }
    }
    return { outcome: 'told', lost: 'nothing' };
  });

  fault('several write a lock at once', { short: 12, long: 60 }, async (tried) => {
    const keys = Array.from({ length: tried }, (_, i) => `${i}.spell`);
    for (const key of keys) writeFileSync(join(folder.path, key), 'a cat');
    try {
      const all = await Promise.all(keys.map((key, i) => update(key, i / 100)));
      assert.ok(all.every((each) => 'spells' in each));
      const { lock } = await loadLock(path);
      assert.deepEqual([...lock!.files.keys()].sort(), [...keys].sort());
    } finally {
      for (const key of keys) rmSync(join(folder.path, key));
    }
    return { outcome: 'one after the other; all entries are there', lost: 'nothing' };
  });

  fault('a writer is killed and leaves its half file', { short: 1, long: 1 }, async () => {
    writeFileSync(path, whole);
    const half = `${path}.0000.tmp`;
    writeFileSync(half, whole.slice(0, 50));
    const written = await update();
    assert.ok('spells' in written);
    assert.ok(existsSync(half));
    rmSync(half);
    return { outcome: 'the lock is as it was before', lost: 'the update' };
  });
});
