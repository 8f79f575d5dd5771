import path from 'node:path';
import * as vscode from 'vscode';
import { Engines, type EnginesOptions } from '../../client/engines';
import type { EngineClient, ServerToAsk } from '../../client/engineClient';
import type { EngineState, Stall } from '../../client/engineState';
import { bundledModel } from '../../client/modelLocation';
import { RememberingEmbedder } from '../../client/rememberingEmbedder';
import type { DeviceChoice } from '../../core/device';
import type { Checkpoint, Embedder, PatchReader, PictureReader } from '../../core/ports';
import type { LibraryScorer } from '../../core/score/library/libraryScorer';
import type { SpellFile } from '../../core/spell/spell';
import type { Configuration } from './configuration';
import type { ModelLibrary } from './modelLibrary';
import type { ScoringServers } from './scoringServers';
import { firstFolder, installedPath, isSaved, pathOf } from './places';

/** A spell file: which model scores it follows from what it names and where it lies. */
export interface ModelUser {
  readonly uri: vscode.Uri;
  readonly file: SpellFile;
  /** Instead of the model that scores the file: one that counts wherever it is named. */
  readonly other?: NamedModel;
}

export interface NamedModel {
  /** Id, or folder. */
  readonly name: string;
  /** The folder that a relative path is relative to. */
  readonly base: string;
}

/** A second checkpoint for a file. */
export interface Judge {
  /** As the file or the setting names it. */
  readonly name: string;
  /** The file names it, so what is wrong with it is wrong there. */
  readonly isOfFile: boolean;
  /** Whose engine it is. */
  readonly user: ModelUser;
}

/** Earlier scores are not to be trusted: another checkpoint, or new engines were asked for. */
export interface EngineReset {
  /** Whether the scores of a file are meant. */
  covers(user: ModelUser): boolean;
}

/** An engine is stuck, or is so no more. */
export interface StallChange {
  /** As a file or the setting names it. */
  readonly model: string;
  readonly stall: Stall | undefined;
}

