import { bootstrapOf, type Bootstrap } from '../core/score/bootstrap';
import { isTie, resampled, type Resampled } from '../core/score/rankPrompts';
import { finish } from '../core/score/steps';
import type { ScoresMessage } from '../protocol/panel';

/** Says whether two rows cannot be told apart by these pictures. */
export type AreTied = (above: number, below: number) => boolean;

/**
 * Ties between any two prompts of a result, as the ranking finds them between neighbours: by the paired interval of
 * their difference. The ranking's own answer is taken where there is one; the rest is worked out when asked, once.
 */
export function tiesOf(scores: ScoresMessage): AreTied {
  const { prompts, columns, promptGivenImage } = scores;
  const measured = new Map<number, Resampled>();
  const answers = new Map<string, boolean>();
  let bootstrap: Bootstrap | undefined;

  const measure = (row: number): Resampled => {
    bootstrap ??= finish(bootstrapOf(columns.length));
    const known = measured.get(row);
    if (known) return known;
    const values = promptGivenImage.subarray(row * columns.length, (row + 1) * columns.length);
    const made = resampled(bootstrap, values);
    measured.set(row, made);
    return made;
  };

  return (above, below) => {
    if (prompts[below]!.rank === prompts[above]!.rank + 1) return prompts[below]!.tiedWithPrevious;
    const key = `${above} ${below}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const [a, b] = [measure(above), measure(below)];
    const answer = isTie(bootstrap, a, b);
    answers.set(key, answer);
    return answer;
  };
}
