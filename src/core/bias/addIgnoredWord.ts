import { parseDocument, isMap, isSeq } from 'yaml';

/**
 * `.spellwright.yml` with one more word that is never reported; its comments and order stay.
 * @param text the file as it is; empty where there is none
 * @returns undefined when the file is broken or shaped otherwise, so that an edit might destroy what was meant
 */
export function addIgnoredWord(text: string, word: string): string | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  if (document.contents === null) {
    const start = text.trim() === '' ? '' : `${text.trimEnd()}\n`;
    return `${start}bias:\n  ignore:\n    - ${JSON.stringify(word)}\n`;
  }
  if (!isMap(document.contents)) return undefined;
  const bias = document.contents.get('bias');
  if (bias !== undefined && bias !== null && !isMap(bias)) return undefined;
  const ignore = document.getIn(['bias', 'ignore']);
  if (isSeq(ignore)) {
    if (ignore.items.some((_, index) => ignore.get(index) === word)) return text;
    ignore.add(document.createNode(word));
  } else if (ignore === undefined || ignore === null) {
    document.setIn(['bias', 'ignore'], document.createNode([word]));
  } else {
    return undefined;
  }
  return document.toString({ lineWidth: 0 });
}
