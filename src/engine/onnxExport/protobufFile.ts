import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { broken } from '../checkpoint/safetensors';

/** Bytes of a file: from `start` on, up to `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** One field of a message. */
export interface Field {
  readonly number: number;
  /** What follows the length of a text, of bytes or of a message; empty for numbers. */
  readonly payload: ByteRange;
  /** Value of a whole number; 0 for other kinds. */
  readonly value: number;
  /** All of it, number and length included. */
  readonly bytes: ByteRange;
}

/** Longer than any name or path. */
const maxTextBytes = 4096;
/** Many times what the largest exports have: some 5,000 operators of 20 fields. */
const maxFields = 500_000;
/** What protobuf itself takes. */
const maxMessageBytes = 2 ** 31 - 1;
const windowBytes = 64 * 1024;

/**
 * A protobuf file, read where it is asked and nowhere else: a graph may hold gigabytes of weights.
 * https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufFile {
  readonly path: string;
  readonly size: number;
  readonly #descriptor: number;
  /** A part of the file, from byte `#windowStart` on. */
  readonly #window = Buffer.alloc(windowBytes);
  #windowStart = 0;
  #windowLength = 0;
  #fields = 0;

  constructor(file: string) {
    this.path = file;
    this.#descriptor = openSync(file, 'r');
    this.size = fstatSync(this.#descriptor).size;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** @throws EngineError `model-file-broken` where the range is no message */
  *fields({ start, end }: ByteRange): Generator<Field> {
    for (let at = start; at < end;) {
      if (++this.#fields > maxFields) throw broken(this.path, 'it has too many parts');
      const tag = this.#varint(at, end);
      const first = tag.end;
      const wireType = tag.value % 8;
      let payload = { start: first, end: first };
      let value = 0;
      let fieldEnd = first;
      if (wireType === 0) {
        ({ value, end: fieldEnd } = this.#varint(first, end));
      } else if (wireType === 2) {
        const length = this.#varint(first, end);
        fieldEnd = length.end + length.value;
        payload = { start: length.end, end: fieldEnd };
      } else if (wireType === 1 || wireType === 5) {
        fieldEnd = first + (wireType === 1 ? 8 : 4);
      } else {
        throw broken(this.path, 'not an ONNX file');
      }
      if (fieldEnd > end) throw this.#cutOff();
      yield { number: Math.floor(tag.value / 8), payload, value, bytes: { start: at, end: fieldEnd } };
      at = fieldEnd;
    }
  }

  text(range: ByteRange): string {
    if (range.end - range.start > maxTextBytes) {
      throw broken(this.path, `a name of ${range.end - range.start} bytes`);
    }
    return this.bytes(range).toString('utf8');
  }

  bytes({ start, end }: ByteRange): Buffer {
    if (end - start > maxMessageBytes) throw broken(this.path, 'a part of it is larger than 2 GiB');
    const bytes = Buffer.alloc(end - start);
    if (readSync(this.#descriptor, bytes, 0, bytes.length, start) !== bytes.length) throw this.#cutOff();
    return bytes;
  }

  #varint(start: number, limit: number): { value: number; end: number } {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      if (start + i >= limit) throw this.#cutOff();
      const byte = this.#byte(start + i);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return { value, end: start + i + 1 };
    }
    throw broken(this.path, 'not an ONNX file');
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
    return broken(this.path, 'it is cut off, or not an ONNX file (is the download complete?)');
  }
}
