import assert from 'node:assert/strict';
import { addIgnoredWord } from '../../src/core/bias/addIgnoredWord';
import { readEvidenceFile } from '../../src/core/bias/evidenceFile';
import { readRuleFile } from '../../src/core/bias/ruleFile';
import { readSettings } from '../../src/core/bias/settings';
import { addImages, removeImages } from '../../src/core/spell/editFrontMatter';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { parseWildcardYaml } from '../../src/files/parseWildcards';
import { pauses } from '../../src/files/pauses';
import { shippedRules } from '../rules/shippedRules';
import { damaged, Dice } from './damage';
import { fault } from './fault';

/** What every reader of YAML says of a text; twice, because V8 compiles a regular expression when it is used again. */
async function codesOf(yaml: string): Promise<string[]> {
  await onceCodesOf(yaml);
  return onceCodesOf(yaml);
}

async function onceCodesOf(yaml: string): Promise<string[]> {
  const spell = `---\n${yaml}\n---\na red apple\n`;
  const { diagnostics, spells, frontMatter } = parseSpellFile(spell);
  // A damaged text may hold a line that ends the block.
  if (!/^(?:---|###)/m.test(yaml)) assert.equal(spells.at(-1)?.positive.source, 'a red apple');
  for (const { span } of diagnostics)
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= spell.length);
  addImages(spell, frontMatter.span, ['apple.png']);
  removeImages(spell, frontMatter.span, ['a.png']);
  addIgnoredWord(yaml, 'apple');
  const wildcards = await parseWildcardYaml(yaml, pauses());
  return [
    ...diagnostics.map(({ code }) => code),
    ...readSettings(yaml, shippedRules).problems.map(({ code }) => code),
    ...readRuleFile(yaml, 'en').problems.map(({ code }) => code),
    ...readEvidenceFile(yaml).problems.map(({ code }) => code),
    ...(wildcards.problem ? [wildcards.problem.code] : []),
  ];
}

const deep = ['yaml-too-deep', 'config-yaml-too-deep', 'wildcard-yaml-too-deep'];

/** On one line; the last two over as many lines as levels. */
const nestings: readonly ((levels: number) => string)[] = [
  (levels) => '['.repeat(levels),
  (levels) => '['.repeat(levels) + ']'.repeat(levels),
  (levels) => '{a: '.repeat(levels),
  (levels) => '[{? '.repeat(levels),
  (levels) => '- '.repeat(levels),
  (levels) => '? '.repeat(levels),
  (levels) => ': '.repeat(levels),
  (levels) => '- ? '.repeat(levels),
  (levels) => '!t &a ['.repeat(levels),
  (levels) => `${'['.repeat(levels)}${']: a'.repeat(levels)}`,
  (levels) => Array.from({ length: Math.min(levels, 340) }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
  (levels) => Array.from({ length: Math.min(levels, 340) }, (_, i) => `${' '.repeat(i)}-\n`).join(''),
];

describe('reading YAML', () => {
  fault(
    'nesting of 100 to 15,000 levels, twelve ways, in every kind of file',
    { short: 24, long: 2400 },
    async (tried) => {
      const dice = new Dice(1);
      for (let i = 0; i < tried; i++) {
        const nesting = nestings[i % nestings.length]!;
        const isOneLine = !nesting(2).includes('\n');
        const before = dice.of(
          !isOneLine ? [''] : ['', 'images: [a.png]\nx:\n  ', 'bias:\n  ', 'a: "[[["\nb:\n  '],
        );
        const levels = 100 + dice.below(Math.min(14_900, Math.floor(60_000 / nesting(1).length)));
        const codes = await codesOf(before + nesting(levels));
        for (const code of deep) assert.ok(codes.includes(code), `${code} of ${before}${nesting(3)}`);
      }
      return { outcome: 'refused, with the place of the 65th level', lost: 'nothing: prompts are read' };
    },
  );

  fault('more keys, values and signs than a file may have', { short: 2, long: 200 }, async (tried) => {
    const parts = [
      (i: number) => `${i.toString(36)}:\n`,
      () => '- a\n',
      () => '?\n',
      (i: number) => `k${i}: &a [x]\n`,
    ];
    for (let i = 0; i < tried; i++) {
      const part = parts[i % parts.length]!;
      const codes = await onceCodesOf(Array.from({ length: 20_001 }, (_, at) => part(at)).join(''));
      assert.ok(
        codes.some((code) => code === 'yaml-too-many' || code === 'yaml-too-long'),
        codes.join(' '),
      );
    }
    const { options, problem } = await parseWildcardYaml(`a:\n${'- a\n'.repeat(200_001)}`, pauses());
    assert.equal(problem?.code, 'wildcard-yaml-too-many');
    assert.equal(options.size, 0);
    return { outcome: 'refused, with the limit', lost: 'nothing: prompts are read' };
  });

  fault('aliases of aliases of aliases', { short: 20, long: 2000 }, async (tried) => {
    const dice = new Dice(2);
    for (let i = 0; i < tried; i++) {
      const names = Array.from({ length: 2 + dice.below(40) }, (_, at) => `a${at}`);
      const width = 2 + dice.below(20);
      const bomb = names
        .map(
          (name, at) =>
            `${name}: &${name} [${Array(width)
              .fill(at === 0 ? 'x' : `*${names[at - 1]!}`)
              .join(',')}]`,
        )
        .join('\n');
      const last = names.at(-1)!;
      await codesOf(`${bomb}\nimages: *${last}\nbias: { ignore: *${last} }`);
      const { options } = await parseWildcardYaml(bomb, pauses());
      assert.deepEqual([...options.keys()], ['a0']);
    }
    return { outcome: 'not followed: named as no list', lost: 'nothing' };
  });

  fault('signs written over, doubled or cut out at random', { short: 300, long: 20_000 }, async (tried) => {
    const sound = [
      '# pictures\nimages: [a.png, "b c.png", \'d\']\ntemplates:\n  - a photo of {}\n  - |\n    {} at night\nmodel: mini\n',
      'bias:\n  ignore: [handyman, 外人]\n  severity: { safety: hint } # s\n  rules:\n    mascot:\n      terms: { Foxy: our fox }\n',
      'animals:\n  cats:\n    - tabby # c\n    - "red cat"\n  dogs: &d [a, b]\ncolours: *d\n? x\n: y\n',
    ];
    const signs = [
      ...'[]{}:,-?#&*!|>%@`"\'\\ \t',
      '\n',
      '\r\n',
      '\r',
      ': ',
      '- ',
      '? ',
      '\n---\n',
      '\n...\n',
      '\ufeff',
      '\0',
      '\ud800',
    ];
    const dice = new Dice(3);
    for (let i = 0; i < tried; i++) await onceCodesOf(damaged(dice.of(sound), dice, signs));
    return { outcome: 'errors at places inside the text', lost: 'nothing' };
  });
});
