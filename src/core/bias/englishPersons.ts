import {
  ALSO_VERBS,
  BODY,
  CONNECTIVES,
  DETERMINERS,
  HEADING_NOUNS,
  KEEPS,
  LIKENESS,
  MAKES,
  NEEDS_ARTICLE,
  NOUNS_IN_ING,
  PARTICIPLES,
  PICTURES,
  PLACES,
  PLACES_BY_TRADE,
  VERBS,
} from './englishWords';
import type { Lexicon } from './lexicon';
import type { Token } from './token';
import { isNameLike } from './namedPerson';
import type { PersonReader } from './personReader';
import type { Reading } from './reading';

/** Nothing that belongs to a word for a person stands farther from it, in UTF-16 units. */
const BEFORE = 72;
const AFTER = 48;

/** What stands before a word for a person: "a cat dressed as", "a", "little" of "a cat dressed as a little chef". */
interface Before {
  /** From the last full stop. */
  readonly clause: string;
  /** From the last comma up to the determiner. */
  readonly lead: string;
  readonly determiner: string;
  /** Where the words that describe the person start, in the reading. */
  readonly modifiers: number;
}

/** Nobody is there. */
const NOT_THERE =
  /(?:^| )(?:no|not|without|zero|0|lacking|minus|never|neither|nor|devoid of|free of|free from|empty of|absence of|instead of|rather than)(?: (?:any|an?|the|single|visible|other|more))*$/;

/** Spoken of, but not there: for whom something is, whose style or view it has, what something looks like. */
const ONLY_MENTIONED =
  /(?:^|(?<!(?:ing|wait|look|search|car|open)) )for$|(?:^| )(?:like|unlike|resembling|resembles|style of|styles of|point of view of|through the eyes of|pov of|perspective of|inspired by|based on|fit for|meant for|made for|belonging to)$/;

/** Who made the picture. */
const CREDIT =
  /(?:^|(?:^| )(?:art|artwork|work|works|painting|painted|photo|photograph|photographed|illustration|illustrated|drawn|drawing|made|designed|design|directed|created|written|rendered|sculpted|portrait|picture|image|render|style|sculpture|poster|album|music|book) )by$/;

/** "A family of ducks": they are of the kind that follows. */
const OF_THEM = /^ of (?:[\p{L}-]+ ){0,3}$/u;

/** Those who make pictures: named only for their style, unless somebody says "a painter by …". */
const ARTISTS =
  /^(?:artist|illustrator|painter|photographer|designer|author|writer|animator|director|architect)s?$/;

