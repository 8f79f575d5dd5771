import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { broken } from '../checkpoint/safetensors';

export interface OnnxContents {
  /** Types of its operators, those of nested graphs included. */
  readonly operators: ReadonlySet<string>;
  /** Where it says that weights lie: paths as they are written in the file. */
  readonly dataPaths: ReadonlySet<string>;
}

/**
 * The messages of `onnx.proto` that lead to operators and to places of weights, with the numbers of the fields that
 * are followed. https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto
 */
const followed = {
  model: { 7: 'graph', 25: 'function' },
  function: { 7: 'node' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparseTensor' },
  node: { 4: 'operator', 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparseTensor', 23: 'sparseTensor' },
  sparseTensor: { 1: 'tensor', 2: 'tensor' },
  tensor: { 13: 'entry' },
  entry: { 1: 'key', 2: 'value' },
} as const;

type Message = keyof typeof followed;

/** Deeper than any exporter nests, shallow enough for the stack. */
const maxDepth = 64;
/** Longer than any name or path. */
const maxTextBytes = 4096;
const windowBytes = 64 * 1024;

/**
 * Reads an ONNX file's structure and none of its weights, however large they are.
 * @throws EngineError `model-file-broken`
 */
export function scanOnnx(file: string): OnnxContents {
  const descriptor = openSync(file, 'r');
  try {
    const scan = new Scan(file, descriptor);
    scan.message('model', 0, fstatSync(descriptor).size, 0);
    if (scan.operators.size === 0) throw broken(file, 'it holds no graph');
    return { operators: scan.operators, dataPaths: scan.dataPaths };
  } finally {
    closeSync(descriptor);
  }
}

class Scan {
  readonly operators = new Set<string>();
  readonly dataPaths = new Set<string>();
  readonly #file: string;
  readonly #descriptor: number;
  /** A part of the file, from byte `#windowStart` on. */
  readonly #window = Buffer.alloc(windowBytes);
  #windowStart = 0;
  #windowLength = 0;
  #at = 0;

  constructor(file: string, descriptor: number) {
    this.#file = file;
    this.#descriptor = descriptor;
  }

  message(kind: Message, start: number, end: number, depth: number): void {
    if (depth > maxDepth) throw broken(this.#file, 'its graphs are nested too deeply');
    const fields: Readonly<Record<number, string>> = followed[kind];
    let key = '';
    let value = '';
    this.#at = start;
    while (this.#at < end) {
      const tag = this.#varint(end);
      const wireType = tag % 8;
      if (wireType !== 2) {
        this.#skip(wireType, end);
        continue;
      }
      const length = this.#varint(end);
      const payload = this.#at;
      if (length > end - payload) throw this.#cutOff();
      const what = fields[Math.floor(tag / 8)];
      if (what === 'operator') this.operators.add(this.#text(payload, length));
      else if (what === 'key') key = this.#text(payload, length);
      else if (what === 'value') value = this.#text(payload, length);
      else if (what !== undefined) this.message(what as Message, payload, payload + length, depth + 1);
      this.#at = payload + length;
    }
    if (key === 'location') this.dataPaths.add(value);
  }

  #skip(wireType: number, end: number): void {
    if (wireType === 0) this.#varint(end);
    else if (wireType === 1) this.#at += 8;
    else if (wireType === 5) this.#at += 4;
    else throw broken(this.#file, 'not an ONNX file');
    if (this.#at > end) throw this.#cutOff();
  }

  #varint(end: number): number {
    let value = 0;
    for (let factor = 1, i = 0; i < 10; i++, factor *= 128) {
      if (this.#at >= end) throw this.#cutOff();
      const byte = this.#byte(this.#at++);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw broken(this.#file, 'not an ONNX file');
  }

  #text(start: number, length: number): string {
    if (length > maxTextBytes) throw broken(this.#file, `a name of ${length} bytes`);
    const bytes = Buffer.alloc(length);
    if (readSync(this.#descriptor, bytes, 0, length, start) !== length) throw this.#cutOff();
    return bytes.toString('utf8');
  }

  #byte(at: number): number {
    if (at < this.#windowStart || at >= this.#windowStart + this.#windowLength) {
      this.#windowStart = at;
      this.#windowLength = readSync(this.#descriptor, this.#window, 0, windowBytes, at);
      if (this.#windowLength === 0) throw this.#cutOff();
    }
    return this.#window[at - this.#windowStart]!;
  }

  #cutOff(): Error {
    return broken(this.#file, 'it is cut off, or not an ONNX file (is the download complete?)');
  }
}
