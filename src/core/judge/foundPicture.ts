import type { PictureReading, PictureRecord } from '../infotext/pictureRecord';
import type { FoundMetadata, FoundPicture } from './gallery';
import type { FoundText } from './matchPicture';

/** Characters of a prompt, and of the other values: what is longer is nobody's wording, and thousands are kept in memory. */
const MOST_PROMPT = 20_000;
const MOST_VALUE = 500;
const MOST_VALUES = 60;
/** Texts that one picture is matched by. */
const MOST_TEXTS = 8;

/** What a picture says of itself, as far as it can be matched; undefined where it tells no prompt. */
export function foundIn({ records }: PictureReading): Pick<FoundPicture, 'metadata' | 'texts'> | undefined {
  const told = records.filter(({ prompt }) => prompt !== '' && prompt.length <= MOST_PROMPT);
  const [first] = told;
  if (!first) return undefined;
  return { metadata: metadataOf(first), texts: told.flatMap(textsOf).slice(0, MOST_TEXTS) };
}

function metadataOf(record: PictureRecord): FoundMetadata {
  const { maker, dialect, prompt, negative, seed, parameters } = record;
  return {
    ...{ maker, dialect, prompt },
    ...(negative !== undefined && { negative: negative.slice(0, MOST_PROMPT) }),
    ...(seed !== undefined && /^\d{1,20}$/.test(seed) && { seed }),
    parameters: parameters
      .slice(0, MOST_VALUES)
      .map(([name, value]) => [name.slice(0, MOST_VALUE), value.slice(0, MOST_VALUE)] as const),
  };
}

function textsOf(record: PictureRecord): FoundText[] {
  const { prompt, negative, dialect, negativeUnused, template, approximate = [], choices = [] } = record;
  const steps = Number(record.parameters.find(([name]) => name === 'Steps')?.[1]);
  const shared = {
    dialect,
    ...(negativeUnused !== undefined && { hasNoNegative: true }),
    ...(Number.isSafeInteger(steps) && steps > 0 && { steps }),
  };
  const text = (own: { readonly prompt: string; readonly negative?: string }): FoundText => ({
    ...shared,
    prompt: own.prompt,
    ...(own.negative !== undefined && { negative: own.negative }),
  });
  const isApproximate = approximate.length > 0;
  const texts = [
    {
      ...text({ prompt, ...(negative !== undefined && { negative }) }),
      ...(isApproximate && { isApproximate }),
    },
    // Of several samplers or texts nobody knows which made the picture.
    ...choices.map((choice) => ({ ...text(choice), isApproximate: true })),
    ...(template && template.prompt !== prompt
      ? [{ ...text({ negative, ...template }), isTemplate: true }]
      : []),
  ];
  return texts.filter((each) => each.prompt.trim() !== '' && each.prompt.length <= MOST_PROMPT);
}
