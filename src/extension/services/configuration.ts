import * as vscode from 'vscode';
import type { Dialect } from '../../core/spell/spell';
import { defaultStepLimitSeconds } from '../../client/engineClient';

const section = 'spellwright';

/** One setting: its checked value, and an event for its changes. Anything that is not valid counts as the default. */
export class Setting<T> implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<T>();
  readonly onDidChange = this.#changed.event;
  readonly #registration: vscode.Disposable;

  /** @param key without the section, as in package.json; @param read checks a raw value, undefined when it is not valid */
  constructor(
    private readonly key: string,
    private readonly fallback: T,
    private readonly read: (raw: unknown) => T | undefined,
  ) {
    this.#registration = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.${key}`)) this.#changed.fire(this.value);
    });
  }

  get value(): T {
    return this.read(vscode.workspace.getConfiguration(section).get(this.key)) ?? this.fallback;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

/** Every setting of Spellwright; package.json describes them to people. */
export class Configuration implements vscode.Disposable {
  /** Id or folder of a checkpoint; empty means the bundled one. */
  readonly model = new Setting('model', '', text);
  readonly dialect = new Setting<Dialect>('dialect', 'a1111', oneOf('a1111', 'comfyui', 'plain'));
  /** Milliseconds without a key press before scoring starts. */
  readonly delay = new Setting('delay', 150, between(0, 5000));
  readonly expansionLimit = new Setting('expansionLimit', 256, between(1, 4096));
  /** Folders with wildcard files besides those beside a spell file. */
  readonly wildcardFolders = new Setting<readonly string[]>('wildcardFolders', [], texts);
  readonly codeLens = new Setting('codeLens', true, flag);
  readonly slotHints = new Setting('slotHints', false, flag);
  readonly biasEnabled = new Setting('bias.enabled', true, flag);
  /** Language ids of documents besides spell files whose wording is checked. */
  readonly biasLanguages = new Setting<readonly string[]>('bias.languages', [], texts);
  /** Whether the checkpoint's lean is measured, and where it is told: `hint` also underlines it. */
  readonly biasLean = new Setting<'off' | 'hover' | 'hint'>(
    'bias.lean',
    'hint',
    oneOf('off', 'hover', 'hint'),
  );
  /** Threads of one native run; 0 takes what the machine has. */
  readonly threads = new Setting('threads', 0, between(0, 64));
  /** Seconds that one step of the engine may take before the user is asked. */
  readonly stepLimit = new Setting('stepLimit', defaultStepLimitSeconds, between(5, 3600));

  dispose(): void {
    for (const setting of Object.values(this)) if (setting instanceof Setting) setting.dispose();
  }
}

function text(raw: unknown): string | undefined {
  return typeof raw === 'string' ? raw.trim() : undefined;
}

function texts(raw: unknown): readonly string[] | undefined {
  return Array.isArray(raw) && raw.every((each) => typeof each === 'string') ? raw : undefined;
}

function flag(raw: unknown): boolean | undefined {
  return typeof raw === 'boolean' ? raw : undefined;
}

function between(low: number, high: number): (raw: unknown) => number | undefined {
  return (raw) =>
    typeof raw === 'number' && Number.isFinite(raw)
      ? Math.min(Math.max(Math.round(raw), low), high)
      : undefined;
}

function oneOf<T extends string>(...values: readonly T[]): (raw: unknown) => T | undefined {
  return (raw) => values.find((value) => value === raw);
}
