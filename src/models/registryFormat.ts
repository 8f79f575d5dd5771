import { DeepJsonError, MAX_JSON_DEPTH, parseJson } from '../core/json/parseJson';
import type { ModelError } from './modelError';
import { registryBroken, type RegistryFault, type RegistryPlace } from './registryFault';

/**
 * What a checkpoint's files are. `hf-clip` and `open-clip`: safetensors with the tensor names of transformers' CLIPModel
 * or of open_clip; `onnx`: graphs as transformers.js runs them; `custom`: a model that needs code of its own.
 */
export const modelFormats = ['hf-clip', 'open-clip', 'onnx', 'custom'] as const;
export type ModelFormat = (typeof modelFormats)[number];

/** Those that this version's engine reads. */
export const readableFormats: ReadonlySet<ModelFormat> = new Set(['hf-clip', 'open-clip', 'onnx']);

/** How long one picture takes: `docs/models.md` says what was measured, and where the classes end. */
export const speedClasses = ['fast', 'medium', 'slow'] as const;
export type SpeedClass = (typeof speedClasses)[number];

/** What a checkpoint is for, beside scoring as any does; `docs/models.md` says what of that is measured. */
export const modelUses = ['matching', 'long-prompts', 'japanese', 'taste'] as const;
export type ModelUse = (typeof modelUses)[number];

const families = ['clip', 'siglip'] as const;

export interface RegisteredFile {
  /** Path in the repository, with `/`. */
  readonly name: string;
  /** Bytes; absent where no public source states it: then the hub's own figure is used. */
  readonly size?: number;
  /** Hex; absent where no public source states it: then the hub's own hash is checked. */
  readonly sha256?: string;
}

/** One checkpoint that can be downloaded; the fields are described in `docs/models.md`. */
export interface RegisteredModel {
  /** What the user types. */
  readonly id: string;
  readonly name: string;
  /** `organisation/name` on the hub. */
  readonly repository: string;
  /** Commit, 40 hex digits; absent: the newest of `main`, as it is when the model is downloaded. */
  readonly revision?: string;
  readonly format: ModelFormat;
  readonly family: (typeof families)[number];
  readonly files: readonly RegisteredFile[];
  /** Of the whole download, rounded; for people. */
  readonly megabytes: number;
  /** Edge of the picture that the image tower sees, in pixels. */
  readonly imageSize: number;
  readonly embeddingWidth?: number;
  /** Tokens. */
  readonly contextLength?: number;
  /** BCP-47 codes that it reads well. */
  readonly languages: readonly string[];
  /** SPDX identifier where there is one. */
  readonly licence: string;
  readonly uses?: readonly ModelUse[];
  /** Absent where nobody has measured it. */
  readonly speed?: SpeedClass;
  readonly note: Readonly<Record<'en' | 'ja', string>>;
}

/** Whether a licence forbids commercial use, by its name. */
export function isNonCommercial({ licence }: Pick<RegisteredModel, 'licence'>): boolean {
  return /(?:^|-)NC(?:-|$)|non-?commercial|research[ -]only|amlr/i.test(licence);
}

const schema = 1;

/**
 * Reads one registry file.
 * @param path for the error only
 * @throws ModelError `registry-broken`
 */
export function parseRegistry(text: string, path: string): RegisteredModel[] {
  const check = new Check(path);
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (cause) {
    const fault = cause instanceof DeepJsonError ? 'too-deep' : 'no-json';
    throw registryBroken(path, fault, { levels: MAX_JSON_DEPTH }, { cause });
  }
  const root = check.object(json, { part: 'root' });
  if (root.schema !== schema) throw check.broken('schema', { schema });
  const models = check.list(root.models, { part: 'models' }).map((model) => readModel(check, model));
  const twice = models.find(({ id }, index) => models.findIndex((other) => other.id === id) !== index);
  if (twice) throw check.broken('twice', { id: twice.id });
  return models;
}

