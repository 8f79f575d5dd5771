import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LeanScale } from '../../../src/core/bias/lean';
import { LEAN_WORDS } from '../../../src/core/bias/leanWords';
import { readScale, scaleFile, writeScale } from '../../../src/extension/features/bias/scaleFile';

const width = 4;
const vectors = (count: number): Float64Array[] =>
  Array.from({ length: count }, (_, i) => Float64Array.of(i, 0.1, -1 / 3, 1e-9));
const scale: LeanScale = {
  words: LEAN_WORDS,
  directions: vectors(LEAN_WORDS.pairs.length),
  centres: vectors(LEAN_WORDS.templates.length),
  unit: 0.0123,
  threshold: 1.9,
};

describe('the kept scale of a checkpoint', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'spellwright-scale-'))));
  after(() => rm(folder, { recursive: true }));

  it('comes back bit for bit, and leaves nothing else behind', async () => {
    const file = scaleFile(path.join(folder, 'new'), 'abc', LEAN_WORDS);
    await writeScale(file, scale);
    assert.deepEqual(await readScale(file, LEAN_WORDS, width), scale);
    assert.deepEqual(await readdir(path.dirname(file)), [path.basename(file)]);
  });

  it('belongs to one checkpoint and one list of words', () => {
    const others = { ...LEAN_WORDS, templates: ['a {}', 'the {}'] };
    const names = new Set([
      scaleFile(folder, 'abc', LEAN_WORDS),
      scaleFile(folder, 'abd', LEAN_WORDS),
      scaleFile(folder, 'abc', others),
    ]);
    assert.equal(names.size, 3);
  });

  it('counts as absent when it is missing, cut off, or of another shape', async () => {
    const file = path.join(folder, 'kept.json');
    assert.equal(await readScale(file, LEAN_WORDS, width), undefined);
    await writeScale(file, scale);
    const whole = await readFile(file, 'utf8');
    assert.equal(await readScale(file, LEAN_WORDS, 5), undefined);
    const broken = [
      '',
      whole.slice(0, -20),
      'null',
      '[]',
      whole.replace('0.0123', '"1"'),
      whole.replace('0.1', 'null'),
    ];
    for (const text of broken) {
      await writeFile(file, text);
      assert.equal(await readScale(file, LEAN_WORDS, width), undefined, text.slice(0, 40));
    }
  });

  it('counts as absent with one wrong digit, wherever it is', async () => {
    const file = path.join(folder, 'digit.json');
    await writeScale(file, scale);
    const whole = await readFile(file, 'utf8');
    const places = [...whole.matchAll(/\d/g)].map(({ index }) => index);
    for (let i = 0; i < places.length; i += 97) {
      const at = places[i]!;
      await writeFile(file, whole.slice(0, at) + (whole[at] === '7' ? '8' : '7') + whole.slice(at + 1));
      assert.equal(await readScale(file, LEAN_WORDS, width), undefined, `place ${at}`);
    }
    await writeFile(file, whole);
    assert.deepEqual(await readScale(file, LEAN_WORDS, width), scale);
  });
});
