import { Writer } from 'protobufjs/light';
import { broken } from '../checkpoint/safetensors';
import { fieldNumbers, type OnnxFile, type OnnxInitializer, type OnnxNode } from './onnxFile';

/** A value that a cut graph is given, where the whole graph computes it. */
export interface GivenValue {
  /** Name of the input that takes its place: float32, two dimensions of any size. */
  readonly input: string;
  /** The value is float16. */
  readonly isHalf: boolean;
}

export interface CutOptions {
  readonly output: string;
  /** By the value's name. */
  readonly given?: ReadonlyMap<string, GivenValue>;
  /** @returns the name, beside the cut graph, of the file with an initializer's elements */
  readonly dataFile: (initializer: OnnxInitializer) => string;
}

/** Smaller constants, such as shapes, stay in the graph: ONNX Runtime must know them before it reads weights. */
const inlineBytes = 1024;
const tensorType = { float: 1, float16: 10 };
const intAttribute = 2;

/**
 * The part of a graph that computes one of its values, as a graph of its own. It holds no weights but points to
 * where they are.
 * @throws EngineError `model-file-broken` where nothing computes the value
 */
export function cutGraph(onnx: OnnxFile, { output, given = new Map(), dataFile }: CutOptions): Uint8Array {
  const { file, inputs, initializers } = onnx;
  const needed = valuesBehind(onnx, output, given);
  const isNeeded = ({ outputs }: OnnxNode): boolean =>
    outputs.some((name) => needed.has(name) && !given.has(name));
  const parts: Uint8Array[] = [];
  for (const [name, { input, isHalf }] of given) {
    if (needed.has(name) && name !== input)
      parts.push(isHalf ? castToHalf(input, name) : identity(input, name));
  }
  const givenInputs = [...given].filter(([name]) => needed.has(name)).map(([, { input }]) => input);
  for (const input of new Set(givenInputs)) parts.push(floatInput(input));
  for (const node of onnx.nodes) if (isNeeded(node)) parts.push(file.bytes(node.bytes));
  parts.push(text(fieldNumbers.graph.name, output));
  for (const [name, initializer] of initializers) {
    if (!needed.has(name)) continue;
    const inline = initializer.external ? undefined : initializer;
    const { start, end } = inline?.data ?? { start: 0, end: 0 };
    const description = initializer.description.map((range) => file.bytes(range));
    const elements =
      inline && end - start < inlineBytes
        ? inline.data && [field(fieldNumbers.tensor.rawData, file.bytes(inline.data))]
        : externalData(dataFile(initializer), initializer);
    parts.push(field(fieldNumbers.graph.initializer, ...description, ...(elements ?? [])));
  }
  for (const [name, bytes] of inputs) {
    if (needed.has(name) && !initializers.has(name)) parts.push(file.bytes(bytes));
  }
  const declared = onnx.outputs.get(output);
  if (!declared) throw broken(file.path, `its graph has no output ${output}`);
  parts.push(file.bytes(declared));
  const modelFields = onnx.modelFields.map((range) => file.bytes(range));
  return Buffer.concat([...modelFields, field(fieldNumbers.model.graph, ...parts)]);
}

/** Names of all values that one needs, itself included. */
function valuesBehind(
  { nodes }: OnnxFile,
  output: string,
  given: ReadonlyMap<string, GivenValue>,
): ReadonlySet<string> {
  const makers = new Map<string, OnnxNode>();
  for (const node of nodes) for (const name of node.outputs) makers.set(name, node);
  const needed = new Set([output]);
  for (const name of needed) {
    if (given.has(name)) continue;
    for (const input of makers.get(name)?.inputs ?? []) needed.add(input); // a set may grow while it is walked
  }
  return needed;
}

function externalData(location: string, { data, external }: OnnxInitializer): Uint8Array[] {
  const offset = external?.offset ?? data?.start ?? 0;
  const length = external ? external.length : data && data.end - data.start;
  const entry = (key: string, value: string): Uint8Array =>
    field(
      fieldNumbers.tensor.externalData,
      text(fieldNumbers.entry.key, key),
      text(fieldNumbers.entry.value, value),
    );
  return [
    entry('location', location),
    entry('offset', String(offset)),
    ...(length === undefined ? [] : [entry('length', String(length))]),
    number(fieldNumbers.tensor.dataLocation, 1),
  ];
}

function floatInput(name: string): Uint8Array {
  const { valueInfo, type, tensorType: ofTensor, shape, dimension } = fieldNumbers;
  const any = (size: string): Uint8Array => field(shape.dimension, text(dimension.name, size));
  const described = field(
    type.tensor,
    number(ofTensor.element, tensorType.float),
    field(ofTensor.shape, any(`${name} rows`), any(`${name} columns`)),
  );
  return field(fieldNumbers.graph.input, text(valueInfo.name, name), field(valueInfo.type, described));
}

function identity(input: string, output: string): Uint8Array {
  return operator('Identity', input, output);
}

function castToHalf(input: string, output: string): Uint8Array {
  const { node, attribute } = fieldNumbers;
  const to = field(
    node.attribute,
    text(attribute.name, 'to'),
    number(attribute.int, tensorType.float16),
    number(attribute.type, intAttribute),
  );
  return operator('Cast', input, output, to);
}

function operator(type: string, input: string, output: string, ...attributes: Uint8Array[]): Uint8Array {
  const { graph, node } = fieldNumbers;
  const names = [text(node.input, input), text(node.output, output), text(node.type, type)];
  return field(graph.node, ...names, ...attributes);
}

function text(id: number, value: string): Uint8Array {
  return field(id, Buffer.from(value));
}

/** A field of bytes, of text or of a message. */
function field(id: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = Writer.create()
    .uint32(id * 8 + 2)
    .uint32(length)
    .finish();
  return Buffer.concat([head, ...parts]);
}

function number(id: number, value: number): Uint8Array {
  return Writer.create()
    .uint32(id * 8)
    .uint32(value)
    .finish();
}
