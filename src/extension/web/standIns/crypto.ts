/** `node:crypto` of a browser: random numbers are its own; its own hashes answer later only, and take all at once. */
import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from 'buffer';

export function randomUUID(): string {
  return globalThis.crypto.randomUUID();
}

export function randomBytes(count: number): Buffer {
  return Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(count)));
}

class Sha256 {
  readonly #hash = sha256.create();

  update(data: string | Uint8Array): this {
    this.#hash.update(typeof data === 'string' ? new TextEncoder().encode(data) : data);
    return this;
  }

  digest(): Buffer;
  digest(encoding: BufferEncoding): string;
  digest(encoding?: BufferEncoding): Buffer | string {
    const hash = Buffer.from(this.#hash.digest());
    return encoding === undefined ? hash : hash.toString(encoding);
  }
}

export function createHash(algorithm: string): Sha256 {
  if (algorithm !== 'sha256') throw new Error(`not in a browser: ${algorithm}`);
  return new Sha256();
}
