import path from 'node:path';
import * as vscode from 'vscode';
import type { Embedder } from '../../core/ports';
import { Engines } from '../../engine/client/engines';
import type { EngineState } from '../../engine/client/engineState';
import { RememberingEmbedder } from '../../engine/client/rememberingEmbedder';
import type { Configuration } from './configuration';

/** The engine's process as the editor sees it: which checkpoint, in what state, and a fresh one when settings change. */
export class EngineService implements vscode.Disposable {
  readonly #stateChanged = new vscode.EventEmitter<EngineState>();
  readonly onDidChangeState = this.#stateChanged.event;
  /** Fires when earlier scores are not to be trusted: another checkpoint, or a new engine was asked for. */
  readonly #reset = new vscode.EventEmitter<void>();
  readonly onDidReset = this.#reset.event;
  readonly #disposables: vscode.Disposable[] = [this.#stateChanged, this.#reset];
  #engines: Engines | undefined;
  #remembering: { readonly engine: Embedder; readonly embedder: RememberingEmbedder } | undefined;
  #state: EngineState = 'stopped';

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly configuration: Configuration,
    private readonly log: (line: string) => void,
  ) {
    this.#disposables.push(
      configuration.model.onDidChange(() => this.restart()),
      configuration.threads.onDidChange(() => this.restart()),
    );
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Of the engine's process, while there is one. */
  get pid(): number | undefined {
    return this.#engines?.pid;
  }

  /**
   * @param named the model that a spell file names; one that is a folder counts only in a trusted workspace
   * @param base folder that a relative path of it is relative to
   * @throws EngineError `model-unknown`
   */
  async embedder(named: string | undefined, base: string): Promise<Embedder> {
    this.#engines ??= this.#start();
    const fromFile = named !== undefined && (vscode.workspace.isTrusted || !looksLikePath(named));
    const engine = fromFile
      ? await this.#engines.for(named, base)
      : await this.#engines.for(this.configuration.model.value || undefined, workspaceFolder() ?? base);
    if (this.#remembering?.engine !== engine) {
      this.#remembering = { engine, embedder: new RememberingEmbedder(engine) };
    }
    return this.#remembering.embedder;
  }

  /** Ends the process; the next need starts another. */
  restart(): void {
    this.#engines?.dispose();
    this.#engines = undefined;
    this.#remembering = undefined;
    this.#enter('stopped');
    this.#reset.fire();
  }

  dispose(): void {
    this.#engines?.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #start(): Engines {
    return new Engines({
      engineFile: this.context.asAbsolutePath(path.join('dist', 'engine.js')),
      modelsFolder: this.context.asAbsolutePath('models'),
      cacheFolder: this.context.globalStorageUri.fsPath,
      threads: this.configuration.threads.value,
      log: this.log,
      onState: (_folder, state) => this.#enter(state),
    });
  }

  #enter(state: EngineState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}

function looksLikePath(model: string): boolean {
  return /[\\/]|^\.|^~/.test(model);
}

function workspaceFolder(): string | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}
