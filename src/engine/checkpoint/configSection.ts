import { EngineError } from '../../core/engineError';
import { isJsonObject, type JsonObject } from './modelFiles';
import { broken } from './safetensors';

/** A JSON object of a configuration file, read field by field. Absent and null fields take the default. */
export class ConfigSection {
  /** Name of the file it is part of. */
  readonly file: string;
  readonly #fields: JsonObject;
  readonly #path: string;
  readonly #read = new Set<string>();

  constructor(file: string, fields: JsonObject, path = '') {
    this.file = file;
    this.#fields = fields;
    this.#path = path;
  }

  /** An absent section is an empty one. */
  section(name: string): ConfigSection {
    const value = this.#value(name) ?? {};
    if (!isJsonObject(value)) throw this.#wrong(name, 'an object');
    return new ConfigSection(this.file, value, `${this.#path}${name}.`);
  }

  /** A whole number from 1 to `max`: what is larger is no CLIP, and would only exhaust the memory. */
  count(name: string, max: number, fallback?: number): number {
    const value = this.#value(name) ?? fallback;
    if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > max) {
      throw this.#wrong(name, `a whole number from 1 to ${max}`);
    }
    return value as number;
  }

  positive(name: string, fallback?: number): number {
    const value = this.#value(name) ?? fallback;
    if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) {
      throw this.#wrong(name, 'a positive number');
    }
    return value;
  }

  text(name: string, fallback?: string): string {
    const value = this.#value(name) ?? fallback;
    if (typeof value !== 'string') throw this.#wrong(name, 'a text');
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#value(name) ?? fallback;
    if (typeof value !== 'boolean') throw this.#wrong(name, 'true or false');
    return value;
  }

  raw(name: string): unknown {
    return this.#value(name) ?? undefined;
  }

  /** For options that this program does not know how to compute: anything but absent, null, false or empty is refused. */
  refuse(...names: readonly string[]): void {
    for (const name of names) {
      const value = this.raw(name);
      if (value !== undefined && value !== false && !isEmpty(value)) throw this.#unsupported(name);
    }
  }

  /** For options of which this program knows how to compute some values; absent and null are the source's default. */
  only(name: string, ...values: readonly (string | number)[]): void {
    const value = this.raw(name);
    if (value !== undefined && !values.includes(value as string | number)) throw this.#unsupported(name);
  }

  /**
   * Refuses every field that has not been asked for, unless it is null or empty: it may change every number. To be
   * called when all is read.
   * @param harmless names of fields that change none
   */
  refuseOthers(harmless: readonly string[]): void {
    for (const [name, value] of Object.entries(this.#fields)) {
      const isKnown = this.#read.has(name) || harmless.includes(name);
      if (!isKnown && value !== null && !isEmpty(value)) {
        throw new EngineError('model-key-unknown', { key: this.#shown(name), file: this.file });
      }
    }
  }

  #value(name: string): unknown {
    this.#read.add(name);
    return this.#fields[name];
  }

  #unsupported(name: string): EngineError {
    return new EngineError('model-unsupported', { kind: `${this.#shown(name)} (${this.file})` });
  }

  /** A field that is there, with its value. */
  #shown(name: string): string {
    return `${this.#path}${name} = ${JSON.stringify(this.#fields[name]).slice(0, 80)}`;
  }

  #wrong(name: string, expected: string): EngineError {
    const value = JSON.stringify(this.#fields[name]) ?? 'missing';
    return broken(this.file, `${this.#path}${name} should be ${expected}, it is ${value.slice(0, 80)}`);
  }
}

/** An object, array or text with nothing in it asks for nothing. */
function isEmpty(value: unknown): boolean {
  if (typeof value === 'string' || Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Bounds on what a configuration may claim, several times above the largest CLIP (ViT-bigG: width 1664, 48 blocks). */
export const limits = {
  width: 16_384,
  blocks: 128,
  perceptronWidth: 65_536,
  vocabulary: 2_000_000,
  context: 8_192,
  pixels: 4_096,
};
