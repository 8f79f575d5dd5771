/**
 * `npx tsx bench/loading.ts [FOLDER…]`: what it takes to load a checkpoint, in time and memory. Without folders, one
 * with random weights at the shape of ViT-B/32.
 */
import { mkdir } from 'node:fs/promises';
import { prepareVitB32 } from './checkpoint/prepare';
import { generatedFolder } from './folders';
import { runChild } from './processes/runChild';

const threads = '2';

void (async () => {
  await mkdir(generatedFolder, { recursive: true });
  const asked = process.argv.slice(2);
  for (const folder of asked.length > 0 ? asked : [await prepareVitB32()]) {
    console.log(folder);
    for (const [name, figure] of Object.entries(await runChild('bench/processes/load.ts', folder, threads)))
      console.log(`  ${name.padEnd(32)}${figure.toFixed(name.endsWith(', s') ? 2 : 0).padStart(8)}`);
  }
})();
