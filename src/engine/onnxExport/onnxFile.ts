import { EngineError } from '../../core/engineError';
import { broken } from '../checkpoint/safetensors';
import type { ByteRange, Field, ProtobufFile } from './protobufFile';

/**
 * The messages of `onnx.proto` that are read or written here.
 * https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto
 */
export const fieldNumbers = {
  model: { graph: 7 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12, sparseInitializer: 15 },
  node: { input: 1, output: 2, type: 4, attribute: 5 },
  attribute: { name: 1, int: 3, tensor: 5, graph: 6, tensors: 10, graphs: 11, type: 20 },
  tensor: { name: 8, rawData: 9, externalData: 13, dataLocation: 14 },
  entry: { key: 1, value: 2 },
  valueInfo: { name: 1, type: 2 },
  type: { tensor: 1 },
  tensorType: { element: 1, shape: 2 },
  shape: { dimension: 1 },
  dimension: { name: 2 },
} as const;
const { model, graph, node, attribute, tensor, entry, valueInfo } = fieldNumbers;

export interface OnnxNode {
  readonly bytes: ByteRange;
  /** Its operator, and those of its nested graphs. */
  readonly types: readonly string[];
  /** Names it needs; those that only a nested graph needs included. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A constant of a graph. */
export interface OnnxInitializer {
  /** Fields other than those that say where its elements are. */
  readonly description: readonly ByteRange[];
  /** Elements inside the file; absent for elements in another file, and for those that are not in `raw_data`. */
  readonly data?: ByteRange;
  /** Elements in another file. */
  readonly external?: {
    /** As it is written: to be checked. */
    readonly location: string;
    readonly offset: number;
    readonly length?: number;
  };
}

/** What an ONNX file consists of, without its weights. */
export interface OnnxFile {
  readonly file: ProtobufFile;
  /** Fields beside the graph: versions of operators, functions … */
  readonly modelFields: readonly ByteRange[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxInitializer>;
  readonly inputs: ReadonlyMap<string, ByteRange>;
  readonly outputs: ReadonlyMap<string, ByteRange>;
}

/** Deeper than any exporter nests, shallow enough for the stack. */
const maxDepth = 32;

/** @throws EngineError `model-file-broken`, `model-unsupported` */
export function readOnnx(file: ProtobufFile): OnnxFile {
  const modelFields: ByteRange[] = [];
  let graphRange: ByteRange | undefined;
  for (const field of file.fields({ start: 0, end: file.size })) {
    if (field.number !== model.graph) modelFields.push(field.bytes);
    else if (graphRange) throw broken(file.path, 'it holds two graphs');
    else graphRange = field.payload;
  }
  if (!graphRange) throw broken(file.path, 'it holds no graph');
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, OnnxInitializer>();
  const inputs = new Map<string, ByteRange>();
  const outputs = new Map<string, ByteRange>();
  for (const { number, payload, bytes } of file.fields(graphRange)) {
    if (number === graph.node) nodes.push(readNode(file, payload, bytes));
    else if (number === graph.initializer) initializers.set(...readInitializer(file, payload));
    else if (number === graph.input) inputs.set(nameOf(file, payload), bytes);
    else if (number === graph.output) outputs.set(nameOf(file, payload), bytes);
    else if (number === graph.sparseInitializer) {
      throw new EngineError('model-unsupported', { kind: 'ONNX with sparse weights' });
    }
  }
  return { file, modelFields, nodes, initializers, inputs, outputs };
}

function readNode(file: ProtobufFile, payload: ByteRange, bytes: ByteRange): OnnxNode {
  const types: string[] = [];
  const inputs: string[] = [];
  const outputs: string[] = [];
  visitNode(file, payload, 0, (field) => {
    if (field.number === node.type) types.push(file.text(field.payload));
    if (field.number === node.input) inputs.push(file.text(field.payload));
  });
  for (const field of file.fields(payload)) {
    if (field.number === node.output) outputs.push(file.text(field.payload));
  }
  return { bytes, types, inputs, outputs };
}

/** Calls back for the fields of a node, and then of the nodes of its nested graphs. */
function visitNode(
  file: ProtobufFile,
  payload: ByteRange,
  depth: number,
  visit: (field: Field) => void,
): void {
  if (depth > maxDepth) throw broken(file.path, 'its graphs are nested too deeply');
  const nested: ByteRange[] = [];
  for (const field of file.fields(payload)) {
    visit(field);
    if (field.number !== node.attribute) continue;
    for (const each of file.fields(field.payload)) {
      if (each.number === attribute.graph || each.number === attribute.graphs) nested.push(each.payload);
      if (each.number === attribute.tensor || each.number === attribute.tensors) {
        refuseExternal(file, each.payload);
      }
    }
  }
  for (const inner of nested) {
    for (const { number, payload: part } of file.fields(inner)) {
      if (number === graph.node) visitNode(file, part, depth + 1, visit);
      if (number === graph.initializer) refuseExternal(file, part);
    }
  }
}

/** No exporter writes these, and nobody would check their paths. */
function refuseExternal(file: ProtobufFile, payload: ByteRange): void {
  for (const { number } of file.fields(payload)) {
    if (number === tensor.externalData) {
      throw new EngineError('model-unsupported', { kind: 'ONNX with constants in other files' });
    }
  }
}

function readInitializer(file: ProtobufFile, payload: ByteRange): [name: string, OnnxInitializer] {
  let name = '';
  let data: ByteRange | undefined;
  let isExternal = false;
  const description: ByteRange[] = [];
  const external = new Map<string, string>();
  for (const field of file.fields(payload)) {
    if (field.number === tensor.externalData) external.set(...readEntry(file, field.payload));
    else if (field.number === tensor.dataLocation) isExternal = field.value === 1;
    else if (field.number === tensor.rawData) data = field.payload;
    else description.push(field.bytes);
    if (field.number === tensor.name) name = file.text(field.payload);
  }
  if (!isExternal) return [name, { description, data }];
  const count = (key: string): number | undefined => {
    const text = external.get(key);
    if (text === undefined) return undefined;
    if (!/^\d{1,15}$/.test(text)) throw broken(file.path, `${key} of tensor ${name} is no number`);
    return Number(text);
  };
  const location = external.get('location') ?? '';
  return [
    name,
    { description, external: { location, offset: count('offset') ?? 0, length: count('length') } },
  ];
}

function readEntry(file: ProtobufFile, payload: ByteRange): [key: string, value: string] {
  let [key, value] = ['', ''];
  for (const field of file.fields(payload)) {
    if (field.number === entry.key) key = file.text(field.payload);
    if (field.number === entry.value) value = file.text(field.payload);
  }
  return [key, value];
}

function nameOf(file: ProtobufFile, payload: ByteRange): string {
  for (const { number, payload: text } of file.fields(payload)) {
    if (number === valueInfo.name) return file.text(text);
  }
  return '';
}
