import { readJsonObject } from '../../src/engine/checkpoint/modelFiles';
import { ClipTokenizer } from '../../src/engine/text/clipTokenizer';
import { vitB32 } from '../checkpoint/shape';

export type Tokenize = (texts: readonly string[]) => readonly (readonly number[])[];

/** The checkpoint's tokeniser for a peer that brings none; each its own, as it remembers what it has read. */
export async function tokenizerOf(folder: string): Promise<Tokenize> {
  const tokenizer = new ClipTokenizer({
    tokenizer: await readJsonObject(folder, 'tokenizer.json'),
    config: await readJsonObject(folder, 'tokenizer_config.json'),
    contextLength: vitB32.text.context,
    vocabularySize: vitB32.text.vocabulary,
  });
  return (texts) => texts.map((text) => tokenizer.tokenize(text).ids);
}

/** Token rows of equal length, filled up with the end token, as a graph takes them. */
export function padded(
  rows: readonly (readonly number[])[],
  length = Math.max(...rows.map((row) => row.length)),
): { readonly data: BigInt64Array; readonly shape: readonly [number, number] } {
  const data = new BigInt64Array(rows.length * length);
  rows.forEach((row, i) => {
    data.fill(BigInt(row.at(-1)!), i * length, (i + 1) * length);
    row.forEach((token, j) => (data[i * length + j] = BigInt(token)));
  });
  return { data, shape: [rows.length, length] };
}
