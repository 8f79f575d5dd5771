import path from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../core/engineError';
import type { Priority } from '../../core/ports';
import { scoreSpellFile } from '../../core/score/scoreSpellFile';
import { loadWildcards, wildcardFolders, wildcardNames } from '../../files/loadWildcards';
import { resolveImages } from '../../files/resolveImages';
import { ModelError } from '../../models/modelError';
import { EDITOR_ENGINE_WORDING, EDITOR_WORDING } from '../../words/editor';
import { ENGINE_WORDING } from '../../words/engine';
import { modelErrorText } from '../../words/modelErrorText';
import { EDITOR_MODEL_ERRORS } from '../../words/modelPicker';
import { say, type Language } from '../../words/words';
import type { Configuration } from './configuration';
import { configuredWildcardFolders } from './configuredFolders';
import type { EngineService } from './engineService';
import type { PictureFolders } from './pictureFolders';
import { problemsOf } from './problemsOf';
import type { DocumentScore, Scores } from './scores';
import { liveLimit, unreadFile, type SpellDocuments } from './spellDocuments';
import { spellUrgency, type Gaze } from './spellUrgency';
import { inSlices, SlicedWork } from './slicedWork';

/** One open document: what is known of it, and what runs for it. */
interface Followed {
  readonly document: vscode.TextDocument;
  current: DocumentScore;
  timer?: NodeJS.Timeout;
  run?: AbortController;
  /** The model that `current.score` was asked of. */
  model?: string;
  /** Files whose change changes the scores: pictures and wildcards, absolute. */
  files: ReadonlySet<string>;
}

/**
 * Scores every open spell document when it is opened and whenever it changed, after a pause in typing. A newer run ends
 * the one before it, and what arrives late is dropped: a document never shows the scores of an older text as its own.
 */
