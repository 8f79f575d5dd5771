import { seedOf, textOf, type Json } from '../looseJson';
import type { Pair } from '../parameterPairs';
import { defined, modelName, pairsOf, sizeOf } from '../recordParts';
import type { Graph, Link, Node } from './graph';
import { isSwitch, type Place, type Walk, type Walked } from './walk';

/** What a sampler is set to. */
export type Setting =
  | 'seed'
  | 'steps'
  | 'sampler'
  | 'scheduler'
  | 'cfg'
  | 'guidance'
  | 'width'
  | 'height'
  | 'batch'
  | 'model'
  | 'denoise';

/** A sampler, and what it is given. */
export interface Sampling {
  readonly sampler: Node;
  readonly positive: Walked;
  readonly negative: Walked;
  readonly seed?: string;
  readonly cfg?: string;
  /** Where its settings stand, as far as they are plain values. */
  readonly places: Readonly<Partial<Record<Setting, Place>>>;
  readonly parameters: readonly Pair[];
  /** No other sampler was at its latent before. */
  readonly isFirst: boolean;
  /** It begins with an empty latent, not with a picture. */
  readonly isFromNothing: boolean;
  /** Links between it and what is saved. */
  readonly distance: number;
}

const MAX_CHAIN = 200;
const SAVES = /save|output|websocket|upload|export|publish/i;
const SHOWS = /preview|display|show|compare/i;
const LATENTS = [
  'latent_image',
  'latent',
  'samples',
  'samples_from',
  'latents',
  'init_latent',
  'pixels',
  'image',
  'images',
  'pipe',
  'basic_pipe',
  'context',
  'optional_latent',
  'samples1',
];
const MODELS = [
  'model',
  'unet',
  'model1',
  'guider',
  'pipe',
  'basic_pipe',
  'context',
  'model_opt',
  'base_model',
  'sdxl_tuple',
];
/** Inputs that hand on models, conditionings and settings together. */
const BUNDLES = ['pipe', 'basic_pipe', 'context', 'base_ctx'];

/** A sampler is told by what it is given, not by its name. */
export function isSampler({ inputs, type }: Node, graph: Graph): boolean {
  const has = (name: string): boolean => name in inputs;
  const isSeeded = has('seed') || has('noise_seed') || has('noise');
  const isGuided = graph.link(inputs.guider) !== undefined && (has('noise') || has('sigmas'));
  if (isGuided) return true;
  const positive = graph.link(inputs.positive) !== undefined;
  if (positive && isSeeded) return true;
  if (!/sampler/i.test(type)) return false;
  return (
    positive ||
    (has('seed') && [...BUNDLES, 'text_embeds', 'image_embeds', 'conditioning'].some(has)) ||
    ((has('seed') || has('noise_seed')) && has('sdxl_tuple')) ||
    // Its settings stand in the bundle.
    graph.link(inputs.pipe) !== undefined
  );
}

/** Nodes that what is saved is made of, with the number of links between. */
export function reachable(graph: Graph): ReadonlyMap<string, number> {
  const nodes = [...graph.nodes.values()];
  const takesPicture = ({ inputs }: Node): boolean =>
    ['images', 'image', 'samples', 'video', 'filenames', 'frames'].some(
      (name) => graph.link(inputs[name]) !== undefined,
    );
  const saves = nodes.filter((node) => SAVES.test(node.type) && takesPicture(node));
  const shows = nodes.filter((node) => SHOWS.test(node.type) && takesPicture(node));
  const ends = saves.length > 0 ? saves : shows.length > 0 ? shows : nodes;
  const distances = new Map(ends.map(({ id }) => [id, 0]));
  const queue = [...ends];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at]!;
    for (const [, { node: next }] of graph.links(node)) {
      if (distances.has(next.id)) continue;
      distances.set(next.id, distances.get(node.id)! + 1);
      queue.push(next);
    }
  }
  return distances;
}

