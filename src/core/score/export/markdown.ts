import { unsteered } from '../../plainText';
import type { FileScore, ScoredPrompt, ScoredSpell } from '../fileScore';
import { shortHash, type ExportedFile } from './exportedFile';
import { spellRows, textRows, type SpellRow } from './reportRows';

/** What a table says in the reader's language, and how it writes numbers. */
export interface MarkdownWords {
  readonly rank: string;
  readonly cosine: string;
  readonly behind: string;
  readonly spellProbability: string;
  readonly promptProbability: string;
  readonly fitsBest: string;
  readonly tokens: string;
  readonly spell: string;
  readonly prompt: string;
  readonly pictures: string;
  /** Heading of a spell's own table. */
  variants(spell: ScoredSpell, name: string, score: FileScore): string;
  /** What a reader must know of the numbers above, a sentence each. */
  remarks(score: FileScore): readonly string[];
  /** Behind a text that several prompts share. */
  same(prompts: number): string;
  readonly numbers: {
    percent(share: number): string;
    cosine(value: number): string;
    behind(behind: ScoredSpell['behind']): string;
    rank(rank: number, ranks: ScoredSpell['ranks']): string;
  };
}

/** For each file a heading, a table of its spells, and one of the texts of each spell that has several (GitHub Flavored Markdown). */
export function toMarkdown(
  files: readonly ExportedFile[],
  words: MarkdownWords,
  options: { readonly top?: number } = {},
): string {
  const parts: string[] = [];
  for (const { path, file, score, problems } of files) {
    parts.push(`## ${escaped(path)}\n`);
    if (file !== undefined && score !== undefined) {
      const rows = spellRows(file, score);
      parts.push(
        `${escaped(score.checkpoint.id)} (${shortHash(score.checkpoint.hash)}), ${words.pictures}: ${score.images.length}\n`,
      );
      // A file's only spell stands first whatever it says; its variants are the leaderboard.
      if (rows.length !== 1 || rows[0]!.spell.texts === 1)
        parts.push(spellTable(rows.slice(0, options.top), score, words));
      for (const { spell, name } of rows) {
        if (spell.texts < 2) continue;
        parts.push(
          `### ${escaped(words.variants(spell, name, score))}\n`,
          textTable(score, spell, words, options.top),
        );
      }
      const remarks = words.remarks(score).map((remark) => `- ${escaped(remark)}\n`);
      if (remarks.length > 0) parts.push(remarks.join(''));
    }
    if (problems.length > 0) {
      parts.push(problems.map(({ severity, message }) => `- ${severity}: ${escaped(message)}\n`).join(''));
    }
  }
  return parts.join('\n');
}

function spellTable(rows: readonly SpellRow[], score: FileScore, words: MarkdownWords): string {
  const { numbers } = words;
  return table(
    [words.rank, words.cosine, words.behind, words.spellProbability, words.fitsBest, words.tokens],
    [words.spell, words.prompt],
    rows.map(({ spell, name, prompt }) => [
      ...(spell.rank === 0
        ? ['', '', '', '', '']
        : [
            numbers.rank(spell.rank, spell.ranks),
            numbers.cosine(spell.meanCosine),
            numbers.behind(spell.behind),
            numbers.percent(spell.meanProbability),
            `${spell.fitsBest}/${score.images.length}`,
          ]),
      String(prompt.tokenCount),
      escaped(name),
      escaped(prompt.expansion.text) +
        (spell.texts === 1 && spell.rows.length > 1 ? ` (${escaped(words.same(spell.rows.length))})` : ''),
    ]),
  );
}

function textTable(score: FileScore, spell: ScoredSpell, words: MarkdownWords, top = Infinity): string {
  return table(
    [words.rank, words.cosine, words.promptProbability, words.fitsBest, words.tokens],
    [words.prompt],
    textRows(score, spell)
      .slice(0, top)
      .map(({ prompt, prompts }) => [
        ...(prompt.rank === 0 ? ['', '', '', ''] : textNumbers(prompt, score, words)),
        String(prompt.tokenCount),
        escaped(prompt.expansion.text) + (prompts > 1 ? ` (${escaped(words.same(prompts))})` : ''),
      ]),
  );
}

function textNumbers(prompt: ScoredPrompt, { images }: FileScore, { numbers }: MarkdownWords): string[] {
  return [
    numbers.rank(prompt.rank, prompt.ranks),
    numbers.cosine(prompt.meanCosine),
    numbers.percent(prompt.meanProbability),
    `${prompt.fitsBest}/${images.length}`,
  ];
}

/** @param right titles of the columns of numbers, which come first */
function table(
  right: readonly string[],
  left: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const head = [[...right, ...left].map(escaped), [...right.map(() => '--:'), ...left.map(() => '---')]];
  return [...head, ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** What Markdown or HTML reads as a sign; bare addresses become links, and a number at the beginning makes a list. */
const SIGNS = /[\\`*_{}[\]()<>#+!|~&$@-]|:(?=\/\/)|(?<=www)\.|(?<=mailto|xmpp):|(?<=^ ?\d+)\./gi;

/** Text that stays text: one line, without markup, links and turns of direction. */
export function escaped(text: string): string {
  return unsteered(text.replace(/\s+/g, ' ')).replace(SIGNS, '\\$&');
}
