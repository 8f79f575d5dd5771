import type { CausalTextTower } from '../checkpoint/clipCheckpoint';

/** The tokens up to the one whose state is the text's: attention is causal, so nothing after it matters. */
export function pooledPrefix(
  ids: readonly number[],
  pooling: CausalTextTower['pooling'],
  endToken: number,
): readonly number[] {
  const pooled = pooling === 'end-token' ? ids.indexOf(endToken) : ids.indexOf(Math.max(...ids));
  return ids.slice(0, pooled + 1);
}
