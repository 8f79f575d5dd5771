/** What a picture is to be made with, besides its text. What is undefined is left to the next level, and in the end to the generator. */
export interface GenerationParameters {
  readonly steps?: number;
  readonly cfgScale?: number;
  readonly sampler?: string;
  readonly scheduler?: string;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
  readonly model?: string;
  /** Layers of the text encoder that are left out, from 1: none. */
  readonly clipSkip?: number;
  /** Of the first picture; decimal digits. */
  readonly seed?: string;
}

export type ParameterName = keyof GenerationParameters;

/** Who says a parameter, in the order in which they are asked: the spell's `Steps: …` line, `generate:` of its file, settings. */
export const PARAMETER_ORIGINS = ['spell', 'front-matter', 'settings'] as const;
export type ParameterOrigin = (typeof PARAMETER_ORIGINS)[number];

/** Each parameter that somebody says, and who. */
export type DecidedParameters = {
  readonly [Name in ParameterName]?: {
    readonly value: NonNullable<GenerationParameters[Name]>;
    readonly origin: ParameterOrigin;
  };
};

/**
 * Each parameter by the first who says it. Who names a sampler has chosen its scheduler too, if only by leaving it out: a
 * scheduler from further down does not join another's sampler.
 */
export function decideParameters(
  levels: Readonly<Partial<Record<ParameterOrigin, GenerationParameters>>>,
): DecidedParameters {
  const decided: Record<string, { readonly value: string | number; readonly origin: ParameterOrigin }> = {};
  for (const origin of PARAMETER_ORIGINS) {
    const hasSampler = decided.sampler !== undefined;
    for (const [name, value] of Object.entries(levels[origin] ?? {}) as [ParameterName, string | number][]) {
      if (value === undefined || decided[name] || (name === 'scheduler' && hasSampler)) continue;
      decided[name] = { value, origin };
    }
  }
  return decided as DecidedParameters;
}

/** The values alone. */
export function plainParameters(decided: DecidedParameters): GenerationParameters {
  return Object.fromEntries(Object.entries(decided).map(([name, { value }]) => [name, value]));
}
