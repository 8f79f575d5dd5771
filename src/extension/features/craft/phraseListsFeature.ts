import * as vscode from 'vscode';
import { listPaths, type PhraseFileProblem } from '../../../files/loadPhraseLists';
import { isWithin } from '../../../files/reach';
import { listProblem } from '../../../tasks/problem';
import { PHRASE_LISTS_WORDING } from '../../../words/phraseLists';
import { problemText } from '../../../words/problemText';
import { say, type Language } from '../../../words/words';
import { editorDocuments } from '../../services/editorDocuments';
import { belongsTo } from '../../services/liveDocuments';
import type { PhraseListService } from '../../services/phraseLists';
import { plainWindow } from '../../services/plainWindow';
import { section } from '../../services/settingValues';
import type { SpellDocuments } from '../../services/spellDocuments';
import { diagnosticOf } from '../diagnostics';
import { pathOf } from '../../services/places';

/** What takes less needs no item in the status bar, in milliseconds. */
const patienceMs = 1000;

/** Tells of lists of phrases: that their embeddings are being made, with a way to stop it, and what is wrong with them. */
export function registerPhraseLists(parts: {
  readonly phraseLists: PhraseListService;
  readonly documents: SpellDocuments;
  readonly language: Language;
}): vscode.Disposable {
  const { phraseLists, documents, language } = parts;
  const diagnostics = vscode.languages.createDiagnosticCollection('spellwright-lists');
  /** Told already, so that nobody is told twice. */
  const told = new Set<string>();

  const tellOfSetting = async (problem: PhraseFileProblem): Promise<void> => {
    const text = problemText(listProblem(problem), { language, face: 'editor' });
    const message = say(PHRASE_LISTS_WORDING.settingProblem, language, {
      path: vscode.workspace.asRelativePath(problem.path),
      problem: text,
    });
    if (told.has(message)) return;
    told.add(message);
    const open = say(PHRASE_LISTS_WORDING.openSetting, language);
    if ((await plainWindow.showWarningMessage(message, open)) === open)
      void vscode.commands.executeCommand('workbench.action.openSettings', `${section}.phraseLists`);
  };

  const tell = async (document: vscode.TextDocument): Promise<void> => {
    const lists = phraseLists.peek(document.uri);
    const { version } = document;
    const file = await documents.read(document);
    if (!file || !belongsTo(version, document) || document.isClosed) return;
    const named = file.frontMatter.lists ?? [];
    const paths = listPaths(
      named.map(({ value }) => value),
      pathOf(document.uri),
    );
    const found: vscode.Diagnostic[] = [];
    for (const problem of lists?.problems ?? []) {
      const at = paths.findIndex((each) => isWithin(problem.path, [each]));
      if (at < 0) void tellOfSetting(problem);
      else found.push(diagnosticOf({ ...listProblem(problem), span: named[at]!.span }, document, language));
    }
    diagnostics.set(document.uri, found);
  };

  return vscode.Disposable.from(
    diagnostics,
    statusItem(phraseLists, language),
    phraseLists.onDidChange(() => {
      for (const document of editorDocuments.documents) if (documents.isSpell(document)) void tell(document);
    }),
    editorDocuments.onDidClose(({ uri }) => diagnostics.delete(uri)),
    vscode.commands.registerCommand('spellwright.stopEmbeddingPhrases', () => {
      if (!phraseLists.progress) return;
      phraseLists.stop();
      plainWindow.setStatusBarMessage(say(PHRASE_LISTS_WORDING.stopped, language), 5000);
    }),
  );
}

function statusItem(phraseLists: PhraseListService, language: Language): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('spellwright.phrases', vscode.StatusBarAlignment.Right, 89);
  item.name = say(PHRASE_LISTS_WORDING.statusName, language);
  item.command = 'spellwright.stopEmbeddingPhrases';
  let timer: NodeJS.Timeout | undefined;
  const show = (): void => {
    const { progress } = phraseLists;
    if (!progress) return hide();
    const { done, total } = progress;
    const percent = Math.floor((100 * done) / Math.max(1, total));
    item.text = `$(sync~spin) ${say(PHRASE_LISTS_WORDING.embedding, language, { percent })}`;
    item.tooltip = say(PHRASE_LISTS_WORDING.embeddingTooltip, language, { done, total });
    item.accessibilityInformation = { label: item.tooltip, role: 'button' };
  };
  const hide = (): void => {
    clearTimeout(timer);
    timer = undefined;
    item.hide();
  };
  return vscode.Disposable.from(
    item,
    { dispose: () => clearTimeout(timer) },
    phraseLists.onDidProgress((progress) => {
      if (progress) timer ??= setTimeout(() => item.show(), patienceMs);
      show();
    }),
  );
}
