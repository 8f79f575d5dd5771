import type { LeanMessage } from '../../../protocol/panel/lean';
import type { DocumentLean } from '../../services/leans';

/** What the panel is sent of the checkpoint's lean; an empty message where nothing is known of it. */
export function leanMessage(known: DocumentLean | undefined): LeanMessage {
  if (!known) return { kind: 'lean', measuring: false, words: [] };
  const { id, hash } = known.checkpoint;
  return {
    kind: 'lean',
    checkpoint: { id, hash },
    measuring: known.phase === 'measuring',
    words: known.words.map(({ written, head, translated, lean }) => ({
      word: written,
      ...(translated && { asked: head }),
      size: lean.size,
      low: lean.interval[0],
      high: lean.interval[1],
      shown: lean.shown,
    })),
  };
}
