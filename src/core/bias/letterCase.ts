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
