import type { Phrase } from '../ports';
import type { Suggested } from './suggest';

/** The phrases of a suggestion as a list: those of the prompt, then what each could be in its place. */
export function suggestedOrder({ steps, refused }: Suggested): Phrase[] {
  const chosen = steps.map(({ phrase }) => phrase);
  const rest = [...(refused ? [refused.phrase] : []), ...steps.flatMap(({ ties }) => ties)];
  return [...new Set([...chosen, ...rest])];
}
