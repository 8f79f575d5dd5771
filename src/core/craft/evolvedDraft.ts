import { escapeText } from '../spell/escapes';
import { expandPrompt } from '../spell/expandSpell';
import { parseSpellFile } from '../spell/parseSpellFile';
import { walkNodes } from '../spell/places';
import type { Dialect, Prompt, Spell } from '../spell/spell';
import type { SpellDraft } from '../spell/writeSpell';
import { slotText } from './slotText';

/**
 * A prompt that was found, as a spell to be written beside the one that it comes from: with that one's negative prompt,
 * parameters, and what CLIP does not see of it (LoRAs, embeddings). Its emphasis is not kept, as nobody knows whose it would be.
 * @param text as CLIP reads it
 */
export function evolvedDraft(
  spell: Spell,
  dialect: Dialect,
  text: string,
  { name, notes }: Pick<SpellDraft, 'name' | 'notes'>,
): SpellDraft {
  const negative = spell.negative?.source.trim() ?? '';
  return {
    name,
    notes,
    prompt: [writtenPrompt(text, dialect), ...tagsOf(spell.positive)].join(', '),
    ...(negative !== '' && { negative }),
    ...(spell.parameters && { parameters: [...spell.parameters.values] }),
    // It has none in the prompt, but the negative one may have some.
    hasSlots: true,
  };
}

/** So that CLIP reads the text, where any way of writing it does that. */
function writtenPrompt(text: string, dialect: Dialect): string {
  const phrase = { text, class: 'list', frequency: 0 } as const;
  const ways = [escapeText(text, dialect, 'signs'), slotText([{ phrase, ties: [] }])];
  return ways.find((written) => readBack(written, dialect) === text) ?? ways[1]!;
}

function readBack(written: string, dialect: Dialect): string | undefined {
  const file = parseSpellFile(`---\ndialect: ${dialect}\n---\n### a\n${written}`);
  const [spell] = file.spells;
  if (file.spells.length !== 1 || file.comments.length > 0 || spell!.positive.slots.length > 0)
    return undefined;
  return expandPrompt(spell!.positive, { dialect, limit: 1 }).expansions[0]?.text;
}

/** Tags that stand outside of slots, each once. */
function tagsOf({ nodes, source, span, slots }: Prompt): string[] {
  const tags = [...walkNodes(nodes)].filter(
    (node) =>
      node.type === 'tag' &&
      !slots.some((slot) => slot.span.start <= node.span.start && node.span.end <= slot.span.end),
  );
  return [
    ...new Set(tags.map((tag) => source.slice(tag.span.start - span.start, tag.span.end - span.start))),
  ];
}
