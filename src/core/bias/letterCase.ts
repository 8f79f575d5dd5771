/**
 * `replacement` in the letter case of `original`: ALL CAPITALS, Capitalised, or as it is.
 * @param before the text before `original`: after a word in small letters a capital belongs to a name ("a Down's child")
 */
export function inCaseOf(original: string, replacement: string, before = ''): string {
  if (original.length > 1 && original === original.toUpperCase() && original !== original.toLowerCase()) {
    return replacement.toUpperCase();
  }
  const first = original[0] ?? '';
  return first !== first.toLowerCase() && !/(?:^|[^\p{L}])\p{Ll}[\p{Ll}'’-]*[ (]+$/u.test(before)
    ? replacement.charAt(0).toUpperCase() + replacement.slice(1)
    : replacement;
}

/** Whether every word of a term and two beside it are capitalised, as in "Two Policemen On Horseback". */
export function isHeading(before: string, written: string, after: string): boolean {
  const words = (text: string) => text.split(/[^\p{L}'’-]+/u).filter((word) => word !== '');
  const around = [...words(before).slice(-2), ...words(written), ...words(after).slice(0, 2)];
  return around.length >= 3 && around.every((word) => /^\p{Lu}/u.test(word));
}

/** "Police officers" as "Police Officers". */
export function asHeading(text: string): string {
  return text.replace(/(?<=^| )\p{Ll}/gu, (letter) => letter.toUpperCase());
}
