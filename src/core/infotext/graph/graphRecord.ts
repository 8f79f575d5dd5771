import type { GraphOrigin, GraphText, RecordChoice, SamplerReason } from '../pictureRecord';
import { defined, filled, type Found } from '../recordParts';
import { placeOf, type Graph, type Node } from './graph';
import { isSampler, reachable, samplingOf, type Sampling } from './samplers';
import { Walk, type Walked } from './walk';

/** Samplers that are looked at, nearest to what is saved first. */
const MAX_SAMPLERS = 40;
const MAX_CHOICES = 20;

/** What a graph's picture was made of; undefined where nothing in it is a prompt. */
export function graphRecord(source: string, graph: Graph): Found | undefined {
  const walk = new Walk(graph);
  const distances = reachable(graph);
  const samplers = [...graph.nodes.values()]
    .filter((node) => distances.has(node.id) && isSampler(node, graph))
    .sort((a, b) => distances.get(a.id)! - distances.get(b.id)!)
    .slice(0, MAX_SAMPLERS);
  const samplings = samplers.map((node) => samplingOf(node, graph, walk, distances.get(node.id)!));
  const told = samplings.filter(hasText);
  const { chosen, reason } = choose(told.length > 0 ? told : samplings);
  if (!chosen || !hasText(chosen))
    return withoutSampler(source, graph, walk, distances) ?? (chosen && recordOf(source, chosen, reason, []));
  return recordOf(source, chosen, reason, told);
}

function hasText({ positive, negative }: Sampling): boolean {
  return positive.text.trim() !== '' || negative.text.trim() !== '';
}

const textsOf = ({ positive, negative }: Sampling): string =>
  JSON.stringify([positive.text.trim(), negative.text.trim()]);

/** The sampler whose texts are taken, and why. */
function choose(samplings: readonly Sampling[]): { chosen?: Sampling; reason: SamplerReason } {
  if (samplings.length <= 1) return { chosen: samplings[0], reason: 'only-sampler' };
  const first = samplings.filter(({ isFirst }) => isFirst);
  const begins = first.filter(({ isFromNothing }) => isFromNothing);
  const chosen = begins[0] ?? first[0] ?? samplings[0]!;
  if (new Set(samplings.map(textsOf)).size === 1) return { chosen, reason: 'same-texts' };
  const isSure = new Set((begins.length > 0 ? begins : first).map(textsOf)).size === 1;
  return { chosen, reason: isSure ? 'first-pass' : 'several' };
}

function originOf(sampling: Sampling, reason: SamplerReason): GraphOrigin {
  const { sampler, positive, negative } = sampling;
  return {
    reason,
    sampler: placeOf(sampler),
    prompt: positive.parts,
    negative: negative.isZero === true ? [] : negative.parts,
  };
}

function recordOf(source: string, chosen: Sampling, reason: SamplerReason, all: readonly Sampling[]): Found {
  const { positive, negative, seed, cfg, parameters } = chosen;
  const origin = originOf(chosen, reason);
  const negativeText = filled(negative.text);
  const approximate = [...new Set([...positive.approximate, ...negative.approximate])];
  const choices = [...otherSamplers(chosen, all), ...otherTexts(positive, chosen, origin)].slice(
    0,
    MAX_CHOICES,
  );
  return defined({
    source,
    maker: 'comfyui',
    dialect: 'comfyui',
    prompt: positive.text.trim(),
    negative: negativeText,
    negativeUnused: negativeText !== undefined && Number(cfg) === 1 ? 'cfg-1' : undefined,
    seed,
    parameters,
    approximate: approximate.length > 0 ? approximate : undefined,
    origin,
    choices: choices.length > 0 ? choices : undefined,
    rank: positive.text.trim() === '' ? 'empty' : 'graph',
  } satisfies Found);
}

