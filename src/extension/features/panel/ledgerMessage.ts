import type { Ledger, LedgerEntry } from '../../../core/why/ledger';
import type { ShapleyTable } from '../../../core/why/shapleyTable';
import type { LedgerMessage, PanelLedger, PanelUnit } from '../../../protocol/panel/ledger';
import { labelsOf, mostPaired, unitText, wordCount, type ExplainedSpell } from '../../../tasks/explainFile';
import type { DocumentLedger, LedgerResult } from '../../services/ledgers';
import { isRunning, ownScore, type DocumentScore } from '../../services/scores';

/** Pairs that the page is sent: the strongest. */
const sentPairs = 20;

/** What the panel is sent of the words of a spell; what is known of a text before stands until the new one is weighed. */
export function ledgerMessage(
  known: DocumentLedger | undefined,
  {
    score,
    isUnfolded,
  }: {
    readonly score: DocumentScore | undefined;
    readonly isUnfolded: (phrase: string) => boolean;
  },
): LedgerMessage {
  if (!known) return { kind: 'ledger', phase: score && isRunning(score) ? 'waiting' : 'measuring' };
  const { spell, phase, progress, error, result } = known;
  const isCurrent = result === undefined || ownScore(score) === result.score;
  return {
    kind: 'ledger',
    spell,
    phase: phase === 'measured' && !isCurrent ? 'waiting' : phase,
    ...(progress && { progress: { done: progress.done, total: progress.total } }),
    ...(error !== undefined && { error }),
    ...(result?.explained && { table: tableOf(result.explained, result, isUnfolded) }),
  };
}

function tableOf(
  explained: ExplainedSpell,
  { score }: LedgerResult,
  isUnfolded: (phrase: string) => boolean,
): PanelLedger {
  const { text, ledger, unweighed, lostWord, words, pairs, shapley } = explained;
  const wordsOf = (phrase: number): Ledger | undefined =>
    words.find((each) => each.phrase === phrase)?.ledger;
  return {
    checkpoint: { id: score.checkpoint.id, hash: score.checkpoint.hash },
    differentPictures: score.differentImages,
    all: ledger.all,
    none: ledger.none,
    unexplained: ledger.unexplained,
    unweighed,
    ...(lostWord !== undefined && { lostWord }),
    units: unitsOf(text, ledger, shapley).map((unit) => {
      const own = isUnfolded(unitText(text, ledger.entries[unit.unit]!.unit))
        ? wordsOf(unit.unit)
        : undefined;
      return {
        ...unit,
        ...(!explained.isOfWords && { parts: wordCount(text, ledger.entries[unit.unit]!.unit) }),
        ...(own && { words: unitsOf(text, own) }),
      };
    }),
    ...(pairs && {
      pairs: pairs.slice(0, sentPairs).map(({ interval, ...pair }) => ({ ...pair, ...interval })),
    }),
    ...(ledger.entries.length > mostPaired && { mostPaired }),
    ...(shapley && { shapley: shapley.orders === undefined ? {} : { orders: shapley.orders } }),
  };
}

/** The strongest first. */
function unitsOf(text: string, { entries }: Ledger, shapley?: ShapleyTable): PanelUnit[] {
  const labels = labelsOf(text, entries);
  return entries
    .map((entry: LedgerEntry, unit): PanelUnit => {
      const { unit: _, interval, ...numbers } = entry;
      const value = shapley?.values[unit];
      return {
        unit,
        text: labels.get(entry)!,
        ...numbers,
        ...interval,
        ...(value && {
          shapley: { value: value.value, standardError: value.standardError, ...value.interval },
        }),
      };
    })
    .sort((a, b) => b.effect - a.effect);
}
