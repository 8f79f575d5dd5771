import type { Span } from '../spell/spell';
import { articleFor } from './article';
import type { BiasFix, TextEdit } from './finding';
import { inCaseOf } from './letterCase';
import type { Choices, Rule, RuleLanguage, Term } from './rule';

/**
 * What the author may do about a term that stands in the source as it is: put another word in its place, say who is
 * drawn, or vary it. Edits of one fix do not overlap.
 * @param options.source the whole text; `slots` whether it may hold slots
 */
export function fixesFor(
  rule: Rule,
  term: Term,
  span: Span,
  choices: Choices,
  language: RuleLanguage,
  options: { readonly source: string; readonly slots: boolean },
): BiasFix[] {
  const place = new Place(options.source, span, language);
  if (rule.combination) return [];
  const fixes: BiasFix[] = term.replacements.map((replacement) => ({
    kind: 'replace',
    ...place.replaceWith(replacement),
    safeForAll: term.replacements.length === 1 && rule.severity !== 'hint' && !rule.insideWords,
  }));
  if (rule.category !== 'gender/unspecified-person') return fixes;

  const said = term.say
    ? term.say.map((choice) => place.replaceWith(choice))
    : [
        ...[...choices.gender, ...choices.before].map((choice) => place.putBefore(choice)),
        ...choices.after.map((choice) => place.putAfter(choice)),
      ];
  for (const choice of said) fixes.push({ kind: 'say-it', ...choice, safeForAll: false });
  // A slot, never `[a|b]`: that would blend the choices step by step into one person.
  const balance = term.say
    ? place.replaceWith(`{${term.say.join('|')}}`)
    : place.putBefore(`{${choices.gender.join('|')}}`);
  if (options.slots) fixes.push({ kind: 'balance-it', ...balance, safeForAll: false });
  return fixes;
}

interface Change {
  readonly choice: string;
  readonly edits: readonly TextEdit[];
}

/** Where a term stands, with the article before it. */
class Place {
  private readonly written: string;
  private readonly space: string;

  constructor(
    private readonly source: string,
    private readonly span: Span,
    private readonly language: RuleLanguage,
  ) {
    this.written = source.slice(span.start, span.end);
    this.space = language === 'en' ? ' ' : '';
  }

  replaceWith(replacement: string): Change {
    const text = inCaseOf(this.written, replacement);
    return { choice: text, edits: [...this.article(text), { span: this.span, text }] };
  }

  putBefore(word: string): Change {
    // What was capitalised stays so; the new word takes the capital only at the head of a sentence, which no one can see here.
    const text = word + this.space;
    const at = { start: this.span.start, end: this.span.start };
    return { choice: text + this.written, edits: [...this.article(word), { span: at, text }] };
  }

  putAfter(words: string): Change {
    const text = this.space + words;
    const at = { start: this.span.end, end: this.span.end };
    return { choice: this.written + text, edits: [{ span: at, text }] };
  }

  /** The edit that makes "a" or "an" right before `next`, where one stands right before the term. */
  private article(next: string): TextEdit[] {
    if (this.language !== 'en') return [];
    const before = this.source.slice(Math.max(0, this.span.start - 20), this.span.start);
    const match = /(?<![\p{L}\p{N}'])(an?)([\s([]+)$/iu.exec(before);
    if (!match) return [];
    const wanted = inCaseOf(match[1]![0]!, articleFor(next.replace(/^\{/, '')));
    if (wanted === match[1]) return [];
    const start = this.span.start - match[0].length;
    return [{ span: { start, end: start + match[1]!.length }, text: wanted }];
  }
}
