import type { Standings, ScoredPrompt, ScoredSpell } from '../core/score/fileScore';
import { each, type Steps } from '../core/steps';
import type { Span, SpellFile } from '../core/spell/spell';

/** Words of a spell that its checkpoint does not read. */
export interface LostWords {
  readonly spell: number;
  /** From the first lost word to the end of the prompt; empty, at its end, where the template alone is cut off. */
  readonly span: Span;
  /** The first lost word; empty where the template alone is cut off. */
  readonly word: string;
  /** Tokens of the longest expansion. */
  readonly count: number;
}

/**
 * For every spell of which some expansion does not fit into the context: where its longest expansion is cut off. One spell a
 * step.
 */
export function* lostWords(score: Standings, file: SpellFile): Steps<LostWords[]> {
  const lost = yield* each(score.spells, (spell): LostWords[] => {
    const longest = longestCut(score, spell);
    const prompt = file.spells[spell.spell]?.positive;
    if (longest === undefined || prompt === undefined) return [];
    const { expansion, lostFrom, tokenCount: count } = longest;
    const rest = expansion.text.slice(lostFrom);
    const word = /^\s*(\S{1,40})/.exec(rest);
    const first = lostFrom! + (word ? word[0].length - word[1]!.length : 0);
    const { end } = prompt.span;
    const start = word ? (expansion.offsets[first] ?? end) : end;
    return [{ spell: spell.spell, span: { start, end }, word: word?.[1] ?? '', count }];
  });
  return lost.flat();
}

/** The first of the longest. */
function longestCut({ prompts }: Standings, { rows }: ScoredSpell): ScoredPrompt | undefined {
  let longest: ScoredPrompt | undefined;
  for (const row of rows) {
    const prompt = prompts[row]!;
    if (prompt.lostFrom === undefined) continue;
    if (longest === undefined || prompt.tokenCount > longest.tokenCount) longest = prompt;
  }
  return longest;
}
