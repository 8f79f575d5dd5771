import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { root } from '../../../scripts/editor/repository';
import { GENERATE_KEYS } from '../../../src/core/judge/readParameters';
import { DIALECTS, FRONT_MATTER_KEYS } from '../../../src/core/spell/frontMatter';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { readTestFile } from '../../../src/core/check/testFile';
import { invalid, valid } from './examples';

const indented = (yaml: string, by: string): string =>
  yaml
    .split('\n')
    .map((line) => `${by}${line}`)
    .join('\n');
const inTestFile = (yaml: string): string =>
  `tests:\n  - files: a.spell\n    expect:\n${indented(yaml, '      ')}\n`;
const inSpellFile = (yaml: string): string =>
  `---\nexpect:\n${indented(yaml, '  ')}\n---\n### cats\na cat, {red|blue} {big|small}\n### dogs\na dog\n`;

describe('expectations', () => {
  const schemaOf = (name: string): { properties: Record<string, unknown> } =>
    JSON.parse(readFileSync(path.join(root, 'schemas', name), 'utf8')) as never;
  const ajv = new Ajv({ allErrors: false });
  const takesTests = ajv.compile(schemaOf('spellwright.test.schema.json'));
  const takesFrontMatter = ajv.compile(schemaOf('spell-front-matter.schema.json'));

  it('are read, where the schema takes them', () => {
    for (const yaml of valid) {
      const { tests, problems } = readTestFile(inTestFile(yaml));
      assert.deepEqual(problems, [], yaml);
      const written = (parse(yaml || 'null') as unknown) ?? [];
      assert.equal(tests[0]!.expect.length, Array.isArray(written) ? written.length : 1, yaml);
      assert.ok(takesTests(parse(inTestFile(yaml))), `${yaml}: ${ajv.errorsText(takesTests.errors)}`);
      const file = parseSpellFile(inSpellFile(yaml));
      assert.deepEqual(file.diagnostics, [], yaml);
      assert.ok(takesFrontMatter({ expect: parse(yaml) as unknown }), yaml);
    }
  });

  it('are refused with their place, where the schema refuses them', () => {
    for (const [yaml, code] of invalid) {
      const text = inTestFile(yaml);
      const { problems } = readTestFile(text);
      assert.ok(
        problems.some((problem) => problem.code === code),
        `${yaml}: ${problems.map((each) => each.code)}`,
      );
      for (const { span } of problems)
        assert.ok(span.start >= text.indexOf('expect:') && span.end <= text.length, yaml);
      assert.equal(takesTests(parse(text)), false, yaml);
      const { diagnostics } = parseSpellFile(inSpellFile(yaml));
      assert.ok(
        diagnostics.some((diagnostic) => diagnostic.code === code),
        yaml,
      );
      assert.equal(takesFrontMatter({ expect: parse(yaml) as unknown }), false, yaml);
    }
  });

  it('are refused where they speak of no file, or of nothing', () => {
    for (const [text, code] of [
      ['', 'tests-missing'],
      ['tests:', 'tests-missing'],
      ['tests: {}', 'tests-missing'],
      ['tests:\n  - expect: []', 'tests-files-missing'],
      ['tests:\n  - files: []', 'tests-files-missing'],
      ['tests:\n  - files: [1]', 'tests-files-missing'],
      ['tests:\n  - file: a.spell', 'expect-key-slip'],
      ['test: []', 'expect-key-slip'],
      ['tests: []\nmore: 1', 'expect-unknown-key'],
    ] as const) {
      const { problems } = readTestFile(text);
      assert.ok(
        problems.some((problem) => problem.code === code),
        `${text}: ${problems.map((each) => each.code)}`,
      );
      assert.equal(takesTests(parse(text)), false, text);
    }
  });

  it('tell a slip at its word, and spells that are not there at their name', () => {
    const text = inSpellFile('- keps: baseline\n- spell: cast\n  beats: dogs');
    const found = parseSpellFile(text).diagnostics.map(({ code, span, parameters }) => [
      code,
      text.slice(span.start, span.end),
      parameters.fix ?? parameters.known,
    ]);
    assert.deepEqual(found, [
      ['expect-key-slip', 'keps', 'keeps'],
      ['expect-spell-unknown', 'cast', 'cats'],
    ]);
  });

  it('of any text make no reader throw, nor follow aliases', () => {
    const bombs = [
      'a: &a [x]\ntests: *a',
      `tests: ${'['.repeat(5000)}`,
      `tests:\n${'  - files: a\n'.repeat(70_000)}`,
      'tests: [{files: a, expect: !!js/function x}]',
      'tests:\n  - files: a\n    expect: &e\n      - *e',
      '\u0000',
    ];
    for (const text of bombs) assert.ok(readTestFile(text).problems.length > 0, text.slice(0, 40));
  });

  it('stand in a schema that knows every key of the front matter, and what may follow it', () => {
    const { properties } = schemaOf('spell-front-matter.schema.json') as {
      readonly properties: Readonly<Record<string, { readonly anyOf: readonly [Record<string, object>] }>>;
    };
    assert.deepEqual(Object.keys(properties).sort(), [...FRONT_MATTER_KEYS].sort());
    assert.deepEqual(properties.dialect!.anyOf[0].enum, DIALECTS);
    assert.deepEqual(
      Object.keys(properties.generate!.anyOf[0].properties!).sort(),
      [...GENERATE_KEYS].sort(),
    );
  });

  it('stand beside settings for generating, which the schema takes where the reader does', () => {
    for (const yaml of [
      'steps: 20',
      'steps: 0',
      'steps: 10000',
      'steps: 10001',
      'steps: many',
      'cfg: 7.5',
      'cfg: 1001',
      'cfg: -1',
      'sampler: Euler a',
      'scheduler: Karras',
      'size: 512x768',
      'size: large',
      'width: 65536',
      'height: 65537',
      'model: dream.safetensors',
      'clip skip: 2',
      'clip skip: 25',
      'seed: -1',
      'seed: -2',
      'seed: "18446744073709551615"',
      'stepps: 20',
    ]) {
      const { diagnostics } = parseSpellFile(`---\ngenerate: { ${yaml} }\n---\na cat\n`);
      const isTaken = takesFrontMatter(parse(`generate: { ${yaml} }`));
      assert.equal(isTaken, diagnostics.length === 0, yaml);
    }
  });
});