function readModel(check: Check, value: unknown): RegisteredModel {
  const model = check.object(value, { part: 'model' });
  const id = check.match(model.id, /^[a-z0-9][a-z0-9.-]{0,63}$/, { part: 'id' });
  const of = (field: string): RegistryPlace => ({ part: 'field', field, id });
  const note = check.object(model.note, of('note'));
  const files = check.list(model.files, of('files')).map((file) => readFile(check, file, id));
  if (files.length === 0) throw check.broken('no-items', { ...of('files') });
  return {
    id,
    name: check.text(model.name, of('name')),
    // No `..`, no leading dot: it becomes the name of a folder.
    repository: check.match(model.repository, /^(?!.*(?:\.\.|--))\w[\w.-]*\/\w[\w.-]*$/, of('repository')),
    revision: check.optional(model.revision, (given) => check.match(given, /^[0-9a-f]{40}$/, of('revision'))),
    format: check.oneOf(model.format, modelFormats, of('format')),
    family: check.oneOf(model.family, families, of('family')),
    files,
    megabytes: check.positive(model.megabytes, of('megabytes')),
    imageSize: check.positive(model.imageSize, of('imageSize')),
    embeddingWidth: check.optional(model.embeddingWidth, (given) =>
      check.positive(given, of('embeddingWidth')),
    ),
    contextLength: check.optional(model.contextLength, (given) => check.positive(given, of('contextLength'))),
    languages: check.list(model.languages, of('languages')).map((code) => check.text(code, of('languages'))),
    licence: check.text(model.licence, of('licence')),
    uses: check.optional(model.uses, (given) =>
      check.list(given, of('uses')).map((use) => check.oneOf(use, modelUses, of('uses'))),
    ),
    speed: check.optional(model.speed, (given) => check.oneOf(given, speedClasses, of('speed'))),
    note: { en: check.text(note.en, of('note')), ja: check.text(note.ja, of('note')) },
  };
}

function readFile(check: Check, value: unknown, id: string): RegisteredFile {
  const file = check.object(value, { part: 'file', id });
  const name = check.text(file.name, { part: 'file-name', id });
  if (!isSafePath(name)) throw check.broken('no-path', { value: JSON.stringify(name).slice(0, 80), id });
  return {
    name,
    size: check.optional(file.size, (given) => check.positive(given, { part: 'file-size', file: name, id })),
    sha256: check.optional(file.sha256, (given) =>
      check.match(given, /^[0-9a-f]{64}$/, { part: 'file-sha256', file: name, id }),
    ),
  };
}

/** Plain names joined by `/`: nothing that a file system or a URL could read as another place. */
function isSafePath(name: string): boolean {
  return (
    name.length <= 200 && name.split('/').every((part) => /^[\w][\w.+-]*$/.test(part) && !part.includes('..'))
  );
}

/** What a value must be, or the error that says where it is not. */
class Check {
  constructor(private readonly path: string) {}

  broken(fault: RegistryFault, about: Readonly<Record<string, string | number>>): ModelError {
    return registryBroken(this.path, fault, about);
  }

  object(value: unknown, place: RegistryPlace): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
    throw this.broken('no-object', { ...place });
  }

  list(value: unknown, place: RegistryPlace): readonly unknown[] {
    if (Array.isArray(value)) return value;
    throw this.broken('no-list', { ...place });
  }

  text(value: unknown, place: RegistryPlace): string {
    if (typeof value === 'string' && value !== '') return value;
    throw this.broken('no-text', { ...place });
  }

  match(value: unknown, pattern: RegExp, place: RegistryPlace): string {
    if (typeof value === 'string' && pattern.test(value)) return value;
    if (value === undefined) throw this.broken('missing', { ...place });
    throw this.broken('unfit', { ...place, value: JSON.stringify(value).slice(0, 80) });
  }

  positive(value: unknown, place: RegistryPlace): number {
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
    throw this.broken('no-number', { ...place });
  }

  oneOf<T extends string>(value: unknown, choices: readonly T[], place: RegistryPlace): T {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw this.broken('no-choice', { ...place, choices: choices.join(', ') });
  }

  optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
    return value === undefined ? undefined : read(value);
  }
}
