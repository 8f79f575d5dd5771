/** A server may be as near to the checkpoint as another processor is: what is shown has no more digits. */
export const sameNumbers = 0.9999;

/**
 * How well a server agrees, as part of a hash: what was kept of a server before it was set right is not taken for what it
 * says now. Rough, as replicas differ in the last digits.
 */
export function roughly(cosine: number): number {
  return cosine >= sameNumbers ? 1 : Math.round(cosine * 200) / 200;
}
