import { isList, isObject, type Json } from '../../core/infotext/looseJson';
import type { GeneratorConnection } from '../connection';

/** What a node's input takes. */
export interface InputRange {
  /** Of a choice. */
  readonly options?: readonly string[];
  /** Of a number. */
  readonly least?: number;
  readonly most?: number;
  readonly step?: number;
}

/** What the server says of its nodes, asked node by node: all of them together are megabytes. */
export class ComfyLists {
  readonly #kept = new Map<string, ReadonlyMap<string, InputRange>>();

  constructor(private readonly connection: GeneratorConnection) {}

  /** What was said before is forgotten: models come and go. */
  forget(): void {
    this.#kept.clear();
  }

  /** @returns undefined where the server has no such node, or says nothing of the input */
  async input(type: string, name: string, signal?: AbortSignal): Promise<InputRange | undefined> {
    const known = this.#kept.get(type) ?? (await this.#ask(type, signal));
    this.#kept.set(type, known);
    return known.get(name);
  }

  async options(type: string, name: string, signal?: AbortSignal): Promise<readonly string[] | undefined> {
    return (await this.input(type, name, signal))?.options;
  }

  async #ask(type: string, signal: AbortSignal | undefined): Promise<ReadonlyMap<string, InputRange>> {
    const json = await this.connection.getJson(`/object_info/${encodeURIComponent(type)}`, { signal });
    const info = isObject(json) ? json[type] : undefined;
    const groups = isObject(info) && isObject(info.input) ? info.input : {};
    return new Map(
      [groups.required, groups.optional].filter(isObject).flatMap((inputs) =>
        Object.entries(inputs).flatMap(([name, value]) => {
          const range = rangeOf(value);
          return range ? [[name, range] as const] : [];
        }),
      ),
    );
  }
}

/** `[["a", "b"], {…}]`, `["COMBO", {options: ["a", "b"]}]` of newer nodes, or `["INT", {min, max, step}]`. */
export function rangeOf(value: Json | undefined): InputRange | undefined {
  if (!isList(value)) return undefined;
  const [kind, extra] = value;
  const more = isObject(extra) ? extra : {};
  if (isList(kind)) return { options: texts(kind) };
  if (kind === 'COMBO' && isList(more.options)) return { options: texts(more.options) };
  if (kind !== 'INT' && kind !== 'FLOAT') return undefined;
  return {
    ...(typeof more.min === 'number' && { least: more.min }),
    ...(typeof more.max === 'number' && { most: more.max }),
    ...(typeof more.step === 'number' && { step: more.step }),
  };
}

function texts(list: readonly Json[]): string[] {
  return list.filter((item) => typeof item === 'string');
}
