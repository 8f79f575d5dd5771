import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedFile, keepGenerated, readGenerated, RECORDS_FILE } from '../../src/files/generatedPictures';
import { temporaryFolder } from '../files/temporaryFolder';
import { Dice, damaged } from './damage';
import { fault } from './fault';

const name = { source: 'a.spell', spell: 'cat', expansion: '', seed: '1', extension: 'png' };

describe('generated pictures', () => {
  fault('their records are written over at any place', { short: 60, long: 6000 }, async (count) => {
    const box = temporaryFolder({});
    try {
      for (let k = 0; k < 5; k++)
        await keepGenerated(box.path, name, Buffer.from([k]), {
          ...{ schema: 1, source: 'a.spell', spell: 'cat', spellIndex: 0, expansion: '', text: 'a cat' },
          ...{ prompt: 'a cat', negative: null, parameters: { steps: 20 }, seed: '1', ran: {}, remarks: [] },
          ...{ generator: 'a1111', url: 'http://127.0.0.1:7860', time: '', seconds: 1 },
          request: 'f'.repeat(64),
        });
      const file = path.join(box.path, RECORDS_FILE);
      const whole = readFileSync(file, 'utf8');
      const lines = new Set(whole.split('\n'));
      const dice = new Dice(5);
      for (let k = 0; k < count; k++) {
        const text = damaged(whole, dice, ['"', '}', '\n', '../', '\0', '\\', '[', '9'.repeat(30)]);
        writeFileSync(file, text);
        const found = await readGenerated(box.path);
        const untouched = new Set(text.split('\n').filter((line) => line !== '' && lines.has(line)));
        assert.ok(found.length >= untouched.size, text);
        for (const each of found) {
          const place = path.relative(box.path, generatedFile(box.path, each));
          assert.ok(!place.startsWith('..') && !path.isAbsolute(place), place);
        }
      }
    } finally {
      box.remove();
    }
    return { outcome: 'the others are read', lost: 'the record; its picture is drawn again' };
  });
});
