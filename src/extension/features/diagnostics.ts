import * as vscode from 'vscode';
import type { Span } from '../../core/spell/spell';
import { EDITOR_WORDING } from '../../words/editor';
import { SYNTAX_WORDING } from '../../words/syntax';
import { say, type Language } from '../../words/words';
import type { DocumentScore, Scores } from '../services/scores';
import { lostWords } from './lostWords';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Words that CLIP does not read look as if they were not there. */
const dimmed = vscode.window.createTextEditorDecorationType({ opacity: '0.5' });

/** Underlines what is wrong with a spell file, and dims the words beyond the checkpoint's context. */
export function registerDiagnostics(parts: {
  readonly scores: Scores;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, language } = parts;
  const collection = vscode.languages.createDiagnosticCollection('spellwright');
  const show = (current: DocumentScore): void => {
    const document = vscode.workspace.textDocuments.find(
      ({ uri }) => uri.toString() === current.uri.toString(),
    );
    if (document === undefined || document.version !== current.version) return;
    const { diagnostics, lost } = read(current, document, language);
    collection.set(current.uri, diagnostics);
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) editor.setDecorations(dimmed, lost);
    }
  };
  return vscode.Disposable.from(
    collection,
    scores.onDidChange((current) => {
      // While a run goes on, nothing here changes.
      if (current.progress === undefined) show(current);
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const { document } of editors) {
        const current = scores.get(document.uri);
        if (current !== undefined) show(current);
      }
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
  );
}

function read(
  current: DocumentScore,
  document: vscode.TextDocument,
  language: Language,
): { readonly diagnostics: vscode.Diagnostic[]; readonly lost: vscode.Range[] } {
  const rangeOf = ({ start, end }: Span): vscode.Range =>
    new vscode.Range(document.positionAt(start), document.positionAt(end));
  const diagnose = (
    span: Span | undefined,
    message: string,
    severity: vscode.DiagnosticSeverity,
    code: string,
  ) => {
    const range = span === undefined ? document.lineAt(0).range : rangeOf(span);
    const diagnostic = new vscode.Diagnostic(range, message, severity);
    diagnostic.source = 'spellwright';
    diagnostic.code = code;
    return diagnostic;
  };

  const diagnostics = current.file.diagnostics.map(({ code, severity, span, parameters }) =>
    diagnose(span, say(SYNTAX_WORDING[code], language, parameters), severities[severity], code),
  );
  const lost: vscode.Range[] = [];
  const { score } = current;
  if (score !== undefined && current.scoreVersion === document.version) {
    for (const { severity, code, message, span } of current.problems ?? []) {
      diagnostics.push(diagnose(span, message, severities[severity], code));
    }
    for (const { span, word, count } of lostWords(score, current.file)) {
      const wording = word === '' ? EDITOR_WORDING.lostInTemplate : EDITOR_WORDING.lostFrom;
      const message = say(wording, language, { limit: score.checkpoint.contextLength, count, word });
      diagnostics.push(diagnose(span, message, vscode.DiagnosticSeverity.Warning, 'prompt-too-long'));
      lost.push(rangeOf(span));
    }
  }
  if (current.phase === 'failed' && current.error !== undefined) {
    diagnostics.push(
      diagnose(
        current.file.frontMatter.model?.span,
        current.error,
        vscode.DiagnosticSeverity.Error,
        'scoring-failed',
      ),
    );
  }
  return { diagnostics, lost };
}
