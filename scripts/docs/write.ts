/** `npm run docs`: writes anew what commands print into the Markdown files, below the comments that name them. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../editor/repository';
import { markdownFiles } from './markdownFiles';
import { markedOutputs, withOutputs } from './markedOutputs';
import { runOutput } from './runOutput';
import { sameOutput } from './sameOutput';

async function main(): Promise<void> {
  for (const file of markdownFiles()) {
    const markdown = await readFile(file, 'utf8');
    const fresh = new Map<string, string>();
    for (const { command, text } of markedOutputs(markdown)) {
      const output = await runOutput(command);
      // What differs by a processor only is left, so that the figures do not change with whoever runs this.
      fresh.set(command, sameOutput(text, output) ? text : output);
    }
    const written = withOutputs(markdown, (command) => fresh.get(command)!);
    if (written !== markdown) await writeFile(file, written);
    if (fresh.size > 0)
      console.log(`${path.relative(root, file)}: ${written === markdown ? 'fresh already' : 'written'}`);
  }
}

void main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
