import { readFile } from 'node:fs/promises';
import { ModelError } from './modelError';
import { registryBroken } from './registryFault';

/** The published scores that come with Spellwright lie in the folder `models` of the installation under this name. */
export const publishedScoresFile = 'published-scores.json';

/** What someone else got for one picture with the original weights. */
export interface PublishedCase {
  /** Id in the registry. */
  readonly model: string;
  readonly picture: { readonly file: string; readonly url: string };
  readonly texts: readonly string[];
  /** `logits`: cosine × logit scale; `probabilities`: their softmax over the texts. */
  readonly kind: 'logits' | 'probabilities';
  /** One for each text. */
  readonly values: readonly number[];
  /** The largest difference that still counts as the same; above the published digits and what decoders differ by. */
  readonly tolerance: number;
  /** Who published it. */
  readonly source: string;
}

/** @throws ModelError `registry-unreadable`, `registry-broken` */
export async function readPublishedScores(path: string): Promise<PublishedCase[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    throw new ModelError('registry-unreadable', { path, reason: code }, { cause });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw registryBroken(path, 'no-json', {}, { cause });
  }
  const { schema, cases } = (json ?? {}) as { readonly schema?: unknown; readonly cases?: unknown };
  if (schema === 1 && Array.isArray(cases) && cases.every(isCase)) return cases;
  throw registryBroken(path, 'no-scores');
}

function isCase(value: unknown): value is PublishedCase {
  const { model, picture, texts, kind, values, tolerance, source } = (value ?? {}) as Partial<PublishedCase>;
  return (
    typeof model === 'string' &&
    // It is joined to a folder of the user's.
    /^\w[\w.-]*$/.test(picture?.file ?? '') &&
    /^https?:\/\//.test(picture?.url ?? '') &&
    Array.isArray(texts) &&
    texts.every((text) => typeof text === 'string') &&
    (kind === 'logits' || kind === 'probabilities') &&
    Array.isArray(values) &&
    values.length === texts.length &&
    values.length > 0 &&
    values.every(Number.isFinite) &&
    typeof tolerance === 'number' &&
    tolerance > 0 &&
    typeof source === 'string'
  );
}
