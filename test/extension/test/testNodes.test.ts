import assert from 'node:assert/strict';
import type { LockedFile } from '../../../src/core/check/lock';
import { planChecks } from '../../../src/core/check/plan';
import { readTestFile } from '../../../src/core/check/testFile';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { testNodes, type TestNodesOptions } from '../../../src/extension/features/test/testNodes';
import type { TestNode } from '../../../src/extension/features/test/testNode';

const text = `---
images: refs/*.png
expect:
  - { spell: Lantern, beats: Plain }
  - fits: context
  - spell: Plain
    first-for: refs/a.png
---
### Lantern
a paper lantern
### Plain
a lamp
`;

function nodesOf(
  of: string,
  more: Partial<TestNodesOptions> & { readonly baseline?: LockedFile } = {},
): TestNode[] {
  const file = parseSpellFile(of);
  const stated = { origin: 'front-matter', expectations: file.frontMatter.expect ?? [] } as const;
  const plan = more.plan ?? planChecks(file, [stated], more.baseline);
  return testNodes(file, { plan, broken: [], language: 'en', ...more });
}

/** Ids of the expectations whose results another text leaves behind. */
function changed(before: TestNode[], after: TestNode[]): string[] {
  const basis = new Map(
    before.flatMap(({ children }) => children.map((each) => [each.id, each.basis] as const)),
  );
  return after.flatMap(({ children }) =>
    children.filter((each) => basis.get(each.id) !== each.basis).map(({ id }) => id),
  );
}

const locked = (mean: number): LockedFile => ({
  checkpoint: { id: 'mini', hash: '0'.repeat(64) },
  pictures: [{ path: 'refs/a.png', hash: '1'.repeat(64) }],
  spells: new Map([
    ['Lantern', { texts: 1, mean, scores: [mean] }],
    ['Plain', { texts: 1, mean: 0.2, scores: [0.2] }],
  ]),
});

describe('what the Test Explorer shows of a file', () => {
  it('is its spells, each with what is expected of it, where it is written', () => {
    const nodes = nodesOf(text);
    assert.deepEqual(
      nodes.map(({ label, children }) => [label, children.map((each) => each.label)]),
      [
        ['Lantern', ['beats "Plain"', 'fits into the context']],
        ['Plain', ['fits into the context', 'first for refs/a.png']],
      ],
    );
    const place = ({ span }: TestNode): string => text.slice(span!.start, span!.end);
    assert.equal(place(nodes[0]!), '### Lantern');
    assert.equal(place(nodes[0]!.children[0]!), '{ spell: Lantern, beats: Plain }');
    assert.match(place(nodes[1]!.children[1]!), /^spell: Plain\s+first-for: refs\/a\.png$/);
  });

  it('has results that a change of other texts leaves alone', () => {
    const before = nodesOf(text);
    const ids = before.flatMap(({ children }) => children.map(({ id }) => id));
    const after = (from: string, to: string): string[] => changed(before, nodesOf(text.replace(from, to)));
    assert.deepEqual(after('a paper lantern', 'a red lantern'), [ids[0], ids[1], ids[3]]);
    assert.deepEqual(after('a lamp', 'a lamp, at night'), [ids[0], ids[2], ids[3]]);
    assert.deepEqual(after('refs/*.png', 'refs/b*.png'), ids);
    assert.deepEqual(after('expect:\n', 'expect:\n\n  # a comment\n'), []);
    assert.deepEqual(after('fits: context\n', 'fits: context\n  - bias-at-most: hint\n'), [
      'Lantern/bias-at-most',
      'Plain/bias-at-most',
    ]);
  });

  it('is held to a baseline at the spell, and its result goes when another one is accepted', () => {
    const before = nodesOf('### Lantern\na\n### Plain\nb\n', { baseline: locked(0.3) });
    assert.deepEqual(
      before.map(({ children }) => children.map(({ label, span }) => [label, span])),
      [
        [['at least as good as its baseline', { start: 0, end: 11 }]],
        [['at least as good as its baseline', { start: 14, end: 23 }]],
      ],
    );
    const after = nodesOf('### Lantern\na\n### Plain\nb\n', { baseline: locked(0.4) });
    assert.deepEqual(changed(before, after), ['Lantern/keeps']);
  });

  it('names spells without a name, at their first line', () => {
    const [first] = nodesOf('a cat,\non a mat\n\nanother\n', { baseline: locked(0.3) });
    assert.equal(first!.label, 'Spell 1');
    assert.deepEqual(first!.span, { start: 0, end: 6 });
  });

  it('has what the test file says in the test file', () => {
    const file = parseSpellFile('### Lantern\na\n');
    const yml = 'tests:\n  - files: a.spell\n    expect:\n      - fits: context\n';
    const { tests } = readTestFile(yml);
    const plan = planChecks(file, [{ origin: 'test-file', expectations: tests[0]!.expect }]);
    const [spell] = testNodes(file, { plan, broken: [], testFile: 'file:///t.yml', language: 'ja' });
    const [{ uri, span, label }] = spell!.children as [TestNode];
    assert.deepEqual([spell!.uri, uri, label], [undefined, 'file:///t.yml', 'コンテキストに収まる']);
    assert.equal(yml.slice(span!.start, span!.end), 'fits: context');
  });

  it('has what is broken first, with why', () => {
    const broken = [{ span: { start: 1, end: 2 }, uri: 'file:///a.spell', text: 'No spell is called so.' }];
    const [first] = nodesOf(text, { broken });
    assert.deepEqual([first!.error, first!.span], ['No spell is called so.', { start: 1, end: 2 }]);
  });
});
