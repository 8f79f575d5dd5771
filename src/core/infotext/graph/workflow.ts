import { isList, isObject, textOf, type Json, type JsonObject } from '../looseJson';
import { graphOf, MAX_NODES, type Graph } from './graph';

/** Names of the values of ComfyUI's own nodes, in the order in which its editor keeps them; '' is one that the API form lacks. */
const WIDGETS: Readonly<Record<string, readonly string[]>> = {
  CLIPTextEncode: ['text'],
  CLIPTextEncodeFlux: ['clip_l', 't5xxl', 'guidance'],
  CLIPTextEncodeSD3: ['clip_l', 'clip_g', 't5xxl', 'empty_padding'],
  CLIPTextEncodeSDXL: [
    'width',
    'height',
    'crop_w',
    'crop_h',
    'target_width',
    'target_height',
    'text_g',
    'text_l',
  ],
  CLIPTextEncodeSDXLRefiner: ['ascore', 'width', 'height', 'text'],
  TextEncodeQwenImageEdit: ['prompt'],
  KSampler: ['seed', '', 'steps', 'cfg', 'sampler_name', 'scheduler', 'denoise'],
  KSamplerAdvanced: [
    'add_noise',
    'noise_seed',
    '',
    'steps',
    'cfg',
    'sampler_name',
    'scheduler',
    'start_at_step',
    'end_at_step',
    'return_with_leftover_noise',
  ],
  SamplerCustom: ['add_noise', 'noise_seed', '', 'cfg'],
  RandomNoise: ['noise_seed', ''],
  KSamplerSelect: ['sampler_name'],
  BasicScheduler: ['scheduler', 'steps', 'denoise'],
  Flux2Scheduler: ['steps', 'width', 'height'],
  CFGGuider: ['cfg'],
  FluxGuidance: ['guidance'],
  EmptyLatentImage: ['width', 'height', 'batch_size'],
  EmptySD3LatentImage: ['width', 'height', 'batch_size'],
  CheckpointLoaderSimple: ['ckpt_name'],
  UNETLoader: ['unet_name', 'weight_dtype'],
  VAELoader: ['vae_name'],
  LoraLoader: ['lora_name', 'strength_model', 'strength_clip'],
  LoraLoaderModelOnly: ['lora_name', 'strength_model'],
  PrimitiveString: ['value'],
  PrimitiveStringMultiline: ['value'],
  PrimitiveInt: ['value', ''],
  PrimitiveBoolean: ['value'],
  StringConcatenate: ['string_a', 'string_b', 'delimiter'],
  ComfySwitchNode: ['switch'],
};
const SEEDS = new Set(['seed', 'noise_seed']);
const CONTROLS = new Set(['fixed', 'increment', 'decrement', 'randomize']);
const [MUTED, BYPASSED] = [2, 4];
const MAX_DEPTH = 8;
/** Subgraphs that are put in place, each time that one is used. */
const MAX_EXPANSIONS = 200;

interface Wire {
  readonly from: string;
  readonly slot: number;
}

interface Parts {
  readonly wires: ReadonlyMap<number, Wire>;
  readonly nodes: readonly JsonObject[];
  readonly byId: ReadonlyMap<string, JsonObject>;
}

/**
 * The editor's form of a workflow as a graph in API form, as nearly as can be: values have no names there but those of the
 * nodes that are known, or whose inputs say so. Muted nodes are left out, bypassed ones hand on their input of the same type.
 */
export function graphOfWorkflow(workflow: JsonObject): Graph | undefined {
  if (!isList(workflow.nodes)) return undefined;
  const api: Record<string, JsonObject> = {};
  const definitions =
    isObject(workflow.definitions) && isList(workflow.definitions.subgraphs)
      ? workflow.definitions.subgraphs
      : [];
  const subgraphs = new Map(definitions.filter(isObject).map((graph) => [textOf(graph.id) ?? '', graph]));
  new Converter(api, subgraphs).add(workflow, '', new Map(), 0);
  return graphOf(api);
}

class Converter {
  private size = 0;
  private expansions = 0;
  private readonly known = new Map<JsonObject, Parts>();

  constructor(
    private readonly api: Record<string, JsonObject>,
    private readonly subgraphs: ReadonlyMap<string, JsonObject>,
  ) {}

