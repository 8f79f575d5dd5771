import type { Pause } from '../steps';
import { mean as meanOf, moments } from '../statistics/moments';
import { studentQuantile } from '../statistics/student';
import { benjaminiHochberg } from './benjaminiHochberg';
import { signFlipP } from './signFlip';

/**
 * How far a checkpoint's text space leans between women and men for a word that names a person.
 *
 * With K wording pairs (f_k, m_k) and T templates t, all embeddings of unit length:
 *   d_k = normalise(mean over t of E(t(f_k)) − E(t(m_k)))      the direction of each pair
 *   μ_t = mean over neutral heads h of E(t(h))                  what a person is in a template, at least 64 heads
 *   c_k = mean over t of ⟨E(t(head)) − μ_t, d_k⟩
 *   S   = mean_k(c_k) / SD over reference heads of mean_k(c_k)  positive: towards women
 * p is the exact sign-flip test of the c_k against 0; q is Benjamini and Hochberg's over all heads measured together.
 *
 * The pairs all meet the same embedding of a head, so their c_k are not independent and p alone calls half of all things
 * ("table") leaning: measured on synthetic spaces, 222 of 400. A lean is therefore shown only where |S| is also larger than
 * for all but 2 % of control things of the same checkpoint.
 *
 * It is a property of this checkpoint, and says nothing of the world or of another generator. The pair directions follow
 * Bolukbasi et al. 2016 (arXiv:1607.06520), the templates and the test Caliskan et al. 2017 (WEAT, arXiv:1608.07187).
 */
export interface Lean {
  readonly head: string;
  /** S: in standard deviations of the reference heads; positive leans towards women. */
  readonly size: number;
  /** 95 % interval of S over the wording pairs (Student's t). */
  readonly interval: readonly [low: number, high: number];
  readonly p: number;
  readonly q: number;
  /** Every template alone leans to the same side. */
  readonly templatesAgree: boolean;
  /** q < 0.05, the templates agree, and larger than for control things: enough to be told as a hint. */
  readonly shown: boolean;
}

/** Unit-length embeddings of texts, in order; rejects when cancelled. */
export type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

/** The words that the statistic is made with (`leanWords`). */
export interface LeanWords {
  readonly pairs: readonly (readonly [female: string, male: string])[];
  /** Each holds `{}`. */
  readonly templates: readonly string[];
  /** At least 64 that say nothing of gender. */
  readonly neutral: readonly string[];
  /** Whose spread is the unit of S; 100. */
  readonly reference: readonly string[];
  /** Inanimate things, which should not lean; 100. */
  readonly things: readonly string[];
}

/** The parts that do not depend on the heads asked for; keep one per checkpoint. */
export interface LeanScale {
  readonly words: LeanWords;
  /** d_k */
  readonly directions: readonly Float64Array[];
  /** μ_t */
  readonly centres: readonly Float64Array[];
  /** SD of mean_k(c_k) over the reference heads. */
  readonly unit: number;
  /** |S| that only 2 % of the control things reach. */
  readonly threshold: number;
}

const MIN_NEUTRAL = 64;
const SHOWN_BELOW = 0.05;

/** Share of the control things that may lie above the threshold. */
const CONTROL_SHARE = 0.02;

/**
 * Measures the scale: T · (2K + neutral + reference + things) texts.
 * @param pause awaited after each head and pair, about 0.2 ms of work at a width of 768
 * @throws RangeError when the words are too few for the statistic
 */
export async function measureScale(words: LeanWords, embed: Embed, pause?: Pause): Promise<LeanScale> {
  const { pairs, templates, neutral, reference, things } = words;
  if (pairs.length < 2 || templates.length < 2 || neutral.length < MIN_NEUTRAL || reference.length < 2) {
    throw new RangeError(
      `too few words: 2 pairs, 2 templates, ${MIN_NEUTRAL} neutral and 2 reference heads are needed`,
    );
  }
  const heads = [...pairs.flat(), ...neutral, ...reference, ...things];
  const embedded = await embedHeads(heads, templates, embed);
  const of = (head: string, template: number): Float32Array => embedded.get(head)![template]!;
  const directions: Float64Array[] = [];
  for (const [female, male] of pairs) {
    directions.push(normalise(mean(templates.map((_, t) => minus(of(female, t), of(male, t))))));
    await pause?.();
  }
  const centres: Float64Array[] = [];
  for (const t of templates.keys()) {
    centres.push(mean(neutral.map((head) => of(head, t))));
    await pause?.();
  }
  const leansOf = async (words: readonly string[]): Promise<number[]> => {
    const leans: number[] = [];
    for (const word of words) {
      leans.push(meanOf(pairMeans(embedded.get(word)!, directions, centres)));
      await pause?.();
    }
    return leans;
  };
  const unit = deviation(await leansOf(reference));
  const controls = (await leansOf(things)).map((lean) => Math.abs(lean) / unit).sort((a, b) => a - b);
  const threshold = controls[Math.ceil((1 - CONTROL_SHARE) * controls.length) - 1] ?? 0;
  return { words, directions, centres, unit, threshold };
}

