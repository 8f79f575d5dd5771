const decimal = /[-−]?\d+\.\d+/g;

/**
 * Whether two outputs say the same. Processors add up in other orders, so the last shown digit of a decimal may differ
 * by one; blanks that align columns do not count, as a number's width may follow. All else must be equal.
 */
export function sameOutput(one: string, other: string): boolean {
  if (skeleton(one) !== skeleton(other)) return false;
  const others = other.match(decimal) ?? [];
  return (one.match(decimal) ?? []).every((number, i) => isNear(number, others[i]!));
}

function skeleton(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(decimal, '#.#')
    .replace(/-{3,}/g, '---') // the line under a table's head
    .replace(/ +/g, ' ')
    .trimEnd();
}

function isNear(one: string, other: string): boolean {
  const places = (number: string): number => number.length - number.indexOf('.') - 1;
  if (places(one) !== places(other)) return false;
  const inLastPlaces = (number: string): number =>
    Math.round(Number(number.replace('−', '-')) * 10 ** places(number));
  return Math.abs(inLastPlaces(one) - inLastPlaces(other)) <= 1;
}
