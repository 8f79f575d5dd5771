import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import type { ImageOutcome } from '../../src/core/ports';
import { EngineClient } from '../../src/client/engineClient';
import { picture, plain, quarters } from '../engine/images/pictures';
import { childrenOf } from '../engine/process/childrenOf';
import { bundleOf } from '../engine/process/engineBundle';
import { killerColour } from '../engine/process/fakeModel';
import { fault } from './fault';

const isLinux = process.platform === 'linux';

describe('pictures', function () {
  this.timeout(120_000);
  let folder: string;
  let client: EngineClient;
  let log: string[];
  let formats: Buffer[];
  let seed: number;

  const random = (below: number): number => (seed = (Math.imul(seed, 48271) >>> 0) % 2147483647) % below;
  const save = async (name: string, bytes: Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), bytes);
    return join(folder, name);
  };
  const saveGood = (count: number): Promise<string[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, i) =>
        save(
          `good ${i}.png`,
          await picture(quarters([i, 0, 99]))
            .png()
            .toBuffer(),
        ),
      ),
    );
  const codesOf = (outcomes: readonly ImageOutcome[]): Set<string> =>
    new Set(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code)));
  const embeddingsOf = (outcomes: readonly ImageOutcome[]): Float32Array[] =>
    outcomes.map((outcome) => {
      assert.ok(outcome.ok, JSON.stringify(outcome));
      return outcome.embedding;
    });
  const picturePid = (): number => childrenOf(client.pid!)[0]!;
  /** The most memory that the picture process has held, in MiB. */
  const peak = (): number =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${picturePid()}/status`, 'utf8'))![1]) / 1024;

  before(async () => {
    formats = await Promise.all([
      picture().png().toBuffer(),
      picture().png({ progressive: true }).toBuffer(),
      picture().jpeg().toBuffer(),
      picture().jpeg({ progressive: true }).toBuffer(),
      picture().gif().toBuffer(),
      picture().webp().toBuffer(),
      picture().avif().toBuffer(),
    ]);
  });

  beforeEach(async () => {
    seed = 1;
    folder = await mkdtemp(join(tmpdir(), 'spellwright-faults-'));
    log = [];
    client = new EngineClient({
      engineFile: await bundleOf('test/engine/process/fakeEngineMain.ts'),
      modelFolder: '/models/fake',
      threads: 1,
      log: (line) => log.push(line),
    });
  });

  afterEach(async () => {
    client.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** Files one after another through one engine, which must outlive them all, with the same picture process. */
  const survives = async (files: AsyncIterable<Uint8Array>): Promise<ImageOutcome[]> => {
    const [good] = await saveGood(1);
    const calm = embeddingsOf(await client.embedImages([good!]));
    const [engine, pictures] = [client.pid, isLinux && picturePid()];
    const paths: string[] = [];
    for await (const bytes of files) paths.push(await save(`${paths.length}`, bytes));
    const outcomes = await client.embedImages(paths);
    assert.deepEqual(embeddingsOf(await client.embedImages([good!])), calm);
    assert.deepEqual([client.pid, isLinux && picturePid()], [engine, pictures]);
    return outcomes;
  };

  fault('bytes changed anywhere in a picture', { short: 210, long: 7000 }, async (tried) => {
    const outcomes = await survives(
      (async function* () {
        for (let i = 0; i < tried; i++) {
          const bytes = Buffer.from(formats[i % formats.length]!);
          for (let k = 0; k < 4; k++) bytes[random(bytes.length)] = random(256);
          yield bytes;
        }
      })(),
    );
    const codes = codesOf(outcomes);
    assert.ok(codes.has('image-truncated'));
    assert.ok(!codes.has('image-crashed') && !codes.has('image-too-slow'), [...codes].join());
    return { outcome: 'read, or left out by name', lost: 'nothing' };
  });

  fault('a picture cut off anywhere', { short: 210, long: 3500 }, async (tried) => {
    const whole = embeddingsOf(await survives(Readable.from(formats)));
    const outcomes = await survives(
      (async function* () {
        for (let i = 0; i < tried; i++) {
          const bytes = formats[i % formats.length]!;
          yield bytes.subarray(0, random(bytes.length));
        }
      })(),
    );
    outcomes.forEach((outcome, i) => {
      // The last bytes of some formats say only that they end.
      if (outcome.ok) assert.deepEqual(outcome.embedding, whole[i % formats.length]);
      else assert.match(outcome.code, /^image-(truncated|empty|not-a-picture)$/);
    });
    assert.ok(outcomes.filter(({ ok }) => ok).length < tried / 10);
    return { outcome: 'left out by name', lost: 'nothing' };
  });

  fault('a header that lies about the size', { short: 140, long: 3500 }, async (tried) => {
    const outcomes = await survives(
      (async function* () {
        for (let i = 0; i < tried; i++) yield lyingAbout(formats[i % formats.length]!, random);
      })(),
    );
    const codes = codesOf(outcomes);
    assert.ok(codes.has('image-too-large') && codes.has('image-too-narrow') && codes.has('image-truncated'));
    assert.ok(!codes.has('image-crashed') && !codes.has('image-too-slow'), [...codes].join());
    return { outcome: 'left out by name', lost: 'nothing' };
  });

  fault('a PNG of 1 × 100,000,000 among 17 others', { short: 1, long: 1 }, async () => {
    const paths = await saveGood(17);
    const calm = embeddingsOf(await client.embedImages(paths));
    const tall = await save('tall.png', sized(formats[0]!, 1, 100_000_000));
    const outcomes = await client.embedImages([...paths.slice(0, 9), tall, ...paths.slice(9)]);
    const [bad] = outcomes.splice(9, 1);
    assert.deepEqual(bad, { path: tall, ok: false, code: 'image-too-large', detail: '1 × 100000000' });
    assert.deepEqual(embeddingsOf(outcomes), calm);
    return { outcome: 'left out by name before it is decoded; the others are scored', lost: 'nothing' };
  });

  if (isLinux)
    fault('small JPEGs padded to 255 MB', { short: 3, long: 6 }, async (tried) => {
      const paths = await Promise.all(
        Array.from({ length: tried }, async (_, i) => {
          const path = await save(`${i}.jpg`, await picture(quarters([i * 9, 0, 0])).jpeg().toBuffer()); // prettier-ignore
          await truncate(path, 255_000_000); // with a hole, which takes no space
          return path;
        }),
      );
      embeddingsOf(await client.embedImages(paths));
      assert.ok(peak() < 450, `the picture process held ${peak().toFixed(0)} MiB`);
      return { outcome: 'read one after another, within 450 MiB', lost: 'nothing' };
    });

  if (isLinux)
    fault(
      'a picture that needs more memory than there is, among 17 others',
      { short: 1, long: 1 },
      async () => {
        const paths = await saveGood(17);
        const calm = embeddingsOf(await client.embedImages(paths));
        const size = { width: 6000, height: 6000, channels: 3, background: 'teal' } as const;
        const killer = await save('killer.png', await sharp({ create: size }).png({ progressive: true, compressionLevel: 1 }).toBuffer()); // prettier-ignore
        const taken = Number(
          /VmSize:\s+(\d+)/.exec(readFileSync(`/proc/${picturePid()}/status`, 'utf8'))![1],
        );
        execFileSync('prlimit', ['--pid', String(picturePid()), `--as=${(taken + 100_000) * 1024}`]);
        const outcomes = await client.embedImages([...paths.slice(0, 9), killer, ...paths.slice(9)]);
        const [bad] = outcomes.splice(9, 1);
        assert.equal(bad!.ok || bad!.code, 'image-no-memory');
        assert.deepEqual(embeddingsOf(outcomes), calm);
        return { outcome: 'left out by name; the others are scored', lost: 'nothing' };
      },
    );

  fault(
    'a picture under which the engine dies each time, among 17 others',
    { short: 1, long: 5 },
    async (tried) => {
      const paths = await saveGood(17);
      const calm = embeddingsOf(await client.embedImages(paths));
      const killer = await save('killer.png', await plain(killerColour).png().toBuffer());
      for (let i = 0; i < tried; i++) {
        const outcomes = await client.embedImages([...paths.slice(0, 9), killer, ...paths.slice(9)]);
        const [bad] = outcomes.splice(9, 1);
        assert.deepEqual(bad, { path: killer, ok: false, code: 'image-crashed', detail: 'SIGSEGV' });
        assert.deepEqual(embeddingsOf(outcomes), calm);
      }
      return { outcome: 'left out by name; the others are scored', lost: 'nothing' };
    },
  );

  if (isLinux)
    fault('the picture process killed in mid-run', { short: 3, long: 50 }, async (tried) => {
      const paths = await saveGood(40);
      const calm = embeddingsOf(await client.embedImages(paths));
      let killed = 0;
      for (let i = 0; i < tried; i++) {
        let isDone = false;
        const outcomes = await client.embedImages(paths, {
          onProgress: ({ phase, done }) => {
            if (phase !== 'images' || done < i % 40 || isDone) return;
            isDone = true;
            process.kill(picturePid(), 'SIGKILL');
            killed++;
          },
        });
        assert.deepEqual(embeddingsOf(outcomes), calm);
      }
      assert.equal(killed, tried);
      return { outcome: 'same embeddings as before', lost: 'nothing' };
    });
});

/** A PNG whose header tells this size. */
function sized(png: Buffer, width: number, height: number): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

/** The same file with another width and height where its format keeps them. */
function lyingAbout(sound: Buffer, random: (below: number) => number): Buffer {
  const edge = (most: number): number => [1, 2, 1500, most][random(4)]!;
  const bytes = Buffer.from(sound);
  const frame = Math.max(bytes.indexOf('ffc0', 0, 'hex'), bytes.indexOf('ffc2', 0, 'hex'));
  const extents = bytes.indexOf('ispe');
  if (bytes.subarray(1, 4).toString() === 'PNG') return sized(bytes, edge(2 ** 31 - 1), edge(100_000_000));
  if (bytes.subarray(0, 3).toString() === 'GIF') {
    bytes.writeUInt16LE(edge(65_535), 6);
    bytes.writeUInt16LE(edge(65_535), 8);
  } else if (bytes.subarray(8, 12).toString() === 'WEBP') {
    bytes.writeUInt16LE(edge(16_383), 26);
    bytes.writeUInt16LE(edge(16_383), 28);
  } else if (extents > 0) {
    bytes.writeUInt32BE(edge(2 ** 31 - 1), extents + 8);
    bytes.writeUInt32BE(edge(65_536), extents + 12);
  } else {
    assert.ok(frame > 0);
    bytes.writeUInt16BE(edge(65_500), frame + 5);
    bytes.writeUInt16BE(edge(65_500), frame + 7);
  }
  return bytes;
}
