import * as vscode from 'vscode';
import { each, type Steps } from '../../core/score/steps';
import type { Span } from '../../core/spell/spell';
import { EDITOR_WORDING } from '../../words/editor';
import { SYNTAX_WORDING } from '../../words/syntax';
import { say, type Language } from '../../words/words';
import { isRunning, ownScore, type DocumentScore, type Scores } from '../services/scores';
import { openDocument } from '../services/editorDocuments';
import { belongsTo } from '../services/liveDocuments';
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
  const ofSyntax = vscode.languages.createDiagnosticCollection('spellwright');
  const ofScores = vscode.languages.createDiagnosticCollection('spellwright-scores');
  const shown = new WeakMap<vscode.TextDocument, DocumentScore>();
  const show = async (current: DocumentScore): Promise<void> => {
    const document = openDocument(current.uri);
    if (!belongsTo(current.version, document) || document === undefined) return;
    shown.set(document, current);
    const result = await inSlices(
      read(current, document, language),
      () => shown.get(document) === current && belongsTo(current.version, document) && !document.isClosed,
    );
    if (result === undefined) return;
    ofSyntax.set(current.uri, result.syntax);
    // While a run goes on, what the last one found stands, or it would blink at every key; the editor moves it along.
    if (isRunning(current) && current.score !== undefined) return;
    ofScores.set(current.uri, result.found);
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) editor.setDecorations(dimmed, result.lost);
    }
  };
  return vscode.Disposable.from(
    ofSyntax,
    ofScores,
    scores.onDidChange((current) => {
      // While a run goes on, nothing here changes; and what is wrong comes after the numbers.
      const isOnTheWay = ownScore(current) !== undefined && current.problems === undefined;
      if (current.progress === undefined && current.searched === undefined && !isOnTheWay) void show(current);
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const { document } of editors) {
        const current = scores.get(document.uri);
        if (current !== undefined) void show(current);
      }
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      ofSyntax.delete(uri);
      ofScores.delete(uri);
    }),
  );
}

/** One problem a step. */
function* read(
  current: DocumentScore,
  document: vscode.TextDocument,
  language: Language,
): Steps<{
  readonly syntax: vscode.Diagnostic[];
  /** What takes a run to find out. */
  readonly found: vscode.Diagnostic[];
  readonly lost: vscode.Range[];
}> {
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

  const syntax = yield* each(
    current.file.diagnostics.slice(0, mostProblems),
    ({ code, severity, span, parameters }) =>
      diagnose(span, say(SYNTAX_WORDING[code], language, parameters), severities[severity], code),
  );
  const found: vscode.Diagnostic[] = [];
  const lost: vscode.Range[] = [];
  const score = ownScore(current, document);
  if (score !== undefined) {
    for (const { severity, code, message, span } of current.problems ?? []) {
      found.push(diagnose(span, message, severities[severity], code));
      yield;
    }
    for (const { span, word, count } of yield* lostWords(score, current.file)) {
      const wording = word === '' ? EDITOR_WORDING.lostInTemplate : EDITOR_WORDING.lostFrom;
      const message = say(wording, language, { limit: score.checkpoint.contextLength, count, word });
      found.push(diagnose(span, message, vscode.DiagnosticSeverity.Warning, 'prompt-too-long'));
      lost.push(rangeOf(span));
      yield;
    }
  }
  if (current.phase === 'failed' && current.error !== undefined) {
    found.push(
      diagnose(
        current.file.frontMatter.model?.span,
        current.error,
        vscode.DiagnosticSeverity.Error,
        'scoring-failed',
      ),
    );
  }
  return { syntax, found, lost };
}
