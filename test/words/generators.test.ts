import assert from 'node:assert/strict';
import { GeneratorError, type GeneratorErrorCode } from '../../src/generators/generatorError';
import {
  GENERATION_REMARK_WORDING,
  GENERATOR_WORDING,
  UNUSED_NEGATIVE_WORDING,
  WORKFLOW_REMARK_WORDING,
  generationRemarkText,
  generatorErrorText,
  workflowRemarkText,
} from '../../src/words/generators';

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
    type: 'KSampler',
    input: 'seed',
    slot: 'seed',
    limit: 20_000,
    candidates: '6 text',
    ...{ names: 'a', asked: 'a', ran: 'b', id: '3', count: 4, nodes: '6' },
  },
};

describe('what is told of a workflow or a picture', () => {
  it('is a whole sentence in both languages, whatever its reason', () => {
    for (const language of ['en', 'ja'] as const)
      for (const reason of [
        ...Object.keys(UNUSED_NEGATIVE_WORDING),
        'rewritten',
        'random',
        'unknown-node',
        'unknown-switch',
      ]) {
        const given = { ...parameters, reason };
        const texts = [
          ...keysOf(WORKFLOW_REMARK_WORDING).map((code) =>
            workflowRemarkText({ code, parameters: given }, language),
          ),
          ...keysOf(GENERATION_REMARK_WORDING).map((code) =>
            generationRemarkText({ code, parameters: given }, language),
          ),
        ];
        for (const text of texts) assert.doesNotMatch(text, /[{}]|undefined/);
      }
  });

  it('says why, and where', () => {
    const why = generationRemarkText(
      { code: 'generation-negative-unused', parameters: { reason: 'cfg-1' } },
      'en',
    );
    assert.equal(why, 'The negative prompt did nothing: at CFG 1 it has no effect.');
    const where = (input: string): string =>
      generatorErrorText(
        new GeneratorError('generator-graph-refused', {
          url: 'U',
          node: '3',
          type: 'KSampler',
          input,
          detail: 'D',
        }),
        'en',
      );
    assert.match(where('steps'), /^U does not take the workflow \(node 3, KSampler steps\): D\./);
    assert.match(where(''), /\(node 3, KSampler\): D\./);
  });
});

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(table) as Key[];
}

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
