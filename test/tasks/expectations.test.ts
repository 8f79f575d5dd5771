import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createMatcher, type Matcher } from '../../src/core/bias/matcher';
import { NO_SETTINGS } from '../../src/core/bias/settings';
import type { ExpectationKind } from '../../src/core/check/expectation';
import type { CheckCode } from '../../src/core/check/judge';
import { acceptBaseline, planTests, runTests, type TestedFile } from '../../src/tasks/testFile';
import { resultText } from '../../src/words/check';
import { shippedRules as ruleSet } from '../rules/shippedRules';
import { plantedPictures, PlantedEmbedder } from '../core/check/plantedEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

const good = '0.30 0.31 0.29 0.30 0.32 0.30 0.31 0.30';
const poor = '0.20 0.22 0.19 0.21 0.22 0.20 0.19 0.21';
/** Better on some pictures and worse on others. */
const mixed = '0.20 0.41 0.22 0.38 0.30 0.33 0.26 0.31';

interface Fault {
  readonly kind: ExpectationKind;
  readonly expect: string;
  /** Spells with which it holds, and with a fault in them with which it does not. */
  readonly right: string;
  readonly faulty: string;
  readonly codes: readonly [CheckCode, CheckCode];
  /** Where pictures cannot tell. */
  readonly open?: readonly [spells: string, code: CheckCode];
}

/** Of each kind of expectation a spell that keeps it, and one with a planted fault. */
const faults: readonly Fault[] = [
  {
    kind: 'beats',
    expect: '- { spell: a, beats: b, by: 0.05 }',
    right: `### a\n${good}\n### b\n${poor}`,
    faulty: `### a\n${poor}\n### b\n${good}`,
    codes: ['beats', 'beats-not'],
    open: [`### a\n${mixed}\n### b\n0.25 0.26`, 'beats-open'],
  },
  {
    kind: 'beats',
    expect: '- { spell: a, beats: b, on: "[a-h].png" }',
    right: `### a\n${good}\n### b\n${poor}`,
    faulty: `### a\n${good}\n### b\n${good}`,
    codes: ['beats', 'beats-same'],
    open: [`### a\n${mixed}\n### b\n${good}`, 'beats-open'],
  },
  {
    kind: 'keeps',
    expect: '- keeps: baseline',
    right: `### a\n${good}`,
    faulty: `### a\n${poor}`,
    codes: ['keeps-same', 'keeps-worse'],
    open: [`### new\n${poor}`, 'keeps-none'],
  },
  {
    kind: 'first-for',
    expect: '- { spell: a, first-for: c.png, by: 0.01 }',
    right: `### a\n${poor} 0.30\n### b\n0.1`,
    faulty: `### a\n0.30 0.30 0.10 0.3\n### b\n0.1`,
    codes: ['first', 'first-not'],
    open: [`### a\n${good}`, 'first-alone'],
  },
  {
    kind: 'bias-at-most',
    expect: '- bias-at-most: hint',
    right: '### a\na firefighter 0.3',
    faulty: '### a\na fireman 0.3',
    codes: ['bias-at-most', 'bias-above'],
  },
  {
    kind: 'fits',
    expect: '- fits: context',
    right: '### a\na cat 0.3',
    faulty: `### a\n${'cat '.repeat(70)}`,
    codes: ['fits', 'fits-not'],
  },
  {
    kind: 'winner',
    expect: `- { spell: a, winner: "${good}" }`,
    right: `### a\n{${good}|${poor}}`,
    faulty: `### a\n{${good}|${good.replaceAll('0.3', '0.34')}}`,
    codes: ['winner', 'winner-not'],
    open: [`### a\n{${good}|${mixed}}`, 'winner-open'],
  },
];

/** Made once: it takes as long as all tests here together. */
let made: Matcher | undefined;
const matcher = (): Matcher => (made ??= createMatcher(ruleSet, NO_SETTINGS));

