import assert from 'node:assert/strict';
import { addIgnoredWord } from '../../../src/core/bias/addIgnoredWord';
import { readSettings } from '../../../src/core/bias/settings';
import { shippedRules } from '../../rules/shippedRules';
import type * as Core from '../../steps/coreSteps';
import { assertProportional } from '../../steps/growth';
import { Meter } from '../../steps/meter';
import { check, found } from './check';

const read = (text: string) => readSettings(text, shippedRules);
const problems = (text: string): string[] =>
  read(text).problems.map(({ code, line, column }) => `${line}:${column} ${code}`);

describe('.spellwright.yml', () => {
  it('turns rules off and re-levels them, the nearest name first', () => {
    const { settings } = read(
      'bias:\n  severity:\n    gender: off\n    gender/job-title: hint\n    gender/job-title/fireman: error\n    safety: warning\n',
    );
    const levels = check('a fireman, a policeman, mankind, a CEO, nude', settings).map(
      ({ text, severity }) => `${text} ${severity}`,
    );
    assert.deepEqual(levels, ['fireman error', 'policeman hint', 'nude warning']);
  });

  it('a rule that is off hides no other', () => {
    const { settings } = read('bias: { severity: { gender/marked-title: off } }');
    assert.deepEqual(found('a lady doctor', settings), [], 'its gender is still stated');
  });

  it('keeps words from being reported, in any letter case', () => {
    const { settings } = read('bias: { ignore: [Fireman, 外人] }');
    assert.deepEqual(found('a fireman, 外人と湖, a policeman', settings), ['gender/job-title: policeman']);
  });

  it('adds rules of its own, whose words are literal', () => {
    const { settings, problems: wrong } = read(
      [
        'bias:',
        '  rules:',
        '    mascot:',
        '      terms: { Foxy: our fox }',
        '      message: The mascot is called "our fox".',
        '      severity: warning',
        '      exceptions: [foxy brown]',
        '    pattern: { terms: ["(a+)+$", "c.t"] }',
        '    kani: { terms: [蟹] }',
      ].join('\n'),
    );
    assert.deepEqual(wrong, []);
    assert.deepEqual(found('foxy and foxy brown, cat, c.t, aaaa, 蟹の絵', settings), [
      'custom: foxy',
      'custom: c.t',
      'custom: 蟹',
    ]);
    const [fox] = check('foxy', settings);
    assert.equal(fox!.rule.message, 'The mascot is called "our fox".');
    assert.equal(fox!.severity, 'warning');
    assert.equal(fox!.fixes[0]!.choice, 'our fox');
  });

  it('excepts only from the rule that says so', () => {
    const { settings } = read(
      'bias: { rules: { a: { terms: [foxy], exceptions: [foxy fireman, foxy nurse] }, b: { terms: [nurse] } } }',
    );
    assert.deepEqual(found('a foxy fireman, a foxy nurse', settings), [
      'gender/job-title: fireman',
      'gender/unspecified-person: nurse',
      'custom: nurse',
    ]);
  });

  it('says where it is wrong, and counts as far as it is right', () => {
    assert.deepEqual(problems('bias:\n  ignored: [x]\n'), ['2:3 config-unknown-key']);
    assert.deepEqual(problems('bias:\n  ignore: { a: b }\n'), ['2:11 config-wrong-type']);
    assert.deepEqual(problems('bias:\n  severity: { gender/job-titel: off }\n'), [
      '2:33 config-unknown-rule',
    ]);
    assert.deepEqual(problems('bias:\n  severity: { gender: loud }\n'), ['2:23 config-unknown-value']);
    assert.deepEqual(problems('bias:\n  rules:\n    A b: { terms: [x] }\n'), ['3:10 config-name-invalid']);
    assert.deepEqual(problems('bias:\n  rules:\n    a: { terms: ["..."] }\n'), [
      '3:17 config-term-without-letter',
      '3:8 config-missing-key',
    ]);
    assert.equal(problems('bias: [')[0], '1:8 config-yaml-invalid');
    assert.deepEqual(problems('bias: 3'), ['1:7 config-wrong-type']);
    assert.deepEqual(problems('- bias'), ['1:1 config-wrong-type']);
    const { settings } = read('bias:\n  ignore: [fireman]\n  severity: { nonsense: off }\n');
    assert.ok(settings.ignore.has('fireman'));
  });

  it('is nothing when empty', () => {
    for (const text of ['', '# only a comment', 'bias:', 'bias:\n  ignore:\n']) {
      assert.deepEqual(problems(text), [], text);
    }
  });

  it('says so when a key stands outside `bias`, where it would do nothing', () => {
    assert.deepEqual(problems('ignore: [fireman]\nbias:\n  ignore: [mankind]\n'), ['1:1 config-unknown-key']);
  });

  it('withstands a hostile file', () => {
    const many = Array.from({ length: 3000 }, (_, i) => `    r${i}: { terms: [a${i}] }`).join('\n');
    const { settings, problems: wrong } = read(`bias:\n  rules:\n${many}`);
    assert.equal(settings.rules.length, 500);
    assert.deepEqual(
      wrong.map(({ code }) => code),
      ['config-too-many'],
    );
    assert.deepEqual(wrong[0]!.parameters, { path: 'bias.rules', limit: 500, first: 'r500', left: 2499 });
    const long = read(
      `bias:\n  rules:\n${Array.from({ length: 30 }, (_, i) => `    r${i}: { terms: [${Array.from({ length: 90 }, (_, j) => `w${i}x${j}`).join(', ')}] }`).join('\n')}`,
    );
    assert.equal(long.settings.rules.length, 22);
    assert.deepEqual(
      long.problems.map(({ code, parameters }) => [code, parameters.first, parameters.left]),
      [['config-too-many-words', 'r22', 7]],
    );
    const words = read(`bias: { ignore: [${Array.from({ length: 2003 }, (_, i) => `w${i}`).join(', ')}] }`);
    assert.deepEqual(
      words.problems.map(({ code, parameters }) => [code, parameters.first, parameters.left]),
      [['config-too-many', 'w2000', 2]],
    );
    assert.deepEqual(problems('x'.repeat(300_000)), ['1:1 config-yaml-too-long']);
    assert.deepEqual(problems(`bias: { rules: { a: { terms: [${'y'.repeat(100)}] } } }`), [
      '1:30 config-text-too-long',
      '1:21 config-missing-key',
    ]);
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map((name, i) => `${name}: &${name} [${`*${'abcdefghi'[i]!},`.repeat(9)}]`)
      .join('\n')}\nbias: { ignore: *j }`;
    assert.deepEqual(
      problems(bomb).map((line) => line.split(' ')[1]),
      [...Array.from({ length: 10 }, () => 'config-unknown-key'), 'config-wrong-type'],
    );
  });

  it('takes a word to ignore, and keeps its comments', () => {
    assert.equal(addIgnoredWord('', 'fireman'), 'bias:\n  ignore:\n    - "fireman"\n');
    const before = '# ours\nmodel: mini # small\nbias:\n  ignore:\n    - a # why\n';
    assert.equal(addIgnoredWord(before, '外人'), `${before}    - 外人\n`);
    assert.equal(addIgnoredWord(before, 'a'), before);
    assert.equal(read(addIgnoredWord('model: x\n', 'b: c')!).settings.ignore.has('b: c'), true);
    assert.equal(addIgnoredWord('bias: [', 'x'), undefined);
    assert.equal(addIgnoredWord('bias: 3', 'x'), undefined);
  });

  it('takes it wherever the file has a place for it, and changes nothing else', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['# ours\n', '# ours\nbias:\n  ignore:\n    - "x: y"\n'],
      ['bias:\r\n', 'bias:\r\n  ignore:\r\n    - "x: y"\r\n'],
      ['bias: # ours\n', 'bias: # ours\n  ignore:\n    - "x: y"\n'],
      ['bias: ~\n', 'bias: { ignore: [ "x: y" ] }\n'],
      ['bias: {}\n', 'bias: {ignore: [ "x: y" ]}\n'],
      ['bias: { severity: {} }', 'bias: { ignore: [ "x: y" ], severity: {} }'],
      ['bias:\n  severity: {} # s\n', 'bias:\n  ignore: [ "x: y" ]\n  severity: {} # s\n'],
      ['bias:\n  ignore: # i\n', 'bias:\n  ignore: [ "x: y" ] # i\n'],
      ['bias:\n  ignore: [a] # i\n', 'bias:\n  ignore: [a, "x: y" ] # i\n'],
      ['bias:\n  ignore: a\n', 'bias:\n  ignore: [ a, "x: y" ]\n'],
      ['bias:\n  ignore:\n  - a\n  # end\n', 'bias:\n  ignore:\n  - a\n  - "x: y"\n  # end\n'],
      ['{ bias: { ignore: [] } }', '{ bias: { ignore: ["x: y" ] } }'],
      ['a: |+\n  text\n\n', 'a: |+\n  text\nbias:\n  ignore:\n    - "x: y"\n'],
    ];
    const blanks = (text: string): string => text.replaceAll(/\[ | \]/g, (each) => each.trim());
    for (const [before, after] of cases) {
      const edited = addIgnoredWord(before, 'x: y');
      assert.equal(edited && blanks(edited), blanks(after), before);
      assert.equal(addIgnoredWord(edited!, 'x: y'), edited, 'it is there already');
      assert.ok(read(edited!).settings.ignore.has('x: y'), before);
    }
  });

  it('takes no word into a file of which nothing is read', () => {
    for (const text of [
      '['.repeat(900),
      `bias:\n  ignore: ${'['.repeat(900)}`,
      '? '.repeat(300),
      '- a\n'.repeat(70_000),
      'bias: {}\nbias: {}\n',
      'a: &x [a]\nbias: { ignore: *x }',
    ]) {
      assert.equal(addIgnoredWord(text, 'x'), undefined, text.slice(0, 20));
    }
  });

  it('takes a word in steps as many as the file is long', () => {
    const meter = new Meter<typeof Core>('test/steps/coreSteps.ts');
    const words = (length: number): string => Array.from({ length }, (_, i) => `    - w${i}\n`).join('');
    const keys = (length: number): string => Array.from({ length }, (_, i) => `k${i}:\n`).join('');
    for (const text of [(n: number) => `bias:\n  ignore:\n${words(n)}`, keys]) {
      assertProportional((length) => {
        const given = text(length);
        return meter.count((core) => assert.ok(core.addIgnoredWord(given, 'x')));
      }, 200);
    }
    meter.stop();
  });
});
