import type { Span } from '../spell/spell';
import { articleFor } from './article';
import type { BiasFinding, BiasFix, TextEdit } from './finding';
import { fold } from './fold';
import { asHeading, inCaseOf, isHeading } from './letterCase';
import { fitted } from './replacing';
import type { Choices, Rule, RuleLanguage, Term } from './rule';

export interface FixOptions {
  /** The whole text. */
  readonly source: string;
  /** Whether it may hold slots. */
  readonly slots: boolean;
  /** The person in a replacement whose gender it would leave to the model; undefined where it leaves nobody open. */
  readonly leftOpen: (replacement: string) => BiasFinding | undefined;
  /** Whether a folded word is a noun for a person. */
  readonly isPerson: (word: string) => boolean;
}

/**
 * What the author may do about a term that stands in the source as it is: put another word in its place, say who is
 * drawn, or vary it. A replacement that leaves a person's gender to the model says so, and comes with what would say it.
 * Edits of one fix do not overlap.
 */
export function fixesFor(
  rule: Rule,
  term: Term,
  span: Span,
  choices: Choices,
  language: RuleLanguage,
  options: FixOptions,
): BiasFix[] {
  if (rule.combination) return [];
  const place = new Place(options.source, span, language);
  return rule.category === 'gender/unspecified-person'
    ? [...replacing(rule, term, place, choices, options), ...saying(term, place, choices, options)]
    : replacing(rule, term, place, choices, options);
}

/** How much of the source on either side of a term decides its form. */
const BESIDE = 60;

function replacing(rule: Rule, term: Term, place: Place, choices: Choices, options: FixOptions): BiasFix[] {
  const { source, isPerson, leftOpen, slots } = options;
  const { language, span } = place;
  const after = source.slice(span.end, span.end + BESIDE);
  const oneWay = term.replacements.length <= 1 && rule.severity !== 'hint' && !rule.insideWords;
  const fixes: BiasFix[] = [];
  const said: BiasFix[] = [];
  for (const replacement of term.replacements.length > 0 ? term.replacements : [undefined]) {
    const fit = fitted(rule, replacement, { language, after, isPerson });
    if (!fit) continue;
    const change = place.replaceWith(fit.text, fit.takes);
    if (fixes.some(({ choice }) => choice === change.choice)) continue;
    const open = leftOpen(fit.text);
    fixes.push({
      kind: 'replace',
      ...change,
      safeForAll: oneWay && fit.sure,
      ...(open && { leavesOpen: true }),
    });
    if (!open) continue;
    const naming = (who: string) => fit.text.slice(0, open.span.start) + who + fit.text.slice(open.span.end);
    for (const who of sayings(open, choices)) {
      const saying = place.replaceWith(naming(who), fit.takes);
      // "last person on earth" is said as "last man on earth", which may be the very term.
      if (!rule.terms.some(({ text }) => fold(saying.choice).includes(fold(text))))
        said.push({ kind: 'say-it', ...saying, safeForAll: false });
    }
    if (slots && !said.some(({ kind }) => kind === 'balance-it')) {
      const slot = naming(balanced(open, choices));
      said.push({ kind: 'balance-it', ...place.replaceWith(slot, fit.takes), safeForAll: false });
    }
  }
  return [...fixes, ...said];
}

/** An open person with each gender said: "female firefighter"; "woman" for "person". */
function sayings(person: BiasFinding, { gender }: Choices): readonly string[] {
  return sayOf(person) ?? gender.map((word) => word + spaceIn(person.language) + person.text);
}

function balanced(person: BiasFinding, { gender }: Choices): string {
  const say = sayOf(person);
  return say ? slotOf(say) : slotOf(gender) + spaceIn(person.language) + person.text;
}

function sayOf({ rule, text }: BiasFinding): readonly string[] | undefined {
  return rule.terms.find((term) => fold(term.text) === fold(text))?.say;
}

function saying(term: Term, place: Place, choices: Choices, { slots }: FixOptions): BiasFix[] {
  const said = term.say
    ? term.say.map((choice) => place.replaceWith(choice))
    : [
        ...[...choices.gender, ...choices.before].map((choice) => place.putBefore(choice)),
        ...choices.after.map((choice) => place.putAfter(choice)),
      ];
  const fixes: BiasFix[] = said.map((change) => ({ kind: 'say-it', ...change, safeForAll: false }));
  // A slot, never `[a|b]`: that would blend the choices step by step into one person.
  const slot = term.say ? place.replaceWith(slotOf(term.say)) : place.putBefore(slotOf(choices.gender));
  if (slots) fixes.push({ kind: 'balance-it', ...slot, safeForAll: false });
  return fixes;
}

function slotOf(options: readonly string[]): string {
  return `{${options.join('|')}}`;
}

function spaceIn(language: RuleLanguage): string {
  return language === 'en' ? ' ' : '';
}

interface Change {
  readonly choice: string;
  readonly edits: readonly TextEdit[];
}

/** Where a term stands, with the article before it. */
class Place {
  private readonly written: string;
  private readonly before: string;
  private readonly space: string;

  constructor(
    private readonly source: string,
    readonly span: Span,
    readonly language: RuleLanguage,
  ) {
    this.written = source.slice(span.start, span.end);
    this.before = source.slice(Math.max(0, span.start - BESIDE), span.start);
    this.space = spaceIn(language);
  }

  /** @param takes UTF-16 units after the term that are replaced with it */
  replaceWith(replacement: string, takes = 0): Change {
    const cased = inCaseOf(this.written, replacement, this.before);
    const text = this.isInHeading() ? asHeading(cased) : cased;
    const { mark, length } = this.possessive(text, this.span.end + takes);
    const span = { start: this.span.start, end: this.span.end + takes + length };
    return { choice: text, edits: [...this.article(text), { span, text: text + mark }] };
  }

  /** The mark of several owners that `text` asks for where another stands: "firemen's" as "firefighters'". */
  private possessive(text: string, at: number): { readonly mark: string; readonly length: number } {
    const none = { mark: '', length: 0 };
    const mark = /^['’]s?(?=[ -]\p{L})/u.exec(this.source.slice(at, at + 4))?.[0];
    if (this.language !== 'en' || mark === undefined || !/(?:s|men|people|children)$/i.test(this.written))
      return none;
    if (mark.length === 1 && /(?:^|[^\p{L}])['‘]/u.test(this.before)) return none; // the end of a quotation
    if (mark.length === 2 && /s$/i.test(this.written)) return none; // one owner: "the boss's"
    const wanted = mark.charAt(0) + (/s$/i.test(text) ? '' : 's');
    return wanted === mark ? none : { mark: wanted, length: mark.length };
  }

  private isInHeading(): boolean {
    return isHeading(this.before, this.written, this.source.slice(this.span.end, this.span.end + BESIDE));
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
    const match = /(?<![\p{L}\p{N}'])(an?)([\s([]+)$/iu.exec(this.before);
    if (!match) return [];
    const wanted = inCaseOf(match[1]![0]!, articleFor(next.replace(/^\{/, '')));
    if (wanted === match[1]) return [];
    const start = this.span.start - match[0].length;
    return [{ span: { start, end: start + match[1]!.length }, text: wanted }];
  }
}
