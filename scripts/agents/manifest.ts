/** `npx tsx scripts/agents/manifest.ts`: writes the table of tools into package.json and its names into package.nls*.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../editor/repository';
import { languageModelTools, toolNames } from './languageModelTools';

type Json = Record<string, unknown>;

function change(file: string, edit: (json: Json) => void): void {
  const at = path.join(root, file);
  const json = JSON.parse(readFileSync(at, 'utf8')) as Json;
  edit(json);
  writeFileSync(at, `${JSON.stringify(json, null, 2)}\n`);
}

change('package.json', (json) => {
  (json.contributes as Json).languageModelTools = languageModelTools();
});
for (const [file, language] of [
  ['package.nls.json', 'en'],
  ['package.nls.ja.json', 'ja'],
] as const)
  change(file, (json) => Object.assign(json, toolNames(language)));
