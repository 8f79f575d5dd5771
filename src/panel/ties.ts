import { Bootstrap, fewestImages, spansZero } from '../core/score/bootstrap';
import type { ScoresMessage } from '../protocol/panel';

/** Says whether two rows cannot be told apart by these pictures. */
export type AreTied = (above: number, below: number) => boolean;

/**
 * Ties between any two prompts of a result, as the ranking finds them between neighbours: by the paired interval of
 * their difference. The ranking's own answer is taken where there is one; the rest is worked out when asked, once.
 */
export function tiesOf(scores: ScoresMessage): AreTied {
  const { prompts, columns, promptGivenImage } = scores;
  const means = new Map<number, Float64Array>();
  const answers = new Map<string, boolean>();
  let bootstrap: Bootstrap | undefined;

  const meansOf = (row: number): Float64Array => {
    bootstrap ??= new Bootstrap(columns.length);
    const known = means.get(row);
    if (known) return known;
    const made = bootstrap.means(promptGivenImage.subarray(row * columns.length, (row + 1) * columns.length));
    means.set(row, made);
    return made;
  };

  const workOut = (above: number, below: number): boolean => {
    const difference = prompts[above]!.mean - prompts[below]!.mean;
    if (columns.length < fewestImages) return difference === 0;
    const other = meansOf(below);
    const differences = meansOf(above).map((value, resample) => value - other[resample]!);
    return spansZero(bootstrap!.interval(difference, differences));
  };

  return (above, below) => {
    if (prompts[below]!.rank === prompts[above]!.rank + 1) return prompts[below]!.tiedWithPrevious;
    const key = `${above} ${below}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = workOut(above, below);
    answers.set(key, answer);
    return answer;
  };
}
