import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DIFFERENCES } from '../../../scripts/dynamicprompts/differences';
import { root } from '../../../scripts/editor/repository';

it('each difference that the comparison with dynamicprompts accepts is named in the docs', () => {
  const page = readFileSync(path.join(root, 'docs/spell-language.md'), 'utf8');
  for (const { name } of DIFFERENCES) assert.ok(page.includes(`\n| ${name} |`), name);
});
