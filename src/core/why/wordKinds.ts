/**
 * The words that blind spots are looked for with: what replaces what, so that a true prompt becomes a wrong one. They are
 * data (`vocab/`), one list for each language.
 */

/** What a word says of a picture. */
export const wordKinds = ['colour', 'object', 'number', 'side', 'size', 'material', 'style'] as const;
export type WordKind = (typeof wordKinds)[number];

/** Words of one kind that can stand in each other's place, in one language. */
export interface WordGroup {
  /** Each entry is one meaning, with words of the same meaning parted by `|`: they never replace each other. */
  readonly words: readonly string[];
  /** Meanings, by their first word, that are too alike to replace each other. */
  readonly near?: readonly (readonly string[])[];
  /** Words that replace these, and are not looked for here. */
  readonly others?: readonly string[];
  /** English nouns: their plurals are looked for too, and are replaced by plurals. */
  readonly nouns?: boolean;
  /** English numbers, the first of which is one: what it counts becomes a plural, and no other number is replaced by it. */
  readonly counts?: boolean;
  /**
   * How two words that are each other's opposites stand between two things, with `*` for the word: turned round, "a cat left of
   * a dog" is "a dog right of a cat".
   */
  readonly between?: readonly string[];
  /** What has to come after the word, for it to be meant. */
  readonly followed?: readonly string[];
  /** What must not come after it. */
  readonly unless?: readonly string[];
}

export type WordLists = Readonly<Record<WordKind, readonly WordGroup[]>>;

export interface Vocabulary {
  readonly en: WordLists;
  readonly ja: WordLists;
}

/** Words of the same meaning. */
export function meanings({ words }: WordGroup): string[][] {
  return words.map((entry) => entry.split('|'));
}

/**
 * The words that make a prompt wrong in the place of those of one meaning: one of each other meaning, then a second one of
 * each, and so on.
 */
export function replacements(group: WordGroup, meaning: number): string[][] {
  const all = meanings(group);
  const own = all[meaning]![0]!;
  const alike = new Set((group.near ?? []).filter((near) => near.includes(own)).flat());
  // After its own place, so that each word is replaced by others than its neighbour is.
  const rest = [...all.slice(meaning + 1), ...all.slice(0, meaning)].filter(
    ([first]) => !alike.has(first!) && !(group.counts === true && first === all[0]![0]),
  );
  const deepest = Math.max(1, ...rest.map((words) => words.length));
  return Array.from({ length: deepest }, (_, turn) => [
    ...(turn === 0 ? (group.others ?? []) : []),
    ...rest.flatMap((words) => words[turn] ?? []),
  ]);
}
