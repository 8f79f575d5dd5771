import * as vscode from 'vscode';
import { plainText } from '../../core/plainText';
import { checkpointLabel } from '../../core/score/export/exportedFile';
import type { Span, Spell } from '../../core/spell/spell';
import { DRAW_WORDING } from '../../words/drawing';
import { EDITOR_WORDING } from '../../words/editor';
import { say, type Language } from '../../words/words';
import type { Configuration } from '../services/configuration';
import type { GeneratorService } from '../services/generators';
import { belongsTo } from '../services/liveDocuments';
import { isRunning, ownScore, type DocumentScore, type Scores, type ShownScore } from '../services/scores';
import { languageId, type SpellDocuments } from '../services/spellDocuments';
import { rankedSpells, scoreLabel, scoreTooltip } from './scoreLabel';
import { isSaved } from '../services/places';

/** A longer file has lenses near what is seen only: the editor takes some 40 µs of the extension host's thread for each. */
const mostLenses = 150;

/** Lines beyond an end of what is seen in which lenses stand already, so that scrolling a little moves nothing. */
const linesAround = 100;

/** The line above each spell; above the first one also what keeps the scores away, with a way on. */
export function registerCodeLenses(parts: {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly configuration: Configuration;
  /** Undefined where none can be reached. */
  readonly generators?: GeneratorService;
  /** No other checkpoint can be chosen or downloaded here. */
  readonly fixedCheckpoint?: boolean;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, documents, configuration, generators, fixedCheckpoint = false, language } = parts;
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      const current = scores.get(document.uri);
      if (!configuration.codeLens.value || current === undefined) return [];
      const file = await documents.read(document);
      if (file === undefined) return undefined;
      const { spells } = file;
      const lineOf = (spell: Spell): vscode.Range => lensLine(document, spell);
      // Only where a generator is connected: whoever has none is told nothing of drawing here.
      const url = isSaved(document.uri) ? generators?.address : undefined;
      const draws =
        url === undefined
          ? []
          : placesToShow(document, spells).map(
              (spell) =>
                new vscode.CodeLens(lineOf(spell), {
                  title: `$(paintcan)\u00a0${say(DRAW_WORDING.lensDraw, language)}`,
                  tooltip: say(DRAW_WORDING.lensDrawTooltip, language, { url }),
                  command: 'spellwright.generateExpansions',
                  arguments: [document.uri.toString(), { spell: spell.index }],
                }),
            );
      const awaited = (range: vscode.Range): vscode.CodeLens =>
        new vscode.CodeLens(range, { title: say(EDITOR_WORDING.lensAwaited, language), command: '' });
      const notice = noticeOf(current, !fixedCheckpoint, language);
      const lenses =
        notice === undefined
          ? []
          : [new vscode.CodeLens(spells[0] ? lineOf(spells[0]) : new vscode.Range(0, 0, 0, 0), notice)];
      const score = scoreToShow(current, document, spells.length);
      if (score === undefined) {
        // The lines stand where the numbers will, so that nothing moves when they come.
        const isComing = isAwaited(current, document) && file.frontMatter.images.length > 0;
        const own = isComing ? placesToShow(document, spells).map((spell) => awaited(lineOf(spell))) : lenses;
        return [...own, ...draws];
      }
      const ranked = rankedSpells(score);
      for (const place of placesToShow(document, spells)) {
        const spell = score.spells[place.index]!;
        const title = scoreLabel(score, spell, ranked, language);
        if (title === undefined) continue;
        lenses.push(
          new vscode.CodeLens(lineOf(place), {
            title: spell.rank === 1 ? `$(star-full)\u00a0${title}` : title,
            tooltip: scoreTooltip(score, spell, ranked, checkpointLabel(score.checkpoint), language),
            command: 'spellwright.openPanel',
            arguments: [document.uri.toString(), { spell: spell.spell }],
          }),
        );
      }
      return [...lenses, ...draws];
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider({ language: languageId }, provider),
    configuration.codeLens.onDidChange(() => changed.fire()),
    configuration.generatorAddress.onDidChange(() => changed.fire()),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor: { document } }) => {
      if ((scores.get(document.uri)?.score?.spells.length ?? 0) > mostLenses) changed.fire();
    }),
    // Progress of one run, and what is wrong besides, would redraw the lenses for nothing.
    scores.onDidChange((current) => {
      const isFirst = current.score === undefined && current.progress === undefined;
      const hasNumbers = !isRunning(current) && !(ownScore(current) && current.problems);
      if (hasNumbers || isFirst) changed.fire();
    }),
  );
}

