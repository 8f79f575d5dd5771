import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Root } from 'protobufjs/light';

/** The part of `onnx.proto` that a loop needs. */
const model = Root.fromJSON({
  nested: {
    Dimension: { fields: { dimParam: { type: 'string', id: 2 } } },
    Shape: { fields: { dim: { rule: 'repeated', type: 'Dimension', id: 1 } } },
    Tensor: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'Shape', id: 2 } } },
    Type: { fields: { tensorType: { type: 'Tensor', id: 1 } } },
    Value: { fields: { name: { type: 'string', id: 1 }, type: { type: 'Type', id: 2 } } },
    Constant: {
      fields: {
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
      },
    },
    Attribute: {
      fields: {
        name: { type: 'string', id: 1 },
        i: { type: 'int64', id: 3 },
        g: { type: 'Graph', id: 6 },
        type: { type: 'int32', id: 20 },
      },
    },
    Node: {
      fields: {
        input: { rule: 'repeated', type: 'string', id: 1 },
        output: { rule: 'repeated', type: 'string', id: 2 },
        opType: { type: 'string', id: 4 },
        attribute: { rule: 'repeated', type: 'Attribute', id: 5 },
      },
    },
    Graph: {
      fields: {
        node: { rule: 'repeated', type: 'Node', id: 1 },
        name: { type: 'string', id: 2 },
        initializer: { rule: 'repeated', type: 'Constant', id: 5 },
        input: { rule: 'repeated', type: 'Value', id: 11 },
        output: { rule: 'repeated', type: 'Value', id: 12 },
      },
    },
    Opset: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
    Model: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        graph: { type: 'Graph', id: 7 },
        opsetImport: { rule: 'repeated', type: 'Opset', id: 8 },
      },
    },
  },
}).lookupType('Model');

const elements = { float: 1, int64: 7, bool: 9 };
const [intAttribute, graphAttribute] = [2, 5];

function value(name: string, type: keyof typeof elements, ...shape: string[]): object {
  const dim = shape.map((dimParam) => ({ dimParam }));
  return { name, type: { tensorType: { elemType: elements[type], shape: { dim } } } };
}

/** A text tower that ONNX Runtime opens as any other, and whose first run never ends: a loop while true. */
function endlessTower(): Uint8Array {
  const body = {
    name: 'body',
    node: [
      { opType: 'Identity', input: ['goes_on'], output: ['goes_on_still'] },
      { opType: 'Identity', input: ['state'], output: ['next_state'] },
    ],
    input: [value('turn', 'int64'), value('goes_on', 'bool'), value('state', 'float', 'texts', 'tokens')],
    output: [value('goes_on_still', 'bool'), value('next_state', 'float', 'texts', 'tokens')],
  };
  return model
    .encode({
      irVersion: 10,
      opsetImport: [{ domain: '', version: 21 }],
      graph: {
        name: 'endless',
        node: [
          {
            opType: 'Cast',
            input: ['input_ids'],
            output: ['ids'],
            attribute: [{ name: 'to', i: elements.float, type: intAttribute }],
          },
          {
            opType: 'Loop',
            input: ['', 'true', 'ids'],
            output: ['text_embeds'],
            attribute: [{ name: 'body', g: body, type: graphAttribute }],
          },
        ],
        initializer: [{ name: 'true', dataType: elements.bool, rawData: Uint8Array.of(1) }],
        input: [value('input_ids', 'int64', 'texts', 'tokens')],
        output: [value('text_embeds', 'float', 'texts', 'tokens')],
      },
    })
    .finish();
}

/** Writes an ONNX export whose text graph never ends into a new folder. */
export async function endlessExport(folder: string): Promise<void> {
  await cp('test/fixtures/checkpoints/onnx-clip', folder, { recursive: true });
  for (const tower of ['text', 'vision'])
    await rm(path.join(folder, 'onnx', `${tower}_model_quantized.onnx`));
  await writeFile(path.join(folder, 'onnx', 'text_model.onnx'), endlessTower());
}
