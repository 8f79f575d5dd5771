import { panelWords } from '../words/panel';
import { say, type Language, type Parameters } from '../words/words';

/** Says one of the panel's sentences in the user's language. */
export type Say = (key: keyof typeof panelWords, parameters?: Parameters) => string;

export function sayIn(language: Language): Say {
  // In a narrow panel lines break often, and no number is to lose its sign.
  return (key, parameters) => say(panelWords[key], language, parameters).replace(/(?<=\d) %/g, '\u00a0%');
}
