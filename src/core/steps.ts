/** Long arithmetic as a generator that yields between short steps; its return value is the result. */
export type Steps<T> = Generator<void, T>;

/** Awaited between steps, for a caller whose thread must not be held. */
export type Pause = () => Promise<void>;

/** What `change` makes of each item; one item a step. */
export function* each<From, To>(
  items: readonly From[],
  change: (item: From, index: number) => To,
): Steps<To[]> {
  const changed: To[] = [];
  for (const item of items) {
    changed.push(change(item, changed.length));
    yield;
  }
  return changed;
}

/** Takes all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Takes the steps with a pause before each. */
export async function paced<T>(steps: Steps<T>, pause: Pause): Promise<T> {
  for (;;) {
    await pause();
    const step = steps.next();
    if (step.done) return step.value;
  }
}
