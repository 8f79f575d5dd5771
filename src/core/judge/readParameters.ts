import { readPairs } from '../infotext/parameterPairs';
import type { GenerationParameters, ParameterName } from './generationParameters';

/** What was read, and the names of what was not: unknown, or not to be understood. */
export interface ReadParameters {
  readonly parameters: GenerationParameters;
  readonly unread: readonly string[];
}

/** Text into the value of a parameter, or several; undefined where it is none. */
type Read = (text: string) => GenerationParameters | undefined;

/** More is a slip of the keyboard. */
const MOST = { steps: 10_000, cfgScale: 1000, clipSkip: 24, pixels: 65_536 };

const whole = (name: ParameterName, most: number): Read => {
  return (text) => (/^\d{1,6}$/.test(text) && +text >= 1 && +text <= most ? { [name]: +text } : undefined);
};
const words = (name: ParameterName): Read => {
  return (text) => (text === '' ? undefined : { [name]: text });
};
const cfgScale: Read = (text) =>
  /^\d{1,4}(?:\.\d{1,6})?$/.test(text) && +text <= MOST.cfgScale ? { cfgScale: +text } : undefined;
/** −1 stands for any: then there is nothing to say. */
const seed: Read = (text) => {
  if (text === '-1') return {};
  return /^\d{1,20}$/.test(text) && BigInt(text) < 2n ** 64n ? { seed: String(BigInt(text)) } : undefined;
};
const size: Read = (text) => {
  const [, width = '0', height = '0'] = /^(\d{1,5}) ?[x×] ?(\d{1,5})$/i.exec(text) ?? [];
  const fits = [+width, +height].every((edge) => edge >= 1 && edge <= MOST.pixels);
  return fits ? { width: +width, height: +height } : undefined;
};

/** As the web UI names them below a picture. */
const OF_INFOTEXT: Readonly<Record<string, Read>> = {
  Steps: whole('steps', MOST.steps),
  'CFG scale': cfgScale,
  Sampler: words('sampler'),
  'Schedule type': words('scheduler'),
  Size: size,
  Model: words('model'),
  'Clip skip': whole('clipSkip', MOST.clipSkip),
  Seed: seed,
};

export const INFOTEXT_NAMES: readonly string[] = Object.keys(OF_INFOTEXT);

/** As `generate:` names them. */
const OF_FRONT_MATTER: Readonly<Record<string, Read>> = {
  steps: whole('steps', MOST.steps),
  cfg: cfgScale,
  sampler: words('sampler'),
  scheduler: words('scheduler'),
  size,
  width: whole('width', MOST.pixels),
  height: whole('height', MOST.pixels),
  model: words('model'),
  'clip skip': whole('clipSkip', MOST.clipSkip),
  seed,
};

export const GENERATE_KEYS: readonly string[] = Object.keys(OF_FRONT_MATTER);

/** Says nothing that a picture is made with: the hash of what `Model` names, and who wrote the line. */
const SILENT = new Set(['Model hash', 'Version', 'VAE hash', 'Lora hashes', 'TI hashes', 'Hashes']);

/** Of a spell's own line, such as `Steps: 20, Sampler: Euler a, Size: 512x768`. */
export function parametersOfSpell(values: ReadonlyMap<string, string>): ReadParameters {
  const told = [...values].filter(([name]) => !SILENT.has(name));
  const { parameters, unread } = readAll(told, OF_INFOTEXT);
  // Where the model's name was left out, its hash names it.
  const hash = values.get('Model hash');
  return {
    parameters: hash && parameters.model === undefined ? { ...parameters, model: hash } : parameters,
    unread,
  };
}

/** Of a line that the user wrote for settings or for a run, likewise; a line without any pair is unread as a whole. */
export function parametersOfLine(line: string): ReadParameters {
  if (line.trim() === '') return { parameters: {}, unread: [] };
  const pairs = readPairs(line);
  return pairs.length === 0 ? { parameters: {}, unread: [line.trim()] } : parametersOfSpell(new Map(pairs));
}

/**
 * Of the value of `generate:` in the front matter.
 * @param value as YAML gives it. A seed beyond 2^53 is a text or a bigint: as a number it would be another one, and is not read
 */
export function parametersOfFrontMatter(value: unknown): ReadParameters {
  if (value === null || value === undefined) return { parameters: {}, unread: [] };
  if (typeof value !== 'object' || Array.isArray(value)) return { parameters: {}, unread: ['generate'] };
  const told = Object.entries(value).map(([name, item]): [string, string] => [name, scalarText(item)]);
  return readAll(told, OF_FRONT_MATTER);
}

function readAll(
  told: readonly (readonly [string, string])[],
  table: Readonly<Record<string, Read>>,
): ReadParameters {
  const read = told.map(([name, text]) => ({
    name,
    // Names of a stranger's: `constructor` is none of ours.
    parameters: Object.hasOwn(table, name) ? table[name]!(text.trim()) : undefined,
  }));
  return {
    parameters: Object.assign({}, ...read.map(({ parameters }) => parameters)) as GenerationParameters,
    unread: read.flatMap(({ name, parameters }) => (parameters === undefined ? [name] : [])),
  };
}

function scalarText(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'number') return '';
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? '' : String(value);
}
