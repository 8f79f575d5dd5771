import { cp, mkdir, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadModel } from '../../src/engine/loadModel';

const mini = path.join(__dirname, '../../models/mini');
const names = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'];

/**
 * The bundled checkpoint with its weights in float32, which are not converted but read where they lie.
 * @returns its folder, in a new temporary one that `remove` removes
 */
export async function copyOfMini(): Promise<{ folder: string; root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(path.join(tmpdir(), 'spellwright-faults-'));
  const [folder, cacheFolder] = [path.join(root, 'model'), path.join(root, 'widened')];
  await mkdir(folder);
  const model = await loadModel(mini, { cacheFolder, threads: 1 });
  await model.dispose();
  const [entry] = await readdir(path.join(cacheFolder, 'graphs'));
  const widened = path.join(cacheFolder, 'graphs', entry!, 'weights-0.safetensors');
  await cp(widened, path.join(folder, 'model.safetensors'));
  for (const name of names) await cp(path.join(mini, name), path.join(folder, name));
  await rm(cacheFolder, { recursive: true });
  return { folder, root, remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }) };
}

/** A region of a safetensors file's data, in bytes. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/** A region of some tenths of the data, by two numbers from 0 to 1. */
export async function regionOf(file: string, at: number, share: number): Promise<Region> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(8);
    await handle.read(head, 0, 8, 0);
    const data = 8 + Number(head.readBigUInt64LE());
    const floats = ((await handle.stat()).size - data) / 4;
    const length = Math.floor(floats * (0.1 + 0.4 * share));
    const first = Math.floor((floats - length) * at);
    return { start: data + 4 * first, end: data + 4 * (first + length) };
  } finally {
    await handle.close();
  }
}

/** Turns the signs of a region's float32 weights in place, as one write or slice by slice. Twice is never. */
export async function turnSigns(
  file: string,
  { start, end }: Region,
  { slices = 1, pause = () => Promise.resolve() }: { slices?: number; pause?: () => Promise<unknown> } = {},
): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const step = 4 * Math.ceil((end - start) / 4 / slices);
    for (let at = start; at < end; at += step) {
      const bytes = Buffer.alloc(Math.min(step, end - at));
      await handle.read(bytes, 0, bytes.length, at);
      for (let i = 3; i < bytes.length; i += 4) bytes[i]! ^= 0x80;
      await handle.write(bytes, 0, bytes.length, at);
      if (slices > 1) await pause();
    }
  } finally {
    await handle.close();
  }
}
