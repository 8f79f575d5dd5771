import { isList, isObject, parseLooseJson, textOf, type Json } from '../../../core/infotext/looseJson';
import { GeneratorError } from '../../generatorError';
import { bindingOf } from './bindingOf';
import { SLOTS, type Binding, type Bindings, type Slot } from './bindings';
import type { Workflow } from './workflow';

/** What the user keeps beside a workflow: `{"prompt": [{"node": "6", "input": "text"}], "negative": []}`. */
type Stored = Partial<
  Record<Slot, readonly { readonly node: string; readonly input: string; readonly type: string }[]>
>;

/** A choice for each slot that is bound. */
export function writeBindings(bindings: readonly Binding[]): string {
  const stored: { -readonly [slot in Slot]?: { node: string; input: string; type: string }[] } = {};
  for (const { slot, id, input, type } of bindings) (stored[slot] ??= []).push({ node: id, input, type });
  return `${JSON.stringify(stored satisfies Stored, undefined, 2)}\n`;
}

const MAX_PLACES = 50;

/**
 * What the user chose, held against the workflow. A slot that is named takes the place of what was found, and an empty list
 * takes it away; slots that are not named stay as found.
 * @throws GeneratorError `bindings-unreadable`, `bindings-slot-unknown`, `bindings-place-unknown`
 */
export function correctedBindings(found: Bindings, workflow: Workflow, stored: string): Bindings {
  const chosen = readBindings(workflow, stored);
  const bindings = [
    ...SLOTS.flatMap((slot) => chosen.get(slot) ?? []),
    ...found.bindings.filter(({ slot, id, input }) => !chosen.has(slot) && !isTaken(chosen, id, input)),
  ];
  const isOpen = (slot: Slot): boolean => !bindings.some((binding) => binding.slot === slot);
  const settled: Readonly<Record<string, boolean>> = {
    'workflow-prompt-unbound': !isOpen('prompt'),
    'workflow-seed-unbound': !isOpen('seed'),
    'workflow-several-samplers': chosen.has('prompt'),
    'workflow-texts-differ': chosen.has('prompt'),
    'workflow-negative-unused': chosen.has('negative'),
  };
  const remarks = found.remarks.filter(({ code }) => settled[code] !== true);
  for (const [slot, code] of [
    ['prompt', 'workflow-prompt-unbound'],
    ['seed', 'workflow-seed-unbound'],
  ] as const)
    if (isOpen(slot) && !remarks.some((remark) => remark.code === code))
      remarks.push({ code, parameters: {} });
  return { bindings, remarks, candidates: found.candidates };
}

function isTaken(chosen: ReadonlyMap<Slot, readonly Binding[]>, id: string, input: string): boolean {
  return [...chosen.values()].flat().some((binding) => binding.id === id && binding.input === input);
}

function readBindings({ graph }: Workflow, text: string): ReadonlyMap<Slot, readonly Binding[]> {
  const json = parseLooseJson(text);
  if (!isObject(json)) throw new GeneratorError('bindings-unreadable');
  const chosen = new Map<Slot, readonly Binding[]>();
  for (const [name, places] of Object.entries(json)) {
    const slot = SLOTS.find((known) => known === name);
    if (!slot)
      throw new GeneratorError('bindings-slot-unknown', { slot: name.slice(0, 40), known: SLOTS.join(', ') });
    if (!isList(places) || places.length > MAX_PLACES) throw new GeneratorError('bindings-unreadable');
    chosen.set(
      slot,
      places.map((place) => placeIn(graph.nodes, place, slot)),
    );
  }
  return chosen;
}

/** The node must be the one that was meant: workflows are exported anew under the same numbers. */
function placeIn(nodes: Workflow['graph']['nodes'], place: Json, slot: Slot): Binding {
  const id = isObject(place) ? textOf(place.node) : undefined;
  const input = isObject(place) ? textOf(place.input) : undefined;
  if (!isObject(place) || id === undefined || input === undefined)
    throw new GeneratorError('bindings-unreadable');
  const node = nodes.get(id);
  const isMeant = node && (place.type === undefined || place.type === node.type);
  if (!isMeant || !Object.hasOwn(node.inputs, input))
    throw new GeneratorError('bindings-place-unknown', {
      slot,
      node: id.slice(0, 80),
      input: input.slice(0, 80),
    });
  return bindingOf({ node, input, value: node.inputs[input]! }, slot, 'user');
}