/** What the other samplers were given, where it is something else. */
function otherSamplers(chosen: Sampling, all: readonly Sampling[]): RecordChoice[] {
  const seen = new Set([textsOf(chosen)]);
  return all.flatMap((sampling) => {
    const texts = textsOf(sampling);
    if (seen.has(texts)) return [];
    seen.add(texts);
    const { positive, negative, seed } = sampling;
    return [
      defined({
        prompt: positive.text.trim(),
        negative: filled(negative.text),
        seed,
        origin: originOf(sampling, 'several'),
      }),
    ];
  });
}

/** Other texts that the prompt may have been made of. */
function otherTexts(positive: Walked, { seed, negative }: Sampling, origin: GraphOrigin): RecordChoice[] {
  const seen = new Set([positive.text.trim()]);
  return (positive.others ?? []).flatMap((other) => {
    const prompt = other.text.trim();
    if (prompt === '' || seen.has(prompt)) return [];
    seen.add(prompt);
    return [
      defined({ prompt, negative: filled(negative.text), seed, origin: { ...origin, prompt: [other] } }),
    ];
  });
}

const NEGATIVE_TITLE = /negative|ネガティブ|负面|反向/i;
const POSITIVE_TITLE = /positive|prompt|ポジティブ|正面|正向/i;
const ENCODES = /Encode|Prompt|TextToImage|Text2Image|ImageNode|Image\d*$|Generat/i;

/** Without a sampler: the texts that what is saved is made of, by their titles. */
function withoutSampler(
  source: string,
  graph: Graph,
  walk: Walk,
  distances: ReadonlyMap<string, number>,
): Found | undefined {
  const texts = [...graph.nodes.values()]
    .filter((node) => ENCODES.test(node.type) && !/VAE|Vision/.test(node.type) && distances.has(node.id))
    .slice(0, MAX_SAMPLERS)
    .flatMap((node) => textOfEncoder(node, walk));
  const negative = texts.find(({ node, isNegative }) => isNegative || NEGATIVE_TITLE.test(node.title ?? ''));
  const positives = texts.filter((text) => text !== negative && filled(text.walked.text) !== undefined);
  const positive = positives.find(({ node }) => POSITIVE_TITLE.test(node.title ?? '')) ?? positives[0];
  if (!positive) return undefined;
  const origin: GraphOrigin = {
    reason: 'no-sampler',
    prompt: positive.walked.parts,
    negative: negative?.walked.parts ?? [],
  };
  const negativeText = filled(negative?.walked.text);
  const others = positives.filter(({ walked }) => walked.text.trim() !== positive.walked.text.trim());
  const seed = [...graph.nodes.values()]
    .map(({ inputs }) => inputs.seed ?? inputs.noise_seed)
    .find((value) => typeof value === 'number' || typeof value === 'string');
  return defined({
    source,
    maker: 'comfyui',
    dialect: 'comfyui',
    prompt: positive.walked.text.trim(),
    negative: negativeText,
    seed:
      typeof seed === 'number' || typeof seed === 'string'
        ? String(seed).match(/^\d{1,40}$/)?.[0]
        : undefined,
    parameters: [],
    approximate: positive.walked.approximate.length > 0 ? positive.walked.approximate : undefined,
    origin,
    choices:
      others.length === 0
        ? undefined
        : others.slice(0, MAX_CHOICES).map(({ walked }) =>
            defined({
              prompt: walked.text.trim(),
              negative: negativeText,
              origin: { ...origin, prompt: walked.parts as readonly GraphText[] },
            }),
          ),
    rank: 'graph',
  } satisfies Found);
}

function textOfEncoder(node: Node, walk: Walk): { node: Node; walked: Walked; isNegative: boolean }[] {
  const name = ['text', 'prompt', 'positive', 'text_g', 't5xxl'].find((input) => input in node.inputs);
  const negative = ['negative_prompt', 'negative'].find((input) => typeof node.inputs[input] === 'string');
  return [
    ...(name === undefined ? [] : [{ node, walked: walk.text(node, name), isNegative: false }]),
    ...(negative === undefined ? [] : [{ node, walked: walk.text(node, negative), isNegative: true }]),
  ];
}
