import path from 'node:path';
import * as vscode from 'vscode';
import { abortable } from '../../client/process/abortable';
import type { Candidates } from '../../core/craft/screen';
import { phraseListOf } from '../../core/craft/phraseList';
import { EngineError } from '../../core/engineError';
import type { Embedder, Progress, Vocabulary } from '../../core/ports';
import { listPaths, loadPhraseLists, type LoadedPhraseLists } from '../../files/loadPhraseLists';
import { loadBundledVocabulary } from '../../files/bundledVocabulary';
import { wildcardNames } from '../../files/loadWildcards';
import { isWithin, type Reach } from '../../files/reach';
import { embedPhrases } from '../../tasks/embedPhrases';
import type { Configuration } from './configuration';
import { configuredPhraseLists } from './configuredFolders';
import { editorDocuments } from './editorDocuments';
import type { EngineService, ModelUser } from './engineService';
import { systemClock } from './liveDocuments';
import type { PictureFolders } from './pictureFolders';
import type { SpellDocuments } from './spellDocuments';
import { installedPath, isSaved, pathOf, uriOf } from './places';

/** After a change on the disk, in milliseconds: many files come at once. */
const diskRestMs = 300;

/** Lines of wildcards that are offered for a file. */
const mostLines = 1000;
/** A line of a wildcard that is words, and no prompt of its own. */
const plainLine = /^(?!.*__)[^{}|<>()[\]$#\\:]{1,200}$/;

const listFiles = '**/*.{txt,csv,tsv,yml,yaml,json}';

/** The phrases that suggestions for a spell file choose from. */
export interface PhraseLists extends LoadedPhraseLists {
  /** Lines of the wildcards that the file names, the user's own lists, those of the setting first, and what comes with Spellwright. */
  readonly vocabularies: readonly Vocabulary[];
}

/** What tasks take that read lists by themselves. */
export interface PhraseSources {
  /** Comes with Spellwright. */
  readonly bundled: Vocabulary;
  /** Files and folders of the setting, absolute: anywhere. */
  readonly lists: readonly string[];
  /** Of what the file names. */
  readonly reach: Reach;
  /** Where embeddings of lists are kept. */
  readonly cacheFolder: string;
}

/** What goes on in the background. */
export interface EmbeddingProgress {
  readonly done: number;
  readonly total: number;
}

/** Lists that some documents name alike. */
interface Shared {
  readonly named: readonly string[];
  readonly abort: AbortController;
  readonly loading: Promise<PhraseLists>;
  loaded?: PhraseLists;
  watching?: vscode.Disposable;
  readonly embeddings: Map<Embedder, Embedding>;
}

interface Embedding {
  readonly abort: AbortController;
  readonly candidates: Promise<Candidates>;
  done?: Candidates;
  /** Somebody stopped it: nothing begins it by itself again. */
  isStopped: boolean;
  progress?: EmbeddingProgress;
}

/**
 * The phrases to choose suggestions from: those that come with Spellwright, the lists of the setting, and those that a spell
 * file names. They are read when they are first asked for, and again when the disk has others. Their embeddings are made in
 * the background, once for all who ask, and lie on disk by checkpoint.
 */
export class PhraseListService implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Lists have been read, or have changed on disk, or their embeddings have been made. */
  readonly onDidChange = this.#changed.event;
  readonly #progressed = new vscode.EventEmitter<EmbeddingProgress | undefined>();
  /** Told of embeddings that are being made; undefined when none are any more. */
  readonly onDidProgress = this.#progressed.event;
  /** By what decides which files they are. */
  readonly #shared = new Map<string, Shared>();
  /** Which of them each open document names, by its address. */
  readonly #keys = new Map<string, string>();
  readonly #disposables: readonly vscode.Disposable[];
  #bundled?: Vocabulary;
  /** Changed on disk, and not looked at yet. */
  readonly #touched = new Set<string>();
  #cancelRest: () => void = () => undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly parts: {
      readonly engine: EngineService;
      readonly configuration: Configuration;
      readonly documents: SpellDocuments;
      readonly pictureFolders: PictureFolders;
      readonly log: (line: string) => void;
    },
  ) {
    const { engine, configuration, pictureFolders } = parts;
    const again = (): void => this.#forgetAll();
    this.#disposables = [
      this.#changed,
      this.#progressed,
      editorDocuments.onDidClose(({ uri }) => {
        this.#keys.delete(uri.toString());
        this.#sweep();
      }),
      configuration.phraseLists.onDidChange(again),
      pictureFolders.onDidChange(again),
      vscode.workspace.onDidGrantWorkspaceTrust(again),
      vscode.workspace.onDidChangeWorkspaceFolders(again),
      // Embeddings of another checkpoint, or of an engine that is no more; what they had finished lies on disk.
      engine.onDidReset(() => {
        for (const { embeddings } of this.#shared.values()) {
          for (const each of embeddings.values()) each.abort.abort();
          embeddings.clear();
        }
        this.#tellProgress();
      }),
    ];
  }

  /**
   * The phrases for a spell file.
   * @throws the signal's reason: the reading goes on for those who ask later
   */
  async load(user: ModelUser, signal?: AbortSignal): Promise<PhraseLists> {
    return abortable(this.#of(user).loading, signal);
  }

  /**
   * The phrases for a spell file with their embeddings by its checkpoint, each text once, in both languages and of all
   * classes. Where they have to be made, that goes on when the signal is aborted: see `stop`.
   * @throws EngineError, the signal's reason, and an AbortError when somebody stops the work
   */
  async candidates(
    user: ModelUser,
    { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: EmbeddingProgress) => void } = {},
  ): Promise<Candidates> {
    const shared = this.#of(user);
    const embedder = await this.parts.engine.engine(user);
    const embedding = this.#embeddingOf(shared, embedder, true);
    const listening =
      onProgress && this.onDidProgress(() => embedding.progress && onProgress(embedding.progress));
    try {
      return await abortable(embedding.candidates, signal);
    } finally {
      listening?.dispose();
    }
  }

  /** The embeddings by an engine, for those who cannot wait; where they are missing they begin to be made, unless somebody stopped that. */
  embedded(user: ModelUser, embedder: Embedder): Candidates | undefined {
    return this.#embeddingOf(this.#of(user), embedder, false).done;
  }

  /** What is known of an open document's lists; nothing begins by that. */
  peek(uri: vscode.Uri): PhraseLists | undefined {
    return this.#shared.get(this.#keys.get(uri.toString()) ?? '')?.loaded;
  }

  /** For tasks that read lists by themselves. */
  async sources({ uri }: Pick<ModelUser, 'uri'>): Promise<PhraseSources> {
    const { configuration, pictureFolders } = this.parts;
    const lists = configuredPhraseLists(configuration, uri);
    return {
      bundled: this.bundled,
      lists,
      reach: await pictureFolders.reach(uri, lists),
      cacheFolder: this.#cacheFolder,
    };
  }

  get bundled(): Vocabulary {
    return (this.#bundled ??= loadBundledVocabulary(installedPath(this.context, 'dist')));
  }

  get progress(): EmbeddingProgress | undefined {
    const running = [...this.#shared.values()].flatMap(({ embeddings }) =>
      [...embeddings.values()].flatMap(({ progress }) => (progress ? [progress] : [])),
    );
    if (running.length === 0) return undefined;
    return {
      done: running.reduce((sum, { done }) => sum + done, 0),
      total: running.reduce((sum, { total }) => sum + total, 0),
    };
  }

  /** Stops making embeddings, until somebody asks for `candidates` or the lists change. What was finished is kept. */
  stop(): void {
    for (const { embeddings } of this.#shared.values()) {
      for (const embedding of embeddings.values()) {
        if (embedding.done) continue;
        embedding.isStopped = true;
        embedding.abort.abort();
      }
    }
  }

  dispose(): void {
    this.#cancelRest();
    for (const shared of this.#shared.values()) end(shared);
    this.#shared.clear();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  get #cacheFolder(): string {
    return pathOf(this.context.globalStorageUri);
  }

  #of({ uri, file }: ModelUser): Shared {
    const { configuration, pictureFolders } = this.parts;
    const own = configuredPhraseLists(configuration, uri);
    const written = (file.frontMatter.lists ?? []).map(({ value }) => value);
    const theirs = isSaved(uri) ? listPaths(written, pathOf(uri)) : [];
    const lines = this.#wildcardLines({ uri, file });
    const key = JSON.stringify([own, theirs, theirs.length > 0 && pictureFolders.bounds(uri, own), lines]);
    if (this.#keys.get(uri.toString()) !== key) {
      this.#keys.set(uri.toString(), key);
      this.#sweep();
    }
    let shared = this.#shared.get(key);
    if (!shared) this.#shared.set(key, (shared = this.#begin(uri, own, theirs, lines)));
    return shared;
  }

  /** The lines of the wildcards that a file names, where they are words: of those that it was scored with. */
  #wildcardLines({ uri, file }: ModelUser): readonly string[] {
    const wildcards = this.parts.documents.wildcards({ uri });
    const lines = wildcardNames(file).flatMap((name) => wildcards.lookup(name)?.slice(0, mostLines) ?? []);
    return lines.filter((line) => plainLine.test(line)).slice(0, mostLines);
  }

  #begin(
    uri: vscode.Uri,
    own: readonly string[],
    theirs: readonly string[],
    lines: readonly string[],
  ): Shared {
    const abort = new AbortController();
    const { signal } = abort;
    const read = async (): Promise<PhraseLists> => {
      const reach = await this.parts.pictureFolders.reach(uri, own);
      const inReach = theirs.filter((each) => isWithin(each, reach.folders));
      // Before they are read: what changes meanwhile is told of.
      signal.throwIfAborted();
      shared.watching = this.#watch([...own, ...inReach]);
      const given = await loadPhraseLists(own, { signal });
      const named = await loadPhraseLists(theirs, { signal, reach });
      const lists = [...given.lists, ...named.lists];
      return {
        lists,
        problems: [...given.problems, ...named.problems],
        vocabularies: [
          ...(lines.length > 0 ? [phraseListOf('wildcards', lines)] : []),
          ...lists,
          this.bundled,
        ],
      };
    };
    const loading = Promise.resolve().then(read);
    const shared: Shared = { named: [...own, ...theirs], abort, loading, embeddings: new Map() };
    loading.then(
      (loaded) => {
        shared.loaded = loaded;
        this.#changed.fire();
      },
      (error: unknown) => this.#logUnlessAborted(error, signal),
    );
    return shared;
  }

  /** @param isAsked by somebody, who may have stopped it before */
  #embeddingOf(shared: Shared, embedder: Embedder, isAsked: boolean): Embedding {
    const known = shared.embeddings.get(embedder);
    if (known && !(isAsked && known.isStopped)) return known;
    const abort = new AbortController();
    const { signal } = abort;
    const make = async (): Promise<Candidates> => {
      const { vocabularies } = await abortable(shared.loading, signal);
      return embedPhrases(vocabularies, () => true, embedder, {
        cacheFolder: this.#cacheFolder,
        signal,
        onProgress: (progress) => {
          embedding.progress = countOf(progress) ?? embedding.progress;
          this.#tellProgress();
        },
      });
    };
    const embedding: Embedding = { abort, candidates: make(), isStopped: false };
    shared.embeddings.set(embedder, embedding);
    embedding.candidates.then(
      (candidates) => {
        embedding.done = candidates;
        embedding.progress = undefined;
        this.#tellProgress();
        this.#changed.fire();
      },
      (error: unknown) => {
        embedding.progress = undefined;
        // An engine that failed may be there again when somebody asks next.
        if (!embedding.isStopped && shared.embeddings.get(embedder) === embedding)
          shared.embeddings.delete(embedder);
        this.#tellProgress();
        this.#logUnlessAborted(error, signal);
      },
    );
    return embedding;
  }

  #tellProgress(): void {
    this.#progressed.fire(this.progress);
  }

  /** Lists that no open document names any more go. */
  #sweep(): void {
    const used = new Set(this.#keys.values());
    for (const [key, shared] of this.#shared) {
      if (used.has(key)) continue;
      this.#shared.delete(key);
      end(shared);
    }
    this.#tellProgress();
  }

  #forgetAll(): void {
    for (const shared of this.#shared.values()) end(shared);
    this.#shared.clear();
    this.#tellProgress();
    this.#changed.fire();
  }

  /** Of those that read lists: everything that has to do with a file or folder is read again. */
  #watch(paths: readonly string[]): vscode.Disposable {
    const touched = (uri: vscode.Uri): void => {
      this.#touched.add(pathOf(uri));
      this.#cancelRest();
      this.#cancelRest = systemClock.after(diskRestMs, () => this.#forgetTouched());
    };
    const watch = (folder: string, glob: string): vscode.Disposable[] => {
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(uriOf(folder), glob),
      );
      return [
        watcher,
        ...[watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete].map((on) => on(touched)),
      ];
    };
    const around = [...new Set(paths.map((named) => path.dirname(named)))];
    return vscode.Disposable.from(
      ...around.flatMap((folder) => watch(folder, '*')),
      ...paths.filter((named) => path.extname(named) === '').flatMap((folder) => watch(folder, listFiles)),
    );
  }

  #forgetTouched(): void {
    const touched = [...this.#touched];
    this.#touched.clear();
    let isAny = false;
    for (const [key, shared] of this.#shared) {
      if (!touched.some((file) => isWithin(file, shared.named))) continue;
      this.#shared.delete(key);
      end(shared);
      isAny = true;
    }
    if (!isAny) return;
    this.#tellProgress();
    this.#changed.fire();
  }

  /** Of what the scores do not tell of anyway. */
  #logUnlessAborted(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted && !(error instanceof EngineError))
      this.parts.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function end({ abort, embeddings, watching }: Shared): void {
  abort.abort();
  for (const embedding of embeddings.values()) embedding.abort.abort();
  embeddings.clear();
  watching?.dispose();
}

function countOf({ phase, done, total }: Progress): EmbeddingProgress | undefined {
  return phase === 'texts' ? { done, total } : undefined;
}
