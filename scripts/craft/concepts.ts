/**
 * Writes `vocab/phrases/concept.yml`: what the bundled checkpoint was trained on, and stands in no other class.
 *
 *     npx tsx scripts/craft/concepts.ts
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readVocabularyFile } from '../../src/core/craft/vocabularyFile';
import { root } from '../editor/repository';

const folder = path.join(root, 'vocab/phrases');
const known = new Set<string>();
for (const name of readdirSync(folder)) {
  if (name === 'concept.yml' || name === 'negative.yml') continue;
  const { entries } = readVocabularyFile(readFileSync(path.join(folder, name), 'utf8'));
  for (const { en, ja } of entries) known.add(en).add(ja);
}
const lines = readFileSync(path.join(root, 'training/concepts.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const written = ['class: concept', 'phrases:'];
for (const line of lines) {
  const [, , english, japanese] = line.split('\t');
  const en = english!.split('/');
  if (en.some((name) => known.has(name))) continue;
  const ja = japanese!.split('/').find((name) => !known.has(name));
  if (ja === undefined) continue;
  known.add(en[0]!).add(ja);
  written.push(`  ${en[0]!}: ${ja}`);
}
writeFileSync(path.join(folder, 'concept.yml'), `${written.join('\n')}\n`);
