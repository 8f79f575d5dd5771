import path from 'node:path';
import type { ClipCheckpoint } from '../checkpoint/clipCheckpoint';
import type { CheckpointFolder } from '../checkpoint/readCheckpoint';
import { readSafetensors } from '../checkpoint/safetensors';
import { Weights } from '../checkpoint/weights';
import { cachedEntry, type EntryContents } from './entryCache';
import { resNetGraph } from './resNetGraph';
import { textGraph } from './textGraph';
import { visionGraph } from './visionGraph';
import { putWeightsBeside } from './weightsBesideGraph';

/** Absolute paths of a checkpoint's two graphs. */
export interface Graphs {
  readonly text: string;
  readonly image: string;
}

const graphFiles = { text: 'text.onnx', image: 'vision.onnx' } as const;

/**
 * The graphs of a checkpoint, built at the first time.
 * @param folder where entries are kept
 * @param hash of everything that the graphs depend on
 * @throws EngineError `model-file-broken`, `cache-unwritable`
 */
export async function graphsOf(
  source: { readonly path: string; readonly contents: CheckpointFolder },
  hash: string,
  folder: string,
): Promise<Graphs> {
  const entry = await cachedEntry(source.path, hash, folder, (unfinished) =>
    writeEntry(source.contents, unfinished),
  );
  return { text: path.join(entry, graphFiles.text), image: path.join(entry, graphFiles.image) };
}

async function writeEntry(contents: CheckpointFolder, entry: string): Promise<EntryContents> {
  const weights = contents.weights.files.map((_, i) => `weights-${i}.safetensors`);
  const moved = await Promise.all(
    contents.weights.files.map(async (file, i) => {
      const target = path.join(entry, weights[i]!);
      await putWeightsBeside(file, target);
      return readSafetensors(target);
    }),
  );
  const checkpoint = contents.locate(new Weights(moved));
  const graphs = {
    [graphFiles.text]: textGraph(checkpoint.text, checkpoint.embeddingWidth, path.basename),
    [graphFiles.image]: imageGraph(checkpoint, path.basename),
  };
  return { graphs, weights };
}

function imageGraph(
  { image, embeddingWidth }: ClipCheckpoint,
  location: (file: string) => string,
): Uint8Array {
  return image.kind === 'vit'
    ? visionGraph(image, embeddingWidth, location)
    : resNetGraph(image, embeddingWidth, location);
}
