import assert from 'node:assert/strict';
import { readPicture } from '../../src/core/infotext/readPicture';
import type { PictureReading } from '../../src/core/infotext/pictureRecord';
import { inflate } from '../../src/files/inflate';
import { mutate, randomFrom } from '../../scripts/infotext/mutate';
import { soundFiles } from '../../scripts/infotext/soundFiles';
import { png, tEXt, zTXt } from '../core/infotext/pictures';
import { fault } from './fault';

const INFOTEXT = 'a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, Seed: 1';

function read(name: string, bytes: Buffer): Promise<PictureReading> {
  if (name.endsWith('.json'))
    return readPicture(new Uint8Array(), { inflate }, { json: bytes.toString('utf8') });
  if (name.endsWith('.txt'))
    return readPicture(new Uint8Array(), { inflate }, { txt: bytes.toString('utf8') });
  return readPicture(bytes, { inflate });
}

/** Every text of a reading is one that can be shown: no number, no more than is read at once. */
function assertSound({ records, problems }: PictureReading): void {
  for (const { prompt, negative, seed, parameters } of records) {
    assert.ok(prompt.length <= 4 * 1024 * 1024 && (negative ?? '').length <= 4 * 1024 * 1024);
    assert.ok(seed === undefined || /^\d+$/.test(seed));
    assert.ok(parameters.every(([name, value]) => name !== '' && typeof value === 'string'));
  }
  assert.ok(problems.length <= 60);
}

describe('records of pictures', function () {
  this.timeout(120_000);

  fault(
    'bytes changed, cut off, swapped or nested in a picture with a record',
    { short: 1000, long: 100_000 },
    async (tried) => {
      const sound = soundFiles();
      let told = 0;
      for (let seed = 1; seed <= tried; seed++) {
        const [name, bytes] = sound[seed % sound.length]!;
        const reading = await read(name, mutate(bytes, randomFrom(seed)));
        assertSound(reading);
        if (reading.records.length > 0) told++;
      }
      // Damage is often beside the record: a reader that gave up at once would tell of none.
      assert.ok(told > tried / 10, `${told} of ${tried} still told something`);
      return { outcome: 'what is whole is read, the rest left out', lost: 'nothing' };
    },
  );

  fault('a text that inflates a thousandfold, beside a sound one', { short: 3, long: 64 }, async (tried) => {
    for (let i = 1; i <= tried; i++) {
      const bombs = Array.from({ length: i % 8 }, () => zTXt('prompt', Buffer.alloc(12 * 1024 * 1024, 0x7b)));
      const { records, problems } = await readPicture(png([tEXt('parameters', INFOTEXT), ...bombs]), {
        inflate,
      });
      assert.equal(records[0]?.prompt, 'a cat');
      assert.deepEqual(
        problems.map(({ code }) => code),
        bombs.length === 0 ? [] : ['record-too-large'],
      );
    }
    return { outcome: 'left out by name; the sound one is read', lost: 'nothing' };
  });
});
