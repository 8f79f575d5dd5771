import type { GenerationParameters } from './generationParameters';
import type { GenerationRecord } from './generationRecord';

/** A parameter of a picture, as A1111 names it: what was asked for, and what the generator says it ran. */
export interface AskedAndRan {
  readonly name: string;
  readonly asked?: string;
  readonly ran?: string;
  /** Both are known, and are two. */
  readonly differs: boolean;
}

/** Remarks that say so where names are written in several ways: a model with its folder and its hash is the same model. */
const REMARKS: Readonly<Record<string, string>> = {
  Model: 'generation-other-model',
  Sampler: 'generation-other-sampler',
  Size: 'generation-other-size',
};

/** What a picture was to be made with, and was made with; only what one of both says. */
export function askedAndRan(
  record: Pick<GenerationRecord, 'parameters' | 'ran' | 'remarks' | 'seed'>,
): AskedAndRan[] {
  const asked = named(record.parameters);
  const ran = named(record.ran as GenerationParameters & { readonly modelHash?: string });
  asked.set('Seed', record.parameters.seed ?? record.seed);
  ran.set('Seed', record.seed);
  const codes = new Set(record.remarks.map(({ code }) => code));
  return [...new Set([...asked.keys(), ...ran.keys()])].map((name) => {
    const [wish, fact] = [asked.get(name), ran.get(name)];
    const differs = Object.hasOwn(REMARKS, name)
      ? codes.has(REMARKS[name]!)
      : wish !== undefined && fact !== undefined && wish !== fact && name !== 'Schedule type';
    return {
      name,
      ...(wish !== undefined && { asked: wish }),
      ...(fact !== undefined && { ran: fact }),
      differs,
    };
  });
}

/**
 * The parameters that make a picture again, as an infotext names them: what was asked for where that is what ran, else what
 * ran.
 */
export function parametersAgain(
  record: Pick<GenerationRecord, 'parameters' | 'ran' | 'remarks' | 'seed'>,
): (readonly [name: string, value: string])[] {
  return askedAndRan(record).flatMap(({ name, asked, ran, differs }) => {
    const value = differs ? ran : (asked ?? ran);
    return value === undefined || name === 'Model hash' ? [] : [[name, value] as const];
  });
}

function named(parameters: GenerationParameters & { readonly modelHash?: string }): Map<string, string> {
  const { steps, cfgScale, sampler, scheduler, width, height, model, modelHash, clipSkip } = parameters;
  const size = width === undefined || height === undefined ? undefined : `${width}x${height}`;
  const all: readonly (readonly [string, string | number | undefined])[] = [
    ['Steps', steps],
    ['Sampler', sampler],
    ['Schedule type', scheduler],
    ['CFG scale', cfgScale],
    ['Size', size],
    ['Model', model],
    ['Model hash', modelHash],
    ['Clip skip', clipSkip],
  ];
  return new Map(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}
