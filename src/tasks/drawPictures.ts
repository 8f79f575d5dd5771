import type { GenerationRecord, RecordedRemark } from '../core/judge/generationRecord';
import type { SpellFile } from '../core/spell/spell';
import { isUnchanged, keepGenerated, prepareFolder } from '../files/generatedPictures';
import type { GenerationProgress, Generator } from '../generators/generator';
import type { GenerationPlan, PlannedRequest } from './planPictures';

export interface DrawRequest {
  readonly plan: GenerationPlan;
  readonly file: SpellFile;
  /** Name of the spell file, without its folder. */
  readonly source: string;
  readonly generator: Generator;
  /** Where pictures are written, absolute. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  readonly preview?: boolean;
  /** Of the picture that is drawn just then, by its place in the plan. */
  readonly onProgress?: (index: number, progress: GenerationProgress) => void;
}

/** One picture that is there. */
export interface DrawnRequest {
  /** Place in the plan's requests. */
  readonly index: number;
  readonly record: GenerationRecord;
  /** It was there before. */
  readonly isKnown: boolean;
  /** Those of the generator when it drew. */
  readonly remarks: readonly RecordedRemark[];
}

/**
 * Has a generator draw what is planned, one picture after the other, and keeps each as it comes: whoever stops has what is
 * finished. What is there already, as it was drawn, is not asked for again.
 * @throws GeneratorError; FileError and what the system says of the folder, before anything is drawn where that can be told;
 * the signal's reason
 */
export async function* drawPictures(request: DrawRequest): AsyncGenerator<DrawnRequest> {
  const { plan, source, folder, signal } = request;
  if (plan.requests.some(({ known }) => !known)) await prepareFolder(folder, source);
  // The same request twice, as two options that read the same make it, is one picture.
  const drawn = new Map<string, GenerationRecord>();
  for (const [index, planned] of plan.requests.entries()) {
    signal?.throwIfAborted();
    const { known } = planned;
    const there = known && (await isUnchanged(folder, known)) ? known : drawn.get(planned.request);
    if (there) {
      yield { index, record: there, isKnown: true, remarks: there.remarks };
      continue;
    }
    const one = await drawOne(index, planned, request);
    drawn.set(planned.request, one.record);
    yield one;
  }
}

async function drawOne(
  index: number,
  planned: PlannedRequest,
  { plan, file, source, generator, folder, signal, preview, onProgress }: DrawRequest,
): Promise<DrawnRequest> {
  const { prompt, negative, parameters } = planned;
  const variant = plan.variants[planned.variant]!;
  const spell = file.spells[variant.spell]!;
  const from = performance.now();
  const { pictures, remarks } = await generator.generate(
    { prompt, ...(negative !== undefined && { negative }), ...parameters },
    {
      ...(signal && { signal }),
      ...(preview !== undefined && { preview }),
      ...(onProgress && { onProgress: (progress) => onProgress(index, progress) }),
    },
  );
  const seconds = Math.round(performance.now() - from) / 1000;
  const [picture] = pictures;
  const { ran } = picture;
  const record = await keepGenerated(
    folder,
    {
      source,
      spell: spell.name?.value ?? String(spell.index + 1),
      expansion: variant.expansion.id,
      seed: picture.seed,
      extension: extensionOf(picture.format),
    },
    picture.bytes,
    {
      schema: 1,
      source,
      spell: spell.name?.value ?? null,
      spellIndex: spell.index,
      expansion: variant.expansion.id,
      text: variant.expansion.text,
      prompt,
      negative: negative ?? null,
      parameters,
      seed: picture.seed,
      ran: Object.fromEntries(Object.entries(ran).filter(([, value]) => value !== undefined)) as Record<
        string,
        string | number
      >,
      remarks,
      generator: generator.identity.family,
      url: generator.identity.url,
      time: new Date().toISOString(),
      seconds,
      request: planned.request,
    },
  );
  return { index, record, isKnown: false, remarks };
}

function extensionOf(format: string): string {
  return format === 'jpeg' ? 'jpg' : format;
}
