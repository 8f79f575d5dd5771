import { readPrompt } from './clipText';
import type { Reading } from './reading';
import type { Dialect } from './spell';

/** Texts as image generators take them. */
export interface PromptTexts {
  readonly prompt: string;
  readonly negative?: string;
}

/** Whether two dialects read the same words with the same weights. */
export function meansTheSame({ prompt, negative = '' }: PromptTexts, one: Dialect, other: Dialect): boolean {
  if (one === other) return true;
  const reads = (dialect: Dialect, text: string, isNegative: boolean): string =>
    told(readPrompt(text, dialect, { isNegative }));
  return (
    reads(one, prompt, false) === reads(other, prompt, false) &&
    reads(one, negative, true) === reads(other, negative, true)
  );
}

function told({ items, gaps }: Reading): string {
  const parts: (string | number)[][] = [];
  for (const item of items) {
    const last = parts.at(-1);
    if ('edge' in item) parts.push([item.edge]);
    else if (item.text === '') continue;
    // Neighbours of one weight are one text, however they were cut.
    else if (last?.length === 2 && last[1] === item.weight) last[0] += item.text;
    else parts.push([item.text, item.weight]);
  }
  return JSON.stringify([parts, gaps.length]);
}
