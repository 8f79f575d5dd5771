import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { markdownFiles } from '../../../scripts/docs/markdownFiles';
import { ingredientsOf, pictureGroups } from '../../../scripts/docs/pictureIngredients';
import {
  committedManifest,
  manifestFile,
  manifestNow,
  staleness,
} from '../../../scripts/docs/pictureManifest';

describe('the pictures in the documentation', () => {
  it('are as fresh as what they show', () => {
    const stale = staleness(committedManifest(), manifestNow());
    assert.deepEqual(stale, [], `${stale.join('\n')}\nRun: npm run docs:pictures`);
  });

  it('are all made by the command, and all shown', () => {
    const made = Object.values(pictureGroups).flatMap(({ pictures }) => pictures);
    const there = readdirSync(path.dirname(manifestFile)).filter((name) => /\.(?:png|gif)$/.test(name));
    assert.deepEqual(made.sort(), there.sort());
    const text = markdownFiles()
      .map((file) => readFileSync(file, 'utf8'))
      .join('');
    for (const name of made) assert.ok(text.includes(`images/${name})`), name);
  });

  it('are called older than a new checkpoint, by name', () => {
    const now = manifestNow();
    const { panel } = now;
    const other = { ...panel!.madeFrom, 'the checkpoint models/mini': 'another' };
    assert.deepEqual(staleness(now, now), []);
    assert.deepEqual(staleness({ ...now, panel: { ...panel!, madeFrom: other } }, now), [
      'panel-dark.png, panel-high-contrast.png, panel-light.png are older than the checkpoint models/mini',
    ]);
    const replaced = { ...panel!, pictures: { ...panel!.pictures, 'panel-dark.png': 'another' } };
    assert.deepEqual(staleness({ ...now, panel: replaced }, now), [
      'panel-dark.png are not those that made-from.json was written for',
    ]);
    assert.equal(staleness({}, now).length, 2 * Object.keys(now).length);
  });

  it('are made from words as people read them, in English', () => {
    const group = pictureGroups.bias!;
    const words = (en: string, ja: string): string =>
      ingredientsOf({ ...group, words: [{ a: { en, ja } }] })['their words']!;
    assert.equal(words('one', '一'), words('one', '二'));
    assert.notEqual(words('one', '一'), words('two', '一'));
  });
});
