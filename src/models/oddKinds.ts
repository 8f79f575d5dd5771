/** What may lie where a plain file should. `other-file`: not the one that was opened. */
export const oddKinds = [
  'link',
  'hard-link',
  'folder',
  'file',
  'pipe',
  'socket',
  'device',
  'other-file',
] as const;
export type OddKind = (typeof oddKinds)[number];
