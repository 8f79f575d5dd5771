import { finish } from '../../core/steps';
import type { GenerationRemark, GenerationRequest } from '../generator';
import { GeneratorError } from '../generatorError';
import { bareModel, listed, nameIn, named } from '../wishes';
import type { ComfyLists } from './comfyLists';
import { loraTags, withoutLoraTags, type LoraTag } from './loraTags';
import { plainWorkflow } from './plainWorkflow';
import { comfySampling } from './samplerNames';
import { applyBindings } from './workflow/applyBindings';
import type { Binding, Bindings, Slot } from './workflow/bindings';
import { findBindings } from './workflow/findBindings';
import type { ExactNode, Workflow } from './workflow/workflow';

export interface OwnWorkflow {
  readonly workflow: Workflow;
  readonly bindings: Bindings;
}

/** A graph with a request filled in. */
export interface PreparedGraph {
  readonly nodes: Readonly<Record<string, ExactNode>>;
  readonly bindings: readonly Binding[];
  readonly remarks: readonly GenerationRemark[];
}

/** Names of slots as requests have them. */
const NAMES: Readonly<Partial<Record<Slot, string>>> = { cfg: 'cfgScale' };

/**
 * The graph that makes a picture: the user's own with its places filled in, or a plain one.
 * @throws GeneratorError `workflow-prompt-unbound`, `workflow-seed-unbound`, `generator-model-missing`, `-sampler-unknown`,
 * `-scheduler-unknown`, `generator-model-needed`; what `lists` throws
 */
export async function preparedGraph(
  request: GenerationRequest,
  seed: bigint,
  own: OwnWorkflow | undefined,
  lists: ComfyLists,
  url: string,
  signal?: AbortSignal,
): Promise<PreparedGraph> {
  const known = new Known(lists, url, signal);
  const tags = loraTags(request.prompt);
  const { workflow, bindings, unknownLoras } = own
    ? { ...own, unknownLoras: [] }
    : await plainGraph(request, tags, known);
  refuseIncomplete(bindings);
  const at = (slot: Slot): Binding | undefined => bindings.bindings.find((each) => each.slot === slot);
  const sampling = await known.sampling(request, at('sampler'), at('scheduler'));
  const { nodes, unused } = applyBindings(workflow, bindings.bindings, {
    prompt: own ? request.prompt : withoutLoraTags(request.prompt),
    negative: request.negative,
    seed,
    steps: request.steps,
    cfg: request.cfgScale,
    width: request.width,
    height: request.height,
    ...sampling,
    model: request.model === undefined ? undefined : await known.model(request.model, at('model')),
    // Of several pictures at once only the first would have the seed that is told.
    ...(at('batch') && { batch: 1 }),
    clipSkip: own && request.clipSkip !== undefined ? -request.clipSkip : undefined,
  });
  return {
    nodes,
    bindings: bindings.bindings,
    remarks: [
      ...unusedNegative(request, bindings, at('negative')),
      ...listed(
        'generation-unused',
        unused.filter((slot) => slot !== 'negative').map((slot) => NAMES[slot] ?? slot),
      ),
      ...listed('generation-loras-unknown', unknownLoras),
      ...listed('generation-loras-unused', own && !readsTags(workflow) ? tags.map(({ name }) => name) : []),
    ],
  };
}

function refuseIncomplete({ bindings, candidates }: Bindings): void {
  const isOpen = (slot: Slot): boolean => !bindings.some((binding) => binding.slot === slot);
  if (isOpen('prompt'))
    throw new GeneratorError('workflow-prompt-unbound', {
      candidates: candidates
        .slice(0, 8)
        .map(({ id, input }) => `${id} ${input}`)
        .join(', '),
    });
  if (isOpen('seed')) throw new GeneratorError('workflow-seed-unbound');
}

async function plainGraph(
  request: GenerationRequest,
  tags: readonly LoraTag[],
  known: Known,
): Promise<OwnWorkflow & { readonly unknownLoras: readonly string[] }> {
  const model = await known.checkpoint(request.model);
  const { loras, unknown } = await known.loras(tags);
  const workflow = plainWorkflow({
    model,
    loras,
    ...(request.clipSkip !== undefined && { clipSkip: request.clipSkip }),
  });
  return { workflow, bindings: finish(findBindings(workflow)), unknownLoras: unknown };
}

/** Nodes of others that read LoRA tags out of texts. */
function readsTags({ graph }: Workflow): boolean {
  return [...graph.nodes.values()].some(({ type }) =>
    /lora.?(?:tag|text)|tag.?lora|prompt.?control|wildcard|^smZ|lora.?stack.?from/i.test(type),
  );
}

