import type { Language } from './words';

/**
 * Languages or scripts as people call them: "English, Japanese", 「英語、日本語」.
 * @param codes BCP-47 codes of languages, ISO 15924 codes of scripts; what is none stays as it is
 * @param most how many are named; the rest is counted
 */
export function namesOf(
  type: 'language' | 'script',
  codes: readonly string[],
  language: Language,
  most = Infinity,
): string {
  const names = new Intl.DisplayNames([language], { type, fallback: 'code' });
  const nameOf = (code: string): string => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code; // a user's own registry may hold anything
    }
  };
  const shown = codes.slice(0, most).map(nameOf);
  if (codes.length > most) shown.push(`+${codes.length - most}`);
  return shown.join(language === 'ja' ? '、' : ', ');
}
