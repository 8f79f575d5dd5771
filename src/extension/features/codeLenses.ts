import * as vscode from 'vscode';
import { checkpointLabel } from '../../core/score/export/exportedFile';
import type { Span, Spell } from '../../core/spell/spell';
import { EDITOR_WORDING } from '../../words/editor';
import { say, type Language } from '../../words/words';
import type { Configuration } from '../services/configuration';
import type { DocumentScore, Scores } from '../services/scores';
import { languageId, type SpellDocuments } from '../services/spellDocuments';
import { rankedSpells, scoreLabel, scoreTooltip } from './scoreLabel';

/** A longer file has lenses near what is seen only: the editor takes some 40 µs of the extension host's thread for each. */
const mostLenses = 150;

/** Lines beyond an end of what is seen in which lenses stand already, so that scrolling a little moves nothing. */
const linesAround = 100;

/** The line above each spell; above the first one also what keeps the scores away, with a way on. */
export function registerCodeLenses(parts: {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly configuration: Configuration;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, documents, configuration, language } = parts;
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      const current = scores.get(document.uri);
      if (!configuration.codeLens.value || current === undefined) return [];
      const file = await documents.read(document);
      if (file === undefined) return undefined;
      const { spells } = file;
      const lineOf = ({ span }: Spell): vscode.Range =>
        document.lineAt(document.positionAt(span.start)).range;
      const notice = noticeOf(current, language);
      const lenses =
        notice === undefined
          ? []
          : [new vscode.CodeLens(spells[0] ? lineOf(spells[0]) : new vscode.Range(0, 0, 0, 0), notice)];
      const { score } = current;
      // After an edit that added or removed spells, the old scores belong to other lines.
      if (score === undefined || score.spells.length !== spells.length) return lenses;
      const ranked = rankedSpells(score);
      const near = spells.length > mostLenses ? offsetsNear(document) : undefined;
      for (const spell of score.spells) {
        const place = spells[spell.spell]!;
        if (near && !near(place.span.start)) continue;
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
      return lenses;
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider({ language: languageId }, provider),
    configuration.codeLens.onDidChange(() => changed.fire()),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor: { document } }) => {
      if ((scores.get(document.uri)?.score?.spells.length ?? 0) > mostLenses) changed.fire();
    }),
    // Progress of one run would redraw the lenses for nothing.
    scores.onDidChange(({ phase }) => {
      if (phase !== 'loading' && phase !== 'scoring') changed.fire();
    }),
  );
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

/** What the author should know or do before there are scores; nothing while they are on their way. */
function noticeOf(
  { phase, uri, file, missingModel }: DocumentScore,
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
      return file.frontMatter.images.length > 0
        ? command('lensNoReadable', 'spellwright.addPictures')
        : command('lensNoPictures', 'spellwright.addPictures');
    case 'failed':
      if (missingModel !== undefined) {
        return {
          title: say(EDITOR_WORDING.lensMissingModel, language, { model: missingModel }),
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
