import type { BiasFinding, TextEdit } from '../../../core/bias/finding';

/** The edits of every replacement that is its rule's only one. Where two would touch, the first is made. */
export function fixAllEdits(findings: readonly BiasFinding[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let reach = -1;
  for (const { fixes } of findings) {
    const fix = fixes.find(({ kind, safeForAll }) => kind === 'replace' && safeForAll);
    const own = fix?.edits ?? [];
    const start = Math.min(...own.map(({ span }) => span.start));
    if (own.length === 0 || start < reach) continue;
    edits.push(...own);
    reach = Math.max(...own.map(({ span }) => span.end));
  }
  return edits;
}