describe('every kind of expectation', () => {
  const folder = temporaryFolder(plantedPictures(8));
  after(() => folder.remove());
  const path = join(folder.path, 'a.spell');
  const test = async (expect: string, spells: string, hash?: string): Promise<TestedFile> =>
    runTests(
      await planTests({ path, text: `---\nimages: '*.png'\nexpect:\n  ${expect}\n---\n${spells}\n` }),
      {
        embedder: async () => new PlantedEmbedder(8, hash),
        languagesOf: async () => ['en'],
        matcher: async () => matcher(),
      },
    );
  const found = ({ results }: TestedFile): unknown[] =>
    results.filter(({ check }) => check.origin !== 'baseline').map(({ code, outcome }) => [code, outcome]);

  before(async () => {
    await acceptBaseline(await test('- keeps: baseline', `### a\n${good}`), { version: '1' });
  });

  for (const { kind, expect, right, faulty, codes, open } of faults) {
    it(`${kind}: holds, fails with a planted fault, and says where pictures cannot tell (${codes[1]})`, async () => {
      assert.deepEqual(found(await test(expect, right)), [[codes[0], 'passed']]);
      assert.deepEqual(found(await test(expect, faulty)), [[codes[1], 'failed']]);
      if (open) assert.deepEqual(found(await test(expect, open[0])), [[open[1], 'unsure']]);
    });
  }

  it('is among those that have a fault here', () => {
    const kinds: Record<ExpectationKind, true> = {
      beats: true,
      keeps: true,
      'first-for': true,
      'bias-at-most': true,
      fits: true,
      winner: true,
    };
    assert.deepEqual(new Set(faults.map(({ kind }) => kind)), new Set(Object.keys(kinds)));
  });

  it('names what is not there as something that cannot be tested, and never passes by it', async () => {
    for (const [expect, code] of [
      ['- { spell: a, beats: b, on: z.png }', 'expect-pictures-none'],
      ['- { spell: a, first-for: z.png }', 'expect-pictures-none'],
      ['- { spell: a, winner: x }', 'expect-slot-unknown'],
      ['- { spell: b, winner: x }', 'expect-option-unknown'],
      ['- { spell: b, slot: 2, winner: x }', 'expect-slot-unknown'],
      ['- { spell: c, winner: x }', 'expect-slot-needed'],
    ] as const) {
      const tested = await test(expect, `### a\n${good}\n### b\n{0.1|0.2}\n### c\n{0.1|0.2} {x|y}`);
      assert.deepEqual(found(tested), [[code, 'wrong']], expect);
    }
  });

  it('needs five different pictures, unless nothing changed at all', async () => {
    const few = '- { spell: a, beats: b, on: "[abcd].png" }';
    assert.deepEqual(found(await test(few, `### a\n${good}\n### b\n${poor}`)), [['too-few', 'unsure']]);
    const kept = '- { keeps: baseline, on: a.png }';
    assert.deepEqual(found(await test(kept, `### a\n${good}`)), [['keeps-same', 'passed']]);
    assert.deepEqual(found(await test(kept, `### a\n${poor}`)), [['too-few', 'unsure']]);
  });

  it('never compares with a baseline of another checkpoint', async () => {
    const tested = await test('- keeps: baseline', `### a\n${poor}`, 'e'.repeat(64));
    assert.deepEqual(found(tested), [['keeps-checkpoint', 'unsure']]);
  });

  it('lets a spell get worse by as much as it is told', async () => {
    const within = (amount: number): Promise<TestedFile> =>
      test(`- { keeps: baseline, within: ${amount} }`, `### a\n${poor}`);
    assert.deepEqual(found(await within(0.12)), [['keeps', 'passed']]);
    assert.deepEqual(found(await within(0.05)), [['keeps-worse', 'failed']]);
  });

  it('finds the baseline of a spell that is called otherwise, and tells of one that is gone', async () => {
    const { results, problems } = await test('- keeps: baseline', `### b\n${good}`);
    assert.deepEqual(
      results.map(({ code }) => code),
      ['keeps-same'],
    );
    assert.deepEqual(
      problems.map(({ code, parameters }) => [code, parameters.spells]),
      [['lock-spells-gone', 'a']],
    );
  });

  it('says the same whichever others are looked at', async () => {
    const plan = await planTests({
      path,
      text: `---\nimages: '*.png'\nexpect:\n  - { spell: a, beats: b }\n  - { spell: c, beats: b }\n---\n### a\n${mixed}\n### b\n${poor}\n### c\n${good}`,
    });
    const request = {
      embedder: async () => new PlantedEmbedder(8),
      languagesOf: async () => ['en'],
      matcher: async () => matcher(),
    };
    const all = (await runTests(plan, request)).results;
    for (const result of all) {
      const alone = await runTests(plan, { ...request, isWanted: ({ id }) => id === result.check.id });
      assert.deepEqual(alone.results, [result]);
    }
  });

  it('is worded with every number that it names', async () => {
    for (const { expect, right, faulty, open } of faults) {
      for (const spells of [right, faulty, ...(open ? [open[0]] : [])]) {
        for (const result of (await test(expect, spells)).results)
          for (const language of ['en', 'ja'] as const)
            assert.doesNotMatch(resultText(result, language), /\{[a-zA-Z]+[:}]/, result.code);
      }
    }
  });
});
