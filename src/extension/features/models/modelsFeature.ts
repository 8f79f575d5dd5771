import path from 'node:path';
import * as vscode from 'vscode';
import { bundledModel } from '../../../client/modelLocation';
import { EngineError } from '../../../core/engineError';
import { judgeEdit } from '../../../core/spell/editFrontMatter';
import { parseSpellFile } from '../../../core/spell/parseSpellFile';
import { RepositoryCache } from '../../../models/hubCache';
import { ModelError } from '../../../models/modelError';
import { findModel } from '../../../models/registry';
import { readableFormats, type RegisteredModel } from '../../../models/registryFormat';
import { removeModel } from '../../../models/removeModel';
import { MODEL_PICKER_WORDING } from '../../../words/modelPicker';
import { errorText } from '../../../words/problemText';
import { systemReason } from '../../../words/systemReason';
import { say, type Language, type Parameters } from '../../../words/words';
import { applyToDocument } from '../../services/documentEdit';
import type { EngineService } from '../../services/engineService';
import type { LibraryModel, ModelLibrary } from '../../services/modelLibrary';
import type { Panels } from '../../services/panels';
import { plainWindow } from '../../services/plainWindow';
import type { Scores } from '../../services/scores';
import { languageId } from '../../services/spellDocuments';
import { modelEntries, type ModelChoice } from './modelChoices';
import { ModelDownloads } from './modelDownloads';
import { pickModel } from './modelPicker';
import { forgetModelSetting, writeJudgeSetting, writeModelSetting } from './modelSetting';
import { pathOf, uriOf } from '../../services/places';
import type { WorkOutside } from '../../services/workOutside';

export interface ModelsDependencies {
  readonly scores: Scores;
  readonly engine: EngineService;
  readonly library: ModelLibrary;
  readonly panels: Panels;
  /** Remembers which files of the cache were hashed and right. */
  readonly memoFolder: string;
  readonly outside: WorkOutside;
  readonly language: Language;
  readonly log: (line: string) => void;
}

/**
 * Registers `spellwright.chooseModel` (arguments: the id of a model, or the folder of one, to take without asking which, and
 * the address of the spell file that it is for; without them a list, and the active editor's file) and
 * `spellwright.removeModel`, and `spellwright.chooseJudge` for the second checkpoint, with the arguments of the first.
 */
export function registerModels(dependencies: ModelsDependencies): vscode.Disposable {
  const models = new Models(dependencies);
  return vscode.Disposable.from(
    models,
    vscode.commands.registerCommand('spellwright.chooseModel', (id?: unknown, spellFile?: unknown) =>
      models.choose(typeof id === 'string' ? id : undefined, spellFileOf(spellFile)),
    ),
    vscode.commands.registerCommand('spellwright.chooseJudge', (id?: unknown, spellFile?: unknown) =>
      models.chooseJudge(typeof id === 'string' ? id : undefined, spellFileOf(spellFile)),
    ),
    vscode.commands.registerCommand('spellwright.removeModel', () => models.chooseToRemove()),
  );
}

/** What can be done with checkpoints: choose, download, delete. */
class Models implements vscode.Disposable {
  readonly #downloads: ModelDownloads;
  /** The newest choice counts: a download that ends after it must not undo it. */
  #choices = 0;

  constructor(private readonly dependencies: ModelsDependencies) {
    const { library, memoFolder, outside, language, log } = dependencies;
    this.#downloads = new ModelDownloads(library, memoFolder, outside, language, log);
  }

