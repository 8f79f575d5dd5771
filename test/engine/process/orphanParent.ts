/** A parent that dies while its engine is in mid-run: forks the engine bundle in its first argument, tells its pid. */
import { EngineClient } from '../../../src/engine/client/engineClient';

const client = new EngineClient({
  engineFile: process.argv[2]!,
  modelFolder: '/models/fake',
  threads: 1,
  log: () => undefined,
});

async function main(): Promise<void> {
  await client.checkpoint();
  void client.embedTexts(Array.from({ length: 10_000 }, (_, i) => `block 100 ${i}`));
  console.log(client.pid);
}

void main();
