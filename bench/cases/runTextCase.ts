import type { ClipShape } from '../checkpoint/shape';
import type { Contestant } from '../method/interleave';
import { worstCosine } from '../peers/agreement';
import { names } from '../peers/names';
import type { Peer } from '../peers/peer';
import { tokenizerOf } from '../peers/tokenRows';
import type { TimedCase } from '../report/result';
import type { Ceiling, Ceilings } from '../work/ceilings';
import { newTokens, textOperations, textWeightBytes } from '../work/matrixWork';
import type { TextCase, TextRequest } from './textCases';
import { timedCase } from './timedCase';
import { Words } from './words';

export interface TextCaseOptions {
  readonly folder: string;
  readonly shape: ClipShape;
  readonly peers: readonly Peer[];
  readonly ceilings: Ceilings;
}

/** Rounding errors of float32, summed in other orders, stay far above it; another computation does not. */
const leastCosine = 1 - 1e-6;

export async function runTextCase(textCase: TextCase, options: TextCaseOptions): Promise<TimedCase> {
  const { folder } = options;
  const peers = options.peers.filter(
    ({ name }) => !(textCase.skipsWebAssembly && name === names.webAssembly),
  );
  const words = new Words(folder, seedOf(textCase.id));
  const first = textCase.request(words);
  await checkAgreement(peers, first);

  let request = first;
  let drawn = NaN;
  /** The same request for all contestants of a round. */
  const ask = (round: number): TextRequest => {
    if (round !== drawn) request = textCase.request(words);
    drawn = round;
    return request;
  };
  const contestants = peers.map((peer): Contestant => ({
    name: peer.name,
    prepare: async (round) => {
      const { before } = ask(round);
      if (peer.remembers && before.length > 0) await peer.encodeTexts(before);
    },
    run: async (round) => (await peer.encodeTexts(ask(round).texts)).ms,
  }));
  const { work, limits } = await workOf(textCase.id, first, options);
  const { rounds, warmUps } = textCase;
  const all = [...contestants, ...limits];
  return timedCase({ ...textCase, work }, all, { rounds, warmUps, mostRounds: 2 * rounds });
}

async function checkAgreement(peers: readonly Peer[], { texts }: TextRequest): Promise<void> {
  const [reference, ...others] = peers.filter(({ approximate }) => !approximate);
  const expected = await reference!.encodeTexts(texts);
  for (const peer of others) {
    const { embeddings } = await peer.encodeTexts(texts);
    const worst = worstCosine(expected.embeddings, embeddings, texts.length);
    if (worst < leastCosine) throw new Error(`${peer.name} computes something else: cosine ${worst}`);
  }
}

/** Ceilings to measure beside the case, and the work of whoever is compared with them. */
async function workOf(
  id: string,
  { before, texts }: TextRequest,
  { folder, shape, ceilings: { product, bytesProduct, vector } }: TextCaseOptions,
): Promise<{ readonly work: Readonly<Record<string, number>>; readonly limits: readonly Ceiling[] }> {
  if (id === 'append')
    return { work: { [names.own]: textWeightBytes(shape), [vector.name]: vector.work }, limits: [vector] };
  if (!id.startsWith('grid')) return { work: {}, limits: [] };
  const tokenize = await tokenizerOf(folder);
  const operations = textOperations(shape, newTokens(tokenize(texts), tokenize(before)), texts.length);
  return {
    work: {
      [names.own]: operations,
      [names.ownInt8]: operations,
      [product.name]: product.work,
      [bytesProduct.name]: bytesProduct.work,
    },
    limits: [product, bytesProduct],
  };
}

function seedOf(id: string): number {
  return [...id].reduce((sum, character) => sum * 31 + character.codePointAt(0)!, 7) >>> 0;
}
