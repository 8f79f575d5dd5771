/** The languages that Spellwright speaks to its users in. */
export type Language = 'en' | 'ja';

/**
 * One message in every language; `{name}` is replaced by the parameter of that name, `{name:picture|pictures}` by the
 * first word where that parameter is 1, and by the second otherwise.
 */
export type Wording = Readonly<Record<Language, string>>;

/** Where people meet Spellwright: what they can do about a problem differs. */
export type Face = 'terminal' | 'editor';

/** One message for both faces, or one for each. */
export type FacedWording = Wording | Readonly<Record<Face, Wording>>;

/** The message of a face. */
export function wordingFor(wording: FacedWording, face: Face): Wording {
  return 'terminal' in wording ? wording[face] : wording;
}

export type Parameters = Readonly<Record<string, string | number>>;

/** Picks the language for a locale such as `ja`, `ja-JP` or `ja_JP.UTF-8`; English for every other. */
export function languageOf(locale: string | undefined): Language {
  return /^ja\b|^ja_/i.test(locale ?? '') ? 'ja' : 'en';
}

/** The message in `language`, with its parameters filled in. A parameter that is missing stays visible as `{name}`. */
export function say(wording: Wording, language: Language, parameters: Parameters = {}): string {
  return wording[language].replace(
    /\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}/g,
    (whole, name: string, one?: string, several?: string) => {
      if (!(name in parameters)) return whole;
      const value = String(parameters[name]);
      return one === undefined ? value : value === '1' ? one : several!;
    },
  );
}
