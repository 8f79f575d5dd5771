/** Checks the files of `vocab/phrases` and writes them compiled beside the bundles. Fails on any fault, and then writes nothing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vocabularyOf } from '../../src/core/craft/vocabularyFile';
import { COMPILED_VOCABULARY } from '../../src/files/bundledVocabulary';
import { vocabularyFiles } from './readVocabulary';

const root = join(__dirname, '../..');
const files = vocabularyFiles(root);
const complaints = [...files].flatMap(([name, { problems }]) =>
  problems.map(({ line, message }) => `vocab/phrases/${name}:${line}: ${message}`),
);
if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  process.exitCode = 1;
} else {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(
    join(root, 'dist', COMPILED_VOCABULARY),
    JSON.stringify(vocabularyOf('vocabulary', [...files.values()])),
  );
}
