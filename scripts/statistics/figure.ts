/** How a simulated figure is written, and the tables that hold it. */

export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const lines = [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
