import type { FileScore } from '../score/fileScore';
import type { SpellFile } from '../spell/spell';
import type { Steps } from '../steps';
import { lockKeys, type LockedFile, type LockedSpell } from './lock';
import { sampleOf, textsOf, worthOf } from './measure';

/**
 * What a lock remembers of a scored file.
 * @param shown each picture's path from the lock's folder, with `/`
 * @param embeddings of each picture, in base64: packs the lock
 */
export function* baselineOf(
  file: SpellFile,
  score: FileScore,
  shown: readonly string[],
  embeddings?: readonly string[],
): Steps<LockedFile> {
  const order = score.images
    .map((_, i) => i)
    .sort((a, b) => (shown[a]! < shown[b]! ? -1 : shown[a]! > shown[b]! ? 1 : 0));
  const sample = sampleOf(score, order);
  const keys = lockKeys(file.spells.map(({ name }) => name?.value));
  const spells = new Map<string, LockedSpell>();
  for (const [spell, key] of keys.entries()) {
    const worth = yield* worthOf(score, spell, sample);
    if (!worth) continue;
    const texts = textsOf(score, spell);
    const only = texts.length === 1 ? texts[0]! * score.images.length : undefined;
    const scores = order.map((column, i) =>
      only === undefined ? worth.values[sample.groups[i]!]! : score.cosine[only + column]!,
    );
    spells.set(key, { texts: texts.length, mean: worth.centre, scores });
    yield;
  }
  const { id, hash } = score.checkpoint;
  return {
    checkpoint: { id, hash },
    pictures: order.map((column) => ({
      path: shown[column]!,
      hash: score.images[column]!.hash,
      ...(embeddings && { embedding: embeddings[column]! }),
    })),
    spells,
  };
}
