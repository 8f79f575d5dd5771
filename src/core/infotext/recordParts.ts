import type { Json } from './looseJson';
import { textOf } from './looseJson';
import type { PictureRecord } from './pictureRecord';
import type { Pair } from './parameterPairs';

/** How surely a record tells what the picture was made of; lower is better. */
export type Rank = 'infotext' | 'tool' | 'graph' | 'workflow' | 'loose' | 'empty';

/** A record before the best is chosen. */
export interface Found extends PictureRecord {
  readonly rank: Rank;
}

/** Pairs without those that have no value. */
export function pairsOf(values: readonly (readonly [name: string, value: Json | undefined])[]): Pair[] {
  return values.flatMap(([name, value]) => {
    const text = textOf(value)?.trim();
    return text === undefined || text === '' ? [] : [[name, text] as const];
  });
}

export function sizeOf(width: Json | undefined, height: Json | undefined): string | undefined {
  const [w, h] = [textOf(width), textOf(height)];
  return w !== undefined && h !== undefined && /^\d{1,6}$/.test(w) && /^\d{1,6}$/.test(h)
    ? `${w}x${h}`
    : undefined;
}

/** A text that is not blank. */
export function filled(value: Json | undefined): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

/** Properties without those that are undefined. */
export function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** The name of a model without its folder and ending. */
export function modelName(value: Json | undefined): string | undefined {
  const text = filled(value);
  return text?.replace(/^.*[\\/]/s, '').replace(/\.(?:safetensors|ckpt|sft|gguf|pth?|bin)$/i, '');
}
