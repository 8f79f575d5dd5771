import type { Tokenization } from '../ports';
import { readPrompt } from './clipText';
import { a1111Chunks, comfyuiChunks } from './chunks';
import type { Piece } from './reading';
import type { Dialect, Prompt } from './spell';

/** How a generator divides a prompt into what it encodes apart. */
export interface PromptChunks {
  /** Tokens of each chunk, begin and end not counted; one list for each part of `AND`. */
  readonly parts: readonly (readonly number[])[];
  /** Texts that it gives its tokeniser one by one, where there are several. */
  readonly pieces: readonly string[];
  /** Tokens of all pieces. */
  readonly tokens: number;
}

export type Tokenize = (texts: readonly string[]) => Promise<readonly Tokenization[]>;

/** Begin and end token of the vocabulary that Stable Diffusion's text encoders share. */
const CLIP_FRAME = [49_406, 49_407];

/**
 * The chunks in which the web UI or ComfyUI encodes a prompt whose slots are filled.
 *
 * undefined where no number can be told: the dialect's generator is not known for its chunks, the checkpoint has not the
 * tokens that the generator counts in, a textual inversion is as long as its file says, or one word is too long.
 */
export async function promptChunks(
  raw: string,
  dialect: Dialect,
  prompt: Pick<Prompt, 'isNegative' | 'isVerbatim' | 'steps'>,
  tokenize: Tokenize,
): Promise<PromptChunks | undefined> {
  if ((dialect !== 'a1111' && dialect !== 'comfyui') || prompt.isVerbatim) return undefined;
  const { items, hasEmbeddings } = readPrompt(raw, dialect, prompt);
  if (hasEmbeddings) return undefined;
  const pieces = items.filter((item): item is Piece => !('edge' in item)).map(({ text }) => text);
  const words = pieces.map(wordsOf);
  const [frame, comma, ...tokenized] = await tokenize(['', ',', ...words.flat()]);
  if (frame?.ids.join() !== CLIP_FRAME.join()) return undefined;
  if (tokenized.some(({ ids, count }) => ids.length !== count)) return undefined;
  let at = 0;
  const ids = words.map((some) => some.flatMap(() => tokenized[at++]!.ids.slice(1, -1)));
  const tokens = ids.reduce((sum, { length }) => sum + length, 0);
  const told = { pieces: pieces.filter((_, i) => ids[i]!.length > 0), tokens };
  if (dialect === 'comfyui') return { ...told, parts: [comfyuiChunks(ids).map(({ length }) => length)] };
  const parts: (readonly number[] | 'break')[][] = [[]];
  let piece = 0;
  for (const item of items) {
    if (!('edge' in item)) parts.at(-1)!.push(ids[piece++]!);
    else if (item.edge === 'break') parts.at(-1)!.push('break');
    else parts.push([]);
  }
  return {
    ...told,
    parts: parts.map((part) => a1111Chunks(part, comma?.ids[1]).map(({ length }) => length)),
  };
}

/** CLIP's tokens never reach over a blank, nor from a comma or a full stop to a letter. */
function wordsOf(text: string): string[] {
  return text.split(/\s+|(?<=[,、。，])(?=[\p{L}\p{N}])/u).filter((word) => word !== '');
}
