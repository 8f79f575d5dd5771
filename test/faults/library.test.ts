import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EmbeddingCache, type CachedEmbedding } from '../../src/engine/cache/embeddingCache';
import { bundleOf } from '../engine/process/engineBundle';
import { temporaryFolder } from '../files/temporaryFolder';
import { Dice } from './damage';
import { fault } from './fault';

const width = 64;
/** Writers come and go in one store so often, before another is begun. */
const roundsInStore = 12;
const hashOf = (name: string): string => createHash('sha256').update(name).digest('hex');

const open = (folder: string): EmbeddingCache =>
  new EmbeddingCache({
    ...{ folder, context: 'faults', embeddingWidth: width, maxBytes: 64 * 1024 * 1024 },
    onUnwritable: (error) => assert.fail(String(error)),
  });

const entryOf = (writer: number, i: number): CachedEmbedding => ({
  embedding: new Float32Array(width).fill(writer * 1e6 + i),
  width: writer,
  height: i + 1,
});

function segmentOf(folder: string): string {
  const [found] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.log'),
  );
  return path.join(folder, found!);
}

/** Every entry that is there is the one that was kept under its name. @returns how many are there */
async function soundEntries(folder: string, writer: number, count: number): Promise<number> {
  const cache = open(folder);
  let sound = 0;
  for (let i = 0; i < count; i++) {
    const found = await cache.get(hashOf(`${writer} ${i}`));
    if (found === undefined) continue;
    assert.deepEqual(found, entryOf(writer, i));
    sound++;
  }
  return sound;
}

describe('library', () => {
  fault('the store cut off at any byte of its last entries', { short: 60, long: 3080 }, async (count) => {
    const box = temporaryFolder({});
    try {
      const cache = open(box.path);
      for (let i = 0; i < 10; i++) await cache.put(hashOf(`1 ${i}`), entryOf(1, i));
      const file = segmentOf(box.path);
      const whole = readFileSync(file);
      const record = whole.length / 10;
      for (let k = 0; k < count; k++) {
        const length = whole.length - Math.floor((k * whole.length) / count);
        writeFileSync(file, whole.subarray(0, length));
        // Another goes on where it was cut off.
        await open(box.path).put(hashOf('2 0'), entryOf(2, 0));
        assert.equal(await soundEntries(box.path, 1, 10), Math.floor(length / record), `${length} bytes`);
        assert.equal(await soundEntries(box.path, 2, 1), 1, `${length} bytes`);
      }
    } finally {
      box.remove();
    }
    return { outcome: 'the entries before and behind are found', lost: 'the cut one; it is made again' };
  });

  fault('the store written over at any place', { short: 60, long: 3000 }, async (count) => {
    const box = temporaryFolder({});
    try {
      const cache = open(box.path);
      for (let i = 0; i < 10; i++) await cache.put(hashOf(`1 ${i}`), entryOf(1, i));
      const file = segmentOf(box.path);
      const whole = readFileSync(file);
      const dice = new Dice(11);
      for (let k = 0; k < count; k++) {
        const bytes = Buffer.from(whole);
        const at = dice.below(bytes.length);
        bytes[at]! ^= 1 << dice.below(8);
        writeFileSync(file, bytes);
        assert.equal(await soundEntries(box.path, 1, 10), 9, `byte ${at}`);
      }
    } finally {
      box.remove();
    }
    return { outcome: 'no wrong entry is read', lost: 'the damaged one; it is made again' };
  });

  fault('two windows that keep embeddings at once, both killed', { short: 1, long: 40 }, async (count) => {
    const program = await bundleOf('test/faults/libraryWriterMain.ts');
    const dice = new Dice(3);
    for (let k = 0; k < count; k++) {
      const box = temporaryFolder({});
      try {
        const kept = await Promise.all(
          [1, 2].map(async (writer) => {
            const child = fork(program, [box.path, String(writer)]);
            let told = 0;
            const enough = 40 + dice.below(160);
            child.on('message', (done) => {
              told = Number(done);
              if (told >= enough) child.kill('SIGKILL');
            });
            await once(child, 'exit');
            return told;
          }),
        );
        for (const [i, told] of kept.entries()) {
          assert.ok(told > 0);
          assert.equal(await soundEntries(box.path, i + 1, told), told);
          await soundEntries(box.path, i + 1, told + 100);
        }
      } finally {
        box.remove();
      }
    }
    return { outcome: 'all that was kept is found, none mixed with another', lost: 'nothing that was kept' };
  });

  fault(
    'two writers killed at any moment, in one store, again and again',
    { short: 2, long: 120 },
    async (count) => {
      const program = await bundleOf('test/faults/libraryWriterMain.ts');
      const dice = new Dice(17);
      for (let k = 0; k < count; k += roundsInStore) {
        const box = temporaryFolder({});
        try {
          const kept = new Map<number, number>();
          for (let round = 0; round < Math.min(roundsInStore, count - k); round++) {
            await Promise.all(
              [1, 2].map(async (which) => {
                const writer = 2 * round + which;
                const child = fork(program, [box.path, String(writer)]);
                child.on('message', (done) => {
                  if (!kept.has(writer)) setTimeout(() => child.kill('SIGKILL'), dice.below(60));
                  kept.set(writer, Number(done));
                });
                await once(child, 'exit');
              }),
            );
            for (const [writer, told] of kept) {
              assert.ok(told > 0);
              assert.equal(
                await soundEntries(box.path, writer, told),
                told,
                `writer ${writer}, round ${round}`,
              );
            }
          }
        } finally {
          box.remove();
        }
      }
      return { outcome: 'all that was kept is found by those who go on', lost: 'nothing that was kept' };
    },
  );
});
