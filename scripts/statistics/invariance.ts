import { softmaxOverRows } from '../../src/core/clip/similarity';
import { rankFile } from '../../src/core/score/rankFile';
import { finish } from '../../src/core/steps';
import { mean } from '../../src/core/statistics/moments';
import { markdownTable, percentText } from './figure';
import { Random } from './random';

/** The logit scale that OpenAI's checkpoints have. */
const logitScale = 100;

/** Cosines of prompts in spells, as CLIP has them: about 0.25, 0.02 apart between pictures. */
interface File {
  readonly cosine: Float32Array;
  readonly pictures: number;
  readonly rowsOf: readonly (readonly number[])[];
  /** The first row that reads the same, of each row. */
  readonly sameAs: Int32Array;
}

/** Whether the first spell of a file stands above the second. */
export function firstIsAhead({ cosine, pictures, rowsOf, sameAs }: File): boolean {
  const { spells } = finish(
    rankFile(rowsOf, {
      cosine,
      groups: Int32Array.from({ length: pictures }, (_, i) => i),
      sameAs,
      logitScale,
    }),
  );
  return spells[0]!.rank < spells[1]!.rank;
}

/** The same by the mean over pictures of a softmax over all prompts of the file, a spell standing with its best. */
function firstIsAheadByFlatSoftmax({ cosine, pictures, rowsOf }: File): boolean {
  const p = finish(softmaxOverRows(cosine, pictures, logitScale));
  const best = (rows: readonly number[]): number =>
    Math.max(...rows.map((row) => mean(p.subarray(row * pictures, (row + 1) * pictures))));
  return best(rowsOf[0]!) > best(rowsOf[1]!);
}

class Book {
  readonly #rows: Float32Array[] = [];
  readonly #sameAs: number[] = [];
  readonly #spells: number[][] = [];

  constructor(private readonly pictures: number) {}

  /** A spell of these texts; equal arrays are equal texts. */
  spell(texts: readonly Float32Array[]): this {
    this.#spells.push(
      texts.map((text) => {
        const before = this.#rows.indexOf(text);
        this.#rows.push(text);
        this.#sameAs.push(before < 0 ? this.#rows.length - 1 : before);
        return this.#rows.length - 1;
      }),
    );
    return this;
  }

  get file(): File {
    const cosine = new Float32Array(this.#rows.length * this.pictures);
    for (const [i, row] of this.#rows.entries()) cosine.set(row, i * this.pictures);
    return { cosine, pictures: this.pictures, rowsOf: this.#spells, sameAs: Int32Array.from(this.#sameAs) };
  }
}

/** Shares of trials in which the order of two spells changes, by the ranking and by a flat softmax. */
export interface Changed {
  readonly ranking: number;
  readonly flat: number;
}

type Change = 'unrelated' | 'duplicates' | 'paraphrases' | 'worse';

/**
 * Two spells A and B, B's wordings a little better; then something is added that should not matter to their order: ten
 * unrelated spells, nine copies of B's text within B, eleven paraphrases of B within B, as good as B, or 23 worse wordings.
 */
export function orderChanges(change: Change, trials: number): Changed {
  const pictures = 10;
  const random = new Random(1);
  const noise = (merit: number, spread: number, base?: Float32Array): Float32Array =>
    Float32Array.from({ length: pictures }, (_, i) => (base?.[i] ?? 0.25) + merit + spread * random.normal());
  let [ranking, flat] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const a = noise(0, 0.02);
    const b = noise(0.005, 0.02);
    const before = new Book(pictures).spell([a]).spell([b]).file;
    const after = new Book(pictures).spell([a]);
    if (change === 'unrelated') {
      after.spell([b]);
      for (let i = 0; i < 10; i++) after.spell([noise(-0.01, 0.03)]);
    } else if (change === 'duplicates') {
      after.spell(Array.from({ length: 10 }, () => b));
    } else if (change === 'worse') {
      after.spell([b, ...Array.from({ length: 23 }, () => noise(-0.005, 0.02))]);
    } else {
      after.spell([b, ...Array.from({ length: 11 }, () => noise(0, 0.003, b))]);
    }
    if (firstIsAhead(before) !== firstIsAhead(after.file)) ranking++;
    if (firstIsAheadByFlatSoftmax(before) !== firstIsAheadByFlatSoftmax(after.file)) flat++;
  }
  return { ranking: ranking / trials, flat: flat / trials };
}

export function invarianceTable(trials: number): string {
  const rows = (
    [
      ['ten unrelated spells', 'unrelated'],
      ['nine copies of one text, in its own spell', 'duplicates'],
      ['eleven paraphrases of one text, in its own spell, as good as it', 'paraphrases'],
      ['23 other wordings, worse by 0.01, in its own spell', 'worse'],
    ] as const
  ).map(([name, change]) => {
    const { ranking, flat } = orderChanges(change, trials);
    return [name, percentText(ranking), percentText(flat)];
  });
  return markdownTable(['added to two spells', 'their order changes', 'by a softmax over all prompts'], rows);
}
