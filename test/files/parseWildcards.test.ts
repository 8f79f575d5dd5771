import assert from 'node:assert/strict';
import { parseWildcardYaml, type WildcardFile } from '../../src/files/parseWildcards';
import { pauses } from '../../src/files/pauses';

const parse = (text: string): Promise<WildcardFile> => parseWildcardYaml(text, pauses());

describe('a wildcard YAML file', () => {
  it('of a large collection is read whole', async () => {
    const keys = Array.from({ length: 1000 }, (_, key) => {
      const lines = Array.from({ length: 100 }, (_, line) => `    - dress ${key} of colour ${line} # note\n`);
      return `  key${key}:\n${lines.join('')}`;
    });
    const { options, problem } = await parse(`# ours\nroot:\n${keys.join('')}`);
    assert.equal(problem, undefined);
    assert.equal(options.size, 1000);
    assert.equal(options.get('root/key999')?.length, 100);
    assert.equal(options.get('root/key999')?.at(-1), 'dress 999 of colour 99');
  });

  it('has the line of what is wrong with it', async () => {
    const cases: readonly (readonly [string, unknown, number])[] = [
      [`a: [b]\r\nc: ${'['.repeat(900)}`, { code: 'wildcard-yaml-too-deep', detail: '64', line: 2 }, 0],
      ['a: [b]\nc: [d]\n\na: [e]\n', { code: 'wildcard-yaml-key-twice', detail: 'a', line: 4 }, 2],
      ['- a\n'.repeat(200_001), { code: 'wildcard-yaml-too-many', detail: '400000', line: 200_000 }, 0],
    ];
    for (const [text, expected, count] of cases) {
      const { options, problem } = await parse(text);
      assert.deepEqual(problem, expected);
      assert.equal(options.size, count);
    }
    const { options, problem } = await parse('a: [b]\nc: [d\n');
    assert.equal(problem?.code, 'wildcard-file-broken');
    assert.deepEqual(options.get('a'), ['b'], 'what can be read is used');
  });

  it('does not write long keys out before each of those below them', async () => {
    const around = Array.from({ length: 30 }, (_, i) => `${' '.repeat(i)}${'k'.repeat(1000)}:\n`).join('');
    const below = Array.from({ length: 50_000 }, (_, i) => `${' '.repeat(30)}k${i}: v\n`).join('');
    const { options, problem } = await parse(`${around}${below}short: [a]\n${'l'.repeat(490)}: [b]\n`);
    assert.equal(problem, undefined);
    assert.deepEqual([...options.keys()], ['short', 'l'.repeat(490)]);
  });

  it('gives up in the middle when it is not wanted any more', async () => {
    const abort = new AbortController();
    const reading = parseWildcardYaml('- a\n'.repeat(100_000), pauses(abort.signal));
    setImmediate(() => abort.abort(new Error('closed')));
    await assert.rejects(reading, /closed/);
  });
});
