import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { EngineClient } from '../../src/client/engineClient';
import { picture, quarters } from '../engine/images/pictures';
import { bundleOf } from '../engine/process/engineBundle';
import { fault } from './fault';

describe('examining pictures', function () {
  this.timeout(120_000);
  let folder: string;
  let client: EngineClient;
  let seed = 1;
  const random = (below: number): number => (seed = (Math.imul(seed, 48271) >>> 0) % 2147483647) % below;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spellwright-faults-'));
    client = new EngineClient({
      engineFile: await bundleOf('test/engine/process/fakeEngineMain.ts'),
      modelFolder: '/models/fake',
      threads: 1,
      log: () => undefined,
    });
  });
  after(async () => {
    client.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  fault(
    'a damaged or cut picture that is looked at for writing',
    { short: 60, long: 2000 },
    async (tried) => {
      const good = await picture(quarters([1, 2, 3]))
        .png()
        .toBuffer();
      const file = join(folder, 'a.png');
      let [read, refused] = [0, 0];
      for (let i = 0; i < tried; i++) {
        const bytes = Buffer.from(good);
        if (i % 2 === 0) for (let k = 0; k < 4; k++) bytes[random(bytes.length)] = random(256);
        await writeFile(file, i % 2 === 0 ? bytes : bytes.subarray(0, random(bytes.length)));
        const outcome = await client.examinePicture(file);
        if (outcome.ok) read++;
        else {
          assert.match(
            outcome.code,
            /^image-(truncated|empty|not-a-picture|kind-unread|too-large|too-narrow)$/,
          );
          refused++;
        }
      }
      assert.ok(refused > tried / 4 && read + refused === tried, `${read} read, ${refused} refused`);
      return { outcome: 'looked at, or left out by name', lost: 'nothing' };
    },
  );

  fault(
    'pictures of one pixel, strips and noise, looked at for writing',
    { short: 12, long: 120 },
    async (tried) => {
      const file = join(folder, 'b.png');
      const sizes = [
        [1, 1],
        [1, 900],
        [900, 1],
        [3000, 5],
        [700, 700],
      ] as const;
      for (let i = 0; i < tried; i++) {
        const [width, height] = sizes[i % sizes.length]!;
        const data = Buffer.from(Array.from({ length: width * height * 3 }, () => random(256)));
        await sharp(data, { raw: { width, height, channels: 3 } })
          .png()
          .toFile(file);
        const outcome = await client.examinePicture(file);
        assert.ok(outcome.ok, JSON.stringify(outcome));
        assert.ok(outcome.lines.length <= 4 && outcome.writtenShare <= 1);
      }
      return { outcome: 'looked at in a bounded time', lost: 'nothing' };
    },
  );
});
