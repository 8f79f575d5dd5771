import type { ExactJson } from '../../exactJson';
import type { Binding, Slot } from './bindings';
import { filledIn } from './explicitBindings';
import type { ExactNode, Workflow } from './workflow';

/** What a request sets. Whole numbers that may be large are bigints. */
export type SlotValues = Readonly<Partial<Record<Slot, string | number | bigint>>>;

export interface Applied {
  readonly nodes: Readonly<Record<string, ExactNode>>;
  /** Slots that have a value and no place. */
  readonly unused: readonly Slot[];
}

/** The workflow with these values in their places; all else stays as it was. Values keep the types that they had. */
export function applyBindings(workflow: Workflow, bindings: readonly Binding[], values: SlotValues): Applied {
  const nodes: Record<string, ExactNode> = { ...workflow.nodes };
  const templates = new Set<string>();
  for (const { id, input, slot, rule } of bindings) {
    const node = nodes[id];
    if (!node) continue;
    if (rule === 'placeholder') templates.add(JSON.stringify([id, input]));
    else if (values[slot] !== undefined)
      nodes[id] = withInput(node, input, typed(values[slot], node.inputs[input]));
  }
  for (const place of templates) {
    const [id, input] = JSON.parse(place) as [string, string];
    const node = nodes[id]!;
    nodes[id] = withInput(node, input, template(node.inputs[input], values));
  }
  const bound = new Set(bindings.map(({ slot }) => slot));
  const unused = (Object.keys(values) as Slot[]).filter(
    (slot) => values[slot] !== undefined && !bound.has(slot),
  );
  return { nodes, unused };
}

function withInput(node: ExactNode, input: string, value: ExactJson | undefined): ExactNode {
  return { ...node, inputs: { ...node.inputs, [input]: value } };
}

/** A number where a number stood, a text where a text stood. Where a link was, the value's own type. */
function typed(value: string | number | bigint, before: ExactJson | undefined): ExactJson {
  if (typeof before === 'string') return String(value);
  if (typeof before !== 'number' && typeof before !== 'bigint') return value;
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : value;
}

/** A placeholder that stands alone is replaced by the value itself: `"%seed%"` becomes a number. */
function template(text: ExactJson | undefined, values: SlotValues): ExactJson | undefined {
  if (typeof text !== 'string') return text;
  let alone: string | number | bigint | undefined;
  const filled = filledIn(text, (slot) => {
    alone = values[slot];
    return alone === undefined ? undefined : String(alone);
  });
  return alone !== undefined && typeof alone !== 'string' && filled === String(alone) ? alone : filled;
}
