import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LeanScale } from '../../src/core/bias/lean';
import { PackedEmbeddings } from '../../src/core/craft/packedEmbeddings';
import { EmbeddingCache } from '../../src/engine/cache/embeddingCache';
import { cachedEntry } from '../../src/engine/graph/entryCache';
import { writeScale } from '../../src/extension/features/bias/scaleFile';
import { savePicture } from '../../src/extension/features/panel/savePicture';
import { keepGenerated, readGenerated, RECORDS_FILE } from '../../src/files/generatedPictures';
import { KeptPhrases } from '../../src/files/keptPhrases';
import { writeNewFile } from '../../src/files/putInPlace';
import { writeLockText } from '../../src/files/spellLock';
import { writePng } from '../../src/files/writePng';
import { systemReason } from '../../src/words/systemReason';
import { bundleOf } from '../engine/process/engineBundle';
import { temporaryFolder } from '../files/temporaryFolder';
import { Dice } from './damage';
import { fault } from './fault';

/** The system writes no byte of a file beyond the limit, as a full disk does; by every way of this process to write. */
async function withRoom<T>(bytes: number, run: () => Promise<T>): Promise<T> {
  const limit = (soft: string): void =>
    void execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${soft}:`]);
  limit(String(bytes));
  try {
    return await run();
  } finally {
    limit('unlimited');
  }
}

/** What lies in a folder and all below: names, and what is in them. */
function contents(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(path.join(folder, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(path.join(folder, name), 'latin1')]));
}

const large = Buffer.alloc(40_000, 'x');
const noise = new Dice(10);
const pixels = { width: 100, height: 130, data: Uint8Array.from({ length: 39_000 }, () => noise.below(256)) };
const scale: LeanScale = {
  ...{ words: { pairs: [], templates: [] } as unknown as LeanScale['words'], unit: 1, threshold: 1 },
  ...{ directions: [Float64Array.from({ length: 9000 }, Math.sqrt)], centres: [] },
};

/** Each writes some 40 kB under names of its own, beside or over what is there. */
const places: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  'spellwright.lock': (folder) => writeLockText(path.join(folder, 'spellwright.lock'), large.toString()),
  'a new picture': (folder) => writeNewFile(path.join(folder, 'new.png'), large),
  'a map': (folder) => writePng(path.join(folder, 'map.png'), pixels),
  'a map over another': (folder) => writePng(path.join(folder, 'there.png'), pixels, { overwrite: true }),
  'a pasted picture': (folder) =>
    savePicture(
      folder,
      { folders: [folder], namedOutside: false, linksOutside: false },
      'pasted.png',
      'png',
      large,
    ),
  'the scale of a checkpoint': (folder) => writeScale(path.join(folder, 'scale.json'), scale),
  graphs: (folder) =>
    cachedEntry({ source: 'a' }, 'f'.repeat(64), { folder }, async () => ({
      graphs: { 'text.onnx': large },
      weights: [],
    })),
};

const canLimit = existsSync('/usr/bin/prlimit') && process.platform === 'linux';

(canLimit ? describe : describe.skip)('full disk', () => {
  fault('under a file that is written as a whole, at any byte', { short: 21, long: 700 }, async (tried) => {
    const dice = new Dice(11);
    const all = Object.entries(places);
    for (let trial = 0; trial < tried; trial++) {
      const [what, write] = all[trial % all.length]!;
      const box = temporaryFolder({ 'spellwright.lock': 'old', 'there.png': 'old', 'scale.json': 'old' });
      try {
        const before = contents(box.path);
        const error: unknown = await withRoom(dice.below(30_000), () => write(box.path)).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        assert.ok(error instanceof Error, what);
        const { code, cause, parameters } = error as Error & {
          code?: string;
          cause?: unknown;
          parameters?: object;
        };
        if (code === 'cache-unwritable') assert.deepEqual(Object(parameters).folder, box.path);
        assert.match(systemReason(cause ?? error, 'en'), /may not become that large \(EFBIG\)/, what);
        assert.deepEqual(contents(box.path), before, what);
        await write(box.path);
        assert.notDeepEqual(contents(box.path), before, what);
      } finally {
        box.remove();
      }
    }
    return { outcome: 'said, with the reason; nothing half, and what stood there stays', lost: 'that file' };
  });

  fault('under the records of generated pictures, at any byte', { short: 8, long: 400 }, async (tried) => {
    const dice = new Dice(12);
    const record = (seed: number): Parameters<typeof keepGenerated>[3] => ({
      ...{ schema: 1, source: 'a.spell', spell: 'cat', spellIndex: 0, expansion: '', text: 'a cat' },
      ...{
        prompt: 'a cat',
        negative: null,
        parameters: { steps: 20 },
        seed: String(seed),
        ran: {},
        remarks: [],
      },
      ...{ generator: 'a1111', url: 'http://127.0.0.1:7860', time: '', seconds: 1 },
      request: 'f'.repeat(64),
    });
    const box = temporaryFolder({});
    const keep = (seed: number): Promise<unknown> =>
      keepGenerated(
        box.path,
        { source: 'a.spell', spell: 'cat', expansion: '', seed: String(seed), extension: 'png' },
        Buffer.from([seed]),
        record(seed),
      );
    try {
      await keep(0);
      const file = path.join(box.path, RECORDS_FILE);
      for (let trial = 1; trial <= tried; trial++) {
        const before = readFileSync(file, 'utf8');
        await assert.rejects(
          withRoom(before.length + dice.below(300), () => keep(trial)),
          { code: 'EFBIG' },
        );
        assert.equal(readFileSync(file, 'utf8'), before);
        await keep(trial);
        assert.equal((await readGenerated(box.path)).length, trial + 1);
      }
    } finally {
      box.remove();
    }
    return {
      outcome: 'said, with the reason; no half record',
      lost: 'the record; its picture is drawn again',
    };
  });

  fault(
    'under kept embeddings, of pictures and of lists, at any byte',
    { short: 8, long: 400 },
    async (tried) => {
      const dice = new Dice(13);
      const hash = (k: number): string => k.toString(16).padStart(64, '0');
      const entry = (k: number): { embedding: Float32Array; width: number; height: number } => ({
        ...{ embedding: new Float32Array(64).fill(k), width: 1, height: 1 },
      });
      for (let trial = 0; trial < tried; trial++) {
        const box = temporaryFolder({});
        try {
          let told = 0;
          const open = (): EmbeddingCache =>
            new EmbeddingCache({
              ...{ folder: box.path, context: 'faults', embeddingWidth: 64, maxBytes: 1_000_000 },
              onUnwritable: () => told++,
            });
          const cache = open();
          for (let k = 0; k < 5; k++) await cache.put(hash(k), entry(k));
          const [segment] = [...contents(box.path)].find(([name]) => name.endsWith('.log'))!;
          const { size } = statSync(path.join(box.path, segment));
          await withRoom(size + dice.below(size / 5), async () => {
            for (let k = 5; k < 9; k++) await cache.put(hash(k), entry(k));
          });
          assert.equal(told, 1);
          for (let k = 0; k < 5; k++) assert.deepEqual(await cache.get(hash(k)), entry(k));
          // The next start keeps again, behind what was cut off.
          const next = open();
          for (let k = 9; k < 12; k++) await next.put(hash(k), entry(k));
          for (const k of [0, 1, 2, 3, 4, 9, 10, 11]) assert.deepEqual(await next.get(hash(k)), entry(k));
          for (const k of [5, 6, 7, 8]) assert.equal(await next.get(hash(k)), undefined);
          assert.equal(told, 1);

          const phrases = new KeptPhrases({ cacheFolder: box.path, context: 'a', width: 64 });
          const texts = Array.from({ length: 300 }, (_, i) => `phrase ${i}`);
          const packed = new PackedEmbeddings(64, new Float32Array(300), new Int8Array(300 * 64));
          const before = contents(box.path);
          assert.equal(await withRoom(dice.below(19_000), () => phrases.put(texts, packed)), false);
          assert.deepEqual(contents(box.path), before);
          assert.equal(await phrases.put(texts, packed), true);
          assert.ok(await phrases.get(texts));
        } finally {
          box.remove();
        }
      }
      return {
        outcome: 'told once; scored on, and kept again from the next start on',
        lost: 'nothing; computed again',
      };
    },
  );
});

describe('shared cache', () => {
  fault(
    'two windows write everything of one cache at once, one is killed',
    { short: 1, long: 40 },
    async (tried) => {
      const program = await bundleOf('test/faults/cacheWriterMain.ts');
      const dice = new Dice(14);
      for (let trial = 0; trial < tried; trial++) {
        const box = temporaryFolder({});
        try {
          const enough = 3 + dice.below(8);
          const rounds = await Promise.all(
            ['lives', 'is killed'].map(async (fate) => {
              const child = fork(program, [box.path, fate === 'lives' ? '12' : '100000']);
              let told = 0;
              child.on('message', (done) => {
                told = Number(done);
                if (fate === 'is killed' && told >= enough) child.kill('SIGKILL');
              });
              const [code] = (await once(child, 'exit')) as [number | null];
              if (fate === 'lives') assert.equal(code, 0, 'every write of it was read back whole');
              return told;
            }),
          );
          assert.ok(rounds.every((each) => each > 0));
          // The next window: everything is whole, or made anew.
          const next = fork(program, [box.path, '2']);
          assert.deepEqual(await once(next, 'exit'), [0, null]);
        } finally {
          box.remove();
        }
      }
      return { outcome: 'each reads whole files; the next window goes on', lost: 'nothing' };
    },
  );
});
