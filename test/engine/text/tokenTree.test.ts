import assert from 'node:assert/strict';
import { TokenTree, type StateBlock } from '../../../src/engine/text/tokenTree';

const width = 16;
const block = (rows: number): StateBlock => ({ data: new Float32Array(2 * rows * width), rows });

describe('TokenTree', () => {
  it('counts the block of a run once, until the last of its states is forgotten', () => {
    const tree = new TokenTree(block(3).data.byteLength);
    const path = tree.path([1, 2, 3]);
    const first = block(3);
    path.forEach((node, row) => tree.keep(node, { state: { block: first, row } }));
    assert.equal(tree.bytes, first.data.byteLength);
    tree.evict();
    assert(path.every(({ state }) => state?.block === first));

    const [, , , added] = tree.path([1, 2, 3, 4]);
    const second = block(1);
    tree.touch(path);
    tree.keep(added!, { state: { block: second, row: 0 } });
    assert.equal(tree.bytes, first.data.byteLength + second.data.byteLength);
    tree.evict();
    // All of the first block had to go before its bytes were free.
    assert(path.every(({ state }) => state === undefined));
    assert.equal(added!.state?.block, second);
    assert.equal(tree.bytes, second.data.byteLength);
  });

  it('frees what a state took that is replaced', () => {
    const tree = new TokenTree(Infinity);
    const [node] = tree.path([1]);
    tree.keep(node!, { state: { block: block(200), row: 7 } });
    const small = block(1);
    tree.keep(node!, { state: { block: small, row: 0 } });
    assert.equal(tree.bytes, small.data.byteLength);
  });

  it('charges an embedding for the tokens that lead to it, and forgets it first when it was used first', () => {
    const tree = new TokenTree(2000);
    const [short, long] = [tree.path([1]), tree.path([2, 3, 4, 5])];
    for (const path of [short, long]) tree.keep(path.at(-1)!, { embedding: new Float32Array(64) });
    assert(tree.bytes > 2 * 64 * 4);
    tree.touch(short);
    tree.keep(tree.path([9])[0]!, { embedding: new Float32Array(128) });
    tree.evict();
    assert.equal(long.at(-1)!.embedding, undefined);
    assert(short[0]!.embedding);
    assert(tree.bytes <= 2000);
  });

  it('forgets of what was used together the end first, as more texts may need the beginning', () => {
    const embedding = (): Float32Array => new Float32Array(64);
    const tree = new TokenTree(Infinity);
    const path = tree.path([1, 2, 3]);
    for (const node of path) tree.keep(node, { embedding: embedding() });
    const all = tree.bytes;
    const limited = new TokenTree(all - 1);
    const nodes = limited.path([1, 2, 3]);
    for (const node of nodes) limited.keep(node, { embedding: embedding() });
    limited.touch(nodes);
    limited.evict();
    assert.deepEqual(
      nodes.map((node) => node.embedding !== undefined),
      [true, true, false],
    );
  });
});
