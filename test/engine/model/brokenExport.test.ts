import assert from 'node:assert/strict';
import { readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import type { EngineErrorCode } from '../../../src/core/engineError';
import { EngineError } from '../../../src/core/engineError';
import { GraphBuilder, type Dimension } from '../../../src/engine/graph/graphBuilder';
import { findExport } from '../../../src/engine/onnxExport/findExport';
import { readOnnx } from '../../../src/engine/onnxExport/onnxFile';
import { ProtobufFile } from '../../../src/engine/onnxExport/protobufFile';
import { assertRefused } from './assertRefused';
import { copyCheckpoint, editJson } from './editedCheckpoint';
import { gitLfsPointer } from '../../files/gitLfsPointer';
import { temporaryFolder } from './temporaryFolder';

/** A field of bytes, as protobuf writes it. */
function field(number: number, ...parts: readonly Uint8Array[]): Buffer {
  const payload = Buffer.concat(parts);
  const length: number[] = [];
  for (let rest = payload.length; ; rest = Math.floor(rest / 128)) {
    length.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), payload]);
}

/** A graph that is valid and no tower: it gives back what it is given. */
function otherGraph(
  input: string,
  type: 'float' | 'int64',
  shape: readonly Dimension[],
  output: string,
): Uint8Array {
  const graph = new GraphBuilder(path.basename);
  graph.operator('Identity', [graph.input(input, type, shape)], { as: output });
  graph.output(output, type, shape);
  return graph.encode('other');
}

