import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import {
  appendItems,
  entryOf,
  flowItems,
  isNothing,
  lineBreakOf,
  lineEnd,
  prependEntry,
  rangeOf,
} from '../yaml/editYaml';
import { readYaml } from '../yaml/readYaml';
import { applyReplacements, type Replacement } from '../yaml/replacement';
import { CONFIG_LIMITS } from './yamlData';

/**
 * `.spellwright.yml` with one more word that is never reported; all else in it stays as it is.
 * @param text the file as it is; empty where there is none
 * @returns undefined when the file is broken, larger than what is read, or shaped otherwise, so that an edit might destroy
 * what was meant
 */
export function addIgnoredWord(text: string, word: string): string | undefined {
  const before = ignoredIn(text);
  if (!before) return undefined;
  if (before.words.includes(word)) return text;
  // The proof is in reading it back.
  return editsFor(text, before, word)
    .map((edit) => edit && applyReplacements(text, [edit]))
    .find((edited) => edited !== undefined && saysSo(edited, [...before.words, word]));
}

interface Ignored {
  readonly root: YAMLMap | undefined;
  readonly words: readonly string[];
}

/** The words of `bias: ignore:`; undefined for a file that is not shaped so. */
function ignoredIn(text: string): Ignored | undefined {
  const { contents, problems } = readYaml(text, CONFIG_LIMITS);
  if (problems.length > 0) return undefined;
  if (isNothing(contents)) return { root: undefined, words: [] };
  if (!isMap(contents)) return undefined;
  const bias = entryOf(text, contents, 'bias')?.value ?? null;
  if (isNothing(bias)) return { root: contents, words: [] };
  if (!isMap(bias)) return undefined;
  const ignore = entryOf(text, bias, 'ignore')?.value ?? null;
  if (isNothing(ignore)) return { root: contents, words: [] };
  const items = isSeq(ignore) ? ignore.items : [ignore];
  if (!items.every((item) => isScalar(item))) return undefined;
  return { root: contents, words: items.map(({ value }) => String(value)) };
}

/** What may be done, the best first. */
function editsFor(text: string, { root }: Ignored, word: string): (Replacement | undefined)[] {
  const eol = lineBreakOf(text);
  const inBias = `  ignore:${eol}    - ${JSON.stringify(word)}`;
  const inRoot = `bias:${eol}${inBias}`;
  const flow = `ignore: [${flowItems([word])}]`;
  if (!root) {
    const end = text.trimEnd().length;
    return [{ start: end, end: text.length, text: `${end > 0 ? eol : ''}${inRoot}${eol}` }];
  }
  const bias = entryOf(text, root, 'bias');
  if (!bias) {
    const end = text.trimEnd().length;
    const atEnd = { start: end, end: text.length, text: `${eol}${inRoot}${eol}` };
    return root.flow
      ? [prependEntry(text, root, `bias: { ${flow} }`, eol)]
      : [atEnd, prependEntry(text, root, inRoot, eol)];
  }
  if (!isMap(bias.value)) {
    const [start, end] = rangeOf(bias.value);
    const isWritten = end > start;
    const below = lineEnd(text, bias.colon);
    return [
      isWritten ? undefined : { start: below, end: below, text: eol + inBias },
      isWritten
        ? { start, end, text: `{ ${flow} }` }
        : { start: bias.colon, end: bias.colon, text: ` { ${flow} }` },
    ];
  }
  const ignore = entryOf(text, bias.value, 'ignore');
  if (!ignore) return [prependEntry(text, bias.value, flow, eol)];
  return [appendItems(text, ignore, [word], eol)];
}

function saysSo(text: string, words: readonly string[]): boolean {
  const read = ignoredIn(text)?.words;
  return read?.length === words.length && read.every((each, index) => each === words[index]);
}
