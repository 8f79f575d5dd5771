import type { Phrase } from '../ports';
import type { Suggested } from './suggest';

/**
 * A suggestion as a list: the phrases of the prompt, then, by turns, what else its subject could be and what else could be
 * said, of each class the best.
 */
export function suggestedOrder({ steps, next }: Suggested): Phrase[] {
  const order = new Set(steps.map(({ phrase }) => phrase));
  const others = next.map(({ phrase }) => phrase);
  const subjects = steps[0]?.runnersUp ?? [];
  for (let i = 0; i < Math.max(others.length, subjects.length); i++) {
    for (const phrase of [others[i], subjects[i]]) if (phrase) order.add(phrase);
  }
  return [...order];
}
