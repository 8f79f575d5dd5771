import { EngineError } from '../core/engineError';
import type { Model, ModelAttention } from './model';
import { workUnits } from './workUnits';

/**
 * How a model tells its attention, with what it needs on disk.
 * @throws EngineError `attention-unsupported`; the signal's reason when it is aborted
 */
export async function preparedAttention(
  { attention, checkpoint }: Model,
  signal: AbortSignal,
): Promise<ModelAttention> {
  if (!attention) throw new EngineError('attention-unsupported', { model: checkpoint.id });
  await workUnits.during('loading', () => attention.prepare());
  signal.throwIfAborted();
  return attention;
}
