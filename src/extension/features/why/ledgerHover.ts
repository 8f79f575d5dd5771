import * as vscode from 'vscode';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { LedgerEntry } from '../../../core/why/ledger';
import { hundredths, signedPercent } from '../../../words/numbers';
import { readingKey, WHY_WORDING } from '../../../words/why';
import { say, type Language, type Parameters } from '../../../words/words';
import type { LedgerResult, Ledgers } from '../../services/ledgers';
import { belongsTo } from '../../services/liveDocuments';
import { languageId } from '../../services/spellDocuments';
import { appendPlain } from '../appendPlain';
import type { AreEffectsShown } from './ledgerMarks';
import { shownUnits, type ShownUnit } from './shownUnits';

/** The numbers of the words under the pointer, beside what other hovers say of them. */
export function registerLedgerHover(parts: {
  readonly ledgers: Ledgers;
  readonly language: Language;
  readonly areShown: AreEffectsShown;
}): vscode.Disposable {
  const { ledgers, language, areShown } = parts;
  return vscode.languages.registerHoverProvider(
    { language: languageId },
    {
      provideHover(document, position) {
        const result = ledgers.get(document.uri)?.result;
        if (!result || !belongsTo(result.version, document) || !areShown(document.uri)) return undefined;
        const offset = document.offsetAt(position);
        const unit = shownUnits(result).find(({ span }) => span.start <= offset && offset <= span.end);
        if (!unit) return undefined;
        const { start, end } = unit.span;
        return new vscode.Hover(
          ledgerHover(unit, result, language),
          new vscode.Range(document.positionAt(start), document.positionAt(end)),
        );
      },
    },
  );
}

function ledgerHover(
  { text, entry }: ShownUnit,
  { score }: LedgerResult,
  language: Language,
): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  const sentences = ledgerSentences(text, entry, language);
  appendPlain(markdown, sentences.join(language === 'ja' ? '' : ' ')).appendMarkdown('\n\n');
  const parameters = { pictures: score.differentImages, checkpoint: checkpointLabel(score.checkpoint) };
  return appendPlain(markdown, say(WHY_WORDING.viewShort, language, parameters));
}

function ledgerSentences(text: string, entry: LedgerEntry, language: Language): string[] {
  const sentence = (key: keyof typeof WHY_WORDING, parameters?: Parameters): string =>
    say(WHY_WORDING[key], language, parameters);
  const { effect, interval, probability, alone, leftOut } = entry;
  const reading = readingKey(entry);
  return [
    sentence('hoverEffect', { words: text, effect: hundredths(effect) }),
    interval
      ? sentence('hoverInterval', { low: hundredths(interval.low), high: hundredths(interval.high) })
      : sentence('fewPictures'),
    ...(probability === undefined
      ? []
      : [sentence('hoverProbability', { points: signedPercent(probability) })]),
    sentence('hoverParts', { alone: hundredths(alone), leftOut: hundredths(-leftOut) }),
    ...(reading ? [sentence(readings[reading])] : []),
  ];
}

const readings = {
  idle: 'hoverIdle',
  hurts: 'hoverHurts',
  mayHurt: 'hoverMayHurt',
  depends: 'hoverDepends',
} as const;
