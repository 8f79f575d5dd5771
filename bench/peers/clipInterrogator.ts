import { centre, type Candidates } from '../../src/core/craft/screen';
import type { Phrase } from '../../src/core/ports';
import { mean } from '../../src/core/statistics/moments';
import { finish } from '../../src/core/steps';
import { measureTexts, type Measure } from '../../src/core/why/measureTexts';

/** What its chain chooses from at each step, unless somebody says otherwise; the original takes 2048, and ten times the time. */
export const mostFlavours = 200;

/** clip-interrogator's `LabelTable.rank`: phrases by the cosine of each alone with the pictures' mean. */
export function plainOrder({ phrases, packed }: Candidates, { pictures }: Measure): Phrase[] {
  const values = finish(packed.along(centre(pictures)));
  return [...phrases.keys()].sort((a, b) => values[b]! - values[a]!).map((row) => phrases[row]!);
}

/** The same a class at a time: of each class the first, then of each the second. */
export function plainByClass(candidates: Candidates, measure: Measure): Phrase[] {
  const turns = new Map<string, number>();
  return plainOrder(candidates, measure)
    .map((phrase) => {
      const turn = turns.get(phrase.class) ?? 0;
      turns.set(phrase.class, turn + 1);
      return { phrase, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ phrase }) => phrase);
}

/**
 * clip-interrogator's `chain` (0.6.0), written anew: from nothing, at each step the phrase that raises the cosine of the
 * whole text most, of the first `flavours` by plain order; whichever class it is of. The original goes by one picture, this by
 * the mean of several.
 */
export async function chainOf(
  candidates: Candidates,
  measure: Measure,
  most: number,
  flavours = mostFlavours,
): Promise<Phrase[]> {
  const pool = plainOrder(candidates, measure).slice(0, flavours);
  const chain: Phrase[] = [];
  let text = '';
  while (chain.length < most) {
    const texts = pool.map((phrase) => (text === '' ? phrase.text : `${text}, ${phrase.text}`));
    const worth = await measureTexts(texts, measure);
    const values = texts.map((each) => mean(worth.get(each)!));
    const best = values.reduce((at, value, i) => (value > values[at]! ? i : at), 0);
    text = texts[best]!;
    chain.push(...pool.splice(best, 1));
  }
  return chain;
}
