import { checkSpellFile } from '../bias/checkSpellFile';
import type { BiasFinding, TextEdit } from '../bias/finding';
import type { Matcher } from '../bias/matcher';
import { statesGender } from '../bias/statesGender';
import type { Span, Spell, SpellFile } from '../spell/spell';
import type { AuditClass, AuditSet } from './auditSets';

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
  const fix = open?.fixes.find(({ kind, choice }) => kind === 'say-it' && isMarked(choice, language, marks));
  if (fix) return edited(text, fix.edits);
  const before = language === 'ja' ? `${said.ja}、` : `${said.en}, `;
  return edited(text, [{ span: { start: prompt.start, end: prompt.start }, text: before }]);
}

/** What a prompt says of who is drawn. */
export interface SaidOfPerson {
  /** The person whom it leaves open, where a rule speaks of one. */
  readonly open?: BiasFinding;
  /**
   * It says a kind of the set itself. Saying another one as well would contradict it, and what a generator draws then is of no
   * known kind.
   */
  readonly saysKind: boolean;
}

/** @param offset of the file's text: of several open persons the one that stands there, else the first */
export function saidOfPerson(
  file: SpellFile,
  { positive }: Spell,
  { classes, isGender }: AuditSet,
  matcher: Matcher,
  offset?: number,
): SaidOfPerson {
  const { start, end } = positive.span;
  const persons = checkSpellFile(file, matcher).filter(
    ({ category, span }) =>
      category === 'gender/unspecified-person' && span.start >= start && span.end <= end,
  );
  const pointed =
    offset === undefined ? undefined : persons.find(({ span }) => span.start <= offset && offset <= span.end);
  const open = pointed ?? persons[0];
  const saysKind = isGender
    ? !open && statesGender(positive, matcher)
    : classes.some(({ marks }) =>
        (['en', 'ja'] as const).some((language) => isMarked(positive.source, language, marks)),
      );
  return { ...(open && { open }), saysKind };
}

/** Whether words say a kind: one of its marks, whole in English, part of a word in Japanese. */
function isMarked(words: string, language: 'en' | 'ja', marks: AuditClass['marks']): boolean {
  if (language === 'ja') return marks.ja.some((mark) => words.includes(mark));
  const each = new Set(words.toLowerCase().split(/[^a-z]+/));
  return marks.en.some((mark) => each.has(mark));
}

function languageOf(prompt: string): 'en' | 'ja' {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(prompt) ? 'ja' : 'en';
}

function edited(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((whole, { span, text: put }) => whole.slice(0, span.start) + put + whole.slice(span.end), text);
}
