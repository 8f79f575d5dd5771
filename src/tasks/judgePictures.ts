import { judge, type Verdict } from '../core/judge/verdict';
import type { Embedder, EmbedOptions } from '../core/ports';
import { applyTemplates } from '../core/score/applyTemplates';
import type { FileScore } from '../core/score/fileScore';
import { promptEmbedding } from '../core/score/promptEmbedding';
import type { SpellFile } from '../core/spell/spell';
import { generatedFile } from '../files/generatedPictures';
import type { DrawnRequest } from './drawPictures';
import type { GenerationPlan } from './planPictures';

export interface JudgePicturesRequest extends Pick<EmbedOptions, 'signal' | 'priority' | 'onProgress'> {
  readonly file: SpellFile;
  readonly plan: GenerationPlan;
  readonly drawn: readonly DrawnRequest[];
  /** Absolute. */
  readonly folder: string;
  readonly embedder: Embedder;
  /** Of the file on its reference pictures; what has none is compared with its own prompts only. */
  readonly score?: FileScore;
}

export interface JudgedPictures {
  /** `verdict.pictures` are those of `judged`, in its order. */
  readonly verdict: Verdict;
  readonly judged: readonly DrawnRequest[];
  /** Pictures that the checkpoint can't read, by their files. */
  readonly unreadable: readonly string[];
}

/**
 * How drawn pictures fit their prompts, and which variant came out closer to the reference pictures.
 * @throws EngineError; the signal's reason
 */
export async function judgePictures(request: JudgePicturesRequest): Promise<JudgedPictures> {
  const { file, plan, drawn, folder, embedder, score, signal, priority, onProgress } = request;
  const options = { ...(signal && { signal }), ...(priority && { priority }) };
  const checkpoint = await embedder.checkpoint();
  const templates = file.frontMatter.templates.map(({ value }) => value);
  const filled = plan.variants.map(({ expansion }) =>
    applyTemplates(expansion.text, templates).map(({ text }) => text),
  );
  const texts = await embedder.embedTexts(filled.flat(), options);
  const each = filled[0]?.length ?? 1;
  const files = drawn.map(({ record }) => generatedFile(folder, record));
  const outcomes = await embedder.embedImages(files, { ...options, ...(onProgress && { onProgress }) });
  const references = score
    ? await embedder.embedImages(
        score.images.map((image) => image.path),
        options,
      )
    : [];
  const judged = drawn.filter((_, i) => outcomes[i]!.ok);
  const groupOf = new Map(
    references.flatMap((outcome, i) => (outcome.ok ? [[outcome.hash, score!.images[i]!.group]] : [])),
  );
  const verdict = judge({
    variants: plan.variants.map(({ spell, expansion }, i) => {
      const own = texts.slice(i * each, (i + 1) * each).map(({ embedding }) => embedding);
      const row = score?.prompts.find(
        (prompt) => prompt.spell === spell && prompt.expansion.id === expansion.id,
      );
      const isScored = row !== undefined && score!.images.length > 0;
      return {
        embedding: promptEmbedding(own, checkpoint),
        ...(isScored && { score: row.meanCosine }),
      };
    }),
    pictures: drawn.flatMap(({ index }, i) => {
      const outcome = outcomes[i]!;
      const { variant, parameters } = plan.requests[index]!;
      if (!outcome.ok) return [];
      // One that was there before may be a reference picture by now.
      const reference = groupOf.get(outcome.hash);
      return [
        {
          ...{ variant, seed: parameters.seed, embedding: outcome.embedding },
          ...(reference !== undefined && { reference }),
        },
      ];
    }),
    references: references.flatMap((outcome, i) =>
      outcome.ok ? [{ embedding: outcome.embedding, group: score!.images[i]!.group }] : [],
    ),
    logitScale: checkpoint.logitScale,
  });
  return {
    verdict,
    judged,
    unreadable: drawn.filter((_, i) => !outcomes[i]!.ok).map(({ record }) => record.file),
  };
}
