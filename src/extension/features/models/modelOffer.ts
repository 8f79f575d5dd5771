import { readableFormats } from '../../../models/registryFormat';
import type { ModelOffer } from '../../../protocol/panel/shell';
import { shownBytes } from '../../../words/amounts';
import type { ModelLibrary } from '../../services/modelLibrary';

/** CLIP ViT-B/32 of OpenAI: fast, well known, and its published scores can be checked. */
const offered = 'clip-vit-b-32';

/** What is offered to who wants to judge photographs; undefined where the registry has none or cannot be read. */
export async function modelOffer(library: Pick<ModelLibrary, 'all'>): Promise<ModelOffer | undefined> {
  // Who opens the list is told what is wrong with a registry.
  const known = await library.all().catch(() => []);
  const found = known.find(({ model }) => model.id === offered && readableFormats.has(model.format));
  if (!found) return undefined;
  const { id, name, megabytes, licence } = found.model;
  return { id, name, size: shownBytes(megabytes * 1e6), licence, isHere: found.state === 'pulled' };
}
