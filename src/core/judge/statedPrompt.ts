import type { BiasFinding, TextEdit } from '../bias/finding';
import type { Span } from '../spell/spell';
import type { AuditClass } from './auditSets';

/**
 * The text of a spell file in which a spell says who is drawn: what a rule offers for its open person where it knows words of
 * this kind, else words before the prompt.
 * @param prompt of the spell's positive prompt
 * @param open of that prompt; undefined where no rule speaks of a person
 */
export function statedText(
  text: string,
  prompt: Span,
  { said, marks }: AuditClass,
  open: BiasFinding | undefined,
): string {
  const language = open?.language ?? languageOf(text.slice(prompt.start, prompt.end));
  const isMarked = (choice: string): boolean =>
    language === 'ja'
      ? marks.ja.some((mark) => choice.includes(mark))
      : marks.en.some((mark) =>
          choice
            .toLowerCase()
            .split(/[^a-z]+/)
            .includes(mark),
        );
  const fix = open?.fixes.find(({ kind, choice }) => kind === 'say-it' && isMarked(choice));
  if (fix) return edited(text, fix.edits);
  const before = language === 'ja' ? `${said.ja}、` : `${said.en}, `;
  return edited(text, [{ span: { start: prompt.start, end: prompt.start }, text: before }]);
}

function languageOf(prompt: string): 'en' | 'ja' {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(prompt) ? 'ja' : 'en';
}

function edited(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((whole, { span, text: put }) => whole.slice(0, span.start) + put + whole.slice(span.end), text);
}
