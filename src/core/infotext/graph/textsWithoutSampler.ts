import { filled } from '../recordParts';
import { MAX_SAMPLERS } from './chooseSampling';
import type { Graph, Node } from './graph';
import type { Place, Walk, Walked } from './walk';

const NEGATIVE_TITLE = /negative|ネガティブ|负面|反向/i;
const POSITIVE_TITLE = /positive|prompt|ポジティブ|正面|正向/i;
const ENCODES = /Encode|Prompt|TextToImage|Text2Image|ImageNode|Image\d*$|Generat/i;

/** What a graph without a sampler is made of: of a service's node, for instance. */
export interface LooseTexts {
  readonly positive?: Walked;
  readonly negative?: Walked;
  /** Other texts that may be the prompt. */
  readonly others: readonly Walked[];
  readonly seed?: Place;
}

/** The texts that what is saved is made of, by their titles. */
export function textsWithoutSampler(
  graph: Graph,
  walk: Walk,
  distances: ReadonlyMap<string, number>,
): LooseTexts {
  const texts = [...graph.nodes.values()]
    .filter((node) => ENCODES.test(node.type) && !/VAE|Vision/.test(node.type) && distances.has(node.id))
    .slice(0, MAX_SAMPLERS)
    .flatMap((node) => textOfEncoder(node, walk));
  const negative = texts.find(({ node, isNegative }) => isNegative || NEGATIVE_TITLE.test(node.title ?? ''));
  const positives = texts.filter((text) => text !== negative && filled(text.walked.text) !== undefined);
  const positive = positives.find(({ node }) => POSITIVE_TITLE.test(node.title ?? '')) ?? positives[0];
  const others = positives.filter(({ walked }) => walked.text.trim() !== positive?.walked.text.trim());
  const seed = firstSeed(graph);
  return {
    ...(positive && { positive: positive.walked }),
    ...(negative && { negative: negative.walked }),
    others: others.map(({ walked }) => walked),
    ...(seed && { seed }),
  };
}

function firstSeed({ nodes }: Graph): Place | undefined {
  for (const node of nodes.values()) {
    const input = ['seed', 'noise_seed'].find((name) => node.inputs[name] !== undefined);
    const value = input === undefined ? undefined : node.inputs[input];
    if (typeof value === 'number' || typeof value === 'string') return { node, input: input!, value };
  }
  return undefined;
}

function textOfEncoder(node: Node, walk: Walk): { node: Node; walked: Walked; isNegative: boolean }[] {
  const name = ['text', 'prompt', 'positive', 'text_g', 't5xxl'].find((input) => input in node.inputs);
  const negative = ['negative_prompt', 'negative'].find((input) => typeof node.inputs[input] === 'string');
  return [
    ...(name === undefined ? [] : [{ node, walked: walk.text(node, name), isNegative: false }]),
    ...(negative === undefined ? [] : [{ node, walked: walk.text(node, negative), isNegative: true }]),
  ];
}
