/**
 * A parent that dies while its engine is at work: forks the engine bundle in its first argument with the checkpoint in
 * its second, and asks for the texts in its third, JSON. Tells the engine's pid, then what it says, and `stuck` once that is so.
 */
import { EngineClient } from '../../../src/client/engineClient';

const [, , engineFile, modelFolder, texts] = process.argv;
const client = new EngineClient({
  engineFile: engineFile!,
  modelFolder: modelFolder!,
  threads: 1,
  watchEveryMs: 100,
  stepLimitSeconds: () => 2,
  onStall: () => console.log('stuck'),
  log: (line) => console.log(line),
});
client.onState((state) => {
  if (state === 'loading') console.log(client.pid);
});
void client.embedTexts(JSON.parse(texts!) as string[]);
