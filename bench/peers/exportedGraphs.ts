import path from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { onnxRuntime } from '../../src/engine/onnxRuntime';
import { exportFiles } from '../checkpoint/writeExports';
import { vitB32 } from '../checkpoint/shape';
import { names } from './names';
import type { Encoded, Peer } from './peer';
import { padded, tokenizerOf } from './tokenRows';

type TokenRows = ReturnType<typeof padded>;

/** An exported text graph in onnxruntime-node, called as exports are. */
export async function openTextExport(
  folder: string,
  threads: number,
): Promise<{ readonly run: (rows: TokenRows) => Promise<Float32Array> }> {
  const { Tensor } = await onnxRuntime();
  const session = await open(path.join(folder, exportFiles.text), threads);
  return {
    run: async ({ data, shape }) => {
      const { text_embeds: found } = await session.run({ input_ids: new Tensor('int64', data, shape) });
      return found!.data as Float32Array;
    },
  };
}

/**
 * The exported graphs as two peers on the same sessions: one fills every text up to the context's end, as the graphs
 * of some tools want it and others do out of habit; one fills up to the longest text only.
 */
export async function openExports(folder: string, threads: number): Promise<readonly Peer[]> {
  const { Tensor } = await onnxRuntime();
  const text = await openTextExport(folder, threads);
  const image = await open(path.join(folder, exportFiles.image), threads);
  const encodeImages = async (pixels: Float32Array, count: number): Promise<Encoded> => {
    const size = Math.sqrt(pixels.length / count / 3);
    const input = new Tensor('float32', pixels, [count, 3, size, size]);
    const { image_embeds: found } = await image.run({ pixel_values: input });
    return { embeddings: found!.data as Float32Array };
  };
  const peer = async (name: string, length?: number): Promise<Peer> => {
    const tokenize = await tokenizerOf(folder);
    const encodeTexts = async (texts: readonly string[]): Promise<Encoded> => ({
      embeddings: await text.run(padded(tokenize(texts), length)),
    });
    return { name, encodeTexts };
  };
  return [await peer(names.padded, vitB32.text.context), { ...(await peer(names.unpadded)), encodeImages }];
}

async function open(graph: string, threads: number): Promise<InferenceSession> {
  const { InferenceSession } = await onnxRuntime();
  return InferenceSession.create(graph, {
    intraOpNumThreads: threads,
    // Left spinning, its threads would slow down whoever is measured next.
    extra: { 'session.force_spinning_stop': '1' },
  });
}
