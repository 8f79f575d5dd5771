import path from 'node:path';
import type { ClipCheckpoint, ImageTower } from '../checkpoint/clipCheckpoint';
import type { CheckpointFolder } from '../checkpoint/readCheckpoint';
import { readSafetensors } from '../checkpoint/safetensors';
import { Weights } from '../checkpoint/weights';
import type { HashedFile } from '../checkpoint/weightsHash';
import { weightsHash } from '../checkpoint/weightsHash';
import { textAttentionGraph, visionAttentionGraph } from './attentionGraph';
import { cachedEntry, type CachedEntry, type EntryContents, type EntryPlace } from './entryCache';
import { float32Arithmetic } from './float32Arithmetic';
import { int8Arithmetic } from './int8Arithmetic';
import { writeInt8Weights } from './int8Weights';
import { paddedTextGraph } from './paddedTextGraph';
import { patchGraph } from './patchGraph';
import { pooledAttentionGraph, pooledPatchGraph, pooledVisionGraph } from './pooledVisionGraph';
import { resNetAttentionGraph, resNetGraph, resNetPatchGraph } from './resNetGraph';
import { textGraph } from './textGraph';
import { visionGraph } from './visionGraph';
import { assertMadeOf, linkOrCopy, putWeightsBeside } from './weightsBesideGraph';

/** A checkpoint whose graphs are wanted. */
export interface GraphSource {
  readonly path: string;
  readonly contents: CheckpointFolder;
  /** Its weights files, in the order of its contents. */
  readonly weights: readonly HashedFile[];
  /** Of everything that the graphs depend on. */
  readonly hash: string;
}

/** Absolute paths of a checkpoint's graphs. */
export interface Graphs extends Pick<CachedEntry, 'files'> {
  readonly text: string;
  readonly image: string;
  /** Looks at the places of a picture. */
  readonly places: string;
}

const graphFiles = { text: 'text.onnx', image: 'vision.onnx', places: 'places.onnx' } as const;
const int8Files = { graph: 'text-int8.onnx', weights: 'text-int8.safetensors' } as const;
const attentionFiles = { text: 'text-attention.onnx', image: 'vision-attention.onnx' } as const;

/**
 * The graphs of a checkpoint, built at the first time.
 * @throws EngineError `model-file-broken`, `model-changing`, `cache-unwritable`
 */
export async function graphsOf(source: GraphSource, place: EntryPlace): Promise<Graphs> {
  const { path: entry, files } = await cachedEntry(
    { source: source.path },
    source.hash,
    place,
    (unfinished) => writeEntry(source, unfinished),
  );
  const graph = (of: keyof typeof graphFiles): string => path.join(entry, graphFiles[of]);
  return { text: graph('text'), image: graph('image'), places: graph('places'), files };
}

/** The int8 text graph's absolute path. */
export interface Int8Graph extends Pick<CachedEntry, 'files'> {
  readonly text: string;
}

/**
 * The text graph in int8, an entry of its own as few ever need it. Its matrices are a new file; all else is read from
 * the weights that the float32 graphs use.
 * @throws as `graphsOf`
 */
export async function int8TextGraphOf(source: GraphSource, place: EntryPlace): Promise<Int8Graph> {
  const { text: float32 } = await graphsOf(source, place);
  const { path: entry, files } = await cachedEntry(
    { source: source.path, variant: 'int8' },
    `int8-${source.hash}`,
    place,
    (unfinished) => writeInt8Entry(source.contents, path.dirname(float32), unfinished, place),
  );
  return { text: path.join(entry, int8Files.graph), files };
}

async function writeInt8Entry(
  contents: CheckpointFolder,
  float32: string,
  entry: string,
  place: EntryPlace,
): Promise<EntryContents> {
  return withLinkedWeights(contents, float32, entry, place, async ({ text, embeddingWidth }, weights) => {
    if (text.kind !== 'causal') throw new Error('int8 is for causal text towers');
    const int8 = await writeInt8Weights(text, path.join(entry, int8Files.weights));
    const graph = textGraph(text, embeddingWidth, int8Arithmetic(text, int8), path.basename);
    return { graphs: { [int8Files.graph]: graph }, weights: [...weights, int8Files.weights] };
  });
}

/** The graphs that tell what the towers read; absolute paths. */
export interface AttentionGraphs extends Pick<CachedEntry, 'files'> {
  readonly text: string;
  readonly image: string;
}