/** The engines' processes as the editor sees them: each file has the one of its model, with a state of its own. */
export class EngineService implements vscode.Disposable {
  readonly #stateChanged = new vscode.EventEmitter<EngineState>();
  /** Fires with the new state of any engine. */
  readonly onDidChangeState = this.#stateChanged.event;
  readonly #stallChanged = new vscode.EventEmitter<StallChange>();
  readonly onDidChangeStall = this.#stallChanged.event;
  readonly #reset = new vscode.EventEmitter<EngineReset>();
  readonly onDidReset = this.#reset.event;
  readonly #disposables: vscode.Disposable[] = [this.#stateChanged, this.#stallChanged, this.#reset];
  #engines: Engines | undefined;
  /** How often `restart` was called. */
  #restarts = 0;
  /** What each engine has said. */
  readonly #remembering = new WeakMap<Embedder, RememberingEmbedder>();
  /** The folder of each model as it was found last, by what it is asked by. */
  readonly #folders = new Map<string, string>();
  /** How each folder's model is called. */
  readonly #names = new Map<string, string>();
  readonly #stalls = new Map<string, Stall>();
  /** Settles when the files of the checkpoints may be read. */
  #held: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly configuration: Configuration,
    private readonly library: ModelLibrary,
    private readonly servers: Pick<ScoringServers, 'current' | 'onDidChange'>,
    private readonly log: (line: string) => void,
  ) {
    this.#disposables.push(
      // A file that names its own model goes on with it.
      configuration.model.onDidChange(() =>
        this.#reset.fire({ covers: (user) => !user.other && !this.#isFollowed(namedBy(user)) }),
      ),
      configuration.threads.onDidChange(() => this.restart()),
      configuration.device.onDidChange(() => this.restart()),
      servers.onDidChange(() => this.restart()),
    );
  }

  /** Fires when the setting names another second checkpoint. */
  get onDidChangeJudge(): vscode.Event<string> {
    return this.configuration.judge.onDidChange;
  }

  /** Of the engine of a file's model. */
  stateFor(user: ModelUser): EngineState {
    const folder = this.#folderFor(user);
    return (folder !== undefined && this.#engines?.known(folder)?.state) || 'stopped';
  }

  /** What is wrong while that state is `stuck`. */
  stallFor(user: ModelUser): Stall | undefined {
    return this.#stalls.get(this.#folderFor(user) ?? '');
  }

  /** What is wrong with any engine. */
  get stalls(): readonly Stall[] {
    return [...this.#stalls.values()];
  }

  /** Of the process of the engine that was asked for last, while there is one. */
  get pid(): number | undefined {
    return this.#engines?.pid;
  }

  /** Of the process of the engine of a file's model, while there is one. */
  pidFor(user: ModelUser): number | undefined {
    const folder = this.#folderFor(user);
    return folder === undefined ? undefined : this.#engines?.known(folder)?.pid;
  }

  /**
   * The model that scores a spell file: the one that the file names, or else the setting's.
   * @param named the model that the file names; one that is a path counts only in a trusted workspace
   */
  modelFor(named: string | undefined): string {
    return this.#isFollowed(named) ? named : this.configuration.model.value || bundledModel;
  }

  /** The second checkpoint that judges what scores a file: the one that the file names, or else the setting's. */
  judgeOf({ uri, file }: ModelUser): Judge | undefined {
    const own = file.frontMatter.judge?.value;
    const other = this.#named(uri, own, this.configuration.judge.value);
    if (other.name === '') return undefined;
    return { name: other.name, isOfFile: this.#isFollowed(own), user: { uri, file, other } };
  }

  /**
   * The engine of a file's model, which remembers what it has said.
   * @throws EngineError `model-unknown`, `model-not-pulled`; ModelError `registry-…`
   */
  async embedder(user: ModelUser): Promise<Embedder & PatchReader & LibraryScorer> {
    const engine = await this.engine(user);
    let remembering = this.#remembering.get(engine);
    if (!remembering) this.#remembering.set(engine, (remembering = new RememberingEmbedder(engine)));
    return remembering;
  }

  /** What the setting has compute pictures. */
  get deviceAsked(): DeviceChoice {
    return this.configuration.device.value;
  }

  /** What decodes pictures, whatever the checkpoint. */
  async pictureReader(): Promise<PictureReader> {
    await this.#held;
    return (await this.#running()).forPictures();
  }

  /** The engine of a file's model itself, for what nobody remembers. Throws as `embedder` does. */
  async engine(user: ModelUser): Promise<EngineClient> {
    await this.#held;
    const engines = await this.#running();
    const { name, base } = this.#modelOf(user);
    const key = this.#keyOf(user);
    // The name of a model must not become a folder that came with a workspace nobody trusts.
    const folder = await engines.folderOf(name, vscode.workspace.isTrusted ? base : undefined);
    if (engines !== this.#engines) return this.engine(user); // it was restarted meanwhile
    this.#folders.set(key, folder);
    this.#names.set(folder, name);
    // A server runs the checkpoint that scores, and no other.
    return engines.in(folder, user.other ? 'here' : 'server');
  }

  /**
   * Loads the checkpoint of a folder in a process of its own, to see whether it can be used.
   * @param server where its towers run; on this machine by default
   * @throws EngineError; the signal's reason
   */
  async check(folder: string, signal: AbortSignal, server?: ServerToAsk): Promise<Checkpoint> {
    const engines = new Engines({
      ...this.#places(),
      threads: this.configuration.threads.value,
      stepLimitSeconds: () => this.configuration.stepLimit.value,
      server: () => server,
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

  /** Ends the process of a file's engine; the next need starts another. */
  restartFor(user: ModelUser): void {
    const folder = this.#folderFor(user);
    if (folder === undefined) return;
    this.#engines?.end(folder);
    this.#resetFolder(folder);
  }

  /** Ends all processes; the next need starts others. */
  restart(): void {
    this.#engines?.dispose();
    this.#engines = undefined;
    this.#restarts++;
    this.#folders.clear();
    this.#reset.fire({ covers: () => true });
  }

  dispose(): void {
    this.#engines?.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** The engines, which ask the server that is set while they start. */
  async #running(): Promise<Engines> {
    if (this.#engines) return this.#engines;
    const restarts = this.#restarts;
    const server = await this.servers.current();
    if (restarts !== this.#restarts) return this.#running(); // another server may be set since
    return (this.#engines ??= this.#start(server));
  }

  #start(server: ServerToAsk | undefined): Engines {
    return new Engines({
      server: () => server,
      ...this.#places(),
      threads: this.configuration.threads.value,
      device: this.configuration.device.value,
      onOutdated: (folder) => this.#resetFolder(folder),
      onState: (folder, state) => this.#enter(folder, state),
      stepLimitSeconds: () => this.configuration.stepLimit.value,
      onStall: (folder, stall) => this.#setStall(folder, stall),
    });
  }

  #resetFolder(folder: string): void {
    this.#reset.fire({ covers: (user) => this.#folderFor(user) === folder });
  }

  /** Undefined until its engine was asked for. */
  #folderFor(user: ModelUser): string | undefined {
    return this.#folders.get(this.#keyOf(user));
  }

  /** What decides which folder a file's model is. */
  #keyOf(user: ModelUser): string {
    const { name, base } = this.#modelOf(user);
    return JSON.stringify([name, base]);
  }

  #modelOf(user: ModelUser): NamedModel {
    return user.other ?? this.#named(user.uri, namedBy(user), this.configuration.model.value || bundledModel);
  }

  /** What a file names, where that counts, relative to its own folder; else what a setting does, relative to the workspace. */
  #named(uri: vscode.Uri, named: string | undefined, setting: string): NamedModel {
    const own = isSaved(uri) ? path.dirname(pathOf(uri)) : '';
    return this.#isFollowed(named)
      ? { name: named, base: own }
      : { name: setting, base: workspaceFolder() ?? own };
  }

  #places(): EnginesOptions {
    return {
      engineFile: installedPath(this.context, 'dist', 'engine.js'),
      modelsFolder: installedPath(this.context, 'models'),
      registered: (id) => this.library.folderOf(id),
      cacheFolder: pathOf(this.context.globalStorageUri),
      embeddingsLimit: () => Math.round(this.configuration.embeddingsLimit.value * 1e9),
      log: this.log,
    };
  }

  #isFollowed(named: string | undefined): named is string {
    return named !== undefined && (vscode.workspace.isTrusted || !looksLikePath(named));
  }

  #setStall(folder: string, stall: Stall | undefined): void {
    if (stall) this.#stalls.set(folder, stall);
    else this.#stalls.delete(folder);
    this.#stallChanged.fire({ model: this.#names.get(folder) ?? path.basename(folder), stall });
  }

  #enter(folder: string, state: EngineState): void {
    if (state !== 'stuck' && this.#stalls.has(folder)) this.#setStall(folder, undefined);
    this.#stateChanged.fire(state);
  }
}

function namedBy({ file }: ModelUser): string | undefined {
  return file.frontMatter.model?.value;
}

function looksLikePath(model: string): boolean {
  return /[\\/]|^\.|^~/.test(model);
}

function workspaceFolder(): string | undefined {
  return firstFolder();
}
