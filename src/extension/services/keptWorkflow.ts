import * as vscode from 'vscode';
import type { GivenWorkflow } from '../../generators/comfyui/comfyGenerator';
import { writeBindings } from '../../generators/comfyui/workflow/storedBindings';
import { workflowPlaces } from '../../tasks/givenWorkflow';
import { writeWhole } from './writeWhole';

/** How the user's file was called, in the state of the extension. */
const NAME_KEY = 'spellwright.generator.workflow';

/** A workflow that ComfyUI is to draw with. */
export interface UsersWorkflow extends GivenWorkflow {
  /** Of the file that the user chose. */
  readonly name: string;
}

/** ComfyUI's workflow of the user's choice: a copy of it, and beside that the places that the prompt and all else go to. */
export class KeptWorkflow {
  readonly #folder: vscode.Uri;
  readonly #workflow: vscode.Uri;
  /** The chosen places, for the user to correct. */
  readonly placesFile: vscode.Uri;

  constructor(
    storage: vscode.Uri,
    private readonly state: vscode.Memento,
  ) {
    this.#folder = vscode.Uri.joinPath(storage, 'generator');
    this.#workflow = vscode.Uri.joinPath(this.#folder, 'workflow.json');
    this.placesFile = vscode.Uri.joinPath(this.#folder, 'workflow-places.json');
  }

  /** Of the file; undefined where the plain one is used. */
  get name(): string | undefined {
    return this.state.get<string>(NAME_KEY);
  }

  async read(): Promise<UsersWorkflow | undefined> {
    const { name } = this;
    if (name === undefined) return undefined;
    const workflow = await textOf(this.#workflow);
    if (workflow === undefined) return undefined;
    const bindings = await textOf(this.placesFile);
    return { name, workflow, ...(bindings !== undefined && { bindings }) };
  }

  /**
   * Keeps a workflow and the places that were found in it.
   * @throws GeneratorError of what is no workflow
   */
  async keep(name: string, workflow: string): Promise<void> {
    const { bindings } = workflowPlaces({ workflow });
    await vscode.workspace.fs.createDirectory(this.#folder);
    await writeWhole(this.#workflow, workflow);
    await writeWhole(this.placesFile, writeBindings(bindings));
    await this.state.update(NAME_KEY, name);
  }

  async forget(): Promise<void> {
    await this.state.update(NAME_KEY, undefined);
    for (const file of [this.#workflow, this.placesFile])
      await Promise.resolve(vscode.workspace.fs.delete(file)).catch(() => undefined);
  }
}

/** Undefined of a file that is not there. */
async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    return Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8');
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