/** What one sampler is given. */
export function samplingOf(sampler: Node, graph: Graph, walk: Walk, distance: number): Sampling {
  const guider = graph.input(sampler, 'guider')?.node;
  const source = guider ?? sampler;
  const positive = conditioningOf(source, 'positive', walk);
  const negative = negativeOf(source, positive, walk);
  const places = placesOf(sampler, source, graph, walk);
  const { seed: seedPlace, cfg: cfgPlace, denoise: denoisePlace } = places;
  const seed = seedOf(seedPlace?.value);
  const cfg = textOf(cfgPlace?.value);
  const denoise = textOf(denoisePlace?.value);
  const latent = latentOf(sampler, graph);
  const models = chain(sampler, MODELS, graph);
  const stop = [...graph.nodes.values()].find(({ type }) => type === 'CLIPSetLastLayer')?.inputs
    .stop_at_clip_layer;
  return {
    sampler,
    positive,
    negative,
    ...(seed === undefined ? {} : { seed }),
    ...(cfg === undefined ? {} : { cfg }),
    places,
    parameters: pairsOf([
      ['Steps', places.steps?.value],
      ['Sampler', places.sampler?.value],
      ['Schedule type', places.scheduler?.value],
      ['CFG scale', cfg],
      ['Distilled CFG Scale', places.guidance?.value],
      ['Seed', seed],
      ['Size', sizeOf(places.width?.value, places.height?.value)],
      ['Model', modelName(places.model?.value)],
      ['VAE', modelName(vaeOf(graph))],
      ['LoRAs', lorasOf(models)],
      ['Denoising strength', denoise === '1' ? undefined : denoise],
      ['Clip skip', typeof stop === 'number' && stop < 0 ? -stop : undefined],
    ]),
    isFirst: latent.isFirst && walk.plainValue(sampler, 'add_noise') !== 'disable',
    isFromNothing: latent.size !== undefined,
    distance,
  };
}

const MODEL_NAMES = [
  'ckpt_name',
  'unet_name',
  'model_name',
  'base_ckpt_name',
  'model_path',
  'gguf_name',
  'ckpt',
];

/** @param source the guider, where there is one */
function placesOf(
  sampler: Node,
  source: Node,
  graph: Graph,
  walk: Walk,
): Readonly<Partial<Record<Setting, Place>>> {
  const at = (node: Node | undefined, ...names: readonly string[]): Place | undefined =>
    node && first(names, (name) => filledPlace(walk.place(node, name)));
  const bundled = chain(sampler, BUNDLES, graph);
  const own = (...names: readonly string[]): Place | undefined =>
    first(bundled, (node) => at(node, ...names));
  const sigmas = schedulerOf(sampler, graph);
  const selected = graph.input(sampler, 'sampler')?.node;
  const { size } = latentOf(sampler, graph);
  return defined({
    seed: seedPlaceOf(sampler, graph, walk),
    steps: own('steps') ?? at(sigmas, 'steps'),
    sampler: own('sampler_name') ?? at(selected, 'sampler_name', 'sampler') ?? at(sampler, 'sampler'),
    scheduler: own('scheduler') ?? at(sigmas, 'scheduler'),
    cfg: at(source, 'cfg', 'cfg_conds') ?? own('cfg', 'guidance'),
    guidance: guidanceOf(source, graph, walk),
    width: at(size, 'width', 'empty_latent_width'),
    height: at(size, 'height', 'empty_latent_height'),
    batch: at(size, 'batch_size'),
    model: first(chain(sampler, MODELS, graph), (node) => {
      const place = at(node, ...MODEL_NAMES);
      return typeof place?.value === 'string' ? place : undefined;
    }),
    denoise: own('denoise') ?? at(sigmas, 'denoise'),
  });
}

function first<From, To>(items: readonly From[], of: (item: From) => To | undefined): To | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function filledPlace(place: Place | undefined): Place | undefined {
  return place?.value === '' ? undefined : place;
}

function conditioningOf(source: Node, side: 'positive' | 'negative', walk: Walk): Walked {
  const names =
    side === 'positive'
      ? ['positive', 'conditioning', 'cond1', 'conds', 'positive_cond']
      : ['negative', 'negative_cond'];
  const name =
    names.find((input) => input in source.inputs) ??
    [...BUNDLES, 'sdxl_tuple', 'text_embeds'].find((input) => input in source.inputs);
  if (name === undefined) return { text: '', parts: [], approximate: [] };
  if (typeof source.inputs[name] === 'string') return walk.text(source, name);
  return walk.conditioning(source.inputs[name], side);
}

