const collator = new Intl.Collator('en', { numeric: true });

/** Orders paths as people count: `2.png` before `10.png`. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
