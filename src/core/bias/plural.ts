const IRREGULAR: Readonly<Record<string, string>> = {
  man: 'men',
  woman: 'women',
  person: 'people',
  child: 'children',
  wife: 'wives',
  midwife: 'midwives',
  housewife: 'housewives',
  thief: 'thieves',
  elf: 'elves',
  dwarf: 'dwarves',
  wolf: 'wolves',
  mouse: 'mice',
  goose: 'geese',
  foot: 'feet',
  tooth: 'teeth',
  sheep: 'sheep',
  deer: 'deer',
  fish: 'fish',
};

/** Words that say more of the noun before them: it is that noun that has a plural ("person with a limp"). */
const AFTER_HEAD = /\s(?:with|who|of|in|from|using|without|on|at|by|for|to)\s/;

/** The English plural of a word or of a phrase's head, in small letters but for what was capitalised. */
export function pluralOf(phrase: string): string {
  const head = phrase.slice(0, AFTER_HEAD.exec(phrase)?.index ?? phrase.length);
  const start = Math.max(head.lastIndexOf(' '), head.lastIndexOf('-')) + 1;
  return head.slice(0, start) + pluralOfWord(head.slice(start)) + phrase.slice(head.length);
}

/** The last word of a phrase's head: the noun that the rest is said of. */
export function headOf(phrase: string): string {
  const head = phrase.slice(0, AFTER_HEAD.exec(phrase)?.index ?? phrase.length);
  return head.slice(Math.max(head.lastIndexOf(' '), head.lastIndexOf('-')) + 1);
}

function pluralOfWord(word: string): string {
  const lower = word.toLowerCase();
  const irregular = IRREGULAR[lower] ?? compound(lower);
  if (irregular !== undefined) return word.slice(0, 1) + irregular.slice(1);
  if (/[^aeiou]y$/.test(lower)) return `${word.slice(0, -1)}ies`;
  if (/(?:[sxz]|[cs]h)$/.test(lower)) return `${word}es`;
  return `${word}s`;
}

/** "policeman", "salesperson", "grandchild". */
function compound(lower: string): string | undefined {
  if (/[a-z](?:man|woman)$/.test(lower)) return `${lower.slice(0, -2)}en`;
  if (/[a-z]person$/.test(lower)) return `${lower.slice(0, -6)}people`;
  if (/[a-z]child$/.test(lower)) return `${lower}ren`;
  return undefined;
}
