import assert from 'node:assert/strict';
import { GeneratorError, type GeneratorErrorCode } from '../../src/generators/generatorError';
import { GENERATOR_WORDING, generatorErrorText } from '../../src/words/generators';

/** What those who report a failure give with it. */
const parameters = {
  ...{ url: 'http://127.0.0.1:7860', path: '/x', reason: 'ECONNREFUSED', seconds: 30, status: 500 },
  ...{ name: 'x-key', to: 'http://a/b', megabytes: 128, detail: 'no', sampler: 'Magic', scheduler: 'Magic' },
  ...{
    model: 'a',
    known: 'Euler, DDIM',
    more: 0,
    seed: '-1',
    highest: '10',
    kind: 'BMP',
    node: '3',
    field: 'seed',
  },
};

describe('a failure of a generator', () => {
  for (const code of Object.keys(GENERATOR_WORDING) as GeneratorErrorCode[])
    it(`is a whole sentence in both languages: ${code}`, () => {
      for (const language of ['en', 'ja'] as const) {
        const text = generatorErrorText(new GeneratorError(code, parameters), language);
        assert.doesNotMatch(text, /[{}]/);
        assert.match(text, language === 'ja' ? /。$/ : /\.$/);
      }
    });

  it('names what there is, and how much more', () => {
    const told = (known: string, more: number): string =>
      generatorErrorText(
        new GeneratorError('generator-sampler-unknown', { url: 'U', sampler: 'S', known, more }),
        'en',
      );
    assert.equal(told('A, B', 0), 'U has no sampler “S”. Choose another; it has A, B.');
    assert.equal(told('A, B', 7), 'U has no sampler “S”. Choose another; it has A, B and 7 more.');
    assert.equal(told('', 0), 'U has no sampler “S”. Choose another.');
  });
});
