import { isJsonObject, type JsonObject } from '../checkpoint/modelFiles';

/** How a text that is shorter than what its tower reads is filled up. */
export interface Filling {
  /** Tokens of every text. */
  readonly length: number;
  readonly token: number;
  /** Where the filling stands. */
  readonly side: 'left' | 'right';
}

/** The ids of a text with what fills it up. */
export function filled(ids: readonly number[], { length, token, side }: Filling): number[] {
  const rest = new Array<number>(Math.max(0, length - ids.length)).fill(token);
  return side === 'left' ? [...rest, ...ids] : [...ids, ...rest];
}

/**
 * What a tokeniser's files fill texts up with: `pad_token`, which stands among the added tokens of `tokenizer.json`, or what
 * that file pads with. Undefined where neither says.
 */
export function fillingToken(tokenizer: JsonObject, config: JsonObject): number | undefined {
  const named = config.pad_token;
  const content = isJsonObject(named) ? named.content : named;
  const added = Array.isArray(tokenizer.added_tokens) ? (tokenizer.added_tokens as unknown[]) : [];
  const found = added.filter(isJsonObject).find((token) => token.content === content)?.id;
  const id = found ?? (isJsonObject(tokenizer.padding) ? tokenizer.padding.pad_id : undefined);
  return Number.isSafeInteger(id) ? (id as number) : undefined;
}

/** On the right where the files do not say otherwise, as SigLIP was trained. */
export function fillingSide({ padding_side: side }: JsonObject): Filling['side'] {
  return side === 'left' ? 'left' : 'right';
}
