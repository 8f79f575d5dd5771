import path from 'node:path';
import type { Checkpoint } from '../../core/ports';
import { broken } from '../checkpoint/safetensors';
import type { HashedFile } from '../checkpoint/weightsHash';
import type { EntryContents } from '../graph/entryCache';
import { assertMadeOf, assertUnwritten, linkOrCopy } from '../graph/weightsBesideGraph';
import { cutGraph, type GivenValue } from './cutGraph';
import { dataFilesOf } from './exportData';
import type { ExportFiles } from './findExport';
import { readOnnx, type OnnxFile } from './onnxFile';
import { ProtobufFile } from './protobufFile';

/** A graph that is cut out of a file of the export. */
interface Piece {
  readonly file: string;
  /** Of several, the first that the file has. */
  readonly outputs: readonly string[];
  readonly given: readonly string[];
}

/** The graphs that an export is run by, and the names of their outputs. */
export interface ExportPieces {
  readonly text: Piece;
  readonly image: Piece;
  /** From embeddings to logits; absent where no file of the export computes both. */
  readonly logits?: Piece;
}

/** SigLIP's pooled states are its embeddings; CLIP's lack the projection. */
const embeddingNames = {
  text: { clip: ['text_embeds'], siglip: ['text_embeds', 'pooler_output'] },
  image: { clip: ['image_embeds'], siglip: ['image_embeds', 'pooler_output'] },
};

export function exportPieces(files: ExportFiles, family: Checkpoint['family']): ExportPieces {
  const given = ['text_embeds', 'image_embeds'];
  return {
    text: { file: files.text, outputs: embeddingNames.text[family], given: [] },
    image: { file: files.image, outputs: embeddingNames.image[family], given: [] },
    ...(files.both && { logits: { file: files.both, outputs: ['logits_per_image'], given } }),
  };
}

export function pieceName(kind: keyof ExportPieces, { file }: Piece): string {
  return `${path.basename(file, '.onnx')}.${kind}.onnx`;
}

export interface ExportInspection {
  /** Absolute paths of all files that the pieces depend on. */
  readonly files: readonly string[];
  /** Paths of graphs whose quantisation scales depend on everything in a batch. */
  readonly oneAtATime: ReadonlySet<string>;
  /** Whether a graph goes from embeddings to logits. */
  readonly hasLogits: boolean;
}

/**
 * Reads what the pieces' files consist of, without their weights.
 * @throws EngineError `model-file-broken`, `model-file-missing`, `model-unsupported`
 */
export async function inspectExport(pieces: ExportPieces, folder: string): Promise<ExportInspection> {
  const files = new Set<string>();
  const oneAtATime = new Set<string>();
  let hasLogits = false;
  for (const file of pathsOf(pieces)) {
    await withOnnx(file, async (onnx) => {
      files.add(file);
      for (const data of (await dataFilesOf(onnx, folder)).values()) files.add(data);
      const types = onnx.nodes.flatMap((node) => node.types);
      if (types.some((type) => type.startsWith('DynamicQuantize'))) oneAtATime.add(file);
      if (file === pieces.logits?.file)
        hasLogits = pieces.logits.outputs.some((name) => onnx.outputs.has(name));
    });
  }
  return { files: [...files], oneAtATime, hasLogits };
}

/**
 * Writes the pieces into an entry of the graph cache, pointing into links to the export's own files.
 * @param hashed those files, all of them
 * @throws EngineError `model-file-broken`, `model-file-missing`, `model-unsupported`, `model-changing`
 */
export async function writePieces(
  pieces: ExportPieces,
  folder: string,
  hashed: readonly HashedFile[],
  entry: string,
): Promise<EntryContents> {
  const graphs: Record<string, Uint8Array> = {};
  const weights = new Map<string, string>();
  const nameOf = (file: string): string => {
    const name = weights.get(file) ?? `weights-${weights.size}`;
    weights.set(file, name);
    return name;
  };
  for (const file of pathsOf(pieces)) {
    await withOnnx(file, async (onnx) => {
      const data = await dataFilesOf(onnx, folder);
      for (const [kind, piece] of Object.entries(pieces) as [keyof ExportPieces, Piece][]) {
        if (piece.file !== file) continue;
        graphs[pieceName(kind, piece)] = cutGraph(onnx, {
          output: outputOf(onnx, piece),
          given: givenValues(onnx, piece.given),
          dataFile: ({ external }) => nameOf(external ? data.get(external.location)! : file),
        });
      }
    });
  }
  for (const [file, name] of weights) {
    const target = path.join(entry, name);
    await linkOrCopy(file, target);
    await assertMadeOf(
      hashed.find((each) => each.path === path.resolve(file))!,
      target,
    );
  }
  for (const original of hashed) await assertUnwritten(original);
  return { graphs, weights: [...weights.values()] };
}

function pathsOf(pieces: ExportPieces): ReadonlySet<string> {
  return new Set((Object.values(pieces) as Piece[]).map(({ file }) => file));
}

async function withOnnx(graph: string, use: (onnx: OnnxFile) => Promise<void>): Promise<void> {
  const file = new ProtobufFile(graph);
  try {
    await use(readOnnx(file));
  } finally {
    file.close();
  }
}

function outputOf({ file, outputs }: OnnxFile, piece: Piece): string {
  const name = piece.outputs.find((each) => outputs.has(each));
  if (!name) throw broken(file.path, `its graph has no output ${piece.outputs[0]}`);
  return name;
}

/**
 * The values that stand for a graph's embeddings in the rest of it: what it gives out may be a renamed copy, or in
 * a float16 graph a cast to float32.
 */
function givenValues({ nodes }: OnnxFile, names: readonly string[]): ReadonlyMap<string, GivenValue> {
  const given = new Map<string, GivenValue>();
  for (const input of names) {
    let [value, isHalf] = [input, false];
    while (!given.has(value)) {
      given.set(value, { input, isHalf });
      const maker = nodes.find(({ outputs }) => outputs.includes(value));
      const type = maker?.types[0];
      if (type !== 'Identity' && type !== 'Cast') break;
      [value, isHalf] = [maker!.inputs[0]!, isHalf || type === 'Cast'];
    }
  }
  return given;
}

/** Absolute paths of an export's graphs and of the files with their weights. */
export async function filesOfExport({ text, image, both }: ExportFiles, folder: string): Promise<string[]> {
  const files = new Set([text, image, ...(both ? [both] : [])]);
  for (const file of [...files]) {
    await withOnnx(file, async (onnx) => {
      for (const data of (await dataFilesOf(onnx, folder)).values()) files.add(data);
    });
  }
  return [...files];
}
