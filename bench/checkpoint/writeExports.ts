import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClipCheckpoint } from '../../src/engine/checkpoint/clipCheckpoint';
import { readCheckpoint } from '../../src/engine/checkpoint/readCheckpoint';
import { readScalar } from '../../src/engine/checkpoint/tensorValues';
import { ExportGraph, type Value } from './exportGraph';
import { TowerExporter } from './exportTowers';
import { TensorReader } from './tensorReader';

/** Where transformers.js looks for a model's graphs. */
export const exportsFolder = 'onnx';
export const exportFiles = {
  text: path.join(exportsFolder, 'text_model.onnx'),
  image: path.join(exportsFolder, 'vision_model.onnx'),
  both: path.join(exportsFolder, 'model.onnx'),
} as const;

/** Writes the three graphs that an export of a CLIP has into the checkpoint's folder. */
export async function writeExports(folder: string): Promise<void> {
  const { checkpoint } = await readCheckpoint(folder);
  await mkdir(path.join(folder, exportsFolder), { recursive: true });
  const reader = new TensorReader();
  try {
    for (const kind of ['text', 'image', 'both'] as const)
      await writeFile(path.join(folder, exportFiles[kind]), await exported(kind, checkpoint, reader));
  } finally {
    await reader.close();
  }
}

async function exported(
  kind: keyof typeof exportFiles,
  { text, image, embeddingWidth, logLogitScale }: ClipCheckpoint,
  reader: TensorReader,
): Promise<Uint8Array> {
  if (image.kind !== 'vit') throw new Error('the benchmark exports vision transformers only');
  const graph = new ExportGraph();
  const exporter = new TowerExporter(graph, reader);
  let texts: Value | undefined;
  let images: Value | undefined;
  if (kind !== 'image') texts = await exporter.text(text, graph.input('input_ids', 'int64', ['B', 'T']));
  if (kind !== 'text') {
    const shape = ['images', 3, image.imageSize, image.imageSize];
    images = await exporter.image(image, graph.input('pixel_values', 'float', shape));
  }
  if (texts && images) {
    [texts, images] = [unit(graph, texts), unit(graph, images)];
    const scale = graph.float(Math.exp(await readScalar(logLogitScale)));
    const transposed = graph.operator('Transpose', [images], { ints: { perm: [1, 0] } });
    const byText = graph.operator('Mul', [graph.operator('MatMul', [texts, transposed]), scale]);
    const byImage = graph.operator('Transpose', [byText], { ints: { perm: [1, 0] } });
    graph.output('logits_per_image', byImage, 'float', ['images', 'B']);
    graph.output('logits_per_text', byText, 'float', ['B', 'images']);
  }
  if (texts) graph.output('text_embeds', texts, 'float', ['B', embeddingWidth]);
  if (images) graph.output('image_embeds', images, 'float', ['images', embeddingWidth]);
  return graph.encode(`clip ${kind}`);
}

function unit(graph: ExportGraph, x: Value): Value {
  return graph.operator('Div', [x, graph.operator('ReduceL2', [x, graph.ints(-1)])]);
}
