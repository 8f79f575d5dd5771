/** Numbers that look random and are the same in every run. */
export class Dice {
  constructor(private state: number) {}

  /** From 0 up to, not including, `limit`. */
  below(limit: number): number {
    // Park and Miller's generator.
    this.state = (((this.state % 2147483646) + 1) * 48271) % 2147483647;
    return this.state % limit;
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

/** A text with a few places written over, doubled or cut out. */
export function damaged(text: string, dice: Dice, signs: readonly string[]): string {
  let result = text;
  for (let times = 1 + dice.below(4); times > 0; times--) {
    const at = dice.below(result.length + 1);
    const end = Math.min(result.length, at + dice.below(6));
    const written = dice.of([
      dice.of(signs),
      dice.of(signs).repeat(1 + dice.below(200)),
      '',
      result.slice(at, end).repeat(2),
    ]);
    result = result.slice(0, at) + written + result.slice(end);
  }
  return result;
}
