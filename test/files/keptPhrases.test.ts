import assert from 'node:assert/strict';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PackedEmbeddings } from '../../src/core/craft/packedEmbeddings';
import { KeptPhrases } from '../../src/files/keptPhrases';
import { temporaryFolder } from './temporaryFolder';

const texts = ['a', 'b', 'c'];
const packed = PackedEmbeddings.empty(3, 4);
[
  [1, 0, 0, 0],
  [0.6, -0.8, 0, 0],
  [0.1, 0.2, 0.3, -0.9],
].forEach((vector, row) => packed.set(row, Float32Array.from(vector)));

describe('kept embeddings of phrases', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => (folder = temporaryFolder({})));
  afterEach(() => folder.remove());
  const kept = (context = 'one', maxBytes?: number): KeptPhrases =>
    new KeptPhrases({
      cacheFolder: folder.path,
      context,
      width: 4,
      ...(maxBytes !== undefined && { maxBytes }),
    });
  const file = (): string => join(folder.path, 'phrases', readdirSync(join(folder.path, 'phrases'))[0]!);

  it('come back as they were, for the same phrases of the same checkpoint', async () => {
    assert.equal(await kept().get(texts), undefined);
    assert.ok(await kept().put(texts, packed));
    assert.deepEqual(await kept().get(texts), packed);
    assert.equal(await kept('another').get(texts), undefined);
    assert.equal(await kept().get(['a', 'bc', '']), undefined);
    assert.equal(await kept().get(['a', 'b']), undefined);
  });

  it('count as absent when any byte of them is damaged, or some are missing', async () => {
    await kept().put(texts, packed);
    const whole = readFileSync(file());
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1;
      writeFileSync(file(), damaged);
      assert.equal(await kept().get(texts), undefined, `byte ${at}`);
    }
    writeFileSync(file(), whole);
    truncateSync(file(), whole.length - 1);
    assert.equal(await kept().get(texts), undefined);
    assert.ok(await kept().put(texts, packed));
    assert.deepEqual(await kept().get(texts), packed);
  });

  it('go, the oldest first, when they take too much', async () => {
    for (let i = 0; i < 5; i++) await kept('one', 200).put([...texts.slice(1), String(i)], packed);
    assert.ok(readdirSync(join(folder.path, 'phrases')).length <= 2);
  });

  it('cost nothing but time where they cannot be kept', async () => {
    writeFileSync(join(folder.path, 'taken'), '');
    const nowhere = new KeptPhrases({ cacheFolder: join(folder.path, 'taken'), context: 'one', width: 4 });
    assert.equal(await nowhere.put(texts, packed), false);
    assert.equal(await nowhere.get(texts), undefined);
  });
});
