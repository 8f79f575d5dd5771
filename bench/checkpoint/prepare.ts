import { copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundledCheckpoint, generatedFolder } from '../folders';
import { configurationOf, preprocessorOf } from './configuration';
import { writeRandomWeights } from './randomWeights';
import { vitB32 } from './shape';
import { writeExports } from './writeExports';

/** Raise it when what is generated changes. */
const version = 1;

/**
 * A checkpoint with random weights at the shape of ViT-B/32 and its exports, generated at the first need. Its
 * tokeniser is the bundled checkpoint's, whose ids are the first of the 49,408.
 * @returns its folder
 */
export function prepareVitB32(): Promise<string> {
  return generatedOnce(`vit-b-32-random-v${version}`, async (folder) => {
    await writeVitB32(folder);
    await writeExports(folder);
  });
}

/** The same without exports, for what is compared with nothing. @returns its folder */
export function prepareVitB32Alone(): Promise<string> {
  return generatedOnce(`vit-b-32-random-alone-v${version}`, writeVitB32);
}

async function writeVitB32(folder: string): Promise<void> {
  await writeRandomWeights(path.join(folder, 'model.safetensors'), vitB32);
  await writeJson(folder, 'config.json', configurationOf(vitB32));
  await writeJson(folder, 'preprocessor_config.json', preprocessorOf(vitB32.image.pixels));
  for (const file of ['tokenizer.json', 'tokenizer_config.json'])
    await copyFile(path.join(bundledCheckpoint, file), path.join(folder, file));
}

/** A copy of the bundled checkpoint with exports beside it. @returns its folder */
export async function prepareMini(): Promise<string> {
  const weights = path.join(bundledCheckpoint, 'model.safetensors');
  const { size, mtimeMs } = await stat(weights);
  return generatedOnce(`mini-${size}-${Math.round(mtimeMs)}-v${version}`, async (folder) => {
    for (const file of [
      'config.json',
      'preprocessor_config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'model.safetensors',
    ])
      await copyFile(path.join(bundledCheckpoint, file), path.join(folder, file));
    await writeExports(folder);
  });
}

/** A folder that appears whole or not at all. */
async function generatedOnce(name: string, write: (folder: string) => Promise<void>): Promise<string> {
  const folder = path.join(generatedFolder, name);
  if (await stat(folder).catch(() => undefined)) return folder;
  console.error(`generating ${path.relative(process.cwd(), folder)} …`);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await write(unfinished);
  await rename(unfinished, folder);
  return folder;
}

async function writeJson(folder: string, file: string, content: object): Promise<void> {
  await writeFile(path.join(folder, file), JSON.stringify(content, null, 2));
}
