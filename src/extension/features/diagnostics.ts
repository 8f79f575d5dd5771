import * as vscode from 'vscode';
import { each, type Steps } from '../../core/score/steps';
import type { Span } from '../../core/spell/spell';
import { EDITOR_WORDING } from '../../words/editor';
import { SYNTAX_WORDING } from '../../words/syntax';
import { say, type Language } from '../../words/words';
import type { DocumentScore, Scores } from '../services/scores';
import { inSlices } from '../services/slicedWork';
import { lostWords } from './lostWords';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Of the syntax: nobody reads more, and each costs the editor time. */
const mostProblems = 300;

/** Words that CLIP does not read look as if they were not there. */
const dimmed = vscode.window.createTextEditorDecorationType({ opacity: '0.5' });

/** Underlines what is wrong with a spell file, and dims the words beyond the checkpoint's context. */
export function registerDiagnostics(parts: {
  readonly scores: Scores;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, language } = parts;
  const collection = vscode.languages.createDiagnosticCollection('spellwright');
  const shown = new WeakMap<vscode.TextDocument, DocumentScore>();
  const show = async (current: DocumentScore): Promise<void> => {
    const document = vscode.workspace.textDocuments.find(
      ({ uri }) => uri.toString() === current.uri.toString(),
    );
    if (document === undefined || document.version !== current.version) return;
    shown.set(document, current);
    const result = await inSlices(
      read(current, document, language),
      () => shown.get(document) === current && document.version === current.version && !document.isClosed,
    );
    if (result === undefined) return;
    collection.set(current.uri, result.diagnostics);
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) editor.setDecorations(dimmed, result.lost);
    }
  };
  return vscode.Disposable.from(
    collection,
    scores.onDidChange((current) => {
      // While a run goes on, nothing here changes.
      if (current.progress === undefined) void show(current);
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const { document } of editors) {
        const current = scores.get(document.uri);
        if (current !== undefined) void show(current);
      }
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
  );
}

/** One problem a step. */
function* read(
  current: DocumentScore,
  document: vscode.TextDocument,
  language: Language,
): Steps<{ readonly diagnostics: vscode.Diagnostic[]; readonly lost: vscode.Range[] }> {
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

  const diagnostics = yield* each(
    current.file.diagnostics.slice(0, mostProblems),
    ({ code, severity, span, parameters }) =>
      diagnose(span, say(SYNTAX_WORDING[code], language, parameters), severities[severity], code),
  );
  const lost: vscode.Range[] = [];
  const { score } = current;
  if (score !== undefined && current.scoreVersion === document.version) {
    for (const { severity, code, message, span } of current.problems ?? []) {
      diagnostics.push(diagnose(span, message, severities[severity], code));
      yield;
    }
    for (const { span, word, count } of yield* lostWords(score, current.file)) {
      const wording = word === '' ? EDITOR_WORDING.lostInTemplate : EDITOR_WORDING.lostFrom;
      const message = say(wording, language, { limit: score.checkpoint.contextLength, count, word });
      diagnostics.push(diagnose(span, message, vscode.DiagnosticSeverity.Warning, 'prompt-too-long'));
      lost.push(rangeOf(span));
      yield;
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
