import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isMap, parseDocument, visit, type Node } from 'yaml';
import { MAX_YAML_DEPTH, readYaml, type YamlText } from '../../../src/core/yaml/readYaml';
import { wrongEscapes } from '../../../src/core/yaml/wrongEscapes';
import type * as Core from '../../steps/coreSteps';
import { assertProportional } from '../../steps/growth';
import { Meter } from '../../steps/meter';

const LARGE = { length: 1e7, parts: 1e6 };

const read = (text: string): YamlText => readYaml(text, LARGE);
const codes = (text: string): string[] =>
  read(text).problems.map(({ code, span }) => `${code} ${span.start}`);

/** Each opens so many levels. */
const nestings: readonly (readonly [string, (levels: number) => string])[] = [
  ['[', (levels) => '['.repeat(levels)],
  ['closed brackets', (levels) => `${'['.repeat(levels)}${']'.repeat(levels)}`],
  ['{a: ', (levels) => '{a: '.repeat(levels)],
  ['- ', (levels) => '- '.repeat(levels)],
  ['? ', (levels) => '? '.repeat(levels)],
  [': ', (levels) => ': '.repeat(levels)],
  ['a: : ', (levels) => 'a: : '.repeat(levels)],
  ['indentation', (levels) => Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
  ['dashes below', (levels) => Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}-\n`).join('')],
  ['as a key', (levels) => `${'['.repeat(levels)}${']: a'.repeat(levels)}`],
  ['- ? ', (levels) => '- ? '.repeat(levels)],
];

describe('reading YAML', () => {
  it('takes the nesting that anyone writes, and names the place of the level that is too much', () => {
    for (const [name, text] of nestings) {
      assert.ok(!codes(text(8)).some((code) => code.startsWith('too-deep')), name);
      for (const levels of [100, 900, 20_000]) {
        const { contents, problems } = read(text(Math.min(levels, 2000)));
        assert.equal(contents, null, name);
        assert.deepEqual(
          problems.map(({ code, parameters }) => [code, parameters.limit]),
          [['too-deep', MAX_YAML_DEPTH]],
          name,
        );
      }
    }
    assert.deepEqual(codes(`a: b\nc: ${'['.repeat(MAX_YAML_DEPTH)}`).slice(0, 1), [
      `too-deep ${'a: b\nc: '.length + MAX_YAML_DEPTH - 1}`,
    ]);
    const deepest = '['.repeat(MAX_YAML_DEPTH) + ']'.repeat(MAX_YAML_DEPTH);
    assert.deepEqual(codes(deepest), []);
    assert.deepEqual(codes(`[${deepest}]`), [`too-deep ${MAX_YAML_DEPTH}`]);
  });

  it('counts no bracket of a text or of a comment', () => {
    const brackets = '['.repeat(1000);
    for (const text of [
      `a: "${brackets}"`,
      `a: '${brackets}'`,
      `a: x${brackets}`,
      `a: |\n  ${brackets}\n  ${'- '.repeat(1000)}`,
      `a: b # ${brackets}`,
      `# ${brackets}\na: b`,
      `a: x ${'- '.repeat(1000)}`,
    ]) {
      const { contents, problems } = read(text);
      assert.deepEqual(problems, [], text.slice(0, 12));
      assert.ok(isMap(contents), text.slice(0, 12));
    }
  });

  it('refuses what is longer than its limits, or has more parts', () => {
    const limits = { length: 100, parts: 10 };
    assert.equal(readYaml('x'.repeat(100), limits).problems.length, 0);
    assert.deepEqual(readYaml('x'.repeat(101), limits).problems[0], {
      code: 'too-long',
      span: { start: 0, end: 1 },
      parameters: { length: 101, limit: 100 },
    });
    const { contents, problems } = readYaml('[a,b,c,d,e,f,g]', limits);
    assert.equal(contents, null);
    assert.deepEqual(
      problems.map(({ code, span }) => [code, span.start]),
      [['too-many', 9]],
    );
    assert.deepEqual(readYaml(`a: b\n${'# c\n'.repeat(20)}`, limits).problems, [], 'comments are no parts');
  });

  it('names keys that a mapping has already, at any level', () => {
    assert.deepEqual(codes('a: 1\nb: 2\na: 3'), ['key-twice 10']);
    assert.deepEqual(codes('{a: 1, "a": 2}'), ['key-twice 7']);
    assert.deepEqual(codes('x: [{a: 1, a: 2}]\ny: {a: 1}'), ['key-twice 11']);
    assert.deepEqual(codes('1: a\n"1": b'), [], 'a number and a text');
  });

  it('takes one document, whatever its directives and tags ask for', () => {
    assert.deepEqual(codes('a: 1\n---\nb: 2'), ['invalid 5']);
    const { contents } = read('%YAML 1.1\n---\na: yes\nb: !!binary aGk=\n<<: {c: d}');
    assert.deepEqual(contents?.toJSON(), { a: 'yes', b: 'aGk=', '<<': { c: 'd' } });
  });

  it('takes every kind of line end', () => {
    for (const eol of ['\n', '\r\n', '\r']) {
      const text = ['a: b # c', 'd:', '  - e', "  - 'f'", ''].join(eol);
      const { contents, problems } = read(text);
      assert.deepEqual(problems, [], JSON.stringify(eol));
      assert.deepEqual(contents?.toJSON(), { a: 'b', d: ['e', 'f'] }, JSON.stringify(eol));
    }
    assert.deepEqual(codes('a: 1\rb: [\r'), ['invalid 10']);
  });

  it('says no more than a hundred errors', () => {
    assert.equal(codes(`[${','.repeat(5000)}]`).length, 100);
    assert.equal(codes('a: 1\n'.repeat(5000)).length, 100);
    assert.equal(codes(`"${'\\q'.repeat(5000)}"`).length, 1);
  });

  const grammar = fc
    .array(
      fc.constantFrom(
        ...'[]{}:,-?#&*!|>%@`"\'\\ab1~ \t',
        ...['\n', '\n  ', '\n    ', '\r\n', ': ', '- ', '? ', ' # c\n', '\n# c\n', 'a: ', '"a b"', "'c'"],
        ...['&x ', '*x', '!t ', '---\n', '|\n', '>-\n', '- - ', '[a, b]', '{c: d}', '\n- ', '\nb:'],
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join(''));

  it('reads as the library reads, comments and keys that are there twice aside', () => {
    fc.assert(
      fc.property(grammar, (text) => {
        const options = { uniqueKeys: false, schema: 'core', resolveKnownTags: false } as const;
        const expected = parseDocument(text, { ...options, prettyErrors: false });
        const { contents, problems } = read(text);
        const wrong = problems.filter(({ code }) => code === 'invalid').map(({ span }) => span.start);
        const places = !text.includes('#');
        const errors = expected.errors.map(({ pos }) => pos[0]);
        if (places) assert.deepEqual(wrong, errors);
        else assert.equal(wrong.length > 0, errors.length > 0);
        // Without its comments, a broken text may be read another way.
        if (!places && errors.length > 0) return;
        assert.deepEqual(nodesOf(contents, places), nodesOf(expected.contents, places));
      }),
      { numRuns: 2000 },
    );
  });

  /** Kind, value and place of each node; comments move the places of what is empty, and of what begins with that. */
  function nodesOf(root: Node | null, places: boolean): unknown[] {
    const nodes: unknown[] = [];
    visit(root, {
      Scalar: (_, { value, range }) =>
        void nodes.push(['scalar', value, range![1] > range![0] && range?.slice(0, 2)]),
      Alias: (_, { source, range }) => void nodes.push(['alias', source, range?.slice(0, 2)]),
      Collection: (_, { items, range }) =>
        void nodes.push(['collection', items.length, places && range?.[0]]),
    });
    return nodes;
  }

  it('never throws, and keeps every place inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(grammar, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
        for (const { span } of read(text).problems) {
          assert.ok(span.start >= 0 && span.start <= text.length, JSON.stringify(span));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('quotes no more of a wrong text than somebody reads', () => {
    const { problems } = readYaml(`a: ${'!'.repeat(50_000)} b`, LARGE);
    assert.ok(problems.length > 0);
    for (const { parameters } of problems) assert.ok(String(parameters.detail).length <= 301);
  });

  it('counts the escapes that mean nothing', () => {
    assert.equal(wrongEscapes('"\\n\\\\q\\x4g\\x41\\q\\u12"'), 3);
  });

  describe('in steps', () => {
    let meter: Meter<typeof Core>;
    before(() => {
      meter = new Meter('test/steps/coreSteps.ts');
    });
    after(() => meter.stop());

    const texts: readonly (readonly [string, (length: number) => string])[] = [
      ['short keys', (length) => Array.from({ length }, (_, i) => `${i.toString(36)}:\n`).join('')],
      ['flow keys', (length) => `{${Array.from({ length }, (_, i) => `k${i}: a`).join(',')}}`],
      ['a list', (length) => `a:\n${'  - b c\n'.repeat(length)}`],
      ['blank lines and comments', (length) => `a:\n${'\n'.repeat(length)}${' # c\n'.repeat(length)} b: c\n`],
      [
        'comments below a block text',
        (length) => `a: |\n  x\n${'\n'.repeat(length)}${' # c\n'.repeat(length)}`,
      ],
      ['comments in a flow list', (length) => `[${'\n'.repeat(length)}${' # c\n'.repeat(length)} b]`],
      ['quotes that lines cut off', (length) => `a: 'x\n${"''''\n".repeat(length)}'`],
      ['quotes beyond the line', (length) => `a: "x\n${'b: "\\"\n'.repeat(length)}"`],
      ['aliases', (length) => `a: &a [x]\nb: [${'*a,'.repeat(length)}]`],
      ['anchors of one node', (length) => `${'&a '.repeat(length)}x`],
      ['explicit keys', (length) => '? a\n: b\n'.repeat(length)],
      ['empty explicit keys', (length) => '?\n:\n'.repeat(length)],
      ['wrong commas', (length) => `[${','.repeat(length)}`],
      ['wrong closers', (length) => ']'.repeat(length)],
      ['block texts', (length) => `a: |\n${'  x\n\n'.repeat(length)}`],
      ['one long text', (length) => `a: ${'x y '.repeat(length)}`],
      ['documents', (length) => '---\n'.repeat(length)],
      ['directives', (length) => `${'%TAG ! x\n'.repeat(length)}---\na`],
    ];

    for (const [name, text] of texts) {
      it(`takes so many as it is long: ${name}`, () => {
        assertProportional((length) => {
          const given = text(length);
          return meter.count((core) => core.readYaml(given, LARGE));
        }, 500);
      });
    }
  });
});
