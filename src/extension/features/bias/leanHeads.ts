import type { BiasFinding } from '../../../core/bias/finding';
import { leanHeadOf, type LeanHead } from '../../../core/bias/leanHead';

/** The person words of a text that a checkpoint can be asked about, in order, each once. */
export function leanHeads(
  findings: readonly BiasFinding[],
  languages: readonly string[],
): (LeanHead & { readonly written: string })[] {
  const heads = new Map<string, LeanHead & { readonly written: string }>();
  for (const finding of findings) {
    const head = leanHeadOf(finding, languages);
    if (head && !heads.has(head.head)) heads.set(head.head, { ...head, written: finding.text });
  }
  return [...heads.values()];
}
