/** `node:crypto` of a browser: random numbers are its own; SHA-256 is computed here, as its own answers later only. */
import { Buffer } from 'buffer';

export function randomUUID(): string {
  return globalThis.crypto.randomUUID();
}

export function randomBytes(count: number): Buffer {
  return Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(count)));
}

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const constants = fractions(64, Math.cbrt);
/** The same of square roots of the first 8. */
const start = fractions(8, Math.sqrt);

function fractions(count: number, root: (of: number) => number): Uint32Array {
  const words = new Uint32Array(count);
  for (let i = 0, number = 2; i < count; number++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= number; divisor++) isPrime &&= number % divisor !== 0;
    if (isPrime) words[i++] = (root(number) % 1) * 2 ** 32;
  }
  return words;
}

/** SHA-256 (FIPS 180-4). */
class Sha256 {
  readonly #parts: Uint8Array[] = [];

  update(data: string | Uint8Array): this {
    this.#parts.push(typeof data === 'string' ? Buffer.from(data, 'utf8') : Uint8Array.from(data));
    return this;
  }

  digest(): Buffer;
  digest(encoding: BufferEncoding): string;
  digest(encoding?: BufferEncoding): Buffer | string {
    const hash = Buffer.from(sha256(Buffer.concat(this.#parts)));
    return encoding === undefined ? hash : hash.toString(encoding);
  }
}
export type { Sha256 as Hash };

export function createHash(algorithm: string): Sha256 {
  if (algorithm !== 'sha256') throw new Error(`not in a browser: ${algorithm}`);
  return new Sha256();
}

function sha256(bytes: Uint8Array): Uint8Array {
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const padded = new Uint8Array(blocks * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const state = Uint32Array.from(start);
  const words = new Uint32Array(64);
  for (let block = 0; block < blocks; block++) addBlock(state, words, view, block * 64);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setUint32(i * 4, word));
  return new Uint8Array(digest.buffer);
}

/** Names are those of the standard. */
function addBlock(state: Uint32Array, w: Uint32Array, view: DataView, at: number): void {
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(at + t * 4);
  for (let t = 16; t < 64; t++) {
    const [w15, w2] = [w[t - 15]!, w[t - 2]!];
    const s0 = turned(w15, 7) ^ turned(w15, 18) ^ (w15 >>> 3);
    const s1 = turned(w2, 17) ^ turned(w2, 19) ^ (w2 >>> 10);
    w[t] = w[t - 16]! + s0 + w[t - 7]! + s1;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let t = 0; t < 64; t++) {
    const sum1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + constants[t]! + w[t]!) | 0;
    const sum0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = state[i]! + word));
}

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