/**
 * While the next scores are awaited the last ones stand, if the file has as many spells: they belong to the same lines. Those
 * of a library do not: the next may take minutes, beside a text that says something else.
 */
function scoreToShow(
  current: DocumentScore,
  document: vscode.TextDocument,
  spells: number,
): ShownScore | undefined {
  const own = ownScore(current, document);
  if (own || !isAwaited(current, document)) return own;
  const { score } = current;
  return score?.spells.length === spells && !score.library ? score : undefined;
}

/** Whether scores of the present text are on their way. */
function isAwaited(current: DocumentScore, document: vscode.TextDocument): boolean {
  return isRunning(current) || !belongsTo(current.version, document);
}

function placesToShow(document: vscode.TextDocument, spells: readonly Spell[]): readonly Spell[] {
  if (spells.length <= mostLenses) return spells;
  const near = offsetsNear(document);
  return spells.filter(({ span }) => near(span.start));
}

/** Whether a place is seen in some editor of the document, or nearly. */
function offsetsNear(document: vscode.TextDocument): (offset: number) => boolean {
  const near = vscode.window.visibleTextEditors
    .filter((editor) => editor.document === document)
    .flatMap(({ visibleRanges }) => visibleRanges)
    .map(({ start, end }): Span => ({
      start: document.offsetAt(new vscode.Position(Math.max(0, start.line - linesAround), 0)),
      end: document.offsetAt(new vscode.Position(end.line + linesAround + 1, 0)),
    }));
  return (offset) => near.some(({ start, end }) => start <= offset && offset <= end);
}

/** The line above which the lens of a spell stands: its heading, else its first words, below comments that belong to it. */
export function lensLine(document: vscode.TextDocument, { span, positive }: Spell): vscode.Range {
  const first = document.lineAt(document.positionAt(span.start));
  if (first.text.startsWith('###')) return first.range;
  return document.lineAt(document.positionAt(positive.span.start)).range;
}

/** What the author should know or do before there are scores; nothing while they are on their way. */
function noticeOf(
  { phase, uri, file, missingModel }: DocumentScore,
  offersCheckpoints: boolean,
  language: Language,
): vscode.Command | undefined {
  const command = (title: keyof typeof EDITOR_WORDING, name: string): vscode.Command => ({
    title: say(EDITOR_WORDING[title], language),
    command: name,
    arguments: [uri.toString()],
  });
  switch (phase) {
    case 'no-images':
      if (file.spells.length === 0) return undefined;
      if (file.frontMatter.images.length === 0) return command('lensNoPictures', 'spellwright.addPictures');
      // The paths of a file that was never saved start nowhere.
      return isSaved(uri)
        ? command('lensNoReadable', 'spellwright.addPictures')
        : { title: say(EDITOR_WORDING.lensSaveFirst, language), command: 'workbench.action.files.save' };
    case 'failed':
      if (missingModel !== undefined && offersCheckpoints) {
        return {
          title: plainText(say(EDITOR_WORDING.lensMissingModel, language, { model: missingModel })),
          command: 'spellwright.chooseModel',
          arguments: [missingModel, uri.toString()],
        };
      }
      return command('lensFailed', 'spellwright.openPanel');
    case 'stopped':
      return command('lensStopped', 'spellwright.scoreAgain');
    default:
      return undefined;
  }
}
