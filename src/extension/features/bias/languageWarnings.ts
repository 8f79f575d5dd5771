import * as vscode from 'vscode';
import type { Checkpoint } from '../../../core/ports';
import { each } from '../../../core/score/steps';
import { unreadScript } from '../../../core/spell/unreadScript';
import { BIAS_EDITOR_WORDING } from '../../../words/biasEditor';
import { namesOf } from '../../../words/languageNames';
import { say, type Language } from '../../../words/words';
import { openDocument } from '../../services/editorDocuments';
import { ownScore, type Scores } from '../../services/scores';
import { inSlices } from '../../services/slicedWork';

/** More names than this are a list that nobody reads. */
const mostLanguages = 5;

/** Once in each spell: the first words in a script that the checkpoint hardly reads, whose score says little. */
export function registerLanguageWarnings(parts: {
  readonly scores: Scores;
  readonly languagesOf: (checkpoint: Checkpoint) => Promise<readonly string[]>;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, languagesOf, language } = parts;
  const collection = vscode.languages.createDiagnosticCollection('spellwright-languages');
  const show = async (uri: vscode.Uri): Promise<void> => {
    const score = scores.get(uri)?.score;
    if (!score) return collection.delete(uri);
    const languages = await languagesOf(score.checkpoint);
    const document = openDocument(uri);
    const current = scores.get(uri);
    if (!document || !current || ownScore(current, document) !== score) return;
    const warnings = each(current.file.spells, ({ positive }): vscode.Diagnostic[] => {
      const found = unreadScript(positive, languages);
      if (!found) return [];
      const { start, end } = found.span;
      const diagnostic = new vscode.Diagnostic(
        new vscode.Range(document.positionAt(start), document.positionAt(end)),
        say(BIAS_EDITOR_WORDING.unreadScript, language, {
          script: namesOf('script', [found.script], language),
          id: score.checkpoint.id,
          languages: namesOf('language', languages, language, mostLanguages),
        }),
        vscode.DiagnosticSeverity.Information,
      );
      diagnostic.source = 'spellwright';
      diagnostic.code = 'prompt-language';
      return [diagnostic];
    });
    const isWanted = (): boolean => ownScore(scores.get(uri), document) === score;
    const diagnostics = await inSlices(warnings, isWanted);
    if (diagnostics) collection.set(uri, diagnostics.flat());
  };
  return vscode.Disposable.from(
    collection,
    scores.onDidChange(({ uri, progress }) => {
      if (progress === undefined) void show(uri);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
  );
}
