import {
  attributeType,
  elementType as ownElementType,
  encodeModel,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from '../../src/engine/graph/onnxModel';

export type Value = string;

/** `TensorProto.DataType`; the product's graphs have fewer. */
const elementType = { ...ownElementType, uint8: 2, int8: 3, int32: 6 } as const;
export type ElementType = keyof typeof elementType;

export interface Attributes {
  readonly ints?: Readonly<Record<string, number | readonly number[]>>;
  readonly as?: Value;
}

/** Collects an ONNX graph that holds its weights, as the files do that people export and download. */
export class ExportGraph {
  readonly #nodes: NodeProto[] = [];
  readonly #constants = new Map<string, TensorProto>();
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];

  input(name: string, type: ElementType, shape: readonly (number | string)[]): Value {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** Names a value as an output of the graph. */
  output(name: string, from: Value, type: ElementType, shape: readonly (number | string)[]): void {
    this.operator('Identity', [from], { as: name });
    this.#outputs.push(valueInfo(name, type, shape));
  }

  operator(opType: string, input: readonly Value[], { ints = {}, as }: Attributes = {}): Value {
    const output = as ?? `v${this.#nodes.length}`;
    const attribute: AttributeProto[] = Object.entries(ints).map(([name, value]) =>
      typeof value === 'number'
        ? { name, type: attributeType.int, i: value }
        : { name, type: attributeType.ints, ints: value },
    );
    const name = `${opType}.${this.#nodes.length}`;
    this.#nodes.push({ name, opType, domain: '', input, output: [output], attribute });
    return output;
  }

  /** @param name of its own; the same name again is the same constant */
  floats(name: string, shape: readonly number[], values: Float32Array): Value {
    return this.#constant(name, shape, elementType.float, values);
  }

  float(value: number): Value {
    return this.floats(`float ${value}`, [], Float32Array.of(value));
  }

  ints(...values: readonly number[]): Value {
    const data = BigInt64Array.from(values, BigInt);
    return this.#constant(`ints ${values.join(' ')}`, [values.length], elementType.int64, data);
  }

  int(value: number): Value {
    return this.#constant(`int ${value}`, [], elementType.int64, BigInt64Array.of(BigInt(value)));
  }

  bytes(name: string, shape: readonly number[], values: Int8Array): Value {
    return this.#constant(name, shape, elementType.int8, values);
  }

  encode(name: string): Uint8Array {
    return encodeModel({
      name,
      node: this.#nodes,
      initializer: [...this.#constants.values()],
      input: this.#inputs,
      output: this.#outputs,
    });
  }

  #constant(name: string, dims: readonly number[], dataType: number, data: ArrayBufferView): Value {
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (!this.#constants.has(name)) this.#constants.set(name, { name, dims, dataType, rawData });
    return name;
  }
}

function valueInfo(name: string, type: ElementType, shape: readonly (number | string)[]): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementType[type], shape: { dim } } } };
}
