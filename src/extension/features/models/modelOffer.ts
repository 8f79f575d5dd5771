import { readableFormats } from '../../../models/registryFormat';
import type { ModelOffer } from '../../../protocol/panel/shell';
import { shownBytes } from '../../../words/amounts';
import type { Language } from '../../../words/words';
import type { ModelLibrary } from '../../services/modelLibrary';

/**
 * CLIP ViT-B/32 of OpenAI: fast, well known, and its published scores can be checked; it reads English only. To who uses the
 * editor in Japanese, SigLIP 2, which reads Japanese and English.
 */
const offered: Readonly<Record<Language, string>> = { en: 'clip-vit-b-32', ja: 'siglip2-b-16' };

/** What is offered to who wants to judge photographs; undefined where the registry has none or cannot be read. */
export async function modelOffer(
  library: Pick<ModelLibrary, 'all'>,
  language: Language,
): Promise<ModelOffer | undefined> {
  // Who opens the list is told what is wrong with a registry.
  const known = await library.all().catch(() => []);
  const found = known.find(
    ({ model }) => model.id === offered[language] && readableFormats.has(model.format),
  );
  if (!found) return undefined;
  const { id, name, megabytes, licence } = found.model;
  return { id, name, size: shownBytes(megabytes * 1e6), licence, isHere: found.state === 'pulled' };
}
