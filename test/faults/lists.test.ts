import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { PackedEmbeddings } from '../../src/core/craft/packedEmbeddings';
import { longestPhrase, readPhraseList } from '../../src/core/craft/phraseList';
import { finish } from '../../src/core/steps';
import { KeptPhrases } from '../../src/files/keptPhrases';
import { loadPhraseLists } from '../../src/files/loadPhraseLists';
import { temporaryFolder } from '../files/temporaryFolder';
import { fault } from './fault';

const piece = fc.oneof(
  fc.constantFrom(
    '"',
    '""',
    ',',
    '\n',
    '\r\n',
    '\t',
    '#',
    '::',
    '_',
    '\ufeff',
    '\0',
    '1girl',
    '初音ミク',
    '12',
  ),
  fc.string(),
);
const anyList = fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(''));

describe('lists of phrases', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  before(() => (folder = temporaryFolder({})));
  after(() => folder.remove());

  fault('a list that is any text, cut anywhere', { short: 2000, long: 200_000 }, (tried) => {
    fc.assert(
      fc.property(anyList, fc.constantFrom('a.csv', 'a.tsv', 'a.txt'), (text, name) => {
        const { phrases, problems } = finish(readPhraseList(name, text));
        assert.ok(
          phrases.every((phrase) => phrase.text.trim() !== '' && phrase.text.length <= longestPhrase),
        );
        assert.ok(phrases.length > 0 || problems.length > 0);
        const lines = text.split(/\r\n|\r|\n/).length;
        assert.ok(problems.every(({ line }) => line === undefined || (line >= 1 && line <= lines)));
      }),
      { numRuns: tried, seed: 7 },
    );
    return { outcome: 'read as far as it goes, what is left out named by its line', lost: 'nothing' };
  });

  fault('a list that is not text', { short: 50, long: 2000 }, async (tried) => {
    const file = join(folder.path, 'a.csv');
    for (let i = 0; i < tried; i++) {
      writeFileSync(
        file,
        Uint8Array.from({ length: 200 }, (_, at) => (at * 7919 + i * 104_729) % 256),
      );
      const { lists, problems } = await loadPhraseLists([file]);
      assert.ok(lists.length === 0 && problems.length === 1);
    }
    return { outcome: 'refused by name', lost: 'its phrases; other lists are used' };
  });

  fault('kept embeddings of a list, damaged or cut off', { short: 300, long: 5000 }, async (tried) => {
    const kept = new KeptPhrases({ cacheFolder: folder.path, context: 'one', width: 8 });
    const texts = ['a', 'b', 'c', 'd'];
    const packed = PackedEmbeddings.empty(4, 8);
    packed.values.fill(3);
    packed.scales.fill(0.5);
    assert.ok(await kept.put(texts, packed));
    const file = join(folder.path, 'phrases', readdirSync(join(folder.path, 'phrases'))[0]!);
    const whole = readFileSync(file);
    for (let i = 0; i < tried; i++) {
      const damaged = Buffer.from(whole);
      damaged[(i * 31) % whole.length]! ^= 1 << (i % 8);
      writeFileSync(file, i % 3 === 0 ? whole.subarray(0, (i * 17) % whole.length) : damaged);
      assert.equal(await kept.get(texts), undefined);
    }
    return { outcome: 'made again', lost: 'nothing' };
  });
});