  /**
   * @param prefix of the ids: a subgraph's nodes are named `outer:inner`
   * @param outside what feeds a subgraph's inputs, by slot
   * @returns what feeds its outputs, by slot
   */
  add(
    graph: JsonObject,
    prefix: string,
    outside: ReadonlyMap<number, Json>,
    depth: number,
  ): ReadonlyMap<number, Json> {
    const { wires, nodes, byId } = this.partsOf(graph);
    const made = new Map<string, ReadonlyMap<number, Json>>();
    const feed = (id: number, hops = 0): Json | undefined => {
      const wire = wires.get(id);
      if (!wire || hops > 100) return undefined;
      if (wire.from === '-10') return outside.get(wire.slot);
      const node = byId.get(wire.from);
      if (!node) return undefined;
      if (node.mode === BYPASSED) return passedBy(node, wire.slot, (next) => feed(next, hops + 1));
      if (node.mode === MUTED) return undefined;
      if (this.subgraphs.has(textOf(node.type) ?? '')) return expand(node)?.get(wire.slot);
      return [`${prefix}${wire.from}`, wire.slot];
    };
    const expand = (node: JsonObject): ReadonlyMap<number, Json> | undefined => {
      const id = textOf(node.id) ?? '';
      const known = made.get(id);
      if (known || depth >= MAX_DEPTH || ++this.expansions > MAX_EXPANSIONS) return known;
      made.set(id, new Map());
      const inputs = new Map(
        inputsOf(node).flatMap(({ link }, slot) => entry(slot, link === undefined ? undefined : feed(link))),
      );
      const outputs = this.add(
        this.subgraphs.get(textOf(node.type) ?? '')!,
        `${prefix}${id}:`,
        inputs,
        depth + 1,
      );
      made.set(id, outputs);
      return outputs;
    };
    for (const node of nodes) {
      if (this.size >= MAX_NODES) break;
      if (node.mode === MUTED || node.mode === BYPASSED) continue;
      if (this.subgraphs.has(textOf(node.type) ?? '')) expand(node);
      else {
        this.size++;
        this.api[`${prefix}${textOf(node.id) ?? ''}`] = nodeOf(node, feed);
      }
    }
    const outputs = isList(graph.outputs) ? graph.outputs.filter(isObject) : [];
    return new Map(
      outputs.flatMap(({ linkIds }, slot) => {
        const link = isList(linkIds) ? Number(textOf(linkIds[0])) : NaN;
        return entry(slot, Number.isNaN(link) ? undefined : feed(link));
      }),
    );
  }

  private partsOf(graph: JsonObject): Parts {
    const known = this.known.get(graph);
    if (known) return known;
    const nodes = (isList(graph.nodes) ? graph.nodes : []).filter(isObject).slice(0, MAX_NODES);
    const parts = {
      wires: wiresOf(graph),
      nodes,
      byId: new Map(nodes.map((node) => [textOf(node.id) ?? '', node])),
    };
    this.known.set(graph, parts);
    return parts;
  }
}

function entry(slot: number, value: Json | undefined): [number, Json][] {
  return value === undefined ? [] : [[slot, value]];
}

/** Links are lists `[id, from, slot, to, slot, type]`; in subgraphs, objects. */
function wiresOf(graph: JsonObject): ReadonlyMap<number, Wire> {
  const wires = new Map<number, Wire>();
  for (const link of isList(graph.links) ? graph.links.slice(0, 10 * MAX_NODES) : []) {
    if (isList(link)) wires.set(Number(link[0]), { from: textOf(link[1]) ?? '', slot: Number(link[2]) });
    else if (isObject(link))
      wires.set(Number(link.id), { from: textOf(link.origin_id) ?? '', slot: Number(link.origin_slot) });
  }
  return wires;
}

interface Input {
  readonly name: string;
  readonly type: string;
  readonly link?: number;
  readonly isWidget: boolean;
}

function inputsOf(node: JsonObject): readonly Input[] {
  return (isList(node.inputs) ? node.inputs : []).filter(isObject).map(({ name, type, link, widget }) => ({
    name: textOf(name) ?? '',
    type: textOf(type) ?? '',
    isWidget: isObject(widget),
    ...(typeof link === 'number' ? { link } : {}),
  }));
}

function passedBy(
  node: JsonObject,
  slot: number,
  feed: (link: number) => Json | undefined,
): Json | undefined {
  const output = isList(node.outputs) ? node.outputs[slot] : undefined;
  const type = isObject(output) ? textOf(output.type) : undefined;
  const inputs = inputsOf(node);
  const same = [inputs[slot], ...inputs].find((input) => input?.type === type && input?.link !== undefined);
  return same?.link === undefined ? undefined : feed(same.link);
}

function nodeOf(node: JsonObject, feed: (link: number) => Json | undefined): JsonObject {
  const type = textOf(node.type) ?? '';
  const inputs = inputsOf(node);
  const links = inputs.flatMap(({ name, link }) => {
    const value = link === undefined ? undefined : feed(link);
    return value === undefined ? [] : [[name, value] as const];
  });
  const title = textOf(node.title);
  return {
    class_type: type,
    inputs: { ...valuesOf(type, node.widgets_values, inputs), ...Object.fromEntries(links) },
    ...(title === undefined ? {} : { _meta: { title } }),
  };
}

/** The values under their names. */
function valuesOf(type: string, values: Json | undefined, inputs: readonly Input[]): JsonObject {
  if (isObject(values)) return values;
  if (!isList(values)) return {};
  const names = WIDGETS[type] ?? (type === 'PrimitiveNode' ? ['value'] : widgetNames(type, values, inputs));
  return Object.fromEntries(
    names.flatMap((name, i) => (name === '' || values[i] === undefined ? [] : [[name, values[i]]])),
  );
}

/** Newer editors list every value among the inputs; after a seed stands what becomes of it. */
function widgetNames(type: string, values: readonly Json[], inputs: readonly Input[]): string[] {
  const names: string[] = [];
  for (const { name } of inputs.filter(({ isWidget }) => isWidget)) {
    names.push(name);
    if (SEEDS.has(name) && CONTROLS.has(textOf(values[names.length]) ?? '')) names.push('');
  }
  if (names.length > 0) return names;
  if (!/text|prompt|string|encode|wildcard|style|^workflow[>/]/i.test(type)) return [];
  const texts = values.filter((value) => typeof value === 'string' && value.length > 20);
  return texts.length === 1 ? values.map((value) => (value === texts[0] ? 'text' : '')) : [];
}