/** A guider of two conditionings may be given the prompt again as its negative one; the real one is behind the second. */
function negativeOf(source: Node, positive: Walked, walk: Walk): Walked {
  const negative = conditioningOf(source, 'negative', walk);
  if (!('cond2' in source.inputs) || negative.text.trim() !== positive.text.trim()) return negative;
  const second = walk.conditioning(source.inputs.cond2, 'negative');
  return second.text.trim() === '' ? negative : second;
}

function seedPlaceOf(sampler: Node, graph: Graph, walk: Walk): Place | undefined {
  const names = [
    'noise_seed',
    'seed',
    'value',
    'int',
    'number',
    'Seed',
    'seed_value',
    'INT',
    'Number',
    'Value',
    'integer',
  ];
  const noise = graph.input(sampler, 'noise')?.node ?? sampler;
  const own = ['noise_seed', 'seed'].find((name) => name in noise.inputs);
  if (own !== undefined) return walk.place(noise, own, names);
  const behind = BUNDLES.find((name) => name in sampler.inputs);
  return behind === undefined ? undefined : walk.place(sampler, behind, names);
}

function schedulerOf(sampler: Node, graph: Graph): Node | undefined {
  return chain(sampler, ['sigmas'], graph)
    .slice(1)
    .find(({ inputs }) => 'steps' in inputs || 'scheduler' in inputs);
}

/** Nodes from one input back, through inputs of these names. */
function chain(start: Node, names: readonly string[], graph: Graph): readonly Node[] {
  const nodes = [start];
  const seen = new Set([start.id]);
  for (let node: Node | undefined = start; node && nodes.length < MAX_CHAIN;) {
    const next: Link | undefined =
      names.map((name) => graph.input(node!, name)).find((link) => link !== undefined) ??
      onlySwitch(node, start, graph);
    node = next && !seen.has(next.node.id) ? next.node : undefined;
    if (!node) break;
    seen.add(node.id);
    nodes.push(node);
  }
  return nodes;
}

/** Through reroutes and switches, whose inputs have any name. */
function onlySwitch(node: Node, start: Node, graph: Graph): Link | undefined {
  if (node === start) return undefined;
  const links = graph.links(node);
  return links.length === 1 || isSwitch(node)
    ? links.find(([name]) => !/^(?:switch|boolean|select|index)$/.test(name))?.[1]
    : undefined;
}

/** Where the latent comes from: a node with a size and no picture, and whether another sampler was at it. */
function latentOf(sampler: Node, graph: Graph): { size?: Node; isFirst: boolean } {
  const nodes = chain(sampler, LATENTS, graph).slice(1);
  const isFirst = !nodes.some((node) => isSampler(node, graph));
  const size = nodes.find((node) => isEmptyLatent(node, graph));
  return size ? { size, isFirst } : { isFirst };
}

/** It has a size, and is made of no picture: what feeds it are numbers. */
function isEmptyLatent({ inputs, type }: Node, graph: Graph): boolean {
  return (
    ['width', 'empty_latent_width'].some((name) => name in inputs) &&
    !LATENTS.some((name) => graph.link(inputs[name])) &&
    !/load/i.test(type.replace(/loader/i, ''))
  );
}

function guidanceOf(source: Node, graph: Graph, walk: Walk): Place | undefined {
  const nodes = chain(source, ['positive', 'conditioning'], graph);
  return first(
    nodes.filter(({ type }) => /guidance|flux/i.test(type)),
    (node) => walk.place(node, 'guidance'),
  );
}

function vaeOf(graph: Graph): Json | undefined {
  for (const { inputs, type } of graph.nodes.values()) if (/VAELoader/.test(type)) return inputs.vae_name;
  return undefined;
}

function lorasOf(models: readonly Node[]): string | undefined {
  const loras = models.flatMap(({ inputs }) => {
    const name = modelName(inputs.lora_name);
    if (name === undefined || name === 'None') return [];
    return [`${name}: ${textOf(inputs.strength_model) ?? textOf(inputs.lora_wt) ?? '1'}`];
  });
  return loras.length === 0 ? undefined : loras.reverse().slice(0, 100).join(', ');
}
