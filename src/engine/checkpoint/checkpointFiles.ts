import path from 'node:path';
import { filesOfExport } from '../onnxExport/exportGraphs';
import type { ExportFiles } from '../onnxExport/findExport';
import { openClipConfigFile } from './openClip';
import { preprocessorConfigFile, processorConfigFile } from './preprocessorConfig';
import { weightsCandidates, weightsFilesOf } from './weights';

/** Files that are read where they are there, and whose absence means something too. */
const named = [
  ...['config.json', openClipConfigFile, 'tokenizer.json', 'tokenizer_config.json'],
  ...[preprocessorConfigFile, processorConfigFile],
  ...weightsCandidates,
];

/**
 * Absolute paths of the files that a checkpoint is read from, and of those that would be read if they were there.
 * @throws EngineError `model-file-missing`, `model-file-broken` and their kin
 */
export async function checkpointFiles(folder: string, exported: ExportFiles | undefined): Promise<string[]> {
  const weights = exported ? await filesOfExport(exported, folder) : await weightsFilesOf(folder);
  const files = [...named.map((name) => path.join(folder, name)), ...weights];
  return [...new Set(files.map((file) => path.resolve(file)))].sort();
}
