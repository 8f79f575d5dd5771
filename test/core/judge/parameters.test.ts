import assert from 'node:assert/strict';
import { decideParameters, plainParameters } from '../../../src/core/judge/generationParameters';
import { parametersOfFrontMatter, parametersOfSpell } from '../../../src/core/judge/readParameters';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';

describe('what pictures are made with', () => {
  it('is read of the line below a prompt, and what is not read is named', () => {
    const { spells } = parseSpellFile(
      'a ball\nNegative prompt: blue\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.5, Seed: 18446744073709551615, Size: 512x768, Model hash: 879db523c3, Model: dream, Clip skip: 2, Hires upscale: 2, Version: v1.10',
    );
    assert.deepEqual(parametersOfSpell(spells[0]!.parameters!.values), {
      parameters: {
        ...{
          steps: 20,
          sampler: 'DPM++ 2M',
          scheduler: 'Karras',
          cfgScale: 7.5,
          seed: '18446744073709551615',
        },
        ...{ width: 512, height: 768, model: 'dream', clipSkip: 2 },
      },
      unread: ['Hires upscale'],
    });
  });

  it('takes a model by its hash where its name was left out', () => {
    const values = new Map([['Model hash', '879db523c3']]);
    assert.deepEqual(parametersOfSpell(values), { parameters: { model: '879db523c3' }, unread: [] });
  });

  it('is read of the front matter', () => {
    const value = { steps: 30, cfg: 4.5, size: '64 x 32', 'clip skip': 1, seed: '007', sampler: 'Euler' };
    assert.deepEqual(parametersOfFrontMatter(value), {
      parameters: {
        steps: 30,
        cfgScale: 4.5,
        width: 64,
        height: 32,
        clipSkip: 1,
        seed: '7',
        sampler: 'Euler',
      },
      unread: [],
    });
  });

  for (const [name, value] of [
    ...[0, -1, 1.5, 1e9, 'many', true, null, [20], {}].map((each) => ['steps', each] as const),
    ...['512', '0x5', '5x', '99999x1', 512].map((each) => ['size', each] as const),
    ...[2 ** 60, '18446744073709551616', 'x', -2, 0.5].map((each) => ['seed', each] as const),
    ...['', 1e-9, -1, '1e3', 'NaN', 1001].map((each) => ['cfg', each] as const),
    ...['constructor', '__proto__', 'toString', 'Steps'].map((each) => [each, 5] as const),
  ] as const)
    it(`does not take ${name}: ${JSON.stringify(value)}`, () => {
      const given: unknown = JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`);
      assert.deepEqual(parametersOfFrontMatter(given), { parameters: {}, unread: [name] });
    });

  it('takes nothing of what is no map, and says so', () => {
    for (const value of ['x', 5, [1], true])
      assert.deepEqual(parametersOfFrontMatter(value), { parameters: {}, unread: ['generate'] });
    assert.deepEqual(parametersOfFrontMatter(null), { parameters: {}, unread: [] });
  });

  it('is decided by the spell, then its file, then settings, and says by whom', () => {
    const decided = decideParameters({
      settings: { steps: 1, cfgScale: 2, model: 'c' },
      'front-matter': { steps: 3, cfgScale: undefined, model: 'b' },
      spell: { steps: 5 },
    });
    assert.deepEqual(decided, {
      steps: { value: 5, origin: 'spell' },
      model: { value: 'b', origin: 'front-matter' },
      cfgScale: { value: 2, origin: 'settings' },
    });
    assert.deepEqual(plainParameters(decided), { steps: 5, model: 'b', cfgScale: 2 });
  });

  it('does not give one its sampler another’s scheduler', () => {
    const settings = { sampler: 'Euler', scheduler: 'Karras' };
    assert.deepEqual(plainParameters(decideParameters({ spell: { sampler: 'DDIM' }, settings })), {
      sampler: 'DDIM',
    });
    assert.deepEqual(plainParameters(decideParameters({ spell: { scheduler: 'Simple' }, settings })), {
      sampler: 'Euler',
      scheduler: 'Simple',
    });
  });
});
