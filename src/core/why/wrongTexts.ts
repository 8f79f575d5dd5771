import { articleFor } from '../bias/article';
import { pluralOf } from '../bias/plural';
import { phrasesOf, type TextUnit } from './textUnits';
import {
  meanings,
  replacements,
  wordKinds,
  type Vocabulary,
  type WordGroup,
  type WordKind,
} from './wordKinds';

/** A word of a text that says what a picture holds, and the text with others in its place. */
export interface TestedWord extends TextUnit {
  readonly kind: WordKind;
  /** As it stands in the text. */
  readonly word: string;
  readonly wrong: readonly WrongText[];
}

export interface WrongText {
  /** What stands in the word's place. */
  readonly put: string;
  /** Says what is true; the text itself but where both things of a relation change their places. */
  readonly truth: string;
  readonly text: string;
}

/** More replacements of one word than these tell no more. */
const mostWrong = 4;
/** Of the words of one kind in one text so many are tested: each asks for some texts. */
const mostWords = 6;

/** One form of one word of the lists. */
interface Form {
  readonly kind: WordKind;
  readonly group: WordGroup;
  readonly meaning: number;
  readonly isPlural: boolean;
}

/** Every form that is looked for, in small letters. */
type Forms = ReadonlyMap<string, readonly Form[]>;

const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー０-９]/u;
const COUNTED_KANJI = /[\p{N}〇一二三四五六七八九十百千]/u;
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** Finds the words of a vocabulary in texts that CLIP reads, and makes the texts wrong by them. */
export class WrongTexts {
  readonly #forms: Forms;
  readonly #longest: number;

  constructor(vocabulary: Vocabulary) {
    this.#forms = formsOf(vocabulary);
    this.#longest = Math.max(...Array.from(this.#forms.keys(), (form) => form.length));
  }

  /**
   * The words of a text in their order, no more than a few of each kind; those without any replacement are left out. Of words within each other the longest
   * counts.
   * @param text as CLIP reads it: without weights, tags and slots
   * @param end words behind it are left alone: the checkpoint does not read them
   */
  of(text: string, kinds: readonly WordKind[] = wordKinds, end = text.length): TestedWord[] {
    const found = this.#found(text).filter((word) => word.end <= end);
    const present = new Set(found.map(({ form: { group, meaning } }) => meanings(group)[meaning]![0]!));
    const tested = kinds.flatMap((kind) =>
      spread(
        found.filter(({ form }) => form.kind === kind),
        mostWords,
      ),
    );
    const inOrder = tested.sort((a, b) => a.start - b.start);
    return inOrder.flatMap(({ start, end, form }): TestedWord[] => {
      const turns = replacements(form.group, form.meaning);
      const words = few(turns.map((turn) => turn.filter((word) => !present.has(word))));
      const wrong = unique(
        words.flatMap((word) => [
          put(text, { start, end }, form, word),
          ...turnedRound(text, { start, end }, form, word),
        ]),
      );
      return wrong.length === 0 ? [] : [{ start, end, kind: form.kind, word: text.slice(start, end), wrong }];
    });
  }

  #found(text: string): (TextUnit & { readonly form: Form })[] {
    const bounds = segmentBounds(text);
    const found: (TextUnit & { readonly form: Form })[] = [];
    for (let at = 0; at < text.length;) {
      const match = this.#at(text, at, bounds);
      if (match) found.push(match);
      at = match?.end ?? at + 1;
    }
    return found;
  }

  /** The longest word that begins here. */
  #at(text: string, start: number, bounds: ReadonlySet<number>): (TextUnit & { form: Form }) | undefined {
    for (let length = Math.min(this.#longest, text.length - start); length > 0; length--) {
      const end = start + length;
      const forms = this.#forms.get(text.slice(start, end).toLowerCase());
      const meant = forms?.filter(({ group }) => isMeant(text, { start, end }, group, bounds)) ?? [];
      const form = meant.length > 1 ? chosen(meant, around(text, { start, end })[1]) : meant[0];
      if (form) return { start, end, form };
    }
    return undefined;
  }
}

function formsOf(vocabulary: Vocabulary): Forms {
  const forms = new Map<string, Form[]>();
  const add = (word: string, form: Form): void => {
    forms.set(word, [...(forms.get(word) ?? []), form]);
  };
  for (const lists of [vocabulary.en, vocabulary.ja]) {
    for (const kind of wordKinds) {
      for (const group of lists[kind]) {
        for (const [meaning, words] of meanings(group).entries()) {
          for (const word of words) {
            add(word, { kind, group, meaning, isPlural: false });
            const plural = pluralOf(word);
            if (group.nouns && plural !== word) add(plural, { kind, group, meaning, isPlural: true });
          }
        }
      }
    }
  }
  return forms;
}

/** Where a Japanese word may begin and end. */
function segmentBounds(text: string): Set<number> {
  const bounds = new Set([text.length]);
  if (JAPANESE.test(text)) for (const { index } of segmenter.segment(text)) bounds.add(index);
  return bounds;
}

