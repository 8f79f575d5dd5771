/** Stands in for `node:crypto` in the worker: the browser's own hashes answer later, and take all at once. */
import { sha256 } from '@noble/hashes/sha2.js';

/** SHA-256, the only one that is asked for. */
export class Hash {
  readonly #hash = sha256.create();

  update(data: string | Uint8Array): this {
    this.#hash.update(typeof data === 'string' ? new TextEncoder().encode(data) : data);
    return this;
  }

  digest(encoding?: 'hex'): Buffer | string {
    const bytes = Buffer.from(this.#hash.digest());
    return encoding ? bytes.toString(encoding) : bytes;
  }
}

export const createHash = (): Hash => new Hash();

export const randomUUID = (): string => crypto.randomUUID();

export const randomBytes = (size: number): Buffer =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(size)));
