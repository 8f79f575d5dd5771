import type { Prompt, PromptNode, Slot, Spell, SpellFile } from './spell';

/** Where an offset lies in a file. */
export interface PromptPlace {
  readonly spell: Spell;
  readonly prompt: Prompt;
  readonly polarity: 'positive' | 'negative';
}

export interface SlotPlace extends PromptPlace {
  readonly slot: Slot;
  /** The option that the offset is in; undefined in the slot's own marks or in a wildcard. */
  readonly option?: number;
}

/** The spell that `offset` is in or touches; in the blank lines after a spell, still that spell. */
export function spellAt(file: SpellFile, offset: number): Spell | undefined {
  let low = 0;
  let high = file.spells.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (file.spells[middle]!.span.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : file.spells[low - 1];
}

/** The prompt that `offset` is in or at the end of; undefined in headings, parameters and blank lines. */
export function promptAt(file: SpellFile, offset: number): PromptPlace | undefined {
  const spell = spellAt(file, offset);
  if (spell === undefined) return undefined;
  if (touches(spell.positive, offset)) return { spell, prompt: spell.positive, polarity: 'positive' };
  if (spell.negative !== undefined && touches(spell.negative, offset)) {
    return { spell, prompt: spell.negative, polarity: 'negative' };
  }
  return undefined;
}

/** The innermost slot around `offset`; both its edges count. */
export function slotAt(file: SpellFile, offset: number): SlotPlace | undefined {
  const place = promptAt(file, offset);
  // Slots are in source order with nested ones after their parents, so the last one around the offset is the innermost.
  const slot = place?.prompt.slots.findLast((candidate) => touches(candidate, offset));
  if (place === undefined || slot === undefined) return undefined;
  const option = slot.options.findIndex((candidate) => touches(candidate, offset));
  return { ...place, slot, ...(option >= 0 && { option }) };
}

/** Every node of a prompt with its span, parents first, in source order: tags, wildcards, emphasis and the rest. */
export function* walkNodes(nodes: readonly PromptNode[]): Generator<PromptNode> {
  for (const node of nodes) {
    yield node;
    switch (node.type) {
      case 'emphasis':
        yield* walkNodes(node.nodes);
        break;
      case 'schedule':
        yield* walkNodes(node.from);
        yield* walkNodes(node.to);
        break;
      case 'alternation':
        for (const option of node.options) yield* walkNodes(option);
        break;
      case 'slot':
        for (const option of node.slot.options) yield* walkNodes(option.nodes);
        break;
    }
  }
}

function touches(
  thing: { readonly span: { readonly start: number; readonly end: number } },
  offset: number,
): boolean {
  return thing.span.start <= offset && offset <= thing.span.end;
}
