import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A graph's file, and the files with weights that it points into, by the names that it gives them. */
export interface GraphData {
  readonly bytes: Uint8Array;
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/**
 * Reads a graph of the graph cache with the weights beside it, for a runtime that opens no files itself.
 * @param graph its path
 */
export async function dataOf(graph: string): Promise<GraphData> {
  const bytes = await readFile(graph);
  const folder = path.dirname(graph);
  const names = (await readdir(folder)).filter((name) => isWeights(name) && bytes.includes(name));
  const externalData = await Promise.all(
    names.map(async (name) => ({ path: name, data: await readFile(path.join(folder, name)) })),
  );
  return { bytes, externalData };
}

/** What else lies in an entry of the cache. */
function isWeights(name: string): boolean {
  return !/\.(?:onnx|json)$/.test(name);
}
