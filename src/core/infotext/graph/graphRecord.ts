import type { GraphOrigin, RecordChoice, SamplerReason } from '../pictureRecord';
import { defined, filled, type Found } from '../recordParts';
import { placeOf, type Graph } from './graph';
import { textsWithoutSampler } from './textsWithoutSampler';
import { chooseSampling, hasText, textsOf } from './chooseSampling';
import { reachable, type Sampling } from './samplers';
import { Walk, type Walked } from './walk';

const MAX_CHOICES = 20;

/** What a graph's picture was made of; undefined where nothing in it is a prompt. */
export function graphRecord(source: string, graph: Graph): Found | undefined {
  const walk = new Walk(graph);
  const distances = reachable(graph);
  const { samplings, chosen, reason } = chooseSampling(graph, walk, distances);
  const told = samplings.filter(hasText);
  if (!chosen || !hasText(chosen))
    return withoutSampler(source, graph, walk, distances) ?? (chosen && recordOf(source, chosen, reason, []));
  return recordOf(source, chosen, reason, told);
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

/** Without a sampler: the texts that what is saved is made of, by their titles. */
function withoutSampler(
  source: string,
  graph: Graph,
  walk: Walk,
  distances: ReadonlyMap<string, number>,
): Found | undefined {
  const { positive, negative, others, seed } = textsWithoutSampler(graph, walk, distances);
  if (!positive) return undefined;
  const origin: GraphOrigin = {
    reason: 'no-sampler',
    prompt: positive.parts,
    negative: negative?.parts ?? [],
  };
  const negativeText = filled(negative?.text);
  return defined({
    source,
    maker: 'comfyui',
    dialect: 'comfyui',
    prompt: positive.text.trim(),
    negative: negativeText,
    seed: seed && String(seed.value).match(/^\d{1,40}$/)?.[0],
    parameters: [],
    approximate: positive.approximate.length > 0 ? positive.approximate : undefined,
    origin,
    choices:
      others.length === 0
        ? undefined
        : others.slice(0, MAX_CHOICES).map((walked) =>
            defined({
              prompt: walked.text.trim(),
              negative: negativeText,
              origin: { ...origin, prompt: walked.parts },
            }),
          ),
    rank: 'graph',
  } satisfies Found);
}