export class ScoringService implements Scores, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<DocumentScore>();
  readonly onDidChange = this.#changed.event;
  readonly #followed = new Map<string, Followed>();
  readonly #disposables: vscode.Disposable[] = [this.#changed];

  constructor(
    private readonly documents: SpellDocuments,
    private readonly engine: EngineService,
    private readonly configuration: Configuration,
    private readonly pictureFolders: PictureFolders,
    private readonly language: Language,
    private readonly log: (line: string) => void,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher(
      '**/*.{png,jpg,jpeg,webp,gif,avif,bmp,tif,tiff,txt,yaml,yml}',
    );
    const touched = (uri: vscode.Uri): void => this.#fileChanged(uri.fsPath);
    const again = (): void => this.#refreshAll();
    this.#disposables.push(
      vscode.workspace.onDidOpenTextDocument((document) => this.#open(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#schedule(document.uri, this.configuration.delay.value);
      }),
      watcher,
      watcher.onDidCreate(touched),
      watcher.onDidChange(touched),
      watcher.onDidDelete(touched),
      engine.onDidReset((reset) => {
        for (const followed of this.#followed.values()) {
          if (!reset.covers(followed.current)) continue;
          this.#stop(followed);
          this.#dropScore(followed);
          this.#schedule(followed.document.uri, 0);
        }
      }),
      configuration.dialect.onDidChange(again),
      configuration.expansionLimit.onDidChange(again),
      configuration.wildcardFolders.onDidChange(again),
      pictureFolders.onDidChange(again),
      vscode.workspace.onDidGrantWorkspaceTrust(again),
    );
    for (const document of vscode.workspace.textDocuments) this.#open(document);
  }

  get(uri: vscode.Uri): DocumentScore | undefined {
    return this.#followed.get(uri.toString())?.current;
  }

  /** Every document that is followed now. */
  all(): readonly DocumentScore[] {
    return [...this.#followed.values()].map(({ current }) => current);
  }

  refresh(uri: vscode.Uri): void {
    this.#schedule(uri, 0);
  }

  cancel(uri: vscode.Uri): void {
    const followed = this.#followed.get(uri.toString());
    if (followed === undefined) return;
    this.#stop(followed);
    this.#tell(followed, { phase: 'stopped', progress: undefined, searched: undefined });
  }

  dispose(): void {
    for (const followed of this.#followed.values()) this.#stop(followed);
    this.#followed.clear();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #open(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    // Other schemes show old versions of a file (a diff's left side) or have no folder for pictures to lie in.
    if (!this.documents.isSpell(document) || !['file', 'untitled'].includes(document.uri.scheme)) return;
    if (this.#followed.has(key)) return;
    this.#followed.set(key, {
      document,
      current: {
        uri: document.uri,
        version: document.version,
        file: unreadFile,
        phase: 'waiting',
      },
      files: new Set(),
    });
    this.#schedule(document.uri, 0);
  }

  #close(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const followed = this.#followed.get(key);
    if (followed === undefined) return;
    this.#stop(followed);
    this.#followed.delete(key);
    this.documents.forget(document.uri);
    this.#changed.fire({ ...followed.current, phase: 'stopped', score: undefined, problems: undefined });
  }

  #schedule(uri: vscode.Uri, delay: number): void {
    const followed = this.#followed.get(uri.toString());
    if (followed === undefined) return;
    clearTimeout(followed.timer);
    followed.timer = setTimeout(() => {
      followed.run?.abort();
      followed.run = new AbortController();
      void this.#score(followed, followed.run.signal);
    }, delay);
  }

  #stop(followed: Followed): void {
    clearTimeout(followed.timer);
    followed.run?.abort();
    followed.run = undefined;
  }

  /** What was measured with one checkpoint must not stand beside what is measured with the next. */
  #dropScore(followed: Followed): void {
    this.#tell(followed, {
      phase: 'waiting',
      score: undefined,
      scoreVersion: undefined,
      problems: undefined,
      progress: undefined,
      searched: undefined,
      error: undefined,
      missingModel: undefined,
    });
  }

  #refreshAll(): void {
    for (const { document } of this.#followed.values()) this.#schedule(document.uri, 0);
  }

  /** A picture that appears may be one that a pattern names, so anything below a document's folder counts too. */
  #fileChanged(file: string): void {
    for (const { document, files } of this.#followed.values()) {
      const folder = path.dirname(document.uri.fsPath) + path.sep;
      if (files.has(file) || file.startsWith(folder)) this.#schedule(document.uri, 300);
    }
  }

  async #score(followed: Followed, signal: AbortSignal): Promise<void> {
    const { document } = followed;
    const { version } = document;
    const { uri } = document;
    const file = await this.documents.read(document);
    if (file === undefined || signal.aborted || document.isClosed) return;
    if (this.documents.isTooLarge(document)) {
      const error = say(EDITOR_WORDING.tooLarge, this.language, { limit: liveLimit });
      this.#tell(followed, {
        version,
        file,
        phase: 'failed',
        error,
        score: undefined,
        searched: undefined,
      });
      return;
    }
    const named = file.frontMatter.model?.value;
    const model = this.engine.modelFor(named);
    if (followed.model !== model && followed.current.score) this.#dropScore(followed);
    followed.model = model;
    this.#tell(followed, {
      version,
      file,
      phase: 'scoring',
      error: undefined,
      missingModel: undefined,
      progress: undefined,
      searched: undefined,
    });
    const inTime = (): boolean => !signal.aborted && document.version === version && !document.isClosed;
    try {
      const folder = uri.scheme === 'file' ? path.dirname(uri.fsPath) : '';
      const onVisited = (searched: number): void => {
        if (inTime()) this.#tell(followed, { searched });
      };
      const images =
        uri.scheme === 'file'
          ? await resolveImages(file, uri.fsPath, {
              reach: await this.pictureFolders.reach(uri),
              signal,
              onVisited,
            })
          : { paths: [], named: new Map(), problems: [] };
      const configured = configuredWildcardFolders(this.configuration, uri);
      const wildcards = await loadWildcards(wildcardFolders(uri.fsPath, configured), wildcardNames(file), {
        reach: await this.pictureFolders.reach(uri, configured),
        signal,
        onVisited,
      });
      if (!inTime()) return;
      this.#tell(followed, { images, searched: undefined });
      this.documents.keepWildcards(uri, wildcards.wildcards);
      followed.files = new Set([...images.paths, ...wildcards.files]);
      const embedder = await this.engine.embedder({ uri, file });
      const score = await scoreSpellFile({
        file,
        imagePaths: images.paths,
        embedder,
        wildcards: wildcards.wildcards,
        limit: this.configuration.expansionLimit.value,
        priority: this.#priority(document),
        urgency: spellUrgency(file, gazeAt(document)),
        signal,
        onProgress: ({ phase, done, total }) => {
          if (inTime())
            this.#tell(followed, {
              phase: phase === 'loading' ? 'loading' : 'scoring',
              progress: { done, total },
            });
        },
        pause: new SlicedWork().pause,
      });
      const problems = await inSlices(
        problemsOf({ images, wildcards: wildcards.problems, score, folder, language: this.language }),
        inTime,
      );
      if (problems === undefined) return;
      this.#tell(followed, {
        phase: score.images.length > 0 ? 'ready' : 'no-images',
        score,
        scoreVersion: version,
        progress: undefined,
        problems,
      });
    } catch (error) {
      if (!inTime()) return;
      const isMissing = error instanceof EngineError && error.code === 'model-not-pulled';
      this.#tell(followed, {
        phase: 'failed',
        error: this.#reason(error),
        missingModel: isMissing ? String(error.parameters.model) : undefined,
        progress: undefined,
        searched: undefined,
      });
    }
  }

  #priority(document: vscode.TextDocument): Priority {
    if (vscode.window.activeTextEditor?.document === document) return 'caret';
    return vscode.window.visibleTextEditors.some((editor) => editor.document === document)
      ? 'visible'
      : 'background';
  }

  #reason(error: unknown): string {
    if (error instanceof EngineError) {
      const wording = EDITOR_ENGINE_WORDING[error.code] ?? ENGINE_WORDING[error.code];
      return say(wording, this.language, error.parameters);
    }
    if (error instanceof ModelError) return modelErrorText(error, this.language, EDITOR_MODEL_ERRORS);
    this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return say(EDITOR_WORDING.unexpected, this.language, {
      detail: error instanceof Error ? error.message : String(error),
    });
  }

  #tell(followed: Followed, change: Partial<DocumentScore>): void {
    followed.current = { ...followed.current, ...change };
    this.#changed.fire(followed.current);
  }
}

function gazeAt(document: vscode.TextDocument): Gaze {
  const editors = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
  const active = editors.filter((editor) => editor === vscode.window.activeTextEditor);
  return {
    carets: active.flatMap(({ selections }) =>
      selections.map(({ active: caret }) => document.offsetAt(caret)),
    ),
    visible: editors.flatMap(({ visibleRanges }) =>
      visibleRanges.map(({ start, end }) => ({
        start: document.offsetAt(start),
        end: document.offsetAt(end),
      })),
    ),
  };
}
