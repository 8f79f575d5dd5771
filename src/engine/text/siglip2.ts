import type { JsonObject } from '../checkpoint/modelFiles';

/** Its tokeniser is Gemma's, whose files do not say that SigLIP 2 saw lower-case texts only (transformers' `Siglip2Tokenizer`). */
export function isOfSiglip2({ tokenizer_class: name }: JsonObject): boolean {
  return typeof name === 'string' && /^(Gemma|Siglip2)Tokenizer(Fast)?$/.test(name);
}
