import path from 'node:path';
import * as vscode from 'vscode';
import type { RuleSet } from '../../../core/bias/rule';
import { NO_SETTINGS, SETTINGS_FILE } from '../../../core/bias/settings';
import { findBiasSettings, readSettingsFile, type FoundSettings } from '../../../files/biasSettings';
import { FileError } from '../../../files/fileError';
import { reachOf } from '../../../files/reach';
import { CONFIG_PROBLEM_WORDING, SETTINGS_ERROR_WORDING } from '../../../words/bias';
import { say, type Language } from '../../../words/words';
import { workspaceFoldersOf } from '../../services/pictureFolders';
import { isSaved, pathOf, uriOf } from '../../services/places';

/** Somebody types in a settings file: it is read again when the hand rests. */
const restMs = 200;

/** What a document's settings are, and the file that says so; none where there is no such file. */
export type DocumentSettings = Pick<FoundSettings, 'path' | 'settings'>;

/**
 * The `.spellwright.yml` files of documents: the nearest in or above a document's folder, as it stands in an editor when it
 * has changes that are not saved. What is wrong with one is underlined in it.
 */
export class SettingsFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when a settings file was changed, made or deleted. */
  readonly onDidChange = this.#changed.event;
  readonly #problems = vscode.languages.createDiagnosticCollection('spellwright-settings');
  readonly #found = new Map<string, Promise<DocumentSettings>>();
  /** One for every folder that was looked into, so that a file which appears there counts. */
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #disposables: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;
  /** Of reading all files: what is read before a change and arrives after it says nothing of them. */
  #round = 0;

  constructor(
    private readonly rules: () => RuleSet,
    private readonly language: Language,
  ) {
    const touched = (document: vscode.TextDocument): void => {
      if (isSettingsFile(document)) this.#readAgain();
    };
    this.#disposables = [
      this.#changed,
      this.#problems,
      vscode.workspace.onDidOpenTextDocument((document) => {
        // Not every file system tells of its changes: what is opened is read under settings as they are now.
        this.#found.delete(folderOf(document.uri) ?? '');
        touched(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) touched(document);
      }),
      // Links may lead anywhere then.
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#readAgain()),
      // Its unsaved changes are gone.
      vscode.workspace.onDidCloseTextDocument(touched),
    ];
    this.#readOpened();
  }

  /** The settings for a document; none for one without a folder on this machine's disk. Never rejects. */
  of(uri: vscode.Uri): Promise<DocumentSettings> {
    const folder = folderOf(uri);
    if (folder === undefined) return Promise.resolve({ settings: NO_SETTINGS });
    let found = this.#found.get(folder);
    if (!found) this.#found.set(folder, (found = this.#find(folder)));
    return found;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#disposables, ...this.#watchers.values()).dispose();
  }

  async #find(folder: string): Promise<DocumentSettings> {
    this.#watch(folder);
    const round = this.#round;
    const tell = (file: string, problems: readonly vscode.Diagnostic[]): void => {
      if (round === this.#round) this.#problems.set(uriOf(file), problems);
    };
    try {
      const found = await findBiasSettings(folder, this.rules(), textOf);
      if (found.path !== undefined) {
        const problems = found.problems.map(({ code, parameters, line, column }) =>
          this.#diagnose(
            line - 1,
            column - 1,
            code,
            say(CONFIG_PROBLEM_WORDING[code], this.language, parameters),
          ),
        );
        tell(found.path, problems);
      }
      return found;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const message = say(SETTINGS_ERROR_WORDING[error.code], this.language, {
        path: error.path,
        detail: error.detail,
      });
      tell(error.path, [this.#diagnose(0, 0, 'config-unreadable', message)]);
      return { path: error.path, settings: NO_SETTINGS };
    }
  }

  /** An empty range: the editor underlines the word that stands there. */
  #diagnose(line: number, column: number, code: string, message: string): vscode.Diagnostic {
    const range = new vscode.Range(line, column, line, column);
    const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'spellwright';
    diagnostic.code = code;
    return diagnostic;
  }

  #watch(folder: string): void {
    for (let at = folder; ; at = path.dirname(at)) {
      if (this.#watchers.has(at)) return;
      const pattern = new vscode.RelativePattern(uriOf(at), SETTINGS_FILE);
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const touched = (): void => this.#readAgain();
      watcher.onDidCreate(touched);
      watcher.onDidChange(touched);
      watcher.onDidDelete(touched);
      this.#watchers.set(at, watcher);
      if (path.dirname(at) === at) return;
    }
  }

  #readAgain(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#round++;
      this.#found.clear();
      this.#problems.clear();
      this.#changed.fire();
      this.#readOpened();
    }, restMs);
  }

  #readOpened(): void {
    for (const document of vscode.workspace.textDocuments) {
      if (isSettingsFile(document)) void this.of(document.uri);
    }
  }
}

/** The folder whose settings count for a document; an untitled one belongs to the first workspace folder. */
export function folderOf(uri: vscode.Uri): string | undefined {
  if (isSaved(uri)) return path.dirname(pathOf(uri));
  const first = vscode.workspace.workspaceFolders?.[0]?.uri;
  return uri.scheme === 'untitled' && first && isSaved(first) ? pathOf(first) : undefined;
}

function isSettingsFile({ uri }: vscode.TextDocument): boolean {
  return isSaved(uri) && path.basename(pathOf(uri)) === SETTINGS_FILE;
}

/** As an editor holds it with its unsaved changes, or as it is on disk. */
async function textOf(file: string): Promise<string> {
  const changed = vscode.workspace.textDocuments.find(
    ({ uri, isDirty }) => isDirty && isSaved(uri) && pathOf(uri) === file,
  );
  if (changed) return changed.getText();
  const { isTrusted } = vscode.workspace;
  const reach = await reachOf(workspaceFoldersOf(uriOf(file)), {
    namedOutside: isTrusted,
    linksOutside: isTrusted,
  });
  return readSettingsFile(file, reach);
}