/**
 * The leans of heads that stand together in a document, in order; q corrects for their number. Embeds T texts a head.
 * A checkpoint whose reference heads do not differ at all has no unit: every size is then 0 and nothing is shown.
 */
export async function measureLeans(
  heads: readonly string[],
  scale: LeanScale,
  embed: Embed,
  pause?: Pause,
): Promise<Lean[]> {
  const unique = [...new Set(heads)];
  const embedded = await embedHeads(unique, scale.words.templates, embed);
  const measured: { head: string; perPair: number[]; p: number; templatesAgree: boolean }[] = [];
  for (const head of unique) {
    const byTemplate = embedded.get(head)!;
    const perPair = pairMeans(byTemplate, scale.directions, scale.centres);
    measured.push({ head, perPair, p: signFlipP(perPair), templatesAgree: agree(byTemplate, scale) });
    await pause?.();
  }
  const q = benjaminiHochberg(measured.map(({ p }) => p));
  const leans = measured.map(({ head, perPair, p, templatesAgree }, index): Lean => {
    const unit = scale.unit > 0 ? scale.unit : Infinity;
    const centre = meanOf(perPair);
    const half =
      (studentQuantile(0.975, perPair.length - 1) * deviation(perPair)) / Math.sqrt(perPair.length);
    return {
      head,
      size: centre / unit,
      interval: [(centre - half) / unit, (centre + half) / unit],
      p,
      q: q[index]!,
      templatesAgree,
      shown:
        scale.unit > 0 &&
        q[index]! < SHOWN_BELOW &&
        templatesAgree &&
        Math.abs(centre / unit) > scale.threshold,
    };
  });
  const byHead = new Map(leans.map((lean) => [lean.head, lean]));
  return heads.map((head) => byHead.get(head)!);
}

/** Embeddings of every head in every template, asked for at once so that a batching embedder can share work. */
async function embedHeads(
  heads: readonly string[],
  templates: readonly string[],
  embed: Embed,
): Promise<ReadonlyMap<string, readonly Float32Array[]>> {
  const unique = [...new Set(heads)];
  const texts = unique.flatMap((head) => templates.map((template) => template.replaceAll('{}', () => head)));
  const embeddings = await embed(texts);
  return new Map(
    unique.map((head, index) => [
      head,
      embeddings.slice(index * templates.length, (index + 1) * templates.length),
    ]),
  );
}

/** c_k for every pair. */
function pairMeans(
  byTemplate: readonly Float32Array[],
  directions: readonly Float64Array[],
  centres: readonly Float64Array[],
): number[] {
  const centred = byTemplate.map((embedding, t) => minus(embedding, centres[t]!));
  return directions.map((direction) => meanOf(centred.map((each) => dot(each, direction))));
}

function agree(byTemplate: readonly Float32Array[], { directions, centres }: LeanScale): boolean {
  const centred = byTemplate.map((embedding, t) => minus(embedding, centres[t]!));
  const signs = centred.map((each) => Math.sign(meanOf(directions.map((direction) => dot(each, direction)))));
  return signs[0] !== 0 && signs.every((sign) => sign === signs[0]);
}

type Vector = Float32Array | Float64Array;

function minus(a: Vector, b: Vector): Float64Array {
  const difference = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) difference[i] = a[i]! - b[i]!;
  return difference;
}

function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function mean(vectors: readonly Vector[]): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]! / vectors.length;
  return sum;
}

function normalise(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : vector;
}

const deviation = (values: readonly number[]): number => Math.sqrt(moments(values).variance);
