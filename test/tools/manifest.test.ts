import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { languageModelTools, toolNames } from '../../scripts/agents/languageModelTools';
import { root } from '../../scripts/editor/repository';
import { confirmation } from '../../src/extension/features/agents/confirmation';
import { tools } from '../../src/tools/toolTable';

describe('the table of tools', () => {
  it('is what the manifest tells the editor (else: npx tsx scripts/agents/manifest.ts)', () => {
    assert.deepEqual(
      manifest.contributes.languageModelTools,
      JSON.parse(JSON.stringify(languageModelTools())),
    );
  });

  for (const [file, language] of [
    ['package.nls.json', 'en'],
    ['package.nls.ja.json', 'ja'],
  ] as const)
    it(`has the same names in ${file}`, () => {
      const texts = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, string>;
      for (const [key, text] of Object.entries(toolNames(language))) assert.equal(texts[key], text);
    });

  it('is told of in docs/agents.md', () => {
    const page = readFileSync(path.join(root, 'docs/agents.md'), 'utf8');
    for (const { name } of tools) assert.ok(page.includes(`\`${name}\``), name);
  });

  it('asks before a tool writes or sends, and else not', () => {
    for (const tool of tools)
      assert.equal(confirmation(tool, 'en') === undefined, !tool.needsGenerator, tool.name);
    const name = 'score_prompts';
    assert.deepEqual(confirmation({ name, annotations: { readOnly: false, openWorld: true } }, 'en'), {
      title: 'Spellwright: Score Prompts?',
      message: 'This changes files. This sends data to a service.',
    });
    const drawing = tools.find(({ needsGenerator }) => needsGenerator)!;
    assert.match(
      confirmation(drawing, 'en', 'http://a:1')!.message,
      /^Prompts go to http:\/\/a:1\. At most 24 pictures/,
    );
    const reading = confirmation({ name, annotations: { readOnly: true, openWorld: true } }, 'ja');
    assert.equal(reading?.message, 'データが外部のサービスに送信されます。');
  });
});