describe('a broken ONNX export', () => {
  const temporary = temporaryFolder();
  let folder: string;
  let text: string;
  let image: string;
  beforeEach(async () => {
    folder = await copyCheckpoint('onnx-clip', temporary());
    for (const name of ['text', 'vision'])
      await rm(path.join(folder, 'onnx', `${name}_model_quantized.onnx`));
    text = path.join(folder, 'onnx', 'text_model.onnx');
    image = path.join(folder, 'onnx', 'vision_model.onnx');
  });

  it('is refused at every length that a broken download may have', async () => {
    const { length } = await readFile(text);
    for (const size of [length - 1, length >> 1, 2000, 9, 2, 1]) {
      await truncate(text, size);
      await assertRefused(folder, 'model-file-broken', /text_model/);
    }
  });

  it('is refused: graphs or their weights that are empty, or Git LFS pointers, by that name', async () => {
    for (const [content, code] of [
      ['', 'model-file-empty'],
      [gitLfsPointer, 'model-file-pointer'],
    ] as const) {
      // prettier-ignore
      await writeFile(image, content);
      await assertRefused(folder, code, /"file":"vision_model\.onnx","folder":"[^"]+onnx"/);
    }
    const siglip = await copyCheckpoint('onnx-siglip', temporary());
    await writeFile(path.join(siglip, 'onnx', 'model.onnx_data'), gitLfsPointer);
    await assertRefused(siglip, 'model-file-pointer', /"file":"model\.onnx_data"/);
  });

  it('is run by the variant that was fetched, where others were only cloned', async () => {
    const cloned = await copyCheckpoint('onnx-clip', path.join(temporary(), 'cloned'));
    for (const name of ['text', 'vision'])
      await writeFile(path.join(cloned, 'onnx', `${name}_model.onnx`), gitLfsPointer);
    await writeFile(path.join(cloned, 'model.safetensors'), gitLfsPointer);
    assert.deepEqual(await findExport(cloned), {
      text: path.join(cloned, 'onnx', 'text_model_quantized.onnx'),
      image: path.join(cloned, 'onnx', 'vision_model_quantized.onnx'),
      both: undefined,
    });
  });

  const refusesGraph = (
    what: string,
    code: EngineErrorCode,
    reason: RegExp,
    bytes: () => Uint8Array,
  ): void => {
    it(`is refused: ${what}`, async () => {
      await writeFile(text, bytes());
      await assertRefused(folder, code, reason);
    });
  };
  const broken = 'model-file-broken';
  const any: Dimension[] = ['B', 'T'];

  refusesGraph('an HTML page', broken, /text_model.*ONNX/, () => Buffer.from('<!DOCTYPE html><html></html>'));
  refusesGraph('nothing but zeros', broken, /text_model/, () => Buffer.alloc(100_000));
  refusesGraph('a length past every end', broken, /cut off/, () =>
    Buffer.from([0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0]),
  );
  refusesGraph('a number that never ends', broken, /not an ONNX/, () => Buffer.alloc(64, 0xff));
  refusesGraph('two graphs', broken, /two graphs/, () => Buffer.concat([field(7), field(7)]));
  refusesGraph('no operators', broken, /no output text_embeds/, () => field(7));
  refusesGraph('a million empty operators', broken, /too many parts/, () =>
    field(7, Buffer.from(new Uint8Array(2_000_000).map((_, i) => (i % 2 ? 0 : 0x0a)))),
  );
  refusesGraph('graphs in graphs in graphs', broken, /too deeply/, () => {
    let node = field(1);
    for (let depth = 0; depth < 2000; depth++) node = field(1, field(5, field(6, node)));
    return field(7, node);
  });
  refusesGraph('an operator that needs its own output', broken, /text_model/, () =>
    Buffer.concat([
      field(
        7,
        field(
          1,
          field(1, Buffer.from('a')),
          field(2, Buffer.from('text_embeds')),
          field(4, Buffer.from('Identity')),
        ),
        field(
          1,
          field(1, Buffer.from('text_embeds')),
          field(2, Buffer.from('a')),
          field(4, Buffer.from('Identity')),
        ),
        field(12, field(1, Buffer.from('text_embeds'))),
      ),
      Buffer.from([0x08, 8, 0x42, 2, 0x10, 17]),
    ]),
  );
  refusesGraph('a name of a megabyte', broken, /a name of/, () =>
    field(7, field(1, field(1, Buffer.alloc(1_000_000, 'a')))),
  );
  refusesGraph('a graph of something else', broken, /no output text_embeds/, () =>
    otherGraph('input_ids', 'int64', any, 'logits'),
  );
  refusesGraph('a graph without token ids', broken, /no input_ids/, () =>
    otherGraph('x', 'float', any, 'text_embeds'),
  );
  refusesGraph('a graph that asks for more', 'model-unsupported', /token_type_ids/, () => {
    const graph = new GraphBuilder(path.basename);
    const sum = graph.operator('Add', [
      graph.input('input_ids', 'int64', any),
      graph.input('token_type_ids', 'int64', any),
    ]);
    const attributes = { ints: { to: 1 } };
    graph.operator('Cast', [sum], { ...attributes, as: 'text_embeds' });
    graph.output('text_embeds', 'float', any);
    return graph.encode('more');
  });
  refusesGraph('an embedding of whole numbers', 'model-unsupported', /type int64/, () =>
    otherGraph('input_ids', 'int64', any, 'text_embeds'),
  );
  refusesGraph('an operator that nobody knows', broken, /text_model/, () => {
    const graph = new GraphBuilder(path.basename);
    graph.operator('Riddle', [graph.input('input_ids', 'int64', any)], { as: 'text_embeds' });
    graph.output('text_embeds', 'float', any);
    return graph.encode('riddle');
  });
  refusesGraph('weights of absurd shape', broken, /text_model/, () => {
    const graph = new GraphBuilder(path.basename);
    const table = { file: text, dtype: 'F32', shape: [2 ** 40, 2 ** 20], offset: 0, bytes: 4 } as const;
    graph.operator('Gather', [graph.weight(table), graph.input('input_ids', 'int64', any)], {
      as: 'text_embeds',
    });
    graph.output('text_embeds', 'float', any);
    return graph.encode('absurd');
  });
  refusesGraph('embeddings of another width than pictures have', broken, /dimensions/, () => {
    const graph = new GraphBuilder(path.basename);
    const floats = graph.operator('Cast', [graph.input('input_ids', 'int64', any)], { ints: { to: 1 } });
    graph.operator('Concat', [floats, floats, floats], { ints: { axis: 1 }, as: 'text_embeds' });
    graph.output('text_embeds', 'float', any);
    return graph.encode('wide');
  });

  it('is refused: a tower for pictures of another size', async () => {
    await editJson(path.join(folder, 'config.json'), (config) => (config.vision_config!.image_size = 30));
    await editJson(path.join(folder, 'preprocessor_config.json'), (config) =>
      Object.assign(config, { crop_size: 30 }),
    );
    await assertRefused(folder, broken, /vision_model/);
  });

  it('is refused: weights that are not numbers', async () => {
    const bytes = await readFile(image);
    const file = new ProtobufFile(image);
    const { data } = [...readOnnx(file).initializers.values()].find(
      (each) => (each.data?.end ?? 0) - each.data!.start > 2000,
    )!;
    file.close();
    bytes.fill(0xff, data!.start, data!.end);
    await writeFile(image, bytes);
    await assertRefused(folder, broken, /vision_model.*direction/);
  });

  it('is refused: a tokenizer with a different vocabulary', async () => {
    await editJson(path.join(folder, 'config.json'), (config) => (config.text_config!.vocab_size = 500));
    await assertRefused(folder, broken, /tokenizer\.json.*weights have 500/);
  });

  it('is refused: a tokenizer with more tokens than the graph', async () => {
    await editJson(path.join(folder, 'config.json'), (config) => (config.text_config!.vocab_size = 10_000));
    await editJson(path.join(folder, 'tokenizer.json'), (tokenizer) => {
      for (const token of tokenizer.added_tokens as unknown as { id: number }[]) token.id += 5000;
      const { sep, cls } = tokenizer.post_processor as { sep: [string, number]; cls: [string, number] };
      for (const each of [sep, cls]) each[1] += 5000;
      const vocab = tokenizer.model!.vocab as Record<string, number>;
      for (const each of [sep, cls]) vocab[each[0]] = each[1];
    });
    await assertRefused(folder, broken, /text_model/);
  });

  for (const file of ['config.json', 'tokenizer.json', 'preprocessor_config.json']) {
    it(`is refused without ${file}, or with half of it`, async () => {
      await truncate(path.join(folder, file), 20);
      await assertRefused(folder, broken, new RegExp(file));
      await rm(path.join(folder, file));
      await assertRefused(folder, 'model-file-missing', new RegExp(file));
    });
  }

  it('is refused as missing weights where only one of two graphs is there', async () => {
    await rm(image);
    await assertRefused(folder, 'model-file-missing', /model\.safetensors/);
  });

  it('is refused: another family', async () => {
    await editJson(path.join(folder, 'config.json'), (config) =>
      Object.assign(config, { model_type: 'clap' }),
    );
    await assertRefused(folder, 'model-unsupported', /clap/);
  });

  it('fails in one way only, whatever bytes are wrong', async () => {
    const bytes = await readFile(text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), {
          minLength: 1,
          maxLength: 20,
        }),
        async (changes) => {
          const changed = Buffer.from(bytes);
          for (const [at, value] of changes) changed[at] = value;
          await writeFile(text, changed);
          const file = new ProtobufFile(text);
          try {
            readOnnx(file);
          } catch (error) {
            assert(error instanceof EngineError, String(error));
          } finally {
            file.close();
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  describe('whose weights lie in another file', () => {
    let graph: string;
    let data: string;
    beforeEach(async () => {
      folder = await copyCheckpoint('onnx-siglip', temporary());
      graph = path.join(folder, 'onnx', 'model.onnx');
      data = `${graph}_data`;
      await rm(path.join(folder, 'onnx', 'model_fp16.onnx'));
    });
    const own = 'model.onnx_data';
    const rename = async (name: string): Promise<void> => {
      assert.equal(Buffer.byteLength(name), own.length);
      const bytes = await readFile(graph);
      for (let at = bytes.indexOf(own); at >= 0; at = bytes.indexOf(own)) bytes.write(name, at);
      await writeFile(graph, bytes);
    };

    for (const name of [
      '../../../secrets',
      '/etc/../etc/pass',
      'a/../../../b.bin',
      'C:\\Users\\a\\b.c',
      '\\\\server\\a\\b.c',
      'weights\0.safete',
    ].map((each) => each.slice(0, own.length).padEnd(own.length, 'x'))) {
      it(`is refused where it names ${JSON.stringify(name)}`, async () => {
        await rename(name);
        await assertRefused(folder, broken, /should lie beside it/);
      });
    }

    it('is refused where they are a link out of the folder', async () => {
      const elsewhere = path.join(temporary(), 'elsewhere');
      await writeFile(elsewhere, await readFile(data));
      await rm(data);
      await symlink(elsewhere, data);
      await assertRefused(folder, broken, /outside the model's folder/);
    });

    it('is refused where they are missing, or a folder', async () => {
      await rm(data);
      await assertRefused(folder, 'model-file-missing', /model\.onnx_data/);
    });

    it('is refused where they are cut off', async () => {
      await truncate(data, 5000);
      await assertRefused(folder, broken, /model\.onnx_data.*past its end/);
    });

    it('is refused where an offset is no number', async () => {
      const bytes = await readFile(graph);
      const at = bytes.indexOf('offset');
      bytes.write('x', bytes.indexOf('0', at + 6));
      await writeFile(graph, bytes);
      await assertRefused(folder, broken, /offset of tensor .* no number/);
    });
  });
});
