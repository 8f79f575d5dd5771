import * as vscode from 'vscode';
import type { DeviceChoice } from '../../core/device';
import type { Dialect } from '../../core/spell/spell';
import { section, settingValue, type SettingName } from './settingValues';

/** One setting: its checked value, and an event for its changes. Anything that is not valid counts as the default. */
export class Setting<T> implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<T>();
  readonly onDidChange = this.#changed.event;
  readonly #registration: vscode.Disposable;

  /** `T` is what the manifest says of the setting; its default and its bounds stand there only. */
  constructor(private readonly name: SettingName) {
    this.#registration = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.${name}`)) this.#changed.fire(this.value);
    });
  }

  get value(): T {
    return settingValue(this.name, vscode.workspace.getConfiguration(section).get(this.name)) as T;
  }

  /** Where it may differ from file to file. */
  of(uri: vscode.Uri): T {
    return settingValue(this.name, vscode.workspace.getConfiguration(section, uri).get(this.name)) as T;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

/** Every setting of Spellwright; package.json describes them to people, with their defaults and bounds. */
export class Configuration implements vscode.Disposable {
  /** Id or folder of a checkpoint; empty means the bundled one. */
  readonly model = new Setting<string>('model');
  /** A second checkpoint, as `model`, that judges what a search with a generator finds; empty means none. */
  readonly judge = new Setting<string>('judge');
  readonly dialect = new Setting<Dialect>('dialect');
  /** Milliseconds without a key press before scoring starts, besides what `LiveDocument.typed` takes. */
  readonly delay = new Setting<number>('delay');
  readonly expansionLimit = new Setting<number>('expansionLimit');
  /** Folders with wildcard files besides those beside a spell file. */
  readonly wildcardFolders = new Setting<readonly string[]>('wildcardFolders');
  /** Files and folders with lists of phrases, beside those that a spell file names. */
  readonly phraseLists = new Setting<readonly string[]>('phraseLists');
  /** Whether completion in a prompt offers phrases by what they add to the score. */
  readonly completionMeasured = new Setting<boolean>('completion.measured');
  /** The `styles.csv` of A1111's web UI; empty looks beside a spell file and in the workspace. */
  readonly stylesFile = new Setting<string>('stylesFile');
  /** Folders in which pictures are made elsewhere, absolute or below `~`. */
  readonly watchedFolders = new Setting<readonly string[]>('generate.watchedFolders');
  readonly codeLens = new Setting<boolean>('codeLens');
  readonly slotHints = new Setting<boolean>('slotHints');
  /** When the effects of words are shown in the editor: `panel` while the panel lists them. */
  readonly wordEffects = new Setting<'panel' | 'always' | 'never'>('wordEffects');
  /** Prompts that live at once in a search for a better one, how often all are measured, and phrases that one may have. */
  readonly evolvePopulation = new Setting<number>('evolve.population');
  readonly evolveRounds = new Setting<number>('evolve.rounds');
  readonly evolvePhrases = new Setting<number>('evolve.phrases');
  /** Pictures that a search with the generator looks at. */
  readonly searchBudget = new Setting<number>('search.budget');
  readonly biasEnabled = new Setting<boolean>('bias.enabled');
  /** Language ids of documents besides spell files whose wording is checked. */
  readonly biasLanguages = new Setting<readonly string[]>('bias.languages');
  /** Whether the checkpoint's lean is measured, and where it is told: `hint` also underlines it. */
  readonly biasLean = new Setting<'off' | 'hover' | 'hint'>('bias.lean');
  /** Where the user's generator of pictures is; empty where there is none. A workspace cannot set it. */
  readonly generatorAddress = new Setting<string>('generator.address');
  /** Pictures of each variant. */
  readonly generateSeeds = new Setting<number>('generate.seeds');
  /** Where generated pictures are written; relative to the spell file. */
  readonly generateFolder = new Setting<string>('generate.folder');
  /** What they are made with where the file does not say, as A1111 writes it. */
  readonly generateParameters = new Setting<string>('generate.parameters');
  /** Whether pictures are shown while they are drawn. */
  readonly generatePreview = new Setting<boolean>('generate.preview');
  /** Threads of one native run; 0 takes what the machine has. */
  readonly threads = new Setting<number>('threads');
  /** What computes pictures. */
  readonly device = new Setting<DeviceChoice>('device');
  /** Seconds that one step of the engine may take before the user is asked. */
  readonly stepLimit = new Setting<number>('stepLimit');
  /** Gigabytes (10⁹ bytes) that embeddings of pictures may take on disk; an engine that starts obeys. */
  readonly embeddingsLimit = new Setting<number>('embeddingsLimit');
  /** Address of the server that runs checkpoints' towers; empty runs them here. Asked about before it is used. */
  readonly serverUrl = new Setting<string>('server.url');
  /** The model's name on that server; empty takes its only one. */
  readonly serverModel = new Setting<string>('server.model');
  /** Whether the tools for agents are offered as an MCP server too. */
  readonly agentsServer = new Setting<boolean>('agents.server');

  dispose(): void {
    for (const setting of Object.values(this)) if (setting instanceof Setting) setting.dispose();
  }
}
