import type { SamplerReason } from '../pictureRecord';
import type { Graph } from './graph';
import { isSampler, samplingOf, type Sampling } from './samplers';
import type { Walk } from './walk';

/** Samplers that are looked at, nearest to what is saved first. */
export const MAX_SAMPLERS = 40;

/** The samplers of a graph, and the one whose texts are taken. */
export interface ChosenSampling {
  readonly samplings: readonly Sampling[];
  readonly chosen?: Sampling;
  readonly reason: SamplerReason;
}

/** @param distances of `reachable` */
export function chooseSampling(
  graph: Graph,
  walk: Walk,
  distances: ReadonlyMap<string, number>,
): ChosenSampling {
  const samplings = [...graph.nodes.values()]
    .filter((node) => distances.has(node.id) && isSampler(node, graph))
    .sort((a, b) => distances.get(a.id)! - distances.get(b.id)!)
    .slice(0, MAX_SAMPLERS)
    .map((node) => samplingOf(node, graph, walk, distances.get(node.id)!));
  const told = samplings.filter(hasText);
  return { samplings, ...choose(told.length > 0 ? told : samplings) };
}

export function hasText({ positive, negative }: Sampling): boolean {
  return positive.text.trim() !== '' || negative.text.trim() !== '';
}

/** Equal for samplings of the same texts. */
export function textsOf({ positive, negative }: Sampling): string {
  return JSON.stringify([positive.text.trim(), negative.text.trim()]);
}

function choose(samplings: readonly Sampling[]): { chosen?: Sampling; reason: SamplerReason } {
  if (samplings.length <= 1) return { chosen: samplings[0], reason: 'only-sampler' };
  const first = samplings.filter(({ isFirst }) => isFirst);
  const begins = first.filter(({ isFromNothing }) => isFromNothing);
  const chosen = begins[0] ?? first[0] ?? samplings[0]!;
  if (new Set(samplings.map(textsOf)).size === 1) return { chosen, reason: 'same-texts' };
  const isSure = new Set((begins.length > 0 ? begins : first).map(textsOf)).size === 1;
  return { chosen, reason: isSure ? 'first-pass' : 'several' };
}
