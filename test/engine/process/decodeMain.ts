/** Decodes the picture named in its first argument and prints what it saw: run under foreign libraries by a test. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loadSharp, hideNativeBuild } from '../../../src/engine/images/loadSharp';
import { openPicture } from '../../../src/engine/images/openPicture';

async function main(): Promise<void> {
  if (process.argv[3] === 'wasm') hideNativeBuild();
  const { width, height, data } = await (await openPicture(readFileSync(process.argv[2]!))).decode();
  const build = 'emscripten' in loadSharp().versions ? 'wasm' : 'native';
  console.log(
    JSON.stringify({ build, width, height, hash: createHash('sha256').update(data).digest('hex') }),
  );
}

void main();
