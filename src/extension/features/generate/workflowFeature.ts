import path from 'node:path';
import * as vscode from 'vscode';
import { recordExtensions } from '../../../core/clip/pictureFormat';
import { FileError } from '../../../files/fileError';
import { readPictureFile } from '../../../files/readPictureFile';
import { GeneratorError } from '../../../generators/generatorError';
import { workflowPlaces, workflowText } from '../../../tasks/givenWorkflow';
import { DRAW_WORDING } from '../../../words/drawing';
import { generatorErrorText, workflowRemarkText } from '../../../words/generators';
import { errorText } from '../../../words/problemText';
import { systemReason } from '../../../words/systemReason';
import { say, type Language, type Parameters } from '../../../words/words';
import { showGeneratorError } from '../../services/generatorMessages';
import type { GeneratorService } from '../../services/generators';
import { pathOf } from '../../services/places';
import { plainWindow } from '../../services/plainWindow';

interface Parts {
  readonly generators: GeneratorService;
  readonly language: Language;
}

type Wish = 'file' | 'places' | 'plain';

/** Files that may hold a workflow. */
const EXTENSIONS = ['json', ...recordExtensions];

/** Registers `spellwright.chooseWorkflow` (argument: the file, to take without asking which): what ComfyUI draws with. */
export function registerWorkflow(parts: Parts): vscode.Disposable {
  const workflow = new ChosenWorkflow(parts);
  return vscode.Disposable.from(
    vscode.commands.registerCommand('spellwright.chooseWorkflow', async (file?: unknown) =>
      file instanceof vscode.Uri ? workflow.take(file) : workflow.choose(),
    ),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.toString() === parts.generators.workflow.placesFile.toString()) void workflow.corrected();
    }),
  );
}

class ChosenWorkflow {
  constructor(private readonly parts: Parts) {}

  async choose(): Promise<void> {
    const { workflow } = this.parts.generators;
    const { name } = workflow;
    const wishes: readonly (vscode.QuickPickItem & { readonly wish: Wish })[] = [
      {
        label: `$(folder-opened) ${this.#say('workflowFile')}`,
        detail: this.#say('workflowFileDetail'),
        wish: 'file',
      },
      ...(name === undefined
        ? []
        : ([
            { label: `$(edit) ${this.#say('workflowPlaces')}`, wish: 'places' },
            { label: `$(discard) ${this.#say('workflowPlain')}`, wish: 'plain' },
          ] as const)),
    ];
    const chosen = await vscode.window.showQuickPick(wishes, {
      title: this.#say('workflowTitle'),
      placeHolder: name === undefined ? this.#say('workflowNowPlain') : this.#say('workflowNow', { name }),
    });
    if (chosen?.wish === 'file') await this.#browse();
    if (chosen?.wish === 'places') await this.#openPlaces();
    if (chosen?.wish === 'plain') {
      await workflow.forget();
      this.parts.generators.changed();
      void plainWindow.showInformationMessage(this.#say('workflowPlainKept'));
    }
  }

  async #browse(): Promise<void> {
    const [file] =
      (await vscode.window.showOpenDialog({
        title: this.#say('workflowFile'),
        canSelectMany: false,
        filters: { [this.#say('workflowKinds')]: EXTENSIONS },
      })) ?? [];
    if (file) await this.take(file);
  }

  /** Keeps the workflow of a file, and shows where the prompt and all else go. */
  async take(file: vscode.Uri): Promise<void> {
    const { generators, language } = this.parts;
    const name = path.basename(pathOf(file));
    try {
      const workflow = workflowText(await readPictureFile(pathOf(file)));
      await generators.workflow.keep(name, workflow);
      generators.changed();
      const { bindings, remarks } = workflowPlaces({ workflow });
      const correct = this.#say('workflowPlaces');
      const lines = [
        ...bindings.map(({ slot, id, type, input }) => this.#say('place', { slot, id, type, input })),
        ...remarks.map((remark) => workflowRemarkText(remark, language)),
      ];
      const answer = await plainWindow.showInformationMessage(
        this.#say('workflowKept', { name }),
        { modal: true, detail: lines.join('\n') },
        correct,
      );
      if (answer === correct) await this.#openPlaces();
    } catch (error) {
      if (error instanceof GeneratorError) showGeneratorError(error, language);
      else if (error instanceof FileError)
        void plainWindow.showErrorMessage(errorText(error, { language, face: 'editor' }));
      else if (error instanceof vscode.FileSystemError)
        void plainWindow.showErrorMessage(
          this.#say('folderFailed', {
            folder: path.dirname(pathOf(generators.workflow.placesFile)),
            reason: systemReason(error, language),
          }),
        );
      else throw error;
    }
  }

  async #openPlaces(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.parts.generators.workflow.placesFile);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
  }

  /** The user saved the places: says what holds now, or what is wrong with them. */
  async corrected(): Promise<void> {
    const { generators, language } = this.parts;
    const given = await generators.workflow.read();
    if (!given) return;
    try {
      const { bindings, remarks } = workflowPlaces(given);
      generators.changed();
      const places = bindings.map(({ slot, id, type, input }) =>
        this.#say('place', { slot, id, type, input }),
      );
      const [open] = remarks.map((remark) => workflowRemarkText(remark, language));
      if (open !== undefined) void plainWindow.showWarningMessage(open);
      void plainWindow.showInformationMessage(this.#say('placesKept', { places: places.join(' · ') }));
    } catch (error) {
      if (!(error instanceof GeneratorError)) throw error;
      void plainWindow.showErrorMessage(generatorErrorText(error, language));
    }
  }

  #say(key: keyof typeof DRAW_WORDING, parameters?: Parameters): string {
    return say(DRAW_WORDING[key], this.parts.language, parameters);
  }
}
