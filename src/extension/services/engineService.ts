import path from 'node:path';
import * as vscode from 'vscode';
import type { Checkpoint, Embedder } from '../../core/ports';
import { Engines, type EnginesOptions } from '../../engine/client/engines';
import type { EngineState, Stall } from '../../engine/client/engineState';
import { bundledModel } from '../../engine/client/modelLocation';
import { RememberingEmbedder } from '../../engine/client/rememberingEmbedder';
import type { Configuration } from './configuration';
import type { ModelLibrary } from './modelLibrary';

/** The engine's process as the editor sees it: which checkpoint, in what state, and a fresh one when settings change. */
export class EngineService implements vscode.Disposable {
  readonly #stateChanged = new vscode.EventEmitter<EngineState>();
  readonly onDidChangeState = this.#stateChanged.event;
  readonly #stallChanged = new vscode.EventEmitter<Stall | undefined>();
  /** Fires when the engine is stuck, and when it is so no more. */
  readonly onDidChangeStall = this.#stallChanged.event;
  /** Fires when earlier scores are not to be trusted: another checkpoint, or a new engine was asked for. */
  readonly #reset = new vscode.EventEmitter<void>();
  readonly onDidReset = this.#reset.event;
  readonly #disposables: vscode.Disposable[] = [this.#stateChanged, this.#stallChanged, this.#reset];
  #engines: Engines | undefined;
  #remembering: { readonly engine: Embedder; readonly embedder: RememberingEmbedder } | undefined;
  #state: EngineState = 'stopped';
  #stall: Stall | undefined;
  /** Settles when it is sure that what is remembered and what the process says are of one checkpoint. */
  #verified: Promise<unknown> = Promise.resolve();
  /** Settles when the files of the checkpoints may be read. */
  #held: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly configuration: Configuration,
    private readonly library: ModelLibrary,
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

  /** What is wrong while the state is `stuck`. */
  get stall(): Stall | undefined {
    return this.#stall;
  }

  /** Numbers of a run are of one checkpoint when this has settled and no reset has come. */
  get verified(): Promise<unknown> {
    return this.#verified;
  }

  /** Of the engine's process, while there is one. */
  get pid(): number | undefined {
    return this.#engines?.pid;
  }

  /**
   * The model that scores a spell file: the one that the file names, or else the setting's.
   * @param named the model that the file names; one that is a path counts only in a trusted workspace
   */
  modelFor(named: string | undefined): string {
    return this.#isFollowed(named) ? named : this.configuration.model.value || bundledModel;
  }

  /**
   * @param named as for `modelFor`
   * @param base folder that a relative path of it is relative to
   * @throws EngineError `model-unknown`, `model-not-pulled`; ModelError `registry-…`
   */
  async embedder(named: string | undefined, base: string): Promise<Embedder> {
    await this.#held;
    const engines = (this.#engines ??= this.#start());
    const from = this.#isFollowed(named) ? base : (workspaceFolder() ?? base);
    // The name of a model must not become a folder that came with a workspace nobody trusts.
    const engine = await engines.for(this.modelFor(named), vscode.workspace.isTrusted ? from : undefined);
    if (engines !== this.#engines) return this.embedder(named, base); // it was restarted meanwhile
    if (this.#remembering?.engine !== engine) {
      this.#remembering = { engine, embedder: new RememberingEmbedder(engine) };
    }
    return this.#remembering.embedder;
  }

  /**
   * Loads the checkpoint of a folder in a process of its own, to see whether it can be used.
   * @throws EngineError; the signal's reason
   */
  async check(folder: string, signal: AbortSignal): Promise<Checkpoint> {
    const engines = new Engines({
      ...this.#places(),
      threads: this.configuration.threads.value,
      stepLimitSeconds: () => this.configuration.stepLimit.value,
    });
    try {
      const engine = await engines.for(folder, undefined);
      return await engine.checkpoint({ signal });
    } finally {
      engines.dispose();
    }
  }

  /** Does what changes the files of a checkpoint, while no engine reads them. Everything is scored again after it. */
  async stoppedDuring(work: () => Promise<void>): Promise<void> {
    const done = this.#held.then(() => {
      this.restart();
      return work();
    });
    this.#held = done.catch(() => undefined);
    return done;
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
      ...this.#places(),
      threads: this.configuration.threads.value,
      onOutdated: () => this.restart(),
      onState: (_folder, state) => this.#enter(state),
      stepLimitSeconds: () => this.configuration.stepLimit.value,
      onStall: (stall) => this.#setStall(stall),
    });
  }

  #places(): EnginesOptions {
    return {
      engineFile: this.context.asAbsolutePath(path.join('dist', 'engine.js')),
      modelsFolder: this.context.asAbsolutePath('models'),
      registered: (id) => this.library.folderOf(id),
      cacheFolder: this.context.globalStorageUri.fsPath,
      log: this.log,
    };
  }

  /** A new process has read the checkpoint's files anew: they may have changed since the numbers that we remember. */
  async #verify(): Promise<void> {
    const remembering = this.#remembering;
    const before = remembering?.embedder.known;
    if (!before) return;
    // What keeps it from answering keeps scores away too, and is told with them.
    const now = await remembering.engine.checkpoint().catch(() => undefined);
    if (now && now.hash !== before.hash && remembering === this.#remembering) this.restart();
  }

  #isFollowed(named: string | undefined): named is string {
    return named !== undefined && (vscode.workspace.isTrusted || !looksLikePath(named));
  }

  #setStall(stall: Stall | undefined): void {
    this.#stall = stall;
    this.#stallChanged.fire(stall);
  }

  #enter(state: EngineState): void {
    if (state === this.#state) return;
    this.#state = state;
    if (state !== 'stuck' && this.#stall) this.#setStall(undefined);
    // Not at once: the engine is in the middle of starting.
    if (state === 'starting') this.#verified = Promise.resolve().then(() => this.#verify());
    this.#stateChanged.fire(state);
  }
}

function looksLikePath(model: string): boolean {
  return /[\\/]|^\.|^~/.test(model);
}

function workspaceFolder(): string | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}
