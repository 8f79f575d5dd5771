/**
 * What a drawn picture takes besides the generator's own time: `npx tsx scripts/generators/overhead.ts [PICTURES]`.
 *
 * Servers of the tests draw pictures of 512 × 512. From one picture's record to the next one's is the whole time; drawing alone,
 * measured before, is the generator's own; the rest is asking, following, checking, keeping and recording. Medians.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { readGenerated } from '../../src/files/generatedPictures';
import { connect } from '../../src/generators/connect';
import { drawPictures } from '../../src/tasks/drawPictures';
import { planPictures } from '../../src/tasks/planPictures';
import { draw } from '../../test/generators/servers/drawing';
import { AutomaticServer } from '../../test/generators/servers/automaticServer';
import { startComfy } from '../../test/generators/servers/comfyui';
import { SwarmServer } from '../../test/generators/servers/swarmServer';

const count = Number(process.argv[2] ?? 40);
const file = parseSpellFile('---\ngenerate:\n  size: 512x512\n---\na red ball, blue table, white wall\n');

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

async function measure(name: string, url: string, own: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'spellwright-overhead-'));
  try {
    const generator = await connect({ url });
    const records = await readGenerated(folder);
    const plan = planPictures({ file, seeds: count, settings: {}, generator: generator.identity, records });
    const whole: number[] = [];
    let from = performance.now();
    for await (const _ of drawPictures({ plan, file, source: 'a.spell', generator, folder })) {
      whole.push(performance.now() - from);
      from = performance.now();
    }
    const each = median(whole);
    console.log(
      `${name}: ${each.toFixed(1)} ms each, of which besides drawing ${(each - own).toFixed(1)} ms`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of one picture, drawn and nothing else. */
async function drawingAlone(): Promise<number> {
  const took: number[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const from = performance.now();
    await draw({ prompt: 'a red ball, blue table, white wall', seed: String(seed), width: 512, height: 512 });
    took.push(performance.now() - from);
  }
  return median(took);
}

async function main(): Promise<void> {
  const own = await drawingAlone();
  console.log(`${count} pictures of 512 × 512; drawing alone ${own.toFixed(1)} ms`);
  for (const [name, start] of [
    ['A1111', () => AutomaticServer.start('a1111')],
    ['ComfyUI', () => startComfy()],
    ['SwarmUI', () => SwarmServer.start()],
  ] as const) {
    const server = await start();
    try {
      await measure(name, server.url, own);
    } finally {
      await server.close();
    }
  }
}

void main();
