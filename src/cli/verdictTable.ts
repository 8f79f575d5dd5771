import { canTell, type Verdict } from '../core/judge/verdict';
import type { Checkpoint } from '../core/ports';
import { checkpointLabel } from '../core/score/export/exportedFile';
import { fewestPairs } from '../core/statistics/spearman';
import { GENERATE_WORDING } from '../words/generate';
import { cosine, difference, differenceInterval, percent } from '../words/numbers';
import { say } from '../words/words';
import { printable, tableLines } from './table';
import type { Terminal } from './terminal';

export interface ToldVerdict {
  /** As CLIP reads them. */
  readonly texts: readonly string[];
  readonly verdict: Omit<Verdict, 'pictures'>;
  /** Of each variant what its pictures say of their own prompt (`ownProbability`). */
  readonly own: readonly (readonly number[])[];
  /** Different reference pictures. */
  readonly references: number;
  readonly checkpoint?: Checkpoint;
  /** Variants that are shown, and of those the compared ones; all by default. */
  readonly shown?: readonly number[];
  readonly compared?: readonly number[];
}

/** The table of a verdict, and what it says in sentences. */
export function verdictLines(told: ToldVerdict, { language, width }: Terminal): string[] {
  const { texts, verdict, references, checkpoint } = told;
  const title = (key: keyof typeof GENERATE_WORDING): string => say(GENERATE_WORDING[key], language);
  const place = (i: number): number => verdict.variants[i]!.rank ?? texts.length + 1;
  const order = (told.shown ?? texts.map((_, i) => i)).toSorted((a, b) => place(a) - place(b));
  const seeds = verdict.seeds.length;
  const lines = [
    references > 0 ? say(GENERATE_WORDING.closer, language, { references, seeds }) : title('noReferences'),
    ...tableLines(
      [
        { title: '#', align: 'right' },
        { title: title('columnCloseness'), align: 'right' },
        { title: title('columnBehind'), align: 'right' },
        { title: title('columnOwn'), align: 'right' },
        { title: title('columnPictures'), align: 'right' },
        { title: title('columnVariant'), align: 'left', flexible: true },
      ],
      order.map((i) => row(i, told)),
      width,
    ),
  ];
  if (references > 0) lines.push(...sentences(told, language));
  if (checkpoint)
    lines.push(printable(say(GENERATE_WORDING.sees, language, { checkpoint: checkpointLabel(checkpoint) })));
  return lines;
}

function row(index: number, { texts, verdict, own: all }: ToldVerdict): string[] {
  const { ranks, rank, behind, closeness } = verdict.variants[index]!;
  const own = all[index]!;
  return [
    ranks && ranks.first !== ranks.last ? `${ranks.first}–${ranks.last}` : String(ranks?.first ?? rank ?? ''),
    closeness === undefined ? '' : cosine(closeness),
    behind
      ? `${difference(behind.difference)}${behind.interval ? ` (${differenceInterval(behind.interval)})` : ''}`
      : '',
    own.length === 0 ? '' : percent(own.reduce((sum, each) => sum + each, 0) / own.length),
    String(own.length),
    texts[index]!,
  ];
}

function sentences({ texts, verdict, compared }: ToldVerdict, language: Terminal['language']): string[] {
  const lines: string[] = [];
  const count = compared?.length ?? texts.length;
  const first = verdict.variants.findIndex(({ ranks }) => ranks?.first === 1 && ranks.last === 1);
  if (!canTell(verdict.seeds.length))
    lines.push(say(GENERATE_WORDING.tooFew, language, { seeds: verdict.seeds.length }));
  else if (count > 1)
    lines.push(
      first < 0
        ? say(GENERATE_WORDING.noneBetter, language)
        : say(GENERATE_WORDING.firstBetter, language, { variant: printable(texts[first]!) }),
    );
  const { foretold } = verdict;
  if (foretold) {
    const { rho, interval, pairs } = foretold;
    lines.push(
      say(GENERATE_WORDING.foretold, language, {
        rho: rho.toFixed(2),
        low: interval.low.toFixed(2),
        high: interval.high.toFixed(2),
        pairs,
      }),
    );
  } else if (count > 1 && count < fewestPairs)
    lines.push(say(GENERATE_WORDING.foretoldTooFew, language, { pairs: count }));
  return lines;
}
