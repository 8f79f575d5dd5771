import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { needFile } from '../checkpoint/modelFiles';
import { broken } from '../checkpoint/safetensors';
import type { OnnxFile } from './onnxFile';

/**
 * The files with a graph's weights: those it names, by the name it gives them.
 * @returns absolute paths
 * @throws EngineError `model-file-broken` where one lies outside the model's folder, `model-file-missing` and its kin
 */
export async function dataFilesOf(
  { file, initializers }: OnnxFile,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const place = path.dirname(file.path);
  const found = new Map<string, string>();
  for (const { external } of initializers.values()) {
    if (!external) continue;
    const { location, offset, length = 0 } = external;
    const known = found.get(location) ?? (await dataFile(file.path, place, location, folder));
    found.set(location, known);
    if (offset + length > (await stat(known)).size) {
      throw broken(known, 'weights reach past its end (is the download complete?)');
    }
  }
  return found;
}

async function dataFile(graph: string, place: string, location: string, folder: string): Promise<string> {
  // A relative path that never climbs, in the writing of every system: not "..", "C:x", "\\server\share", "a\0b".
  if (location === '' || /[\0:]|^[\\/]|(^|[\\/])\.\.([\\/]|$)/.test(location)) {
    throw broken(
      graph,
      `its weights should lie beside it, it names ${JSON.stringify(location.slice(0, 80))}`,
    );
  }
  const found = await needFile(place, [location]);
  if (!(await isOfModel(found, folder))) {
    throw broken(graph, `its weights ${location} are a link to a file outside the model's folder`);
  }
  return found;
}

/** A link may lead to another file of the folder; or, in the Hub's cache, to one of the model's blobs. */
async function isOfModel(file: string, folder: string): Promise<boolean> {
  const [target, home] = await Promise.all([realpath(file), realpath(folder)]);
  const snapshots = path.dirname(home);
  const homes = [home];
  if (path.basename(snapshots) === 'snapshots') homes.push(path.join(path.dirname(snapshots), 'blobs'));
  return homes.some((each) => target.startsWith(each + path.sep));
}
