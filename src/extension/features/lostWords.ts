import type { FileScore } from '../../core/score/fileScore';
import { each, type Steps } from '../../core/steps';
import type { Span, SpellFile } from '../../core/spell/spell';

/** Words of a spell that its checkpoint does not read. */
export interface LostWords {
  readonly spell: number;
  /** From the first lost word to the end of the prompt; empty where the template alone fills the context. */
  readonly span: Span;
  /** The first lost word; empty where the template alone fills the context. */
  readonly word: string;
  /** Tokens of the longest expansion. */
  readonly count: number;
}

/**
 * For every spell of which some expansion does not fit into the context: where its longest expansion is cut off. One spell a
 * step.
 */
export function* lostWords(score: FileScore, file: SpellFile): Steps<LostWords[]> {
  const lost = yield* each(score.spells, ({ spell, rows }): LostWords[] => {
    const cut = rows
      .map((row) => score.prompts[row]!)
      .filter(({ lostFrom }) => lostFrom !== undefined)
      .sort((a, b) => b.tokenCount - a.tokenCount);
    const [longest] = cut;
    const prompt = file.spells[spell]?.positive;
    if (longest === undefined || prompt === undefined) return [];
    const { expansion, lostFrom, tokenCount } = longest;
    const rest = expansion.text.slice(lostFrom);
    const word = /^\s*(\S{1,40})/.exec(rest);
    const first = lostFrom! + (word ? word[0].length - word[1]!.length : 0);
    const start = word ? (expansion.offsets[first] ?? prompt.span.end) : prompt.span.end;
    return [{ spell, span: { start, end: prompt.span.end }, word: word?.[1] ?? '', count: tokenCount }];
  });
  return lost.flat();
}