  async choose(id: string | undefined, spellFile: vscode.Uri | undefined): Promise<void> {
    await this.#worded(async () => {
      if (id === undefined) return this.#list(spellFile);
      if (path.isAbsolute(id)) return this.#useFolder(uriOf(id), spellFile);
      const library = await this.dependencies.library.all();
      const model = findModel(
        library.map((known) => known.model),
        id,
      );
      // The file names it already: it only has to be here.
      const isNamed = this.#namedBy(spellFile)?.value === id;
      await this.#take(model, isNamed ? undefined : spellFile, { write: !isNamed });
    });
  }

  /** Has a second checkpoint judge a file, or all that name none. */
  async chooseJudge(id: string | undefined, spellFile: vscode.Uri | undefined): Promise<void> {
    await this.#worded(async () => {
      const { engine, library, scores, panels } = this.dependencies;
      const known = await library.all();
      const user = spellFile && scores.get(spellFile);
      const before = user && engine.judgeOf(user);
      let judge = id;
      if (id !== undefined) {
        const model = findModel(
          known.map((each) => each.model),
          id,
        );
        if (!(await this.#have(model))) return;
      } else {
        judge = await this.#pickJudge(known, before?.name ?? '');
        if (judge === undefined) return;
      }
      if (before?.name === judge)
        engine.restart(); // it may have come only now
      else if (!(await this.#writeJudge(judge!, spellFile, before?.isOfFile ?? false))) return;
      if (spellFile && judge !== '') panels.openPanel(spellFile, { show: { kind: 'show-judge' } });
    });
  }

  /** @returns an id, a folder that can be loaded, nothing for none; undefined where the user wants no change */
  async #pickJudge(known: readonly LibraryModel[], inUse: string): Promise<string | undefined> {
    const { language } = this.dependencies;
    const picked = await pickModel(modelEntries({ library: known, inUse, offersNone: true, language }), {
      title: this.#say('titleJudge'),
      placeholder: this.#say('placeholder'),
      language,
    });
    if (!picked) return undefined;
    const { choice, wish } = picked;
    if (wish !== 'use') {
      await this.#obey(wish, choice);
      return undefined;
    }
    switch (choice.kind) {
      case 'none':
        return '';
      case 'bundled':
        return bundledModel;
      case 'folder':
        return choice.folder;
      case 'registered':
        return (await this.#have(choice.model)) ? choice.model.id : undefined;
      case 'browse':
        return this.#pickJudgeFolder();
    }
  }

  async #pickJudgeFolder(): Promise<string | undefined> {
    const folder = await this.#askFolder();
    const problem = folder && (await this.#check(folder));
    if (!folder || problem === undefined) return folder && pathOf(folder);
    if (problem !== '')
      void plainWindow.showErrorMessage(
        this.#say('folderUnusable', { folder: pathOf(folder), reason: problem }),
      );
    return undefined;
  }

  /** @returns whether it was written */
  async #writeJudge(judge: string, spellFile: vscode.Uri | undefined, isOfFile: boolean): Promise<boolean> {
    const isPath = path.isAbsolute(judge);
    // What a file names as a path counts only where the folder is trusted.
    const canName = spellFile !== undefined && (vscode.workspace.isTrusted || !isPath);
    const where = isOfFile
      ? 'file'
      : canName && judge !== ''
        ? await this.#askWhere(judge, spellFile)
        : 'all';
    if (where === undefined) return false;
    if (where === 'file') return this.#writeJudgeInto(spellFile!, judge);
    try {
      await writeJudgeSetting(judge);
    } catch (error) {
      this.#tellRefused('spellwright.judge', judge, error);
      return false;
    }
    return true;
  }

  #tellRefused(setting: string, model: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    void plainWindow.showErrorMessage(this.#say('settingRefused', { setting, reason, model }));
  }

  async #askWhere(judge: string, spellFile: vscode.Uri): Promise<'file' | 'all' | undefined> {
    const file = nameOf(spellFile);
    const picked = await vscode.window.showQuickPick(
      [
        {
          label: this.#say('judgeInFile', { file }),
          detail: this.#say('judgeInFileNote'),
          where: 'file' as const,
        },
        {
          label: this.#say('judgeEverywhere'),
          detail: this.#say('judgeEverywhereNote'),
          where: 'all' as const,
        },
      ],
      { title: this.#say('judgeWhere', { judge }) },
    );
    return picked?.where;
  }

  async #writeJudgeInto(spellFile: vscode.Uri, judge: string): Promise<boolean> {
    const document = await vscode.workspace.openTextDocument(spellFile);
    const outcome = await applyToDocument(document, (text) => {
      const edit = judgeEdit(parseSpellFile(text), judge === '' ? undefined : judge);
      return edit.ok ? edit.replacements : 'unreadable';
    });
    if (outcome === 'done' || outcome === 'nothing-to-do') return true;
    void plainWindow.showErrorMessage(this.#say('judgeUnwritable', { file: nameOf(spellFile), judge }));
    return false;
  }

  async chooseToRemove(): Promise<void> {
    await this.#worded(async () => {
      const entries = (await this.#entries(undefined)).filter(({ isRemovable }) => isRemovable);
      if (entries.length === 0) {
        void plainWindow.showInformationMessage(this.#say('nothingToRemove'));
        return;
      }
      const picked = await pickModel(entries, {
        title: this.#say('titleRemove'),
        placeholder: this.#say('placeholder'),
        language: this.dependencies.language,
      });
      if (picked) await this.#obey(picked.wish === 'use' ? 'remove' : picked.wish, picked.choice);
    });
  }

  dispose(): void {
    this.#downloads.dispose();
  }

  async #list(spellFile: vscode.Uri | undefined): Promise<void> {
    for (;;) {
      const named = this.#namedBy(spellFile);
      const picked = await pickModel(await this.#entries(spellFile), {
        title: this.#say('title'),
        placeholder:
          spellFile && named
            ? this.#say('placeholderNamed', { file: nameOf(spellFile), model: named.value })
            : this.#say('placeholder'),
        language: this.dependencies.language,
      });
      if (!picked) return;
      await this.#obey(picked.wish, picked.choice, spellFile);
      if (picked.wish !== 'remove') return; // after a deletion the list goes on
    }
  }

  async #entries(spellFile: vscode.Uri | undefined): Promise<ReturnType<typeof modelEntries>> {
    const { engine, library, language } = this.dependencies;
    const inUse = engine.modelFor(this.#namedBy(spellFile)?.value);
    return modelEntries({ library: await library.all(), inUse, language });
  }

  async #obey(
    wish: 'use' | 'remove' | 'open-page',
    choice: ModelChoice,
    spellFile?: vscode.Uri,
  ): Promise<void> {
    if (choice.kind === 'registered') {
      const { model } = choice;
      if (wish === 'remove') await this.#remove(model);
      else if (wish === 'open-page') await vscode.env.openExternal(await this.#downloads.page(model));
      else await this.#take(model, spellFile);
    } else if (choice.kind === 'bundled') await this.#use(bundledModel, spellFile);
    else if (choice.kind === 'browse') await this.#browse(spellFile);
  }

  /** Downloads a model if need be, and makes it the one that scores. */
  async #take(
    model: RegisteredModel,
    spellFile: vscode.Uri | undefined,
    { write } = { write: true },
  ): Promise<void> {
    const { id, name } = model;
    const choice = ++this.#choices;
    const state = await this.#stateOf(id);
    if (!(await this.#have(model))) return;
    if (state !== 'pulled') {
      if (write && choice !== this.#choices) {
        // Meanwhile the user has chosen another one.
        const use = this.#say('use');
        const answer = await plainWindow.showInformationMessage(this.#say('downloaded', { name }), use);
        if (answer !== use) return;
      } else {
        void plainWindow.showInformationMessage(
          this.#say(write ? 'downloadedAndUsed' : 'downloaded', { name }),
        );
      }
    }
    if (write) await this.#use(id, spellFile);
    else this.dependencies.engine.restart();
  }

  /**
   * Downloads a model if need be.
   * @returns whether it is here
   * @throws ModelError `model-unreadable`
   */
  async #have(model: RegisteredModel): Promise<boolean> {
    const { id, name, format } = model;
    if (!readableFormats.has(format)) throw new ModelError('model-unreadable', { model: name, format });
    const state = await this.#stateOf(id);
    return state === 'pulled' || this.#downloads.fetch(model, state === 'partial');
  }

  async #askFolder(): Promise<vscode.Uri | undefined> {
    const [folder] =
      (await vscode.window.showOpenDialog({
        title: this.#say('browseTitle'),
        openLabel: this.#say('browseButton'),
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    return folder;
  }

  async #browse(spellFile: vscode.Uri | undefined): Promise<void> {
    const folder = await this.#askFolder();
    if (folder) await this.#useFolder(folder, spellFile);
  }

  /** Makes the checkpoint of a folder the one that scores, once it has been loaded; what cannot be loaded is not written down. */
  async #useFolder(folder: vscode.Uri, spellFile: vscode.Uri | undefined): Promise<void> {
    const choice = ++this.#choices;
    const problem = await this.#check(folder);
    // Cancelled, or another one was chosen meanwhile.
    if (problem === '' || choice !== this.#choices) return;
    if (problem === undefined) return this.#use(pathOf(folder), spellFile);
    const again = this.#say('browseAgain');
    const answer = await plainWindow.showErrorMessage(
      this.#say('folderUnusable', { folder: pathOf(folder), reason: problem }),
      again,
    );
    if (answer === again) await this.#browse(spellFile);
  }

  /** Loads the checkpoint of a folder. @returns why it cannot be used: nothing where it was cancelled, undefined where it can */
  async #check(folder: vscode.Uri): Promise<string | undefined> {
    const { language, engine } = this.dependencies;
    const title = this.#say('checkingFolder', { folder: nameOf(folder) });
    const location = vscode.ProgressLocation.Notification;
    return plainWindow.withProgress({ location, title, cancellable: true }, (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return engine.check(pathOf(folder), abort.signal).then(
        () => undefined,
        (error: unknown) => {
          if (abort.signal.aborted) return '';
          if (!(error instanceof EngineError)) throw error;
          return errorText(error, { language, face: 'editor' });
        },
      );
    });
  }

  async #use(model: string, spellFile: vscode.Uri | undefined): Promise<void> {
    const { engine } = this.dependencies;
    this.#choices++;
    const before = engine.modelFor(undefined);
    try {
      await writeModelSetting(model);
    } catch (error) {
      this.#tellRefused('spellwright.model', model, error);
      return;
    }
    // The setting did not change, but what it names may have come only now.
    if (before === model) engine.restart();
    await this.#tellOfNamed(model, spellFile);
  }

  /** A file that names another model than the one just chosen goes on with its own. */
  async #tellOfNamed(model: string, spellFile: vscode.Uri | undefined): Promise<void> {
    const named = this.#namedBy(spellFile);
    if (!spellFile || !named || named.value === model) return;
    const show = this.#say('show');
    const answer = await plainWindow.showInformationMessage(
      this.#say('fileNames', { file: nameOf(spellFile), model: named.value }),
      show,
    );
    if (answer !== show) return;
    const document = await vscode.workspace.openTextDocument(spellFile);
    const { start, end } = named.span;
    await vscode.window.showTextDocument(document, {
      selection: new vscode.Range(document.positionAt(start), document.positionAt(end)),
    });
  }

  async #remove(model: RegisteredModel): Promise<void> {
    const { engine, library } = this.dependencies;
    const { cacheFolder } = library.places;
    const { folder } = new RepositoryCache(cacheFolder, model.repository);
    const isInUse = engine.modelFor(undefined) === model.id;
    const detail = [this.#say('removeDetail', { folder }), ...(isInUse ? [this.#say('removeInUse')] : [])];
    const yes = this.#say('remove');
    const answer = await plainWindow.showWarningMessage(
      this.#say('removeAsk', { name: model.name }),
      { modal: true, detail: detail.join('\n') },
      yes,
    );
    if (answer !== yes) return;
    await this.#downloads.cancel(model.id);
    await engine.stoppedDuring(async () => {
      await forgetModelSetting(model.id);
      await removeModel(model, cacheFolder);
    });
    void plainWindow.showInformationMessage(this.#say('removed', { name: model.name }));
  }

  async #stateOf(id: string): Promise<'pulled' | 'partial' | 'absent'> {
    const library = await this.dependencies.library.all();
    return library.find(({ model }) => model.id === id)?.state ?? 'absent';
  }

  /** The model that a spell file names, where that counts. */
  #namedBy(
    spellFile: vscode.Uri | undefined,
  ): { value: string; span: { start: number; end: number } } | undefined {
    const { scores, engine } = this.dependencies;
    const named = spellFile && scores.get(spellFile)?.file.frontMatter.model;
    return named && engine.modelFor(named.value) === named.value ? named : undefined;
  }

  /** Says what went wrong, in words where it is an expected failure. */
  async #worded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { language, log } = this.dependencies;
      if (!(error instanceof ModelError))
        log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      void plainWindow.showErrorMessage(
        error instanceof ModelError
          ? errorText(error, { language, face: 'editor' })
          : this.#say('unexpected', { reason: systemReason(error, language) }),
      );
    }
  }

  #say(key: keyof typeof MODEL_PICKER_WORDING, parameters?: Parameters): string {
    return say(MODEL_PICKER_WORDING[key], this.dependencies.language, parameters);
  }
}

/** The spell file that a command means. */
function spellFileOf(argument: unknown): vscode.Uri | undefined {
  if (typeof argument === 'string') return vscode.Uri.parse(argument);
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === languageId ? document.uri : undefined;
}

function nameOf(uri: vscode.Uri): string {
  return path.posix.basename(uri.path);
}