/** Takes on what follows: the one who does is named before. */
const IN_A_ROLE =
  /(?:^| )(?:as|who is|who's|that is|which is|is|are|was|being|becomes|becoming|playing|portraying|impersonating|cosplaying|cosplay of|role of|working as|dressed as|dressed like|disguised as|costumed as|into)$/;

/** A second person follows. */
const ANOTHER =
  /(?:^| )(?:and|with|beside|next to|near|behind|before|to|at|of|by|\p{L}+ing|meets|helps|teaches|holds|hugs|watches|talks to|plus|vs|versus|against|alongside|among|between|above|under|after|from)(?: (?:his|her|their))?$/u;
const SAME =
  /(?:^| )(?:being|becoming|playing|portraying|impersonating|cosplaying|wearing|resembling|working|dressing|including|starring|of|style of|by)(?: (?:his|her|their))?$/;

const VERB_FOLLOWS =
  /(?:^| )(?:to|will|can|could|would|should|must|may|might|let's|please|don't|doesn't|didn't)$/;

/** Two words have one between them that is no part of who is spoken of. */
const SOMEONE_ELSE =
  /(?:^| )(?:and|with|by|meets?|meeting|next to|near|beside|vs|versus|or|of|holding|fighting|surrounded|talking|attacking|helping|hugging|from|for|watching|against|in front|behind)(?: |$)/;

/** "The wizard Gandalf", "pirate portrait of …", "a model who looks like …". */
const OF_KNOWN =
  /^,? (?:(?:the|is) |(?:portrait|photo|picture|painting|version) of |(?:who |that )?(?:looks?|looking|dressed|posing) (?:as|like) )?$/;

const APPOSITION = /^,? ?(?:(?:the|an?|as|is|as an?|as the|is an?|is the|playing an?|in the role of an?) )?$/;

/**
 * Reads the noun phrases of an English text around its words for persons. Everything is looked for in a short stretch beside
 * the word, so that it takes linear time.
 */
export class EnglishPersons implements PersonReader {
  /** Where the prompt's part that is read now starts: behind a barrier. */
  private partStart = 0;
  private asked = 0;
  private subject: { readonly partStart: number; readonly isKnown: boolean } | undefined;
  private last: { readonly start: number; readonly before: Before } | undefined;

  constructor(
    private readonly reading: Reading,
    private readonly tokens: readonly Token[],
    private readonly lexicon: Lexicon,
    private readonly titled: () => boolean,
  ) {}

  isLeftOpen(index: number): boolean {
    const { start, end } = this.tokens[index]!;
    const before = this.before(start);
    const term = this.reading.folded.slice(start, end);
    return (
      this.headsPhrase(index, term) &&
      !isMissing(before) &&
      !isOnlyMentioned(before, term) &&
      !this.isVerb(index, before, term) &&
      !this.isFigure(index) &&
      !this.isKnown(index, before)
    );
  }

  isFigure(index: number): boolean {
    const { start, end } = this.tokens[index]!;
    const before = this.before(start);
    const next = this.tokens[index + 1];
    if (next && this.isNext(end, next) && isCreature(next)) return true; // "salesman robot"
    const term = this.reading.folded.slice(start, end);
    for (let at = index - 1; at >= 0 && this.tokens[at]!.start >= before.modifiers; at--) {
      const { contexts } = this.tokens[at]!.entry;
      if (contexts.has('animal')) return !KEEPS.has(term);
      if (contexts.has('figure')) return !MAKES.has(term);
    }
    if (next && isCreature(next) && OF_THEM.test(this.reading.folded.slice(end, next.start))) return true;
    return IN_A_ROLE.test(before.lead) && this.subjectIs(index, before, isCreature);
  }

  isBesideStated(index: number): boolean {
    const before = this.before(this.tokens[index]!.start);
    if (before.determiner === '' || !ANOTHER.test(before.lead) || SAME.test(before.lead)) return false;
    return this.subjectIs(index, before, (token) => {
      const word = this.reading.folded.slice(token.start, token.end);
      return token.entry.contexts.has('gender') && !/(?:ess|esses|(?<!th|st|ght)ers?|male)$/.test(word);
    });
  }

  /** Whether only a space or a hyphen stands before it. */
  private isNext(end: number, { start }: Token): boolean {
    return start === end + 1 && this.reading.folded[end] !== '\n';
  }

  private before(start: number): Before {
    if (this.last?.start === start) return this.last.before;
    const { folded } = this.reading;
    const clause = /[^.;!?\n|]*$/.exec(folded.slice(Math.max(0, start - BEFORE), start))![0];
    const words = /[^,:(]*$/.exec(clause)![0].split(/(?<=[ -])/);
    let modifiers = words.length;
    while (modifiers > 0 && this.describes(words[modifiers - 1]!.slice(0, -1))) modifiers--;
    let lead = modifiers;
    while (lead > 0 && DETERMINERS.has(words[lead - 1]!.slice(0, -1))) lead--;
    const before = {
      clause,
      lead: words.slice(0, lead).join('').trim(),
      determiner: words.slice(lead, modifiers).join('').trim(),
      modifiers: start - words.slice(modifiers).join('').length,
    };
    this.last = { start, before };
    return before;
  }

  private describes(word: string): boolean {
    if (!/^[\p{L}\p{N}'-]+$/u.test(word) || DETERMINERS.has(word) || CONNECTIVES.has(word)) return false;
    return !isParticiple(word) || this.lexicon.knows('common', word);
  }

  /** A phrase is about the word, and about no thing that it only describes: "a student dorm", "a nurse's cap". */
  private headsPhrase(index: number, term: string): boolean {
    const { end } = this.tokens[index]!;
    const after = this.reading.folded.slice(end, end + AFTER);
    if (/^(?:-\p{L}| ?:(?! ))/u.test(after) || (ARTISTS.test(term) && /^ ?:/.test(after))) return false;
    const owned =
      /^(?:'s|(?<=s)'|’s)(?![\p{L}])((?: [\p{L}-]+){0,3})/u.exec(after) ??
      (term.endsWith('s') ? /^'((?: [\p{L}-]+){0,3})/u.exec(after) : null);
    if (owned) return owned[1]!.split(' ').some((word) => BODY.has(word));
    const word = /^ ([\p{L}'-]+)/u.exec(after)?.[1];
    if (word === undefined) return true;
    if (
      /^ (?:(?:drawing|painting)(?:$|[,.])|(?:swimming pool|parking|dining|living room|waiting room|changing room))/.test(
        after,
      )
    )
      return false;
    const next = this.tokens[index + 1];
    if (next && this.isNext(end, next) && !isPlural(term)) {
      const isPerson = next.entry.contexts.has('person') || next.entry.uses.some(saysPerson);
      if (isPerson) return ALSO_VERBS.has(word); // "a chef cooks", but not "a student nurse"
    }
    return this.goesOn(word, isPlural(term));
  }

  /** Whether a word after a person begins something else: no noun that the person would only describe. */
  private goesOn(word: string, plural: boolean): boolean {
    if (CONNECTIVES.has(word) || DETERMINERS.has(word) || PARTICIPLES.has(word) || PICTURES.has(word))
      return true;
    if (isParticiple(word) || (this.lexicon.knows('common', word) && !HEADING_NOUNS.has(word))) return true;
    if (plural && PLACES.has(word)) return false;
    if (VERBS.has(word)) return plural || PAST.test(word);
    if (word.endsWith('s') && VERBS.has(word.replace(/(?:(?<=[sxzh])e|(?<=[sxzh]e))?s$/, ''))) return true;
    if (/[^aeiou]ies$/.test(word) && VERBS.has(`${word.slice(0, -3)}y`)) return true;
    return plural;
  }

  /** "to cook", "a woman nurses". */
  private isVerb(index: number, { lead, determiner }: Before, term: string): boolean {
    if (!ALSO_VERBS.has(term)) return false;
    const { start } = this.tokens[index]!;
    if (determiner === '' && VERB_FOLLOWS.test(lead)) return true;
    const previous = this.tokens[index - 1];
    const directly =
      previous !== undefined && previous.end + 1 === start && this.reading.folded[previous.end] === ' ';
    return (
      directly &&
      isPlural(term) &&
      (previous.entry.contexts.has('person') || previous.entry.uses.some(saysPerson))
    );
  }

  private isKnown(index: number, before: Before): boolean {
    const { start, end } = this.tokens[index]!;
    const { text, folded } = this.reading;
    const after = folded.slice(end, end + AFTER);
    if (/^,? (?:named|called|nicknamed|known as|by the name of) /.test(after)) return true;
    const next = this.tokens[index + 1];
    if (next?.entry.contexts.has('known') && OF_KNOWN.test(folded.slice(end, next.start))) return true;
    if (this.knownBefore(index, before) || this.givenNameBefore(before)) return true;
    if (!this.titled() && this.nameBefore(text.slice(Math.max(0, start - BEFORE), before.modifiers), before))
      return true;
    return before.determiner === '' && before.lead === '' && this.subjectIsKnown(start);
  }

  /** "Barack Obama as a firefighter", "harry potter, wizard". */
  private knownBefore(index: number, { clause, modifiers }: Before): boolean {
    const { start } = this.tokens[index]!;
    for (let at = index - 1; at >= 0 && this.tokens[at]!.start >= start - clause.length; at--) {
      const token = this.tokens[at]!;
      if (!token.entry.contexts.has('known')) continue;
      if (token.start >= modifiers) return true; // "natalie portman instagram model"
      const [gap = '', role] = this.reading.folded.slice(token.end, modifiers).split(/ as (?:an? |the )?/);
      if (SOMEONE_ELSE.test(gap) || this.isCredit(token.start)) return false;
      return role === undefined
        ? APPOSITION.test(gap)
        : !/(?:^| )(?:and|with|next to|beside)(?: |$)/.test(role);
    }
    return false;
  }

  /** Small letters too: "john carpenter", "larry david as a pirate". */
  private givenNameBefore({ modifiers, lead, determiner }: Before): boolean {
    const { folded } = this.reading;
    const before = folded
      .slice(Math.max(0, modifiers - 32), this.last!.start)
      .split(/[,.:;\n]/)
      .at(-1)!;
    const isGiven = (word: string | undefined) =>
      word !== undefined &&
      this.lexicon.knows('given', word) &&
      !this.lexicon.knows('common', word) &&
      !ALSO_WORDS.has(word);
    if (determiner === '' && before.endsWith(' ') && before.trimEnd().split(' ').slice(-2).some(isGiven))
      return true;
    return /(?:^| )as$/.test(lead) && isGiven(/(?:^|of | )([\p{L}]+) [\p{L}-]+ as$/u.exec(lead)?.[1]);
  }

  /** A name that no list holds, right before: "Hermione Granger the wizard", "Emma Watson, scientist". */
  private nameBefore(text: string, { lead, determiner }: Before): boolean {
    const cut = text.replace(/(?: (?:as|is|the|an?))+ ?$/u, '').replace(/[, ]+$/u, '');
    const name = /(?:^|[^\p{L}])((?:\p{Lu}[\p{L}'’.-]+ )*\p{Lu}[\p{L}'’-]+)$/u.exec(cut)?.[1];
    if (name === undefined || (determiner !== '' && cut.endsWith(',') && !/^(?:the|an?)$/.test(determiner)))
      return false;
    if (CREDIT.test(lead) || /\b(?:by|style of|by artist) $/i.test(cut.slice(0, -name.length))) return false;
    return isNameLike(name, this.lexicon);
  }

  /** Whether the prompt's first phrase is about somebody known by name, of whom a tag further on says more. */
  private subjectIsKnown(start: number): boolean {
    const { folded, text } = this.reading;
    for (; this.asked < start; this.asked++) if (folded[this.asked] === '\n') this.partStart = this.asked + 1;
    if (this.subject?.partStart !== this.partStart) {
      const head = /^[^,.;\n]*/.exec(text.slice(this.partStart, this.partStart + BEFORE))![0];
      const end = this.partStart + head.length;
      const tokens = this.tokensFrom(this.partStart, end);
      const isKnown = tokens.some(
        ({ entry }) => entry.contexts.has('known') || isCreatureEntry(entry.contexts),
      );
      const isPerson = tokens.some(({ entry }) => entry.uses.some(saysPerson));
      this.subject = { partStart: this.partStart, isKnown: isKnown && !isPerson };
    }
    return this.subject.isKnown;
  }

  private tokensFrom(start: number, end: number): readonly Token[] {
    let [low, high] = [0, this.tokens.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tokens[middle]!.start < start) low = middle + 1;
      else high = middle;
    }
    const found: Token[] = [];
    for (let at = low; at < this.tokens.length && this.tokens[at]!.end <= end; at++)
      found.push(this.tokens[at]!);
    return found;
  }

  private isCredit(start: number): boolean {
    return /(?:\bby|style of|by artist|inspired by) $/.test(
      this.reading.folded.slice(Math.max(0, start - 16), start),
    );
  }

  private subjectIs(index: number, { clause, modifiers }: Before, is: (token: Token) => boolean): boolean {
    const { start } = this.tokens[index]!;
    for (let at = index - 1; at >= 0 && this.tokens[at]!.start >= start - clause.length; at--) {
      const token = this.tokens[at]!;
      if (token.start < modifiers && is(token)) return true;
    }
    return false;
  }
}

/** Given names that are words as well. */
const ALSO_WORDS: ReadonlySet<string> = new Set(
  (
    'amber art bill bob carol chase christian daisy dawn dean drew earl eve faith florence frank gene grace guy heather holly ' +
    'hope hunter ivy jack jade jean jordan joy lily mark mason max may miles norm olive pat penny pierce ray rich rob rod ' +
    'rose rosemary ruby rusty sandy scott sky stone summer sunny victor violet virginia will woody gay baker madison ' +
    'jerry jan logan sierra savannah chelsea austin'
  ).split(' '),
);

const PAST =
  /^(?:sat|stood|ran|rode|held|wore|wrote|fought|slept|ate|drank|sang|flew|swam|spoke|saw|drew|built|made|took|gave|brought|bought|sold|paid|found|lost|won|hit|threw|caught|dug|drove|taught|learnt|lay|knelt|met|fell|rose|woke|got|went|came|left|led|hid|became|felt|thought|heard|began|kept|put|set|shot|struck|stabbed|hung|wove|sent|has|does|is)$/;

function isMissing({ lead, determiner }: Before): boolean {
  return NOT_THERE.test(`${lead} ${determiner}`.trim());
}

function isOnlyMentioned({ clause, lead, determiner }: Before, term: string): boolean {
  if (
    ARTISTS.test(term) &&
    (isTag(clause, lead, determiner) || /(?:^| )by (?:[\p{L}-]+ ){0,5}$/u.test(clause))
  )
    return true;
  if (determiner === '' && (NEEDS_ARTICLE.has(term) || (!isPlural(term) && /(?:^| )for$/.test(lead))))
    return true;
  if (/(?:^| )at$/.test(lead) && determiner === 'the' && PLACES_BY_TRADE.has(term)) return true;
  return ONLY_MENTIONED.test(lead) || LIKENESS.test(lead) || CREDIT.test(lead);
}

/** A tag after others, about the picture and who made it: "detailed, professional artist". */
function isTag(clause: string, lead: string, determiner: string): boolean {
  return lead === '' && determiner === '' && clause.includes(',');
}

function isParticiple(word: string): boolean {
  return (/[a-z]{2}ing$/.test(word) && !NOUNS_IN_ING.has(word)) || /[a-z]{2}ed$/.test(word);
}

function isPlural(term: string): boolean {
  return /(?:[^s]s|people|children|men|folk)$/.test(term);
}

function isCreature({ entry }: Token): boolean {
  return isCreatureEntry(entry.contexts);
}

function isCreatureEntry(contexts: ReadonlySet<string>): boolean {
  return contexts.has('animal') || contexts.has('figure');
}

function saysPerson({ rule }: Token['entry']['uses'][number]): boolean {
  return rule.category === 'gender/unspecified-person';
}
