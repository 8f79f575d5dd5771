import path from 'node:path';
import * as vscode from 'vscode';
import { each, type Steps } from '../../core/steps';
import type { Span } from '../../core/spell/spell';
import { lostWords } from '../../tasks/lostWords';
import type { Problem, ProblemCode } from '../../tasks/problem';
import { syntaxSteps } from '../../tasks/problems';
import { problemText } from '../../words/problemText';
import type { Language } from '../../words/words';
import { openDocument } from '../services/editorDocuments';
import { belongsTo } from '../services/liveDocuments';
import { isRunning, ownScore, type DocumentScore, type Scores } from '../services/scores';
import { inSlices } from '../services/slicedWork';
import { pathOf, uriOf } from '../services/places';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Of one kind: nobody reads more, and each costs the editor time. */
const mostProblems = 300;

/** What the line above each spell says, with a way out: a file that was just begun is nothing to underline. */
const saidByLenses: ReadonlySet<ProblemCode> = new Set(['no-prompts', 'no-images', 'no-readable-images']);

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
      // One that is a spell file no more is still open.
      () =>
        shown.get(document) === current &&
        belongsTo(current.version, document) &&
        scores.get(current.uri) !== undefined,
    );
    if (result === undefined) return;
    ofSyntax.set(current.uri, result.syntax);
    // While a run goes on, what the last one found stands, or it would blink at every key; the editor moves it along.
    if (isRunning(current) && current.score !== undefined) return;
    ofScores.set(current.uri, result.found);
    dim(document, result.lost);
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
    vscode.workspace.onDidCloseTextDocument((document) => {
      ofSyntax.delete(document.uri);
      ofScores.delete(document.uri);
      dim(document, []);
    }),
  );
}

function dim(document: vscode.TextDocument, lost: readonly vscode.Range[]): void {
  for (const editor of vscode.window.visibleTextEditors) {
    if (editor.document === document) editor.setDecorations(dimmed, lost);
  }
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
  const diagnose = (problem: Problem): vscode.Diagnostic => diagnosticOf(problem, document, language);
  const options = { mostOfKind: mostProblems };
  const syntax = yield* each(yield* syntaxSteps(current.file, pathOf(document.uri), options), diagnose);
  const found = yield* each(
    problemsOf(current).filter(({ code }) => !saidByLenses.has(code)),
    diagnose,
  );
  const score = ownScore(current, document);
  const lost = score ? yield* lostWords(score, current.file) : [];
  return { syntax, found, lost: yield* each(lost, ({ span }) => rangeOf(span)) };
}

/** Those of the text that stands there. */
function problemsOf({ file, scored, problems = [] }: DocumentScore): readonly Problem[] {
  return scored === undefined || scored.file === file ? problems : [];
}

/** At its place; what stands in another file is told on the first line, with a way to it. */
export function diagnosticOf(
  problem: Problem,
  document: vscode.TextDocument,
  language: Language,
): vscode.Diagnostic {
  const { severity, code, span, line } = problem;
  const folder = path.dirname(pathOf(document.uri));
  const shown = (file: string): string => path.relative(folder, file) || file;
  const text = problemText(problem, { language, face: 'editor', shown });
  const isElsewhere = problem.path !== pathOf(document.uri);
  const elsewhere = isElsewhere ? `${shown(problem.path)}${line === undefined ? '' : `:${line}`}: ` : '';
  const range = span
    ? new vscode.Range(document.positionAt(span.start), document.positionAt(span.end))
    : document.lineAt(0).range;
  const diagnostic = new vscode.Diagnostic(range, `${elsewhere}${text}`, severities[severity]);
  diagnostic.source = 'spellwright';
  diagnostic.code = code;
  if (isElsewhere) {
    const place = new vscode.Position((line ?? 1) - 1, 0);
    diagnostic.relatedInformation = [
      new vscode.DiagnosticRelatedInformation(new vscode.Location(uriOf(problem.path), place), text),
    ];
  }
  return diagnostic;
}
