import type { Embedder, EmbedOptions } from '../core/ports';
import type { Measure } from '../core/why/measureTexts';
import type { ScoredFile } from './scoreFile';

/**
 * What further texts of a scored file are measured on: the pictures that it was scored on.
 * @returns undefined where there are none, or one of them has gone since
 * @throws EngineError, and the signal's reason
 */
export async function pictureMeasure(
  { file, score }: ScoredFile,
  embedder: Embedder,
  options: EmbedOptions,
): Promise<Measure | undefined> {
  if (score === undefined || score.images.length === 0) return undefined;
  const outcomes = await embedder.embedImages(
    score.images.map(({ path }) => path),
    options,
  );
  const pictures = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.embedding] : []));
  if (pictures.length < score.images.length) return undefined;
  return {
    embedder,
    checkpoint: score.checkpoint,
    pictures,
    groups: score.images.map(({ group }) => group),
    templates: file.frontMatter.templates.map(({ value }) => value),
    options,
  };
}
