import type { TensorSlice } from '../checkpoint/safetensors';
import {
  attributeType,
  elementType,
  encodeModel,
  externalLocation,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './onnxModel';

/** The name of a tensor inside the graph. */
export type Value = string;

export interface OperatorOptions {
  /** A whole number is ONNX's `INT`, except where `floats` names the attribute. */
  readonly ints?: Readonly<Record<string, number | readonly number[]>>;
  readonly floats?: Readonly<Record<string, number>>;
  readonly strings?: Readonly<Record<string, string>>;
  readonly domain?: 'com.microsoft';
  /** Name of the output, where it is one of the graph's. */
  readonly as?: Value;
}

/** A graph's dimension: a size, or the name of one that is known at run time. */
export type Dimension = number | string;

/**
 * Collects the operators of one ONNX graph. Weights are not copied: they become `external_data`, byte ranges of a
 * file that lies beside the graph.
 */
export class GraphBuilder {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers = new Map<string, TensorProto>();
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #location: (file: string) => string;

  /** @param location name, in the graph's own folder, of the weights file that a tensor slice names */
  constructor(location: (file: string) => string) {
    this.#location = location;
  }

  input(name: string, type: keyof typeof elementType, shape: readonly Dimension[]): Value {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  output(name: string, type: keyof typeof elementType, shape: readonly Dimension[]): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  operator(opType: string, inputs: readonly Value[], options: OperatorOptions = {}): Value {
    return this.#add(opType, inputs, [options.as ?? `v${this.#nodes.length}`], options)[0]!;
  }

  /** For operators with several outputs. */
  operators(
    opType: string,
    inputs: readonly Value[],
    outputs: number,
    options: OperatorOptions = {},
  ): readonly Value[] {
    const base = `v${this.#nodes.length}`;
    return this.#add(
      opType,
      inputs,
      Array.from({ length: outputs }, (_, i) => `${base}.${i}`),
      options,
    );
  }

  /** A float32 or int8 tensor, where it lies; `shape` may regroup its elements. */
  weight(slice: TensorSlice, shape: readonly number[] = slice.shape): Value {
    const location = this.#location(slice.file);
    const name = `w:${location}:${slice.offset}:${shape.join('x')}`;
    this.#initializers.set(name, {
      name,
      dims: shape,
      dataType: slice.dtype === 'I8' ? elementType.int8 : elementType.float,
      dataLocation: externalLocation,
      externalData: [
        { key: 'location', value: location },
        { key: 'offset', value: String(slice.offset) },
        { key: 'length', value: String(slice.bytes) },
      ],
    });
    return name;
  }

  /** A constant int64 vector: a shape, axes, indices. */
  ints(...values: readonly number[]): Value {
    const name = `i:${values.join(',')}`;
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.#initializers.set(name, {
      name,
      dims: [values.length],
      dataType: elementType.int64,
      rawData: bytes,
    });
    return name;
  }

  /** A constant float32 scalar. */
  float(value: number): Value {
    const name = `f:${value}`;
    const bytes = new Uint8Array(Float32Array.of(value).buffer);
    this.#initializers.set(name, { name, dims: [], dataType: elementType.float, rawData: bytes });
    return name;
  }

  /** A constant float32 tensor; `name` is its own in this graph. */
  floats(name: string, values: Float32Array, shape: readonly number[]): Value {
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#initializers.set(name, { name, dims: shape, dataType: elementType.float, rawData });
    return name;
  }

  /** A constant uint8 scalar. */
  byte(value: number): Value {
    const name = `u8:${value}`;
    this.#initializers.set(name, {
      name,
      dims: [],
      dataType: elementType.uint8,
      rawData: Uint8Array.of(value),
    });
    return name;
  }

  /** The model's protobuf bytes. */
  encode(name: string): Uint8Array {
    return encodeModel({
      name,
      node: this.#nodes,
      initializer: [...this.#initializers.values()],
      input: this.#inputs,
      output: this.#outputs,
    });
  }

  #add(
    opType: string,
    input: readonly Value[],
    output: readonly Value[],
    { ints = {}, floats = {}, strings = {}, domain }: OperatorOptions,
  ): readonly Value[] {
    const attribute: AttributeProto[] = [
      ...Object.entries(ints).map(([name, value]) =>
        typeof value === 'number'
          ? { name, type: attributeType.int, i: value }
          : { name, type: attributeType.ints, ints: value },
      ),
      ...Object.entries(floats).map(([name, f]) => ({ name, type: attributeType.float, f })),
      ...Object.entries(strings).map(([name, s]) => ({
        name,
        type: attributeType.string,
        s: Buffer.from(s),
      })),
    ];
    const name = `${opType}.${this.#nodes.length}`;
    this.#nodes.push({ name, opType, domain: domain ?? '', input, output, attribute });
    return output;
  }
}

function valueInfo(
  name: string,
  type: keyof typeof elementType,
  shape: readonly Dimension[],
): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementType[type], shape: { dim } } } };
}
