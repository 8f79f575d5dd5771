import { isList, isObject, textOf, type Json, type JsonObject } from '../looseJson';
import type { GraphNode } from '../pictureRecord';

/** A node of a ComfyUI graph in API form. */
export interface Node extends GraphNode {
  readonly inputs: JsonObject;
}

/** An input that another node's output feeds. */
export interface Link {
  readonly node: Node;
  readonly slot: number;
}

export const MAX_NODES = 20_000;
/** Longer names of types, titles and inputs are nobody's. */
const MAX_NAME = 200;

/** A graph in API form: nodes by id, with links resolved. */
export class Graph {
  private readonly linksOf = new Map<Node, readonly (readonly [name: string, link: Link])[]>();

  constructor(readonly nodes: ReadonlyMap<string, Node>) {}

  /** The node that feeds an input; undefined where it holds a value, or nothing that exists. */
  link(value: Json | undefined): Link | undefined {
    if (!isList(value) || value.length !== 2) return undefined;
    const [id, slot] = value;
    const node = this.nodes.get(textOf(id) ?? '');
    const output = Number(textOf(slot));
    return node && Number.isInteger(output) && output >= 0 ? { node, slot: output } : undefined;
  }

  input(node: Node, name: string): Link | undefined {
    return this.link(node.inputs[name]);
  }

  /** The links into a node, by input, in the order in which they are written. */
  links(node: Node): readonly (readonly [name: string, link: Link])[] {
    const known = this.linksOf.get(node);
    if (known) return known;
    const links = Object.entries(node.inputs).flatMap(([name, value]) => {
      const link = name.length <= MAX_NAME ? this.link(value) : undefined;
      return link ? [[name, link] as const] : [];
    });
    this.linksOf.set(node, links);
    return links;
  }
}

/** A graph, if this is one in API form: an object whose values have `class_type` and `inputs`. Other values are passed over. */
export function graphOf(json: JsonObject): Graph | undefined {
  const nodes = new Map<string, Node>();
  for (const [id, value] of Object.entries(json)) {
    if (!isObject(value) || typeof value.class_type !== 'string' || !isObject(value.inputs)) continue;
    const title = isObject(value._meta) ? textOf(value._meta.title)?.slice(0, MAX_NAME) : undefined;
    nodes.set(id, {
      id,
      type: value.class_type.slice(0, MAX_NAME),
      ...(title === undefined ? {} : { title }),
      inputs: value.inputs,
    });
    if (nodes.size >= MAX_NODES) break;
  }
  return nodes.size === 0 ? undefined : new Graph(nodes);
}

export function placeOf({ id, type, title }: Node): GraphNode {
  return title === undefined ? { id, type } : { id, type, title };
}
