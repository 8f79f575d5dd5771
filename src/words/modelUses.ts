import type { ModelUse } from '../models/registryFormat';
import type { Language, Wording } from './words';
import { say } from './words';

/** What a checkpoint is for. */
const USES: Readonly<Record<ModelUse, Wording>> = {
  matching: { en: 'for close matching', ja: '細かな一致に' },
  'long-prompts': { en: 'for long prompts', ja: '長い呪文に' },
  japanese: { en: 'for Japanese', ja: '日本語に' },
  taste: { en: 'for people’s taste', ja: '人の好みに' },
};

/** Empty where it is for nothing in particular. */
export function usesText(uses: readonly ModelUse[] | undefined, language: Language): string {
  return (uses ?? []).map((use) => say(USES[use], language)).join(language === 'ja' ? '、' : ', ');
}
