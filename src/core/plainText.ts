/** What steers a terminal, or turns the letters around it about: control signs, and overrides and isolates of direction. */
const STEERING = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** A text of a stranger's without what steers the place where it is shown; tabs and line ends stay. */
export function unsteered(text: string): string {
  return text.replace(STEERING, '\ufffd');
}

/**
 * A text for those places of the editor that make links of `[x](command:…)` and icons of `$(x)`: notifications, lists to pick
 * from, code lenses, the status bar, and names of tests. A sign without a width (U+2060) keeps it the text that it is.
 */
export function plainText(text: string): string {
  return unsteered(text).replace(/\](?=\()|\$(?=\()/g, '$&\u2060');
}
