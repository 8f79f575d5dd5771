import assert from 'node:assert/strict';
import { syncTests, type Item, type Sync } from '../../../src/extension/features/test/syncTests';
import type { TestNode } from '../../../src/extension/features/test/testNode';

/** As VS Code's: what is assigned is counted. */
class FakeItem implements Item<FakeItem> {
  readonly children = new FakeItems();
  readonly told: string[] = [];
  #label: string;
  #sortText?: string;
  #error: unknown;

  constructor(
    readonly id: string,
    label: string,
    readonly uri: string,
  ) {
    this.#label = label;
  }

  get label(): string {
    return this.#label;
  }
  set label(label: string) {
    this.told.push('label');
    this.#label = label;
  }
  get sortText(): string | undefined {
    return this.#sortText;
  }
  set sortText(text: string | undefined) {
    this.told.push('sortText');
    this.#sortText = text;
  }
  get error(): unknown {
    return this.#error;
  }
  set error(error: unknown) {
    this.told.push('error');
    this.#error = error;
  }
}

class FakeItems {
  readonly #items = new Map<string, FakeItem>();
  get size(): number {
    return this.#items.size;
  }
  get(id: string): FakeItem | undefined {
    return this.#items.get(id);
  }
  add(item: FakeItem): void {
    this.#items.set(item.id, item);
  }
  delete(id: string): void {
    this.#items.delete(id);
  }
  [Symbol.iterator](): Iterator<[string, FakeItem]> {
    return this.#items.entries();
  }
}

const leaf = (id: string, more: Partial<TestNode> = {}): TestNode => ({
  id,
  label: id,
  basis: 'x',
  children: [],
  ...more,
});
const spell = (id: string, ...children: TestNode[]): TestNode => leaf(id, { basis: '', children });

describe('the items of the Test Explorer', () => {
  let items: FakeItems;
  let placed: string[];
  let sync: Sync<FakeItem>;
  beforeEach(() => {
    items = new FakeItems();
    placed = [];
    sync = {
      make: ({ id, label }, uri) => new FakeItem(id, label, uri),
      place: ({ id }) => void placed.push(id),
      basis: new WeakMap(),
    };
  });
  const show = (...nodes: TestNode[]): string[] =>
    syncTests(items, nodes, 'file:///a.spell', sync).map(({ id }) => id);

  it('are new at first, leaves only, and in the order of the text', () => {
    assert.deepEqual(show(spell('B', leaf('b1')), spell('A', leaf('a1'), leaf('a2'))), ['b1', 'a1', 'a2']);
    assert.ok(items.get('B')!.sortText! < items.get('A')!.sortText!);
    assert.equal(items.get('A')!.children.get('a1')!.uri, 'file:///a.spell');
  });

  it('stay the same objects, and are told nothing that they say', () => {
    const nodes = [spell('A', leaf('a1'), leaf('a2'))];
    show(...nodes);
    const [own, first] = [items.get('A')!, items.get('A')!.children.get('a1')!];
    own.told.length = first.told.length = 0;
    placed = [];
    assert.deepEqual(show(...nodes), []);
    assert.equal(items.get('A'), own);
    assert.equal(own.children.get('a1'), first);
    assert.deepEqual([own.told, first.told], [[], []]);
    assert.deepEqual(placed, ['A', 'a1', 'a2']); // lines above may have come
  });

  it('have results of an older text only where what those depend on is another', () => {
    show(spell('A', leaf('a1'), leaf('a2')));
    const second = items.get('A')!.children.get('a2');
    assert.deepEqual(show(spell('A', leaf('a1'), leaf('a2', { basis: 'y', label: 'other' }))), ['a2']);
    assert.equal(items.get('A')!.children.get('a2'), second);
    assert.equal(second!.label, 'other');
  });

  it('go with what they were of, and come again as others', () => {
    show(spell('A', leaf('a1')), spell('B', leaf('b1')));
    assert.deepEqual(show(spell('B', leaf('b1'))), []);
    assert.equal(items.size, 1);
    assert.deepEqual(show(spell('A', leaf('a1')), spell('B', leaf('b1'))), ['a1']);
  });

  it('are others in another file', () => {
    show(spell('A', leaf('a1')));
    const before = items.get('A')!.children.get('a1');
    const yml = 'file:///spellwright.test.yml';
    assert.deepEqual(show(spell('A', leaf('a1', { uri: yml }))), ['a1']);
    const after = items.get('A')!.children.get('a1')!;
    assert.notEqual(after, before);
    assert.equal(after.uri, yml);
    assert.equal(items.get('A')!.children.size, 1);
  });
});
