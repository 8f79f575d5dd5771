import assert from 'node:assert/strict';
import { evolveDefaults } from '../../src/tasks/evolveFile';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { contributes } from '../../package.json';
import { DEFAULT_LIMIT } from '../../src/core/spell/expandSpell';
import { DIALECTS } from '../../src/core/spell/frontMatter';
import { GENERATED_FOLDER } from '../../src/files/generatedPictures';
import { defaultStepLimitSeconds } from '../../src/client/engineClient';
import { settingNames, settingValue } from '../../src/extension/services/settingValues';

describe('values of settings', () => {
  it('are the defaults of the manifest where nothing is set, or nothing that fits', () => {
    for (const name of settingNames) {
      const { default: expected } = contributes.configuration.properties[`spellwright.${name}`];
      for (const raw of [undefined, null, NaN, {}, [1], () => 1])
        assert.deepEqual(settingValue(name, raw), expected, name);
    }
    assert.equal(settingNames.length, Object.keys(contributes.configuration.properties).length);
  });

  it('are each read somewhere', () => {
    const source = readFileSync(
      path.join(__dirname, '../../src/extension/services/configuration.ts'),
      'utf8',
    );
    const read = [...source.matchAll(/new Setting<.*?>\('(.*?)'\)/g)].map(([, name]) => name);
    assert.deepEqual(read.sort(), [...settingNames].sort());
  });

  it('are those of the terminal where that has the same', () => {
    assert.equal(settingValue('expansionLimit', undefined), DEFAULT_LIMIT);
    assert.equal(settingValue('stepLimit', undefined), defaultStepLimitSeconds);
    assert.equal(settingValue('generate.folder', undefined), GENERATED_FOLDER);
    const { population, rounds, mostPhrases } = evolveDefaults;
    const ofEvolution = ['evolve.population', 'evolve.rounds', 'evolve.phrases'] as const;
    assert.deepEqual(
      ofEvolution.map((name) => settingValue(name, undefined)),
      [population, rounds, mostPhrases],
    );
    assert.deepEqual(
      DIALECTS.map((dialect) => settingValue('dialect', dialect)),
      DIALECTS,
    );
    assert.deepEqual(contributes.configuration.properties['spellwright.dialect'].enum, DIALECTS);
  });

  it('are what the user chose', () => {
    assert.equal(settingValue('model', ' openai/clip-vit-base-patch32 '), 'openai/clip-vit-base-patch32');
    assert.equal(settingValue('codeLens', false), false);
    assert.equal(settingValue('slotHints', true), true);
    assert.equal(settingValue('bias.lean', 'hover'), 'hover');
    assert.deepEqual(settingValue('wildcardFolders', ['a', 'b']), ['a', 'b']);
    assert.equal(settingValue('expansionLimit', 7), 7);
  });

  it('of numbers are whole, and moved to the nearer bound', () => {
    const limits = [-5, 0, 1.4, 1.5, 4096, 1e9].map((raw) => settingValue('expansionLimit', raw));
    assert.deepEqual(limits, [1, 1, 1, 2, 4096, 4096]);
    assert.deepEqual(
      [Infinity, '7'].map((raw) => settingValue('expansionLimit', raw)),
      [256, 256],
    );
  });

  it('are of no other kind', () => {
    assert.equal(settingValue('codeLens', 'false'), true);
    assert.equal(settingValue('dialect', 'A1111 '), 'a1111');
    assert.equal(settingValue('bias.lean', 'loud'), 'hint');
    assert.deepEqual(settingValue('bias.languages', ['markdown', 3]), []);
    assert.deepEqual(settingValue('wildcardFolders', 'wild'), []);
    assert.equal(settingValue('model', 3), '');
  });
});
