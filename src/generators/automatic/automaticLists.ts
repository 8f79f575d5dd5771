import { isList, isObject, textOf, type Json, type JsonObject } from '../../core/infotext/looseJson';
import type { GeneratorConnection } from '../connection';
import type { GenerationRequest } from '../generator';
import { GeneratorError } from '../generatorError';
import { bareModel, named, nameIn } from '../wishes';

/** Something that the server has, by all the names that it goes by; the first is the one to send. */
type Names = readonly [string, ...string[]];

/** Undefined where the server has no such list. */
export interface AutomaticLists {
  readonly models?: readonly Names[];
  readonly samplers?: readonly Names[];
  readonly schedulers?: readonly Names[];
  readonly loras?: readonly Names[];
}

/** As the server takes them. */
export interface Resolved {
  readonly model?: string;
  readonly sampler?: string;
  readonly scheduler?: string;
  /** Whether a scheduler was asked for that there is no place for. */
  readonly schedulerUnused?: boolean;
}

/** @throws GeneratorError of the connection; a list that is not there or not readable is undefined */
export async function readLists(
  connection: GeneratorConnection,
  isSdNext: boolean,
  signal?: AbortSignal,
): Promise<AutomaticLists> {
  const list = (
    path: string,
    names: (item: JsonObject) => (string | undefined)[],
  ): Promise<Names[] | undefined> => readList(connection, path, names, signal);
  const [models, samplers, schedulers, loras] = await Promise.all([
    list('/sdapi/v1/sd-models', ({ title, model_name, filename, hash, sha256 }) =>
      [title, model_name, filename, hash, sha256].map(textOf),
    ),
    list('/sdapi/v1/samplers', ({ name, aliases }) => [textOf(name), ...textsOf(aliases)]),
    isSdNext
      ? undefined
      : list('/sdapi/v1/schedulers', ({ label, name, aliases }) => [
          textOf(label) ?? textOf(name),
          textOf(name),
          ...textsOf(aliases),
        ]),
    isSdNext
      ? list('/sdapi/v1/extra-networks', ({ name, type }) =>
          textOf(type)?.toLowerCase() === 'lora' ? [textOf(name)] : [],
        )
      : list('/sdapi/v1/loras', ({ name, alias }) => [textOf(name), textOf(alias)]),
  ]);
  return { models, samplers, schedulers, loras };
}

/**
 * What was asked for in the server's own names. Later builds drop what they don't know and say nothing, so it is refused
 * here.
 * @throws GeneratorError `generator-model-missing`, `generator-sampler-unknown`, `generator-scheduler-unknown`
 */
export function resolve(request: GenerationRequest, lists: AutomaticLists, url: string): Resolved {
  return { ...resolveModel(request, lists, url), ...resolveSampler(request, lists, url) };
}

function resolveModel({ model }: GenerationRequest, { models }: AutomaticLists, url: string): Resolved {
  if (model === undefined || models === undefined) return { model };
  const found = find(models, model) ?? models.find((names) => names.some((name) => isSameFile(name, model)));
  if (!found)
    throw new GeneratorError('generator-model-missing', {
      url,
      model,
      ...named(models.map(([name]) => name)),
    });
  return { model: found[0] };
}

function isSameFile(name: string, wanted: string): boolean {
  return bareModel(name).toLowerCase() === bareModel(wanted).toLowerCase();
}

/** Before 1.9 a sampler's name held its scheduler ("DPM++ 2M Karras"); since then they are two. Both are taken by both. */
function resolveSampler(request: GenerationRequest, lists: AutomaticLists, url: string): Resolved {
  const { samplers, schedulers } = lists;
  const wanted = request.sampler;
  const own = schedulers ? resolveScheduler(request.scheduler, schedulers, url) : request.scheduler;
  if (wanted === undefined || samplers === undefined)
    return { sampler: wanted, ...(schedulers ? { scheduler: own } : unplaced(own)) };
  const joined = !schedulers && own !== undefined ? find(samplers, `${wanted} ${own}`) : undefined;
  if (joined) return { sampler: joined[0] };
  const exact = find(samplers, wanted);
  if (exact) return { sampler: exact[0], ...(schedulers ? { scheduler: own } : unplaced(own)) };
  for (const names of schedulers ?? [])
    for (const suffix of names) {
      const ends = wanted.toLowerCase().endsWith(` ${suffix.toLowerCase()}`);
      const sampler = ends ? find(samplers, wanted.slice(0, -suffix.length - 1)) : undefined;
      if (sampler) return { sampler: sampler[0], scheduler: own ?? names[0] };
    }
  throw new GeneratorError('generator-sampler-unknown', {
    url,
    sampler: wanted,
    ...named(samplers.map(([name]) => name)),
  });
}

function unplaced(scheduler: string | undefined): Resolved {
  return { schedulerUnused: scheduler !== undefined && scheduler.toLowerCase() !== 'automatic' };
}

function resolveScheduler(
  wanted: string | undefined,
  schedulers: readonly Names[],
  url: string,
): string | undefined {
  if (wanted === undefined) return undefined;
  const found = find(schedulers, wanted);
  if (found) return found[0];
  throw new GeneratorError('generator-scheduler-unknown', {
    url,
    scheduler: wanted,
    ...named(schedulers.map(([name]) => name)),
  });
}

/** LoRAs of a prompt that the server does not have. */
export function unknownLoras(names: readonly string[], { loras }: AutomaticLists): string[] {
  return loras ? names.filter((name) => !find(loras, name)) : [];
}

function find(list: readonly Names[], wanted: string): Names | undefined {
  return list.find((names) => names.includes(wanted)) ?? list.find((names) => nameIn(names, wanted));
}

async function readList(
  connection: GeneratorConnection,
  path: string,
  names: (item: JsonObject) => (string | undefined)[],
  signal: AbortSignal | undefined,
): Promise<Names[] | undefined> {
  const json = await connection.getJson(path, { signal }).catch(missing);
  if (!isList(json)) return undefined;
  return json.filter(isObject).flatMap((item) => {
    const [first, ...others] = names(item).filter((name) => name !== undefined && name !== '') as string[];
    return first === undefined ? [] : [[first, ...others] as Names];
  });
}

/** Servers that have no such route say so in many ways. */
function missing(error: unknown): Json | undefined {
  if (!(error instanceof GeneratorError)) throw error;
  if (!/-(?:refused|html|answer-unreadable)$/.test(error.code)) throw error;
  return undefined;
}

function textsOf(value: Json | undefined): string[] {
  return isList(value) ? value.flatMap((item) => textOf(item) ?? []) : [];
}
