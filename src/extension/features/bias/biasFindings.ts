import * as vscode from 'vscode';
import { spellFileSteps } from '../../../core/bias/checkSpellFile';
import { textSteps, type TextFormat } from '../../../core/bias/checkText';
import type { BiasFinding } from '../../../core/bias/finding';
import type { Steps } from '../../../core/steps';
import type { Configuration } from '../../services/configuration';
import { inSlices } from '../../services/slicedWork';
import type { SpellDocuments } from '../../services/spellDocuments';
import type { RuleBook } from './ruleBook';
import type { SettingsFiles } from './settingsFiles';

/** What the rules say of one text. */
export interface CheckedText {
  readonly document: vscode.TextDocument;
  /** Of the document that was read. */
  readonly version: number;
  /** In the order of the text. */
  readonly findings: readonly BiasFinding[];
}

interface Followed {
  readonly document: vscode.TextDocument;
  checked?: CheckedText;
  /** What runs, and for which version. */
  run?: {
    readonly version: number;
    readonly abort: AbortController;
    readonly result: Promise<CheckedText | undefined>;
  };
  timer?: NodeJS.Timeout;
}

/** Typing must pause this long before the text is read. */
const restMs = 200;

const attempts = 3;

/**
 * The findings of every open spell document, and of documents of the other languages that the user named, kept up to date
 * while somebody types. What was found in an older text is never handed out.
 */
export class BiasFindings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<CheckedText>();
  readonly onDidChange = this.#changed.event;
  readonly #followed = new Map<string, Followed>();
  readonly #disposables: vscode.Disposable[];

  constructor(
    private readonly book: RuleBook,
    private readonly settings: SettingsFiles,
    private readonly documents: SpellDocuments,
    private readonly configuration: Configuration,
    private readonly log: (line: string) => void,
  ) {
    const { biasEnabled, biasLanguages, dialect } = configuration;
    this.#disposables = [
      this.#changed,
      vscode.workspace.onDidOpenTextDocument((document) => this.#open(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#schedule(document, restMs);
      }),
      settings.onDidChange(() => this.#readAll()),
      dialect.onDidChange(() => this.#readAll()),
      biasEnabled.onDidChange(() => this.#followAgain()),
      biasLanguages.onDidChange(() => this.#followAgain()),
    ];
    for (const document of vscode.workspace.textDocuments) this.#open(document);
  }

  /** Of the document's present text; undefined while that has not been read, and for documents that are not followed. */
  get({ uri, version }: vscode.TextDocument): CheckedText | undefined {
    const checked = this.#followed.get(uri.toString())?.checked;
    return checked?.version === version ? checked : undefined;
  }

  /** Of the document's present text, read now if need be; undefined when it changes meanwhile or is not followed. */
  async current(document: vscode.TextDocument): Promise<CheckedText | undefined> {
    const { version } = document;
    // Rules that change while the text is read begin it anew.
    for (let attempt = 0; attempt < attempts && document.version === version; attempt++) {
      const followed = this.#followed.get(document.uri.toString());
      if (!followed) return undefined;
      const checked = this.get(document) ?? (await this.#read(followed));
      if (checked) return checked;
    }
    return undefined;
  }

  dispose(): void {
    for (const followed of this.#followed.values()) stop(followed);
    this.#followed.clear();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #open(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (!this.#isChecked(document) || this.#followed.has(key)) return;
    this.#followed.set(key, { document });
    this.#schedule(document, 0);
  }

  #close(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const followed = this.#followed.get(key);
    if (!followed) return;
    stop(followed);
    this.#followed.delete(key);
    this.#changed.fire({ document, version: document.version, findings: [] });
  }

  #isChecked(document: vscode.TextDocument): boolean {
    // Other schemes show old versions of a file, as a diff's left side does.
    if (!this.configuration.biasEnabled.value || !['file', 'untitled'].includes(document.uri.scheme))
      return false;
    return (
      this.documents.isSpell(document) || this.configuration.biasLanguages.value.includes(document.languageId)
    );
  }

  #followAgain(): void {
    for (const { document } of [...this.#followed.values()]) {
      if (!this.#isChecked(document)) this.#close(document);
    }
    for (const document of vscode.workspace.textDocuments) this.#open(document);
  }

  #readAll(): void {
    for (const followed of this.#followed.values()) {
      stop(followed);
      followed.checked = undefined;
      this.#schedule(followed.document, 0);
    }
  }

  #schedule(document: vscode.TextDocument, delay: number): void {
    const followed = this.#followed.get(document.uri.toString());
    if (!followed) return;
    clearTimeout(followed.timer);
    followed.timer = setTimeout(() => void this.#read(followed), delay);
  }

  #read(followed: Followed): Promise<CheckedText | undefined> {
    const { document, run } = followed;
    if (run?.version === document.version && !run.abort.signal.aborted) return run.result;
    stop(followed);
    const abort = new AbortController();
    const result = this.#check(followed, abort.signal).catch((error: unknown) => {
      if (!abort.signal.aborted)
        this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return undefined;
    });
    followed.run = { version: document.version, abort, result };
    return result;
  }

  async #check(followed: Followed, signal: AbortSignal): Promise<CheckedText | undefined> {
    const { document } = followed;
    const { version } = document;
    const { settings } = await this.settings.of(document.uri);
    const matcher = await this.book.matcher(settings);
    if (signal.aborted || document.version !== version) return undefined;
    const steps = await this.#steps(document, matcher);
    if (steps === undefined) return undefined;
    const findings = await inSlices(steps, () => !signal.aborted && document.version === version);
    if (findings === undefined) return undefined;
    followed.checked = { document, version, findings };
    this.#changed.fire(followed.checked);
    return followed.checked;
  }

  /** Undefined when the document changes meanwhile. */
  async #steps(
    document: vscode.TextDocument,
    matcher: Parameters<typeof textSteps>[2],
  ): Promise<Steps<BiasFinding[]> | undefined> {
    if (this.documents.isSpell(document)) {
      const file = await this.documents.read(document);
      return file && spellFileSteps(file, matcher);
    }
    const format: TextFormat = document.languageId === 'markdown' ? 'markdown' : 'plaintext';
    return textSteps(this.documents.isTooLarge(document) ? '' : document.getText(), format, matcher);
  }
}

function stop(followed: Followed): void {
  clearTimeout(followed.timer);
  followed.run?.abort.abort();
  followed.run = undefined;
}
