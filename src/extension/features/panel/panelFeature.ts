import * as vscode from 'vscode';
import { spellAt } from '../../../core/spell/places';
import { readPanelState } from '../../../protocol/panel';
import { panelWords } from '../../../words/panel';
import { say, type Language } from '../../../words/words';
import { ownScore } from '../../services/scores';
import type { Panels } from '../../services/panels';
import { plainWindow } from '../../services/plainWindow';
import { languageId } from '../../services/spellDocuments';
import { bestPrompt, filledPrompt, keepOptions } from './filledPrompt';
import { KeptHistories } from './keptHistories';
import type { PanelDependencies } from './panelDependencies';
import type { MakeSource } from './panelSource';
import { onSavedAs } from './savedAs';
import { SpellPanel } from './spellPanel';
import { isWritten } from '../../services/places';

/** Kept by VS Code with a window's layout: a panel of this type is restored by our serializer. */
const viewType = 'spellwright.panel';
/** Whether the panel that is active is locked: its title shows the other command. */
const lockedKey = 'spellwright.panelIsLocked';

/**
 * Registers the panel, its commands (`spellwright.openPanel` and `spellwright.addPictures` take the address of a spell file,
 * the first `{ spell }` too; without them they mean the active editor's), and what restores panels after a reload.
 */
