import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom, mutate } from '../../scripts/infotext/mutate';
import { gatherPictures } from '../../src/core/judge/gallery';
import { finish } from '../../src/core/steps';
import { FoundPictures } from '../../src/files/foundPictures';
import { png, tEXt, zTXt } from '../core/infotext/pictures';
import { temporaryFolder } from '../files/temporaryFolder';
import { fault } from './fault';

const infotext = (k: number): string => `a ${k % 5} ball\nSteps: 20, Sampler: Euler a, Seed: ${k}`;
const whole = (k: number): Buffer => png([tEXt('parameters', infotext(k))]);
const old = new Date('2026-01-01T00:00:00Z');

describe('pictures made elsewhere', () => {
  let box: ReturnType<typeof temporaryFolder>;
  beforeEach(() => (box = temporaryFolder({})));
  afterEach(() => box.remove());

  const write = (name: string, bytes: Uint8Array): string => {
    const file = join(box.path, name);
    writeFileSync(file, bytes);
    utimesSync(file, old, old);
    return file;
  };

  fault(
    'a folder with thousands of files, more than are looked at',
    { short: 600, long: 12_000 },
    async (count) => {
      const most = Math.floor(count / 2);
      for (let day = 0; day < 10; day++) mkdirSync(join(box.path, String(day)));
      for (let k = 0; k < count; k++) write(join(String(k % 10), `${k}.png`), whole(k));
      const found = new FoundPictures();
      const look = await found.look([box.path], { most });
      assert.deepEqual([look.pictures.length, look.folders[0]!.isCut], [most, true]);
      const variants = Array.from({ length: 5 }, (_, i) => ({
        ...{ spell: i, expansion: { id: '', text: `a ${i} ball` }, prompt: `a ${i} ball` },
      }));
      const pictures = finish(
        gatherPictures({ variants, dialect: 'a1111', drawn: [], found: look.pictures }),
      );
      assert.ok(pictures.every(({ match }) => match === 'exact') && pictures.length === most);
      return { outcome: 'the newest are shown, and it is said that there are more', lost: 'nothing' };
    },
  );

  fault('a picture is cut off, damaged or swells', { short: 120, long: 6000 }, async (count) => {
    const found = new FoundPictures();
    const bomb = png([
      zTXt('parameters', Buffer.alloc(8 * 1024 * 1024, 0x61)),
      tEXt('parameters', infotext(1)),
    ]);
    for (let k = 0; k < count; k++) {
      const bytes = k % 40 === 0 ? bomb : mutate(whole(k), randomFrom(k));
      const file = write(`${k}.png`, bytes);
      if (k % 3 === 0) truncateSync(file, Math.floor(bytes.length * ((k % 100) / 100)));
      utimesSync(file, old, old);
    }
    write('whole.png', whole(3));
    const { pictures, unsettled } = await found.look([box.path]);
    assert.equal(unsettled, 0);
    assert.ok(pictures.some(({ file }) => file.endsWith('whole.png')));
    for (const { metadata, texts } of pictures) {
      assert.ok(metadata.prompt.length <= 20_000 && texts.length <= 8 && metadata.parameters.length <= 60);
      assert.ok(metadata.parameters.every(([name, value]) => name.length <= 500 && value.length <= 500));
    }
    return { outcome: 'what is whole is matched, the rest left out', lost: 'nothing' };
  });

  fault(
    'folders vanish, come back, and link in circles while they are read',
    { short: 20, long: 600 },
    async (count) => {
      const found = new FoundPictures();
      for (let k = 0; k < count; k++) {
        const day = join(box.path, 'day');
        mkdirSync(day, { recursive: true });
        for (let n = 0; n < 5; n++) write(join('day', `${n}.png`), whole(n));
        symlinkSync(box.path, join(day, 'loop'), 'junction');
        const looking = found.look([box.path]);
        if (k % 2 === 0) rmSync(day, { recursive: true });
        const { pictures } = await looking;
        assert.ok(pictures.length <= 5);
        rmSync(day, { recursive: true, force: true });
        assert.equal((await found.look([box.path])).pictures.length, 0);
      }
      return { outcome: 'those that are there are shown', lost: 'nothing' };
    },
  );
});
