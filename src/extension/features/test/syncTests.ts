import type { TestNode } from './testNode';

/** As much of VS Code's test items as this needs. */
export interface Item<Own> {
  readonly id: string;
  readonly uri: { toString(): string } | undefined;
  readonly children: Items<Own>;
  label: string;
  sortText?: string | undefined;
  error: unknown;
}

interface Items<I> extends Iterable<[string, I]> {
  readonly size: number;
  get(id: string): I | undefined;
  add(item: I): void;
  delete(id: string): void;
}

export interface Sync<I extends Item<I>> {
  /** A new item, without children. @param uri as `TestNode.uri`, never undefined */
  make(node: TestNode, uri: string): I;
  /** Puts an item at its place in the text. */
  place(item: I, node: TestNode): void;
  /** What an item's result depends on, as it was told last. */
  readonly basis: WeakMap<I, string>;
}

/**
 * Makes items say what nodes say. An item whose id and file stay stays the same object, and is told nothing that it says
 * already: what was shown does not flicker.
 * @param uri of the nodes that name none themselves
 * @returns items whose results are of another text now, and new ones; leaves only
 */
export function syncTests<I extends Item<I>>(
  items: Items<I>,
  nodes: readonly TestNode[],
  uri: string,
  sync: Sync<I>,
): I[] {
  const wanted = new Set(nodes.map(({ id }) => id));
  for (const id of [...items].map(([each]) => each)) if (!wanted.has(id)) items.delete(id);
  return nodes.flatMap((node, place) => {
    const its = node.uri ?? uri;
    const known = items.get(node.id);
    const isKnown = known !== undefined && known.uri?.toString() === its;
    const item = isKnown ? known : sync.make(node, its);
    if (item.label !== node.label) item.label = node.label;
    if (item.error !== node.error) item.error = node.error;
    // In the order of the text, whatever their names.
    const sortText = String(place).padStart(6, '0');
    if (item.sortText !== sortText) item.sortText = sortText;
    sync.place(item, node);
    const isOther = sync.basis.get(item) !== node.basis;
    sync.basis.set(item, node.basis);
    const changed = syncTests(item.children, node.children, its, sync);
    if (!isKnown) items.add(item);
    return node.children.length === 0 && isOther ? [item, ...changed] : changed;
  });
}
