import type { Precision, Progress, TextEmbedding, Tokenization } from '../../core/ports';
import type { Model } from '../model';
import type { Job } from '../scheduler';

export interface EmbedTextsRequest {
  readonly model: Model;
  readonly precision: Precision;
  readonly job: Job;
  readonly signal?: AbortSignal;
  /** Of the next native run; asked anew before each. */
  readonly tokensPerRun: () => number;
  readonly onProgress: (progress: Progress) => void;
}

/** Texts read in one turn: some milliseconds. */
const readAtOnce = 64;
/** Texts that are laid out for runs together: sorting them, too, must not take long. */
const encodedAtOnce = 2048;

/**
 * Embeds texts in short turns, reading them included.
 * @returns one embedding per text, in order
 * @throws the reason of the job's signal when it is aborted
 */
export async function embedTexts(
  texts: readonly string[],
  { model, precision, job, signal, tokensPerRun, onProgress }: EmbedTextsRequest,
): Promise<TextEmbedding[]> {
  const results: TextEmbedding[] = [];
  let done = 0;
  for (let start = 0; start < texts.length; start += encodedAtOnce) {
    const some = texts.slice(start, start + encodedAtOnce);
    const tokens = await tokenize(some, model, job);
    const runs = model.encodeTokens(
      tokens.map(({ ids }) => ids),
      {
        get tokensPerRun() {
          return tokensPerRun();
        },
        precision,
        texts: some,
        signal,
      },
    );
    try {
      for (;;) {
        const run = await job.turn(() => runs.next());
        if (run.done) break;
        for (const { index, embedding } of run.value) {
          const { count, lostFrom } = tokens[index]!;
          results[start + index] = {
            embedding,
            tokenCount: count,
            ...(lostFrom !== undefined && { lostFrom }),
          };
        }
        done += run.value.length;
        onProgress({ phase: 'texts', done, total: texts.length });
      }
    } finally {
      await runs.return(undefined);
    }
  }
  return results;
}

async function tokenize(texts: readonly string[], model: Model, job: Job): Promise<Tokenization[]> {
  const tokens: Tokenization[] = [];
  for (let start = 0; start < texts.length; start += readAtOnce) {
    const some = texts.slice(start, start + readAtOnce);
    tokens.push(...(await job.turn(() => Promise.resolve(model.tokenize(some)))));
  }
  return tokens;
}