function unusedNegative(
  { negative, cfgScale }: GenerationRequest,
  { remarks }: Bindings,
  bound: Binding | undefined,
): GenerationRemark[] {
  if (negative === undefined || negative.trim() === '') return [];
  const told = remarks.find(({ code }) => code === 'workflow-negative-unused')?.parameters.reason;
  const reason = !bound
    ? (told ?? 'none')
    : (cfgScale ?? (told === 'cfg-1' ? 1 : 0)) === 1
      ? 'cfg-1'
      : undefined;
  return reason === undefined ? [] : [{ code: 'generation-negative-unused', parameters: { reason } }];
}

/** Wishes held against what the server has; a list without the name is asked for once more, as models come and go. */
class Known {
  constructor(
    private readonly lists: ComfyLists,
    private readonly url: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async sampling(
    { sampler, scheduler }: GenerationRequest,
    samplerAt: Binding | undefined,
    schedulerAt: Binding | undefined,
  ): Promise<{ readonly sampler?: string; readonly scheduler?: string }> {
    if (sampler === undefined && scheduler === undefined) return {};
    const read = async (): Promise<[readonly string[], readonly string[]]> => [
      await this.#options(samplerAt, 'KSampler', 'sampler_name'),
      await this.#options(schedulerAt, 'KSampler', 'scheduler'),
    ];
    let [samplers, schedulers] = await read();
    let found = comfySampling({ sampler, scheduler }, samplers, schedulers);
    const lacks = (list: readonly string[], name: string | undefined): boolean =>
      name !== undefined && list.length > 0 && !list.includes(name);
    if (lacks(samplers, found.sampler) || lacks(schedulers, found.scheduler)) {
      this.lists.forget();
      [samplers, schedulers] = await read();
      found = comfySampling({ sampler, scheduler }, samplers, schedulers);
    }
    if (lacks(samplers, found.sampler))
      throw new GeneratorError('generator-sampler-unknown', {
        url: this.url,
        sampler: sampler!,
        ...named(samplers),
      });
    if (lacks(schedulers, found.scheduler))
      throw new GeneratorError('generator-scheduler-unknown', {
        url: this.url,
        scheduler: found.scheduler!,
        ...named(schedulers),
      });
    return found;
  }

  /** The checkpoint that is named, or the server's first. */
  async checkpoint(wanted: string | undefined): Promise<string> {
    if (wanted !== undefined) return this.model(wanted, undefined);
    const [first] = await this.#options(undefined, 'CheckpointLoaderSimple', 'ckpt_name');
    if (first === undefined) throw new GeneratorError('generator-model-needed', { url: this.url });
    return first;
  }

  /** @returns the name as the server lists it */
  async model(wanted: string, at: Binding | undefined): Promise<string> {
    const read = (): Promise<readonly string[]> =>
      at ? this.#options(at) : this.#options(undefined, 'CheckpointLoaderSimple', 'ckpt_name');
    const name = fileIn(await read(), wanted);
    if (name !== undefined) return name;
    this.lists.forget();
    const models = await read();
    const found = fileIn(models, wanted);
    if (found === undefined && models.length > 0)
      throw new GeneratorError('generator-model-missing', { url: this.url, model: wanted, ...named(models) });
    return found ?? wanted;
  }

  async loras(
    tags: readonly LoraTag[],
  ): Promise<{ readonly loras: readonly LoraTag[]; readonly unknown: readonly string[] }> {
    if (tags.length === 0) return { loras: [], unknown: [] };
    const list = await this.#options(undefined, 'LoraLoader', 'lora_name');
    const found = tags.map((tag) => ({ tag, name: fileIn(list, tag.name) }));
    return {
      loras: found.flatMap(({ tag, name }) => (name === undefined ? [] : [{ ...tag, name }])),
      unknown: found.filter(({ name }) => name === undefined).map(({ tag }) => tag.name),
    };
  }

  async #options(at: Binding | undefined, type?: string, input?: string): Promise<readonly string[]> {
    const own = at && (await this.lists.options(at.type, at.input, this.signal));
    if (own || type === undefined || input === undefined) return own ?? [];
    return (await this.lists.options(type, input, this.signal)) ?? [];
  }
}

/** A file by its name, or by its name without folder and ending. */
function fileIn(list: readonly string[], wanted: string): string | undefined {
  const bare = bareName(wanted);
  return nameIn(list, wanted) ?? list.find((file) => bareName(file) === bare);
}

function bareName(file: string): string {
  return bareModel(file).toLowerCase();
}
