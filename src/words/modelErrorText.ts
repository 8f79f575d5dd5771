import type { ModelError, ModelErrorCode } from '../models/modelError';
import { oddKinds } from '../models/oddKinds';
import { shownBytes } from './amounts';
import { MODEL_ERROR_WORDING, MODELS_WORDING } from './models';
import { say, type Language, type Wording } from './words';

/**
 * What went wrong with a model, in a sentence.
 * @param elsewhere wordings that take the place of the terminal's: they speak of what the user has at hand
 */
export function modelErrorText(
  { code, parameters }: ModelError,
  language: Language,
  elsewhere: Partial<Record<ModelErrorCode, Wording>> = {},
): string {
  const { needed, free, kind: odd } = parameters;
  const amount =
    typeof needed === 'number' && typeof free === 'number'
      ? say(MODELS_WORDING.space, language, { needed: shownBytes(needed), free: shownBytes(free) })
      : '';
  const kind = oddKinds.find((each) => each === odd);
  return say(elsewhere[code] ?? MODEL_ERROR_WORDING[code], language, {
    ...parameters,
    amount,
    ...(kind && { kind: say(MODELS_WORDING[kind], language) }),
  });
}
