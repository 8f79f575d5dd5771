import assert from 'node:assert/strict';
import { askedAndRan, parametersAgain } from '../../../src/core/judge/askedAndRan';

describe('what was asked of a generator, and what ran', () => {
  const record = {
    parameters: { steps: 20, sampler: 'Euler a', model: 'sdxl', width: 512, height: 768, seed: '5' },
    ran: {
      ...{ steps: 20, sampler: 'euler a', model: 'sd/sd15.safetensors [12345678]', modelHash: '12345678' },
      ...{ cfgScale: 7, width: 512, height: 768, prompt: 'an apple' },
    },
    remarks: [{ code: 'generation-other-model', parameters: { asked: 'sdxl', ran: 'sd15' } }],
    seed: '6952411511246973023',
  };

  it('differ where the generator was seen to do something else, not where it writes a name differently', () => {
    assert.deepEqual(
      askedAndRan(record).map(({ name, asked, ran, differs }) => [name, asked, ran, differs]),
      [
        ['Steps', '20', '20', false],
        ['Sampler', 'Euler a', 'euler a', false],
        ['Size', '512x768', '512x768', false],
        ['Model', 'sdxl', 'sd/sd15.safetensors [12345678]', true],
        ['Seed', '5', '6952411511246973023', true],
        ['CFG scale', undefined, '7', false],
        ['Model hash', undefined, '12345678', false],
      ],
    );
    const fewer = askedAndRan({ ...record, ran: { steps: 12 } }).filter(({ differs }) => differs);
    assert.deepEqual(
      fewer.map(({ name }) => name),
      ['Steps', 'Model', 'Seed'],
    );
  });

  it('make it again with what was asked for, but for what did not run', () => {
    assert.deepEqual(Object.fromEntries(parametersAgain(record)), {
      ...{ Steps: '20', Sampler: 'Euler a', Size: '512x768', 'CFG scale': '7' },
      ...{ Model: 'sd/sd15.safetensors [12345678]', Seed: '6952411511246973023' },
    });
  });
});
