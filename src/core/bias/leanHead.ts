import type { BiasFinding } from './finding';

/** What to ask a checkpoint about a person word with. */
export interface LeanHead {
  readonly head: string;
  /** The word was written in Japanese and is asked in English, which has to be said beside the result. */
  readonly translated: boolean;
}

/**
 * The head of a finding of `gender/unspecified-person` for a checkpoint; undefined where there is none to ask with.
 * @param languages BCP-47 codes that the checkpoint reads well; empty when unknown, which is taken for English only
 */
export function leanHeadOf(finding: BiasFinding, languages: readonly string[]): LeanHead | undefined {
  if (finding.category !== 'gender/unspecified-person') return undefined;
  const reads = (language: string): boolean => languages.some((code) => code.split('-')[0] === language);
  if (finding.language === 'en' || reads('ja')) return { head: finding.text, translated: false };
  const { english } = finding.rule;
  return english === undefined ? undefined : { head: english, translated: true };
}
