import { seededRandom } from '../../src/core/spell/seededRandom';
import type { ClipShape } from '../checkpoint/shape';
import { worstCosine } from '../peers/agreement';
import { names } from '../peers/names';
import type { Peer } from '../peers/peer';
import type { TimedCase } from '../report/result';
import type { Ceilings } from '../work/ceilings';
import { imageOperations } from '../work/matrixWork';
import { timedCase } from './timedCase';

export const imageCounts = [1, 16] as const;

/** Encodes that many prepared pictures at once. */
export async function runImageCase(
  count: (typeof imageCounts)[number],
  { peers, shape, ceilings }: { peers: readonly Peer[]; shape: ClipShape; ceilings: Ceilings },
): Promise<TimedCase> {
  const random = seededRandom(3);
  const pixels = Float32Array.from({ length: count * 3 * shape.image.pixels ** 2 }, () => 4 * random() - 2);
  const able = peers.flatMap(({ name, encodeImages }) => (encodeImages ? [{ name, encodeImages }] : []));
  const expected = (await able[0]!.encodeImages(pixels, count)).embeddings;
  for (const { name, encodeImages } of able) {
    const worst = worstCosine(expected, (await encodeImages(pixels, count)).embeddings, count);
    if (worst < 1 - 1e-6) throw new Error(`${name} computes something else: cosine ${worst}`);
  }
  const contestants = able.map(({ name, encodeImages }) => ({
    name,
    run: async () => (await encodeImages(pixels, count)).ms,
  }));
  const { product } = ceilings;
  return timedCase(
    {
      id: `images-${count}`,
      title: count === 1 ? 'one picture, prepared' : `${count} pictures, prepared`,
      work: { [names.own]: imageOperations(shape, count), [product.name]: product.work },
    },
    [...contestants, product],
    { rounds: count === 1 ? 21 : 11, warmUps: 1, mostRounds: 42 },
  );
}
