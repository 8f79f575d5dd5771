import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineClient } from '../../src/client/engineClient';
import { encodePng, writePng } from '../../src/files/writePng';
import { picture } from '../engine/images/pictures';
import { bundleOf } from '../engine/process/engineBundle';
import { Dice } from './damage';
import { fault } from './fault';

describe('where', function () {
  this.timeout(120_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spellwright-faults-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  fault('a picture damaged between its score and its map', { short: 60, long: 2000 }, async (tried) => {
    const client = new EngineClient({
      engineFile: await bundleOf('test/engine/process/fakeEngineMain.ts'),
      modelFolder: '/models/fake',
      threads: 1,
      log: () => undefined,
    });
    try {
      const formats = await Promise.all([picture().png().toBuffer(), picture().jpeg().toBuffer()]);
      const dice = new Dice(16);
      for (let i = 0; i < tried; i++) {
        const bytes = Buffer.from(dice.of(formats));
        for (let k = 0; k < 4; k++) bytes[dice.below(bytes.length)] = dice.below(256);
        const file = join(folder, `${i}.png`);
        await writeFile(file, bytes.subarray(0, dice.below(3) === 0 ? dice.below(bytes.length) : undefined));
        const outcome = await client.thumbnail(file, 16);
        if (outcome.ok)
          assert.equal(outcome.shown.data.length, 3 * outcome.shown.width * outcome.shown.height);
        else assert.ok(!['image-crashed', 'image-too-slow'].includes(outcome.code), outcome.code);
      }
    } finally {
      client.dispose();
    }
    return { outcome: 'drawn on, or left out by name', lost: 'nothing' };
  });

  fault('a map whose name is taken while it is made', { short: 200, long: 5000 }, async (tried) => {
    const pixels = { width: 4, height: 4, data: new Uint8Array(48) };
    const whole = await encodePng(pixels);
    for (let i = 0; i < tried; i++) {
      const file = join(folder, `${i}.png`);
      const writes = [0, 1, 2].map(() =>
        writePng(file, pixels).then(
          () => 'written',
          (error: NodeJS.ErrnoException) => error.code,
        ),
      );
      assert.deepEqual((await Promise.all(writes)).sort(), ['EEXIST', 'EEXIST', 'written']);
      assert.deepEqual(readFileSync(file), whole);
    }
    assert.equal(readdirSync(folder).length, tried, 'nothing unfinished is left');
    return { outcome: 'one is written, the others say that the name is taken', lost: 'nothing' };
  });

  fault('a map that is to replace a pipe, or a link to one', { short: 10, long: 200 }, async (tried) => {
    const pixels = { width: 4, height: 4, data: new Uint8Array(48) };
    for (let i = 0; i < tried; i++) {
      const pipe = join(folder, `${i}.pipe`);
      const toPipe = join(folder, `${i}.png`);
      if (spawnSync('mkfifo', [pipe]).status !== 0) break;
      symlinkSync(pipe, toPipe);
      for (const target of [pipe, toPipe])
        await assert.rejects(writePng(target, pixels, { overwrite: true }), { code: 'EEXIST' });
      assert.ok(lstatSync(pipe).isFIFO() && lstatSync(toPipe).isSymbolicLink());
      const mine = join(folder, `${i}.mine`);
      writeFileSync(mine, 'kept');
      const toFile = join(folder, `${i}-link.png`);
      symlinkSync(mine, toFile);
      await writePng(toFile, pixels, { overwrite: true });
      assert.equal(readFileSync(mine, 'utf8'), 'kept');
    }
    return { outcome: 'said; of a link to a file the link alone is replaced', lost: 'nothing' };
  });

  fault('a map that cannot be put in its place', { short: 20, long: 500 }, async (tried) => {
    const pixels = { width: 4, height: 4, data: new Uint8Array(48) };
    for (let i = 0; i < tried; i++) {
      const target = join(folder, String(i));
      mkdirSync(target);
      writeFileSync(join(target, 'mine'), 'kept');
      await assert.rejects(writePng(target, pixels, { overwrite: true }));
      await assert.rejects(writePng(join(target, 'mine', 'a.png'), pixels, { overwrite: true }));
      assert.ok(existsSync(join(target, 'mine')));
    }
    assert.equal(readdirSync(folder).length, tried, 'nothing unfinished is left');
    return { outcome: 'said, with what the system says', lost: 'the map; what stood there is kept' };
  });
});