export function registerPanel(
  context: vscode.ExtensionContext,
  dependencies: PanelDependencies,
  makeSources: readonly MakeSource[],
): Panels {
  const panels = new Set<SpellPanel>();
  // Kept here, not in the panel: closing the panel must not lose what was written.
  const histories = new KeptHistories(context.workspaceState);
  let lastActive: vscode.Uri | undefined;

  const adopt = (panel: vscode.WebviewPanel, uri: vscode.Uri, isLocked = false): SpellPanel => {
    const spellPanel = new SpellPanel(panel, uri, {
      context,
      dependencies,
      makeSources,
      isLocked,
      historyOf: (each) => histories.of(each),
      onSavedAs: followName,
    });
    panels.add(spellPanel);
    panel.onDidChangeViewState(tellLock);
    panel.onDidDispose(() => {
      panels.delete(spellPanel);
      tellLock();
    });
    tellLock();
    return spellPanel;
  };

  /** The one that follows the active editor. */
  const following = (): SpellPanel | undefined => [...panels].find(({ isLocked }) => !isLocked);
  const active = (): SpellPanel | undefined => [...panels].find(({ panel }) => panel.active);
  const showing = (uri: vscode.Uri): SpellPanel[] =>
    [...panels].filter((panel) => panel.uri.toString() === uri.toString());

  const tellLock = (): void =>
    void vscode.commands.executeCommand('setContext', lockedKey, active()?.isLocked ?? false);

  /** A panel with the file in it: one that has it, else the one that follows, else a new one. */
  const panelOf = (uri: vscode.Uri): SpellPanel => {
    const [first] = showing(uri);
    if (first) return first;
    const panel = following();
    panel?.show(uri);
    return (
      panel ??
      adopt(
        vscode.window.createWebviewPanel(viewType, '', {
          viewColumn: vscode.ViewColumn.Beside,
          preserveFocus: true,
        }),
        uri,
      )
    );
  };

  /** The panel turns to the file that is written in, as a preview of Markdown does. */
  const followEditor = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isSpellFile(document)) return;
    lastActive = document.uri;
    following()?.show(document.uri);
  };

  /** What is shown of a file, and what was written in it, goes with it to its other name. */
  function followName(from: vscode.Uri, to: vscode.Uri): void {
    histories.follow(from, to);
    for (const panel of showing(from)) panel.show(to);
  }

  const setLock = (isLocked: boolean): void => {
    const panel = active() ?? [...panels].find((each) => each.isLocked !== isLocked);
    if (!panel || panel.isLocked === isLocked) return;
    // Of two that follow, both would always show the same.
    if (!isLocked) for (const other of [...panels]) if (!other.isLocked) other.dispose();
    panel.isLocked = isLocked;
    tellLock();
    if (!isLocked) followEditor();
  };

  const openPanel: Panels['openPanel'] = (uri, { spell, show } = {}) => panelOf(uri).reveal(spell, show);

  const target = (argument: unknown): vscode.Uri | undefined => {
    if (argument instanceof vscode.Uri) return argument;
    if (typeof argument === 'string') return vscode.Uri.parse(argument);
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === languageId) return document.uri;
    // Neither the walkthrough nor the list of settings is a text editor: what was written in before them is meant.
    const other = active()?.uri ?? lastWrittenIn();
    if (!other) void offerNewFile(dependencies.language);
    return other;
  };

  /** The spell file that was in an active editor last, while it is open. */
  const lastWrittenIn = (): vscode.Uri | undefined => {
    const open = vscode.workspace.textDocuments.filter((each) => isSpellFile(each) && !each.isClosed);
    const uris = [lastActive, following()?.uri, ...open.map(({ uri }) => uri)];
    return uris.find((uri) => open.some((each) => each.uri.toString() === uri?.toString()));
  };

  const inform = (key: keyof typeof panelWords): void =>
    void plainWindow.showInformationMessage(say(panelWords[key], dependencies.language));

  const copyBest = async (uri: vscode.Uri): Promise<void> => {
    const best = bestPrompt(dependencies.scores.get(uri));
    const prompt = best && filledPrompt(uri, best, dependencies);
    if (!prompt) return inform('noBestYet');
    await vscode.env.clipboard.writeText(prompt.text);
    plainWindow.setStatusBarMessage(say(panelWords.promptCopied, dependencies.language), 5000);
  };

  const keepBest = async (editor: vscode.TextEditor): Promise<void> => {
    const { document } = editor;
    const current = dependencies.scores.get(document.uri);
    const caret = document.offsetAt(editor.selection.active);
    const spell = current && spellAt(current.file, caret)?.index;
    const best = spell === undefined ? undefined : bestPrompt(current, spell);
    if (!best) return inform('noBestYet');
    const outcome = await keepOptions(document, best, dependencies);
    if (outcome === 'gone') inform('promptGone');
    else if (outcome === 'nothing-to-do') inform('noSlots');
    else if (outcome === 'refused') inform('optionsRefused');
  };

  const registrations = vscode.Disposable.from(
    histories,
    dependencies.scores.onDidChange((current) => {
      const score = ownScore(current);
      // What is wrong comes in an event of its own, with the same numbers.
      if (current.phase !== 'ready' || !score || current.problems !== undefined) return;
      // Whether the pictures of a library are still the same nobody can tell from its scores.
      if (score.library) return;
      histories.of(current.uri).record(current.file, score);
      histories.changed(current.uri);
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
    vscode.commands.registerCommand('spellwright.checkPictures', async (argument?: unknown) => {
      const uri = target(argument);
      if (!uri) return;
      const panel = panelOf(uri);
      panel.reveal();
      await panel.examinePictures();
    }),
    vscode.commands.registerCommand('spellwright.lockPanel', () => setLock(true)),
    vscode.commands.registerCommand('spellwright.unlockPanel', () => setLock(false)),
    vscode.commands.registerCommand('spellwright.copyBestPrompt', async (argument?: unknown) => {
      const uri = target(argument);
      if (uri) await copyBest(uri);
    }),
    vscode.commands.registerTextEditorCommand(
      'spellwright.keepBestOptions',
      (editor) => void keepBest(editor),
    ),
    vscode.commands.registerCommand('spellwright.forgetHistory', async () => {
      await histories.forgetAll();
      for (const panel of panels) panel.tellHistory();
      inform('historyForgotten');
    }),
    vscode.window.onDidChangeActiveTextEditor(followEditor),
    // A file in an open editor became a spell file.
    vscode.workspace.onDidOpenTextDocument(followEditor),
    onSavedAs(followName),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) {
        for (const panel of [...panels]) {
          const renamed = renamedUri(panel.uri, oldUri, newUri);
          if (renamed) followName(panel.uri, renamed);
        }
      }
    }),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const kept = readPanelState(state);
        const document = kept && (await openDocument(vscode.Uri.parse(kept.uri)));
        // Its file is gone, or it was never shown anything; and one that follows is enough.
        if (!document || (!kept.isLocked && following())) panel.dispose();
        else adopt(panel, document.uri, kept.isLocked);
        followEditor();
      },
    }),
  );

  followEditor();
  return {
    openPanel,
    target,
    dispose: () => {
      registrations.dispose();
      for (const panel of [...panels]) panel.dispose();
    },
  };
}

/** Says that a spell file is needed, with a way to one. */
async function offerNewFile(language: Language): Promise<void> {
  const create = say(panelWords.newSpellFile, language);
  const chosen = await plainWindow.showInformationMessage(say(panelWords.openSpellFirst, language), create);
  if (chosen === create) await vscode.commands.executeCommand('spellwright.newFile');
}

/** Other schemes show old versions of a file. */
function isSpellFile({ languageId: language, uri }: vscode.TextDocument): boolean {
  return language === languageId && isWritten(uri);
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
