import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RunQueue, type PendingText } from '../../../src/engine/text/runQueue';
import { TokenTree, type TokenNode } from '../../../src/engine/text/tokenTree';
import type { TreeRun } from '../../../src/engine/text/treeRun';

const begin = 1;
const finish = 2;

function pending(tree: TokenTree, texts: readonly (readonly number[])[]): PendingText[] {
  const byEnd = new Map<TokenNode, PendingText>();
  texts.forEach((tokens, index) => {
    const path = tree.path([begin, ...tokens, finish]);
    byEnd.set(path.at(-1)!, { path, end: path.at(-1)!, indices: [index] });
  });
  return [...byEnd.values()];
}

/** Runs of a request, whose kept states are known afterwards. */
function runsOf(tree: TokenTree, texts: readonly PendingText[], tokens: number): TreeRun[] {
  const queue = new RunQueue(texts);
  const runs: TreeRun[] = [];
  while (!queue.isEmpty) {
    const { run } = queue.next(tokens);
    const block = { data: new Float32Array(), rows: run.kept.length };
    run.kept.forEach((node, row) => tree.keep(node, { state: { block, row } }));
    runs.push(run);
  }
  return runs;
}

const fresh = ({ groups }: TreeRun): number => groups.reduce((sum, group) => sum + group.fresh.length, 0);
const sequence = (length: number, from: number): number[] => Array.from({ length }, (_, i) => from + i);

describe('RunQueue', () => {
  it('computes every text once, each node after what it attends to', () => {
    const text = fc.array(fc.integer({ min: 3, max: 6 }), { maxLength: 12 });
    const requests = fc.array(
      fc.record({
        texts: fc.array(text, { minLength: 1, maxLength: 30 }),
        tokens: fc.integer({ min: 1, max: 80 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(requests, (requests) => {
        const tree = new TokenTree(Infinity);
        for (const { texts, tokens } of requests) {
          const asked = pending(tree, texts);
          const runs = runsOf(tree, asked, tokens);
          const ends = runs.flatMap(({ groups }) => groups.flatMap((group) => group.ends));
          assert.equal(ends.length, asked.length);
          assert.deepEqual(new Set(ends), new Set(asked.map(({ end }) => end)));
          for (const { groups, kept } of runs) {
            for (const group of groups) {
              const seen = new Set(group.past);
              for (const node of group.fresh) {
                assert(!node.parent || seen.has(node.parent));
                seen.add(node);
              }
              assert(group.past.every(({ state }) => state));
              assert(group.ends.every((end) => group.fresh.includes(end)));
              assert.equal(group.past.length, groups[0]!.past.length);
              assert.equal(group.ends.length, groups[0]!.ends.length);
            }
            const computed = new Set(groups.flatMap((group) => group.fresh));
            assert(kept.every((node) => computed.has(node)));
          }
        }
      }),
    );
  });

  it('puts texts of their own beside each other, once what they share is known', () => {
    const tree = new TokenTree(Infinity);
    const texts = pending(
      tree,
      Array.from({ length: 40 }, (_, i) => sequence(10, 100 * i + 100)),
    );
    const [first, ...others] = runsOf(tree, texts, 50);
    assert.equal(first!.groups.length, 1);
    assert(first!.groups[0]!.fresh.some(({ token }) => token === begin));
    for (const { groups } of others) {
      assert(groups.length > 1);
      assert(groups.every(({ past, fresh }) => past.length === 1 && fresh.length === 11));
    }
  });

  it('leaves what branches one tree, and lengths that differ much', () => {
    const tree = new TokenTree(Infinity);
    tree.keep(tree.path([begin])[0]!, { state: { block: { data: new Float32Array(), rows: 1 }, row: 0 } });
    const branching = pending(
      tree,
      Array.from({ length: 9 }, (_, i) => [...sequence(8, 10), 100 + i, 200 + i]),
    );
    assert(runsOf(tree, branching, 20).every(({ groups }) => groups.length === 1));
    const uneven = pending(tree, [sequence(5, 300), sequence(40, 400)]);
    assert.deepEqual(
      runsOf(tree, uneven, 100).map(({ groups }) => groups.length),
      [1],
    );
  });

  it('keeps of many texts what they share, and the rest when it is asked for again', () => {
    const tree = new TokenTree(Infinity);
    const grid = (end: number): PendingText[] =>
      pending(
        tree,
        Array.from({ length: 64 }, (_, i) => [...sequence(6, 10), 100 + i, 200 + i, 300, 400, end]),
      );
    const keptBy = (texts: readonly PendingText[]): number => {
      const runs = runsOf(tree, texts, 192);
      for (const { groups } of runs)
        for (const { fresh, ends } of groups) {
          for (const node of fresh) node.wasComputed = true;
          for (const end of ends) tree.keep(end, { embedding: new Float32Array(1) });
        }
      return runs.reduce((sum, { kept }) => sum + kept.length, 0);
    };
    assert.equal(keptBy(grid(500)), 7);
    assert.equal(keptBy(grid(501)), 64 * 4);
    const third = runsOf(tree, grid(502), 192);
    assert.equal(
      third.reduce((sum, run) => sum + fresh(run), 0),
      64 * 2,
    );
  });

  it('shares the work out evenly', () => {
    const tree = new TokenTree(Infinity);
    const texts = pending(
      tree,
      Array.from({ length: 64 }, (_, i) => [...sequence(6, 10), 100 + (i >> 3), 200 + i, 300 + i, 400 + i]),
    );
    const sizes = runsOf(tree, texts, 100).map(fresh);
    assert(sizes.length === 3 && Math.max(...sizes) - Math.min(...sizes) <= 10, sizes.join());
  });

  it('never keeps the end of a text, which nothing follows, unless another text goes on there', () => {
    const tree = new TokenTree(Infinity);
    const [short, long] = pending(tree, [
      [3, 4],
      [5, 6, 7],
    ]);
    const kept = new Set(runsOf(tree, [short!, long!], 100).flatMap((run) => run.kept));
    assert.deepEqual([kept.has(short!.end), kept.has(long!.end)], [false, false]);
    assert.equal(
      kept.size,
      short!.path.length + long!.path.length - 2 - 1,
      'all others of so few, each once',
    );

    const again = new TokenTree(Infinity);
    const beyond = again.path([begin, 3, 4, 5]);
    const within: PendingText = { path: beyond.slice(0, 3), end: beyond[2]!, indices: [0] };
    const whole: PendingText = { path: beyond, end: beyond[3]!, indices: [1] };
    const keptNow = new Set(runsOf(again, [within, whole], 100).flatMap((run) => run.kept));
    assert.deepEqual([keptNow.has(within.end), keptNow.has(whole.end)], [true, false]);
  });
});
