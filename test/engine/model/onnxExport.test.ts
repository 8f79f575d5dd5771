import assert from 'node:assert/strict';
import {
  cp,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { loadModel } from '../../../src/engine/loadModel';
import type { Model } from '../../../src/engine/model';
import { readOnnx } from '../../../src/engine/onnxExport/onnxFile';
import { ProtobufFile } from '../../../src/engine/onnxExport/protobufFile';
import { assertRefused } from './assertRefused';
import { copyCheckpoint, editJson, safetensors } from './editedCheckpoint';
import { checkpointFolder, embedTexts, readExpected, readPixels, relativeError } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

describe('an ONNX export', () => {
  const temporary = temporaryFolder();
  const graphsFolder = (): string => path.join(temporary(), 'cache', 'graphs');
  const load = (folder: string): Promise<Model> =>
    loadModel(folder, { cacheFolder: path.join(temporary(), 'cache'), threads: 1 });
  const onlyEntry = async (): Promise<string> => {
    const entries = await readdir(graphsFolder());
    assert.equal(entries.length, 1);
    return path.join(graphsFolder(), entries[0]!);
  };
  /** @returns the largest relative error of texts and pictures */
  const worstError = async (model: Model, folder: string): Promise<number> => {
    const expected = await readExpected(folder);
    const texts = await embedTexts(model, expected.texts);
    const pictures = await model.encodePixels(await readPixels(folder), expected.pictures.length);
    return Math.max(
      ...texts.map((each, i) => relativeError(each, expected.textEmbeddings[i]!)),
      relativeError(pictures, expected.imageEmbeddings.flat()),
    );
  };
  const assertSameFile = async (a: string, b: string): Promise<void> =>
    assert.equal((await stat(a)).ino, (await stat(b)).ino);
  const siglip = checkpointFolder('onnx-siglip');
  const clip = checkpointFolder('onnx-clip');

  it("gives SigLIP's logits by its own scale and bias", async () => {
    const model = await load(siglip);
    const expected = await readExpected(siglip);
    const texts = await embedTexts(model, expected.texts);
    const pictures = await model.encodePixels(await readPixels(siglip), expected.pictures.length);
    const { embeddingWidth: width, logitScale, logitBias } = model.checkpoint;
    expected.logitsPerImage!.forEach((row, i) => {
      const picture = pictures.subarray(i * width, (i + 1) * width);
      const logits = texts.map(
        (text) => text.reduce((sum, each, at) => sum + each * picture[at]!, 0) * logitScale + logitBias,
      );
      assert(relativeError(logits, row) < 1e-5);
    });
    await model.dispose();
  });

  it('is cut into towers that point into its own files, without a copy of the weights', async () => {
    await (await load(siglip)).dispose();
    const entry = await onlyEntry();
    const names = ['manifest.json', 'model.image.onnx', 'model.logits.onnx', 'model.text.onnx', 'weights-0'];
    assert.deepEqual((await readdir(entry)).sort(), names);
    await assertSameFile(path.join(entry, 'weights-0'), path.join(siglip, 'onnx', 'model.onnx_data'));
    const inputsOf = (name: string): string[] => {
      const file = new ProtobufFile(path.join(entry, name));
      const { inputs } = readOnnx(file);
      file.close();
      return [...inputs.keys()];
    };
    assert.deepEqual(inputsOf('model.text.onnx'), ['input_ids']);
    assert.deepEqual(inputsOf('model.image.onnx'), ['pixel_values']);
  });

  it('may be half precision', async () => {
    const folder = await copyCheckpoint('onnx-siglip', temporary());
    await rm(path.join(folder, 'onnx', 'model.onnx'));
    const model = await load(folder);
    assert((await worstError(model, folder)) < 5e-3);
    const expected = await readExpected(folder);
    assert(Math.abs(model.checkpoint.logitScale / expected.logitScale - 1) < 1e-3);
    assert(Math.abs(model.checkpoint.logitBias - expected.logitBias!) < 1e-3);
    await model.dispose();
    // Its weights are inside the graph, and stay there.
    await assertSameFile(
      path.join(await onlyEntry(), 'weights-0'),
      path.join(folder, 'onnx', 'model_fp16.onnx'),
    );
  });

  it('is run in its most exact variant', async () => {
    const folder = await copyCheckpoint('onnx-clip', temporary());
    const errorOf = async (): Promise<number> => {
      const model = await load(folder);
      const error = await worstError(model, folder);
      await model.dispose();
      return error;
    };
    assert((await errorOf()) < 1e-5);
    await rm(path.join(folder, 'onnx', 'vision_model.onnx'));
    const error = await errorOf();
    assert(error > 1e-4, 'the quantised image tower is left');
  });

  it('gives the same embedding alone and in a batch where quantisation scales depend on the batch', async () => {
    const folder = await copyCheckpoint('onnx-clip', temporary());
    for (const name of ['text_model', 'vision_model']) await rm(path.join(folder, 'onnx', `${name}.onnx`));
    const model = await load(folder);
    const { texts, pictures } = await readExpected(folder);
    const together = await embedTexts(model, texts);
    for (const [i, text] of texts.entries())
      assert.deepEqual(together[i], (await embedTexts(model, [text]))[0]);
    const pixels = await readPixels(folder);
    const size = pixels.length / pictures.length;
    const rows = await model.encodePixels(pixels, pictures.length);
    for (const i of pictures.keys()) {
      const alone = await model.encodePixels(pixels.subarray(i * size, (i + 1) * size), 1);
      assert.deepEqual(rows.subarray(i * alone.length, (i + 1) * alone.length), alone);
    }
    const error = await worstError(model, folder);
    assert(error > 1e-4 && error < 0.2, `off by ${error}: is it quantised at all?`);
    await model.dispose();
  });

  it('has its texts padded and masked where it takes one length only', async () => {
    const folder = await copyCheckpoint('onnx-clip', temporary());
    const graph = path.join(folder, 'onnx', 'text_model.onnx');
    const bytes = await readFile(graph);
    // A dimension named "sequence" becomes the size 24, written in as many bytes.
    const any = Buffer.concat([Buffer.from([0x12, 8]), Buffer.from('sequence')]);
    const fixed = Buffer.from([0x08, 0x98, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]);
    let count = 0;
    for (let at = bytes.indexOf(any); at >= 0; at = bytes.indexOf(any), count++) fixed.copy(bytes, at);
    assert(count >= 2);
    await writeFile(graph, bytes);
    const model = await load(folder);
    assert((await worstError(model, folder)) < 1e-5);
    await model.dispose();
  });

  it('may lie in the folder itself', async () => {
    const folder = await copyCheckpoint('onnx-clip', temporary());
    for (const name of ['text_model.onnx', 'vision_model.onnx']) {
      await rename(path.join(folder, 'onnx', name), path.join(folder, name));
    }
    await rm(path.join(folder, 'onnx'), { recursive: true });
    const model = await load(folder);
    assert((await worstError(model, folder)) < 1e-5);
    await model.dispose();
  });

  it('is not read where there are safetensors of CLIP', async () => {
    const folder = await copyCheckpoint('hf-quick-gelu', temporary());
    const before = await load(folder);
    await cp(path.join(clip, 'onnx'), path.join(folder, 'onnx'), { recursive: true });
    const after = await load(folder);
    assert.equal(after.checkpoint.hash, before.checkpoint.hash);
    await Promise.all([before.dispose(), after.dispose()]);
  });

  it('may lie in a Hub cache, whose files are symbolic links', async () => {
    const home = path.join(temporary(), 'models--a--b');
    const folder = path.join(home, 'snapshots', '0123');
    const blobs = path.join(home, 'blobs');
    await cp(siglip, folder, { recursive: true });
    await mkdir(blobs);
    for (const name of ['model.onnx', 'model.onnx_data']) {
      await rename(path.join(folder, 'onnx', name), path.join(blobs, name));
      await symlink(`../../../blobs/${name}`, path.join(folder, 'onnx', name));
    }
    const model = await load(folder);
    assert((await worstError(model, folder)) < 1e-5);
    await model.dispose();
  });

  describe('of SigLIP in two graphs', () => {
    const twoGraphs = async (): Promise<string> => {
      const folder = await copyCheckpoint('onnx-siglip', temporary());
      await rm(path.join(folder, 'onnx'), { recursive: true });
      await rename(path.join(folder, 'two-graphs'), path.join(folder, 'onnx'));
      return folder;
    };

    it('is refused where nothing tells its scale', async () => {
      await assertRefused(await twoGraphs(), 'model-unsupported', /without its scale/);
    });

    it('takes its scale from one graph with both towers, of any precision', async () => {
      const folder = await twoGraphs();
      await cp(path.join(siglip, 'onnx', 'model_fp16.onnx'), path.join(folder, 'onnx', 'model_fp16.onnx'));
      const model = await load(folder);
      assert((await worstError(model, folder)) < 1e-5);
      assert(Math.abs(model.checkpoint.logitBias + 3) < 1e-3);
      await model.dispose();
    });

    it('takes its scale from safetensors', async () => {
      const folder = await twoGraphs();
      const scalar = (at: number) => ({ dtype: 'F32', shape: [1], data_offsets: [at, at + 4] });
      const header = { logit_scale: scalar(0), logit_bias: scalar(4) };
      const data = Buffer.from(Float32Array.of(4, -12).buffer);
      await writeFile(path.join(folder, 'model.safetensors'), safetensors(header, data));
      const model = await load(folder);
      assert(Math.abs(model.checkpoint.logitScale / Math.exp(4) - 1) < 1e-6);
      assert.equal(model.checkpoint.logitBias, -12);
      const { hash } = model.checkpoint;
      await model.dispose();
      data.writeFloatLE(5, 0);
      await writeFile(path.join(folder, 'model.safetensors'), safetensors(header, data));
      const other = await load(folder);
      assert.notEqual(other.checkpoint.hash, hash);
      await other.dispose();
    });
  });

  describe('of CLIP in one graph', () => {
    /** Texts are directions of their first three ids, pictures of their mean colours; logits are what `end` makes. */
    const toyExport = async (
      end: (graph: GraphBuilder, cosines: string, ids: string) => string,
    ): Promise<string> => {
      const folder = await copyCheckpoint('onnx-clip', temporary());
      await rm(path.join(folder, 'onnx'), { recursive: true });
      await mkdir(path.join(folder, 'onnx'));
      const graph = new GraphBuilder(path.basename);
      const unit = (x: string): string =>
        graph.operator('Div', [x, graph.operator('ReduceL2', [x, graph.ints(-1)])]);
      const ids = graph.operator('Cast', [graph.input('input_ids', 'int64', ['B', 'T'])], {
        ints: { to: 1 },
      });
      const padded = graph.operator('Concat', [ids, ids], { ints: { axis: 1 } });
      const text = unit(graph.operator('Slice', [padded, graph.ints(0), graph.ints(3), graph.ints(1)]));
      const pixels = graph.input('pixel_values', 'float', ['B', 3, 24, 24]);
      const colours = graph.operator('ReduceMean', [pixels, graph.ints(2, 3)], { ints: { keepdims: 0 } });
      const image = unit(graph.operator('Add', [colours, graph.float(1)]));
      const transposed = graph.operator('Transpose', [text], { ints: { perm: [1, 0] } });
      graph.operator('Identity', [text], { as: 'text_embeds' });
      graph.operator('Identity', [image], { as: 'image_embeds' });
      const logits = end(graph, graph.operator('MatMul', [image, transposed]), ids);
      graph.operator('Identity', [logits], { as: 'logits_per_image' });
      for (const name of ['text_embeds', 'image_embeds', 'logits_per_image']) {
        graph.output(name, 'float', ['B', 'E']);
      }
      await writeFile(path.join(folder, 'onnx', 'model.onnx'), graph.encode('toy'));
      return folder;
    };
    const times = (graph: GraphBuilder, x: string, factor: number): string =>
      graph.operator('Mul', [x, graph.float(factor)]);

    it('has the scale that its logits show, though its embeddings go out under other names', async () => {
      const model = await load(await toyExport((graph, cosines) => times(graph, cosines, 20)));
      assert(Math.abs(model.checkpoint.logitScale - 20) < 1e-4);
      assert(Math.abs(model.checkpoint.logitBias) < 1e-4);
      await model.dispose();
    });

    it('is refused where its logits are no line of the cosines', async () => {
      const folder = await toyExport((graph, cosines) => graph.operator('Tanh', [times(graph, cosines, 20)]));
      await assertRefused(folder, 'model-file-broken', /logits do not follow/);
    });

    it('is refused where its logits do not come from its embeddings', async () => {
      const folder = await toyExport((graph, cosines, ids) => graph.operator('Add', [cosines, ids]));
      await assertRefused(folder, 'model-file-broken', /logits do not follow/);
    });
  });

  it("has CLIP's scale of 100 where its two graphs leave it out", async () => {
    const model = await load(clip);
    assert.deepEqual([model.checkpoint.logitScale, model.checkpoint.logitBias], [100, 0]);
    await model.dispose();
  });

  it('has the same hash wherever it lies, and another when a configuration says something else', async () => {
    const folder = await copyCheckpoint('onnx-clip', temporary());
    const hashOf = async (from: string): Promise<string> => {
      const model = await load(from);
      await model.dispose();
      return model.checkpoint.hash;
    };
    const original = await hashOf(clip);
    assert.equal(await hashOf(folder), original);
    await editJson(path.join(folder, 'preprocessor_config.json'), (config) =>
      Object.assign(config, { resample: 2 }),
    );
    assert.notEqual(await hashOf(folder), original);
  });

  it('leaves nothing behind where it has no cache', async () => {
    const folder = await realpath(await copyCheckpoint('onnx-clip', temporary()));
    const before = await readdir(folder, { recursive: true });
    const model = await loadModel(folder, { threads: 1 });
    await model.dispose();
    assert.deepEqual(await readdir(folder, { recursive: true }), before);
  });
});
