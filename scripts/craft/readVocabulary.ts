import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readVocabularyFile, type VocabularyFile } from '../../src/core/craft/vocabularyFile';

/** The files of `vocab/phrases`, by name. */
export function vocabularyFiles(root: string): ReadonlyMap<string, VocabularyFile> {
  const folder = path.join(root, 'vocab/phrases');
  const names = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  return new Map(
    names.sort().map((name) => [name, readVocabularyFile(readFileSync(path.join(folder, name), 'utf8'))]),
  );
}
