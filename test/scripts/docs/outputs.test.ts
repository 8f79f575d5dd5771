import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { markdownFiles } from '../../../scripts/docs/markdownFiles';
import { markedOutputs } from '../../../scripts/docs/markedOutputs';
import { runOutput } from '../../../scripts/docs/runOutput';
import { sameOutput } from '../../../scripts/docs/sameOutput';

describe('the examples in the documentation', function () {
  this.timeout(120_000); // seconds, and much longer on a machine with other work
  const examples = markdownFiles().flatMap((file) =>
    markedOutputs(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).map((output) => ({ file, ...output })),
  );

  it('are there', () => assert.ok(examples.some(({ file }) => path.basename(file) === 'README.md')));

  for (const { file, line, command, text } of examples) {
    it(`are what ${command} prints (${path.basename(file)}:${line})`, async () => {
      const printed = await runOutput(command);
      // Equal texts pass, and others are shown side by side.
      if (!sameOutput(text, printed))
        assert.equal(text, printed, 'The documentation is older than this. Run: npm run docs');
    });
  }

  it('are made by nothing but the program and the scripts beside', async () => {
    for (const command of ['rm -r docs', 'tsx scripts/editor/open.ts', 'tsx scripts/docs/../editor/open.ts'])
      await assert.rejects(runOutput(command), /neither spellwright nor a script/);
  });

  it('are refused where the program fails', async () => {
    await assert.rejects(runOutput('spellwright score nowhere.spell'), /failed: nowhere\.spell: error/);
  });
});
