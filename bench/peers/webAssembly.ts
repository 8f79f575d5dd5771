import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type * as Ort from 'onnxruntime-node';
import { exportFiles } from '../checkpoint/writeExports';
import { names } from './names';
import type { Encoded, Peer } from './peer';
import { peerPackage } from './peerPackages';
import { padded, tokenizerOf } from './tokenRows';

/** onnxruntime-web shares the interface of onnxruntime-node. */
type OrtWeb = typeof Ort;

/** The exported text graph in onnxruntime-web, unpadded. */
export async function openWebAssembly(folder: string, threads: number): Promise<Peer> {
  const tokenize = await tokenizerOf(folder);
  const ort = peerPackage<OrtWeb>('onnxruntime-web');
  ort.env.wasm.numThreads = threads;
  const session = await ort.InferenceSession.create(await readFile(path.join(folder, exportFiles.text)), {
    executionProviders: ['wasm'],
  });
  return {
    name: names.webAssembly,
    encodeTexts: async (texts): Promise<Encoded> => {
      const { data, shape } = padded(tokenize(texts));
      const { text_embeds: found } = await session.run({
        input_ids: new ort.Tensor('int64', data, shape),
      });
      return { embeddings: found!.data as Float32Array };
    },
  };
}
