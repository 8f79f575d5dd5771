import assert from 'node:assert/strict';
import { excludedFiles } from '../../../src/extension/features/test/excludedFiles';

describe('what files.exclude leaves out', () => {
  const isExcluded = excludedFiles({
    '**/build': true,
    'old/*.spell': true,
    '**/*.js': { when: '$(basename).ts' },
    '**/kept': false,
  });
  const cases: readonly (readonly [string, boolean])[] = [
    ['build/a.spell', true],
    ['a/build/b/c.spell', true],
    ['build.spell', false],
    ['old/a.spell', true],
    ['old/b/a.spell', false],
    ['a/old/a.spell', false],
    ['a.js', false],
    ['kept/a.spell', false],
    ['a.spell', false],
  ];
  for (const [path, expected] of cases) {
    it(`${path}: ${expected ? 'left out' : 'not'}`, () => assert.equal(isExcluded(path), expected));
  }

  it('is nothing where it is not set, or not as it should be', () => {
    for (const setting of [undefined, null, 'x', [true], { ['a'.repeat(2000)]: true }])
      assert.equal(excludedFiles(setting)('a/b.spell'), false);
  });
});
