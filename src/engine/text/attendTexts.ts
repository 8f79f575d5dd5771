import type { Progress, TextAttention } from '../../core/ports';
import { preparedAttention } from '../preparedAttention';
import type { Model } from '../model';
import type { Job } from '../scheduler';

export interface AttendTextsRequest {
  readonly model: Model;
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * What the text tower reads of each text, a turn each.
 * @throws EngineError `attention-unsupported`; the signal's reason when it is aborted
 */
export async function attendTexts(
  texts: readonly string[],
  { model, job, signal, onProgress }: AttendTextsRequest,
): Promise<TextAttention[]> {
  const attention = await preparedAttention(model, signal);
  const results: TextAttention[] = [];
  for (const text of texts) {
    results.push(await job.turn(() => attention.ofText(text)));
    signal.throwIfAborted();
    onProgress({ phase: 'texts', done: results.length, total: texts.length });
  }
  return results;
}
