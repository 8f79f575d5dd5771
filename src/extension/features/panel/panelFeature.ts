import * as vscode from 'vscode';
import { uriOfPanelState } from '../../../protocol/panel';
import { panelWords } from '../../../words/panel';
import { say } from '../../../words/words';
import { ownScore } from '../../services/scores';
import { EditHistory } from './editHistory';
import type { PanelDependencies } from './panelDependencies';
import { SpellPanel } from './spellPanel';

/** Kept by VS Code with a window's layout: a panel of this type is restored by our serializer. */
const viewType = 'spellwright.panel';

/** Documents whose history is kept; the one scored longest ago goes first. */
const mostHistories = 30;

/** The panels of all spell files, one each. */
export interface Panels extends vscode.Disposable {
  /** Opens the panel of a spell file beside its editor, or brings it forward; at a spell when one is named. */
  openPanel(uri: vscode.Uri, options?: { readonly spell?: number }): void;
}

/**
 * Registers the panel: its commands `spellwright.openPanel` (arguments: address of a spell file, `{ spell }`; without
 * them the active editor's) and `spellwright.addPictures`, and what restores panels after a reload.
 */
export function registerPanel(context: vscode.ExtensionContext, dependencies: PanelDependencies): Panels {
  const open = new Map<string, SpellPanel>();
  // Kept here, not in the panel: closing the panel must not lose what was written.
  const histories = new Map<string, EditHistory>();
  const historyOf = (uri: vscode.Uri): EditHistory => {
    const key = uri.toString();
    const history = histories.get(key) ?? new EditHistory();
    histories.delete(key);
    histories.set(key, history); // the newest last
    if (histories.size > mostHistories) histories.delete(histories.keys().next().value!);
    return history;
  };

  const adopt = (panel: vscode.WebviewPanel, uri: vscode.Uri): SpellPanel => {
    const key = uri.toString();
    const spellPanel = new SpellPanel(panel, uri, context, dependencies, historyOf(uri));
    open.set(key, spellPanel);
    panel.onDidDispose(() => {
      if (open.get(key) === spellPanel) open.delete(key);
    });
    return spellPanel;
  };

  const panelOf = (uri: vscode.Uri): SpellPanel =>
    open.get(uri.toString()) ??
    adopt(
      vscode.window.createWebviewPanel(viewType, '', {
        viewColumn: vscode.ViewColumn.Beside,
        preserveFocus: true,
      }),
      uri,
    );

  /** What is shown of a file, and what was written in it, goes with it to its other name. */
  const follow = (key: string, panel: SpellPanel, uri: vscode.Uri): void => {
    const history = histories.get(key);
    histories.delete(key);
    if (history) histories.set(uri.toString(), history);
    open.delete(key);
    if (open.has(uri.toString())) panel.dispose();
    else adopt(panel.release(), uri);
  };

  const openPanel = (uri: vscode.Uri, options: { readonly spell?: number } = {}): void =>
    panelOf(uri).reveal(options.spell);

  /** The spell file that a command means; undefined, after saying so, when there is none. */
  const target = (argument: unknown): vscode.Uri | undefined => {
    if (argument instanceof vscode.Uri) return argument;
    if (typeof argument === 'string') return vscode.Uri.parse(argument);
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === 'spell') return document.uri;
    void vscode.window.showInformationMessage(say(panelWords.openSpellFirst, dependencies.language));
    return undefined;
  };

  const registrations = vscode.Disposable.from(
    dependencies.scores.onDidChange((current) => {
      const score = ownScore(current);
      if (current.phase === 'ready' && score) historyOf(current.uri).record(current.file, score);
    }),
    vscode.commands.registerCommand('spellwright.openPanel', (argument?: unknown, options?: unknown) => {
      const uri = target(argument);
      if (uri) openPanel(uri, { spell: spellOf(options) });
    }),
    vscode.commands.registerCommand('spellwright.addPictures', async (argument?: unknown) => {
      const uri = target(argument);
      if (!uri) return;
      const panel = panelOf(uri);
      panel.reveal();
      await panel.pickPictures();
    }),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) {
        for (const [key, panel] of [...open]) {
          const renamed = renamedUri(vscode.Uri.parse(key), oldUri, newUri);
          if (renamed) follow(key, panel, renamed);
        }
      }
    }),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const uri = uriOfPanelState(state);
        const document = uri === undefined ? undefined : await openDocument(vscode.Uri.parse(uri));
        if (document && !open.has(document.uri.toString())) adopt(panel, document.uri);
        else panel.dispose(); // its file is gone, or it was never shown anything
      },
    }),
  );

  return {
    openPanel,
    dispose: () => {
      registrations.dispose();
      for (const panel of [...open.values()]) panel.dispose();
    },
  };
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

/** Where a file lies after it, or a folder around it, was renamed; undefined when it was neither. */
function renamedUri(uri: vscode.Uri, from: vscode.Uri, to: vscode.Uri): vscode.Uri | undefined {
  if (uri.scheme !== from.scheme || uri.authority !== from.authority) return undefined;
  if (uri.path === from.path) return to;
  return uri.path.startsWith(`${from.path}/`)
    ? to.with({ path: to.path + uri.path.slice(from.path.length) })
    : undefined;
}

function spellOf(options: unknown): number | undefined {
  const spell = (options as { spell?: unknown } | null | undefined)?.spell;
  return typeof spell === 'number' ? spell : undefined;
}
