import { isMap, isScalar } from 'yaml';
import { LineStarts } from '../lineStarts';
import type { Phrase, PhraseClass, Vocabulary } from '../ports';
import { finish } from '../steps';
import { readYamlSteps } from '../yaml/readYaml';
import { phraseClasses } from './phrase';

/** One phrase in both languages. */
export interface VocabularyEntry {
  readonly en: string;
  readonly ja: string;
}

/** A file of `vocab/phrases`. */
export interface VocabularyFile {
  readonly class?: PhraseClass;
  /** The more common first. */
  readonly entries: readonly VocabularyEntry[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/**
 * Reads a file of `vocab/phrases`: `class`, and `phrases`, English to Japanese. What is wrong with it is for those who write
 * these files: English, and fails the build.
 */
export function readVocabularyFile(text: string): VocabularyFile {
  const problems: { line: number; message: string }[] = [];
  const lines = new LineStarts(text);
  const wrong = (at: number, message: string): void => {
    problems.push({ line: lines.positionAt(at).line, message });
  };
  const read = finish(readYamlSteps(text, { length: 1_000_000, parts: 20_000 }));
  for (const { code, span } of read.problems) wrong(span.start, code);
  const entries: VocabularyEntry[] = [];
  let named: PhraseClass | undefined;
  const root = read.contents;
  if (!isMap(root)) return { entries, problems: [...problems, { line: 1, message: 'no keys' }] };
  for (const { key, value } of root.items) {
    const at = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
    const name = isScalar(key) ? key.value : undefined;
    if (name === 'class') {
      named = isScalar(value) ? phraseClasses.find((each) => each === value.value) : undefined;
      if (named === undefined) wrong(at, 'no such class');
    } else if (name === 'phrases' && isMap(value)) {
      for (const { key: en, value: ja } of value.items) {
        const place = isScalar(en) ? (en.range?.[0] ?? at) : at;
        const texts = [en, ja].map((node) => (isScalar(node) ? String(node.source ?? node.value) : ''));
        if (texts.some((each) => each.trim() === '' || each !== each.trim()))
          wrong(place, 'a phrase in English and one in Japanese');
        else entries.push({ en: texts[0]!, ja: texts[1]! });
      }
    } else wrong(at, 'neither class nor phrases');
  }
  if (named === undefined && problems.length === 0) problems.push({ line: 1, message: 'no class' });
  return { ...(named && { class: named }), entries, problems };
}

/** The bundled vocabulary of some files. Zipf's law stands for counts, which nobody has: the n-th of a class is n times rarer. */
export function vocabularyOf(name: string, files: readonly VocabularyFile[]): Vocabulary {
  const phrases = files.flatMap(({ class: named, entries }) =>
    entries.flatMap(({ en, ja }, rank): Phrase[] =>
      (['en', 'ja'] as const).map((language) => ({
        text: language === 'en' ? en : ja,
        class: named!,
        language,
        frequency: 1 / (rank + 1),
      })),
    ),
  );
  return { name, phrases };
}
