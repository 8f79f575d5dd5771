import type { MarkdownTitles } from '../core/score/export/markdown';
import { CLI_WORDING } from './cli';
import { say, type Language } from './words';

/** The column titles of an exported table. */
export function markdownTitles(language: Language): MarkdownTitles {
  const { rank, probability, interval, cosine, tokens, spell, prompt, pictures } = CLI_WORDING;
  return {
    rank: say(rank, language),
    probability: say(probability, language),
    interval: say(interval, language),
    cosine: say(cosine, language),
    tokens: say(tokens, language),
    spell: say(spell, language),
    prompt: say(prompt, language),
    pictures: say(pictures, language),
  };
}