/**
 * The graphs that tell what the towers read, an entry of their own as few ever need it. Their weights are those that the
 * graphs for scores use.
 * @throws as `graphsOf`
 */
export async function attentionGraphsOf(source: GraphSource, place: EntryPlace): Promise<AttentionGraphs> {
  const { text: scoring } = await graphsOf(source, place);
  const { path: entry, files } = await cachedEntry(
    { source: source.path, variant: 'attention' },
    `attention-${source.hash}`,
    place,
    (unfinished) => writeAttentionEntry(source.contents, path.dirname(scoring), unfinished, place),
  );
  return {
    text: path.join(entry, attentionFiles.text),
    image: path.join(entry, attentionFiles.image),
    files,
  };
}

function writeAttentionEntry(
  contents: CheckpointFolder,
  scoring: string,
  entry: string,
  place: EntryPlace,
): Promise<EntryContents> {
  return withLinkedWeights(contents, scoring, entry, place, ({ text, image }, weights) => {
    const graphs = {
      [attentionFiles.text]: textAttentionGraph(text, path.basename),
      [attentionFiles.image]: imageAttentionGraph(image, path.basename),
    };
    return Promise.resolve({ graphs, weights });
  });
}

/**
 * Writes an entry whose graphs use the weights of another one.
 * @param from the other entry's folder
 * @param write is given the checkpoint as it lies in the new entry, and the names of its weights files
 */
async function withLinkedWeights(
  contents: CheckpointFolder,
  from: string,
  entry: string,
  { memoFolder }: EntryPlace,
  write: (checkpoint: ClipCheckpoint, weights: readonly string[]) => Promise<EntryContents>,
): Promise<EntryContents> {
  const weights = weightsFiles(contents);
  const originals = await Promise.all(weights.map((name) => weightsHash(path.join(from, name), memoFolder)));
  const moved = await Promise.all(
    originals.map(async ({ path: original }, i) => {
      const target = path.join(entry, weights[i]!);
      await linkOrCopy(original, target);
      return readSafetensors(target);
    }),
  );
  const written = await write(contents.locate(new Weights(moved)), weights);
  for (const [i, original] of originals.entries())
    await assertMadeOf(original, path.join(entry, weights[i]!));
  return written;
}

function weightsFiles({ weights }: CheckpointFolder): string[] {
  return weights.files.map((_, i) => `weights-${i}.safetensors`);
}

async function writeEntry(
  { contents, weights: originals }: GraphSource,
  entry: string,
): Promise<EntryContents> {
  const weights = weightsFiles(contents);
  const moved = await Promise.all(
    contents.weights.files.map(async (file, i) => {
      const target = path.join(entry, weights[i]!);
      await putWeightsBeside(file, contents.weights.taken, target);
      await assertMadeOf(originals[i]!, target);
      return readSafetensors(target);
    }),
  );
  const checkpoint = contents.locate(new Weights(moved));
  const graphs = {
    [graphFiles.text]: scoringTextGraph(checkpoint, path.basename),
    [graphFiles.image]: imageGraph(checkpoint, path.basename),
    [graphFiles.places]: placesGraph(checkpoint, path.basename),
  };
  return { graphs, weights };
}

type Location = (file: string) => string;

function scoringTextGraph({ text, embeddingWidth }: ClipCheckpoint, location: Location): Uint8Array {
  return text.kind === 'padded'
    ? paddedTextGraph(text, embeddingWidth, location)
    : textGraph(text, embeddingWidth, float32Arithmetic(text), location);
}

function imageGraph({ image, embeddingWidth }: ClipCheckpoint, location: Location): Uint8Array {
  switch (image.kind) {
    case 'vit':
      return visionGraph(image, embeddingWidth, location);
    case 'pooled':
      return pooledVisionGraph(image, location);
    case 'resnet':
      return resNetGraph(image, embeddingWidth, location);
  }
}

function placesGraph({ image, embeddingWidth }: ClipCheckpoint, location: Location): Uint8Array {
  switch (image.kind) {
    case 'vit':
      return patchGraph(image, embeddingWidth, location);
    case 'pooled':
      return pooledPatchGraph(image, location);
    case 'resnet':
      return resNetPatchGraph(image, embeddingWidth, location);
  }
}

function imageAttentionGraph(image: ImageTower, location: Location): Uint8Array {
  switch (image.kind) {
    case 'vit':
      return visionAttentionGraph(image, location);
    case 'pooled':
      return pooledAttentionGraph(image, location);
    case 'resnet':
      return resNetAttentionGraph(image, location);
  }
}