function isMeant(
  text: string,
  { start, end }: TextUnit,
  { followed, unless, counts }: WordGroup,
  bounds: ReadonlySet<number>,
): boolean {
  const [before, after] = around(text, { start, end });
  const next = after.trimStart();
  if (followed && !followed.some((each) => next.startsWith(each))) return false;
  if (unless?.some((each) => next.startsWith(each))) return false;
  const word = text.slice(start, end);
  if (JAPANESE.test(word)) {
    // 十二匹 is no number of the lists, nor is 12匹.
    if (COUNTED_KANJI.test(word) && COUNTED_KANJI.test(before.slice(-1))) return false;
    return bounds.has(start) && (followed !== undefined || bounds.has(end));
  }
  if (/^\d$/.test(word)) {
    if (/[\p{N}.:/-]$/u.test(before)) return false;
    return counts === true ? /^ \p{L}/u.test(after) && !/\p{L}$/u.test(before) : followed !== undefined;
  }
  return !/[\p{L}\p{N}'’-]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after);
}

/** As much before and after a word as is looked at: a whole book for each of its words would take long. */
function around(text: string, { start, end }: TextUnit): [before: string, after: string] {
  return [text.slice(Math.max(0, start - 32), start), text.slice(end, end + 64)];
}

/** Of "orange": the colour before what it describes, else the fruit. */
function chosen(forms: readonly Form[], after: string): Form {
  const describes =
    /^ (?!(?:on|in|at|and|with|or|of|to|by|is|are|above|below|left|right|beside|next|under|over)\b)\p{L}/u.test(
      after,
    );
  return forms.find(({ group }) => (group.nouns === true) !== describes) ?? forms[0]!;
}

/** A few of many: of the first list if there are enough, far from each other in it; further lists fill up. */
function few(turns: readonly (readonly string[])[]): string[] {
  const taken: string[] = [];
  for (const words of turns) taken.push(...spread(words, mostWrong - taken.length));
  return taken;
}

/** Of two words with the same meaning the turned texts are partly the same. */
function unique(texts: readonly WrongText[]): WrongText[] {
  return [...new Map(texts.map((each) => [`${each.truth}\n${each.text}`, each])).values()];
}

/** So many of a list at most, at equal distances. */
function spread<T>(list: readonly T[], most: number): T[] {
  const count = Math.min(most, list.length);
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);
}

function put(
  text: string,
  { start, end }: TextUnit,
  { group, meaning, isPlural }: Form,
  word: string,
): WrongText {
  const written = text.slice(start, end);
  const [before] = around(text, { start, end });
  const form = isPlural || (group.nouns && isCounted(before)) ? pluralOf(word) : word;
  const cased = /^\p{Lu}/u.test(written) ? form.slice(0, 1).toUpperCase() + form.slice(1) : form;
  const after = text.slice(end);
  return {
    put: form,
    truth: text,
    text:
      text.slice(0, start - before.length) +
      withArticle(before, form) +
      cased +
      (group.counts === true && meaning === 0 ? withPlural(after) : after),
  };
}

/** "two fish": what stands there is a plural, though nobody sees it. */
function isCounted(before: string): boolean {
  return /(?:^|[^\p{L}\p{N}])(?:two|three|four|five|[2-5])\s+$/iu.test(before);
}

function withArticle(before: string, word: string): string {
  return before.replace(
    /(^|[^\p{L}\p{N}'’-])(an?)(\s+)$/iu,
    (_, lead: string, article: string, gap: string) => {
      const fitting = articleFor(word);
      const isCapital = article.startsWith('A');
      return lead + (isCapital ? fitting.slice(0, 1).toUpperCase() + fitting.slice(1) : fitting) + gap;
    },
  );
}

/** What is counted ends where a phrase does. */
function withPlural(after: string): string {
  const end = /[,.;:()|\n]| (?:and|or|is|are|left|right|above|below|to|in|on|beside|behind) /.exec(
    after,
  )?.index;
  const phrase = after.slice(0, end);
  return phrase.trim() === '' ? after : pluralOf(phrase) + after.slice(phrase.length);
}

/**
 * The other ways to say a relation. A checkpoint that reads neither order nor sides prefers one word or one order to another,
 * whatever the picture: over these four comparisons such likings cancel out.
 */
function turnedRound(text: string, unit: TextUnit, { group }: Form, word: string): WrongText[] {
  const phrase = phrasesOf(text).find(({ start, end }) => start <= unit.start && unit.end <= end);
  const written = text.slice(unit.start, unit.end);
  for (const pattern of phrase ? (group.between ?? []) : []) {
    const [lead, tail] = pattern.split('*') as [string, string];
    const gap = JAPANESE.test(written) ? '' : ' ';
    const before = text.slice(phrase!.start, unit.start);
    const after = text.slice(unit.end, phrase!.end);
    if (!before.endsWith(gap + lead) || !after.startsWith(tail + gap)) continue;
    const first = before.slice(0, before.length - lead.length).trim();
    const second = after.slice(tail.length).trim();
    if (first === '' || second === '') continue;
    const say = (one: string, between: string, other: string): string =>
      text.slice(0, phrase!.start) +
      one +
      gap +
      lead +
      between +
      tail +
      gap +
      other +
      text.slice(phrase!.end);
    const turned = say(second, word, first);
    return [
      { put: written, truth: turned, text: say(second, written, first) },
      { put: written, truth: text, text: say(second, written, first) },
      { put: word, truth: turned, text: say(first, word, second) },
    ];
  }
  return [];
}
