import * as vscode from 'vscode';
import type { Span } from '../../core/spell/spell';
import { EDITOR_WORDING } from '../../words/editor';
import { say, type Language } from '../../words/words';
import type { PictureFolders } from '../services/pictureFolders';
import { plainWindow } from '../services/plainWindow';
import { ownScore, type DocumentScore, type Scores } from '../services/scores';
import { languageId } from '../services/spellDocuments';

export const allowFolderCommand = 'spellwright.allowPictureFolder';

/** Somebody who types a path has named each of its folders for a moment. */
const patienceMs = 1500;

/**
 * Where a spell file looks for pictures outside of its workspace: asks once whether it may, and offers the same as a quick fix
 * of the line. Where the workspace is not trusted nobody is asked; the quick fix leads to its trust.
 */
export function registerOutsideFolders(parts: {
  readonly scores: Scores;
  readonly folders: PictureFolders;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, folders, language } = parts;
  const waiting = new Map<string, NodeJS.Timeout>();
  /** Not answered: they are asked for again in the next session only. */
  const asked = new Set<string>();
  let isAsking = false;

  /** The first folder of a document that nobody has decided on. */
  const openFolder = (current: DocumentScore | undefined): string | undefined => {
    if (!vscode.workspace.isTrusted || ownScore(current) === undefined) return undefined;
    return outsideProblems(current)
      .map(({ folder }) => folder)
      .find((folder) => folders.decisionOn(folder) === undefined && !asked.has(folder));
  };

  const ask = async (uri: vscode.Uri): Promise<void> => {
    const folder = openFolder(scores.get(uri));
    if (folder === undefined || isAsking || !isVisible(uri)) return;
    isAsking = true;
    asked.add(folder);
    try {
      const allow = say(EDITOR_WORDING.outsideAllow, language);
      const refuse = say(EDITOR_WORDING.outsideRefuse, language);
      const question = say(EDITOR_WORDING.outsideQuestion, language, {
        folder,
        file: vscode.workspace.asRelativePath(uri),
      });
      const answer = await plainWindow.showInformationMessage(question, allow, refuse);
      if (answer !== undefined) await folders.decide(folder, answer === allow);
    } finally {
      isAsking = false;
    }
    considerVisible();
  };

  const consider = (uri: vscode.Uri): void => {
    const key = uri.toString();
    clearTimeout(waiting.get(key));
    waiting.delete(key);
    if (openFolder(scores.get(uri)) === undefined) return;
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        void ask(uri);
      }, patienceMs),
    );
  };

  const considerVisible = (): void => {
    for (const { document } of vscode.window.visibleTextEditors) consider(document.uri);
  };

  return vscode.Disposable.from(
    scores.onDidChange(({ uri }) => consider(uri)),
    vscode.window.onDidChangeVisibleTextEditors(considerVisible),
    vscode.languages.registerCodeActionsProvider(
      languageId,
      {
        provideCodeActions: (document, range) =>
          outsideProblems(scores.get(document.uri))
            .filter(({ span }) => {
              const place =
                span && new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
              return place === undefined || place.intersection(range) !== undefined;
            })
            .map(({ folder }) => quickFix(folder, language)),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.commands.registerCommand(allowFolderCommand, (folder: string) => folders.decide(folder, true)),
    vscode.commands.registerCommand('spellwright.forgetPictureFolders', async () => {
      const { length: count } = folders.allowed;
      asked.clear();
      await folders.forget();
      void plainWindow.showInformationMessage(say(EDITOR_WORDING.outsideForgotten, language, { count }));
    }),
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
  );
}

function isVisible(uri: vscode.Uri): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri.toString());
}

/** A folder that was not searched, absolute, and where the file names it. */
interface Outside {
  readonly folder: string;
  readonly span?: Span;
}

/** Each folder once at a place. */
function outsideProblems(current: DocumentScore | undefined): Outside[] {
  const all = (current?.problems ?? [])
    .filter(({ code }) => code === 'images-outside')
    .map(({ span, parameters }): Outside => ({ folder: String(parameters.folder), span }));
  return all.filter(
    ({ folder, span }, i) =>
      all.findIndex((other) => other.folder === folder && other.span?.start === span?.start) === i,
  );
}

function quickFix(folder: string, language: Language): vscode.CodeAction {
  const { isTrusted } = vscode.workspace;
  const title = say(isTrusted ? EDITOR_WORDING.outsideFix : EDITOR_WORDING.outsideTrust, language, {
    folder,
  });
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = isTrusted
    ? { command: allowFolderCommand, title, arguments: [folder] }
    : { command: 'workbench.trust.manage', title };
  return action;
}
