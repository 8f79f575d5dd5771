import * as vscode from 'vscode';
import { spellFileSteps } from '../../../core/bias/checkSpellFile';
import { textSteps, type TextFormat } from '../../../core/bias/checkText';
import type { BiasFinding } from '../../../core/bias/finding';
import type { Steps } from '../../../core/steps';
import type { Configuration } from '../../services/configuration';
import { editorDocuments } from '../../services/editorDocuments';
import { belongsTo, LiveDocuments, type LiveDocument, type Turn } from '../../services/liveDocuments';
import { inSlices } from '../../services/slicedWork';
import type { SpellDocuments } from '../../services/spellDocuments';
import type { RuleBook } from './ruleBook';
import type { SettingsFiles } from './settingsFiles';
import { isWritten } from '../../services/places';

/** What the rules say of one text. */
export interface CheckedText {
  readonly document: vscode.TextDocument;
  /** Of the document that was read. */
  readonly version: number;
  /** In the order of the text. */
  readonly findings: readonly BiasFinding[];
}

interface Kept {
  checked?: CheckedText;
}

type LiveText = LiveDocument<vscode.TextDocument, Kept>;

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
  readonly #live: LiveDocuments<vscode.TextDocument, Kept>;
  readonly #disposables: vscode.Disposable[];

  constructor(
    private readonly book: RuleBook,
    private readonly settings: SettingsFiles,
    private readonly documents: SpellDocuments,
    private readonly configuration: Configuration,
    log: (line: string) => void,
  ) {
    const { biasEnabled, biasLanguages, dialect } = configuration;
    this.#live = new LiveDocuments<vscode.TextDocument, Kept>({
      source: editorDocuments,
      follows: (document) => this.#isChecked(document),
      opened: () => ({}),
      begun: (live) => live.begin(),
      typed: (live) => live.typed(restMs),
      closed: ({ document }) => this.#changed.fire({ document, version: document.version, findings: [] }),
      run: (live, turn) => this.#check(live, turn),
      failed: (error) => log(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    this.#disposables = [
      this.#changed,
      this.#live,
      settings.onDidChange(() => this.#readAll()),
      dialect.onDidChange(() => this.#readAll()),
      biasEnabled.onDidChange(() => this.#live.follow()),
      biasLanguages.onDidChange(() => this.#live.follow()),
    ];
    this.#live.follow();
  }

  /** Of the document's present text; undefined while that has not been read, and for documents that are not followed. */
  get(document: vscode.TextDocument): CheckedText | undefined {
    const checked = this.#live.get(document.uri)?.state.checked;
    return belongsTo(checked?.version, document) ? checked : undefined;
  }

  /** Of the document's present text, read now if need be; undefined when it changes meanwhile or is not followed. */
  async current(document: vscode.TextDocument): Promise<CheckedText | undefined> {
    const { version } = document;
    // Rules that change while the text is read begin it anew.
    for (let attempt = 0; attempt < attempts && belongsTo(version, document); attempt++) {
      const checked = this.get(document);
      if (checked) return checked;
      await this.#live.get(document.uri)?.settled();
    }
    return this.get(document);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #isChecked(document: vscode.TextDocument): boolean {
    // Other schemes show old versions of a file, as a diff's left side does.
    if (!this.configuration.biasEnabled.value || !isWritten(document.uri)) return false;
    return (
      this.documents.isSpell(document) || this.configuration.biasLanguages.value.includes(document.languageId)
    );
  }

  #readAll(): void {
    for (const live of this.#live.all) {
      live.stop();
      live.state.checked = undefined;
      live.begin();
    }
  }

  async #check({ document, state }: LiveText, turn: Turn): Promise<void> {
    const { settings } = await this.settings.of(document.uri);
    const matcher = await this.book.matcher(settings);
    if (!turn.isCurrent()) return;
    const steps = await this.#steps(document, matcher);
    if (steps === undefined) return;
    const findings = await inSlices(steps, () => turn.isCurrent());
    if (findings === undefined) return;
    state.checked = { document, version: turn.version, findings };
    this.#changed.fire(state.checked);
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
