import type { MarkdownWords } from '../core/score/export/markdown';
import { CLI_WORDING } from './cli';
import { behindText, cosine, percent, rankText } from './numbers';
import { scoreRemarks, variantsHeading } from './scoreRemarks';
import { say, type Language } from './words';

/** What an exported table says. */
export function markdownWords(language: Language): MarkdownWords {
  const words = (key: keyof typeof CLI_WORDING): string => say(CLI_WORDING[key], language);
  return {
    rank: words('rank'),
    cosine: words('cosine'),
    behind: words('behind'),
    spellProbability: words('spellProbability'),
    promptProbability: words('promptProbability'),
    fitsBest: words('fitsBest'),
    tokens: words('tokens'),
    spell: words('spell'),
    prompt: words('prompt'),
    pictures: words('pictures'),
    variants: (spell, name, score) => variantsHeading(spell, name, score, language),
    remarks: (score) => scoreRemarks(score, language),
    same: (prompts) => say(CLI_WORDING.same, language, { prompts }),
    numbers: { percent, cosine, behind: behindText, rank: rankText },
  };
}
