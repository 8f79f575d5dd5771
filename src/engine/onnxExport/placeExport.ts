import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../core/engineError';
import { findFile } from '../checkpoint/modelFiles';
import { broken } from '../checkpoint/safetensors';
import { scanOnnx } from './scanOnnx';

/** A graph, and the files beside it that hold its weights. */
export interface ExportedGraph {
  readonly path: string;
  /** Relative to the graph's folder. */
  readonly dataPaths: readonly string[];
  readonly operators: ReadonlySet<string>;
}

/**
 * Reads what a graph consists of.
 * @throws EngineError `model-file-broken` where it names data outside its own folder, `model-file-missing`
 */
export async function readExportedGraph(file: string): Promise<ExportedGraph> {
  const { operators, dataPaths } = scanOnnx(file);
  const folder = path.dirname(file);
  for (const name of dataPaths) {
    if (name === '' || /[\0:]|^[\\/]|(^|[\\/])\.\.([\\/]|$)/.test(name)) {
      throw broken(file, `its weights should lie in its own folder, it names ${JSON.stringify(name)}`);
    }
    if (!(await findFile(folder, [name])))
      throw new EngineError('model-file-missing', { file: name, folder });
  }
  return { path: file, dataPaths: [...dataPaths].sort(), operators };
}

/**
 * The path to open a graph at. ONNX Runtime follows no symbolic links to weights, and the Hub's cache holds nothing
 * else: then graph and weights are linked into a folder of their own.
 * @param folder is made where it is needed, and replaced
 */
export async function placeExport(graph: ExportedGraph, folder: string): Promise<string> {
  const source = path.dirname(graph.path);
  const files = [path.basename(graph.path), ...graph.dataPaths];
  const areLinks = await Promise.all(
    graph.dataPaths.map(async (name) => (await lstat(path.join(source, name))).isSymbolicLink()),
  );
  if (!areLinks.includes(true)) return graph.path;
  try {
    for (const name of files) {
      const target = path.join(folder, name);
      await mkdir(path.dirname(target), { recursive: true });
      await rm(target, { force: true });
      const original = await realpath(path.join(source, name));
      await link(original, target).catch(() => copyFile(original, target, constants.COPYFILE_FICLONE));
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError('cache-unwritable', { folder, reason }, { cause: error });
  }
  return path.join(folder, files[0]!);
}
