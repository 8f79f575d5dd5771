import path from 'node:path';
import * as vscode from 'vscode';
import type { GalleryPicture, GalleryVariant } from '../../core/judge/gallery';
import type { JudgedPicture } from '../../core/judge/verdict';
import type { FileScore } from '../../core/score/fileScore';
import { readGenerated, RECORDS_FILE } from '../../files/generatedPictures';
import { writeNewFile } from '../../files/putInPlace';
import { readPictureFile } from '../../files/readPictureFile';
import { judgeKept, keptPictures, type JudgedKept } from '../../tasks/judgeKept';
import { failureProblem, unexpectedProblem } from '../../tasks/problem';
import { problemText } from '../../words/problemText';
import type { Language } from '../../words/words';
import type { Configuration } from './configuration';
import { editorDocuments } from './editorDocuments';
import type { EngineService } from './engineService';
import type { GeneratorService } from './generators';
import { belongsTo, LiveDocuments, systemClock, type LiveDocument, type Turn } from './liveDocuments';
import { isRunning, ownScore, type Scores } from './scores';
import { inSlices, SlicedWork } from './slicedWork';
import type { SpellDocuments } from './spellDocuments';
import type { WatchedFolders, WatchedState } from './watchedFolders';
import { isSaved, pathOf, uriOf } from './places';

/** After a change on the disk or of scores, in milliseconds: many come at once. */
const restMs = 200;

/** Not every disk tells of its changes: while somebody looks, records are looked at again after so many milliseconds. */
const lookAgainMs = 5000;

/** In the folder of the pictures, for those that are deleted where the editor has no trash. No spell file's folder is called so. */
const deletedFolder = '.deleted';

/** A picture, and what the checkpoint makes of it. */
export interface JudgedGalleryPicture extends GalleryPicture {
  /** Absent while it is not judged, and for one that can't be read. */
  readonly judged?: JudgedPicture;
}

/** What is known of the pictures of one open spell document. */
export interface DocumentPictures {
  /**
   * `looking`: records are read; `waiting` for scores; `judging`; `judged`; `stopped`: somebody cancelled; `failed`: they are
   * listed and not judged. In each of them what is known already is there.
   */
  readonly phase: 'looking' | 'waiting' | 'judging' | 'judged' | 'stopped' | 'failed';
  readonly progress?: { readonly done: number; readonly total: number };
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  /** Version of the document that places in the file are of: stale where it is another. Undefined before the first list. */
  readonly version?: number;
  readonly variants: readonly GalleryVariant[];
  /** The newest first, but for those that are changed or doubles. */
  readonly pictures: readonly JudgedGalleryPicture[];
  /** The last verdict. It may be of an older list while `phase` is not `judged`. */
  readonly verdict?: JudgedKept;
  /** The scores that `verdict` goes with: the references and the checkpoint. */
  readonly score?: FileScore;
  /** Folders of the setting, as they were found last. */
  readonly watched: WatchedState;
}

/** What was deleted, and the way back. */
export interface DeletedPictures {
  readonly files: readonly string[];
  /** The folder that they went to where the editor has no trash, as on another machine. */
  readonly movedTo?: string;
  /** Puts them back where they were; @returns those that could not be. */
  undo(): Promise<readonly string[]>;
}

interface Gallery {
  pictures?: DocumentPictures;
  /** What a run was begun with. */
  score?: FileScore;
  version?: number;
  isCancelled: boolean;
  listening?: vscode.Disposable;
}

type LiveGallery = LiveDocument<vscode.TextDocument, Gallery>;

export interface GeneratedPicturesDependencies {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly engine: EngineService;
  readonly configuration: Configuration;
  readonly watchedFolders: WatchedFolders;
  readonly generators: Pick<GeneratorService, 'folder'>;
  readonly language: Language;
  readonly log: (line: string) => void;
}

const nothing: Pick<DocumentPictures, 'variants' | 'pictures'> = { variants: [], pictures: [] };

/**
 * The pictures of each open spell document that somebody looks at: those that were drawn of it, and those that were found in
 * watched folders, judged on its reference pictures. They are listed at once and judged after the scores; both anew when
 * pictures, text, references or checkpoint change. Embeddings are remembered, so a new picture has only itself read.
 */
export class GeneratedPictures implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #live: LiveDocuments<vscode.TextDocument, Gallery>;
  /** By the address of a document, which may be closed and opened again meanwhile. */
  readonly #watchers = new Map<string, number>();
  readonly #disposables: vscode.Disposable[];

  constructor(private readonly parts: GeneratedPicturesDependencies) {
    const { documents, scores, engine, watchedFolders } = parts;
    this.#live = new LiveDocuments<vscode.TextDocument, Gallery>({
      source: editorDocuments,
      follows: (document) => documents.isSpell(document) && isSaved(document.uri),
      opened: () => ({ isCancelled: false }),
      begun: (live) => this.#consider(live),
      closed: (live) => this.#forget(live),
      run: (live, turn) => this.#run(live, turn),
      failed: (error, live) => this.#fail(live, error),
    });
    this.#live.follow();
    this.#disposables = [
      this.#changed,
      this.#live,
      scores.onDidChange(({ uri }) => this.#scoresChanged(uri)),
      watchedFolders.onDidChange(() => this.#again()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('spellwright.generate.folder')) return;
        for (const live of this.#live.all) {
          this.#stopListening(live);
          this.#consider(live);
        }
      }),
      engine.onDidReset((reset) => {
        for (const live of this.#live.all) {
          const current = scores.get(live.document.uri);
          if (live.state.pictures && (!current || reset.covers(current))) this.#dropVerdict(live);
        }
      }),
    ];
  }

  /** Undefined while nobody looks at them. */
  get(uri: vscode.Uri): DocumentPictures | undefined {
    return this.#live.get(uri)?.state.pictures;
  }

  /** Has them listed and judged, and kept up with, until disposed. */
  watch(uri: vscode.Uri): vscode.Disposable {
    const key = uri.toString();
    const change = (by: number): void => {
      const watchers = (this.#watchers.get(key) ?? 0) + by;
      if (watchers > 0) this.#watchers.set(key, watchers);
      else this.#watchers.delete(key);
      const live = this.#live.get(uri);
      if (live) this.#consider(live);
    };
    change(1);
    const held = this.parts.watchedFolders.hold();
    let isOn = true;
    return new vscode.Disposable(() => {
      if (isOn) change(-1);
      isOn = false;
      held.dispose();
    });
  }

  /** Looks at the disk and judges again, whatever was cancelled before. */
  refresh(uri: vscode.Uri): void {
    const live = this.#live.get(uri);
    if (!live) return;
    live.state.isCancelled = false;
    this.#consider(live);
  }

  /** Stops judging; what is known stays, and nothing is judged until the text changes or somebody asks again. */
  cancel(uri: vscode.Uri): void {
    const live = this.#live.get(uri);
    if (!live?.state.pictures || live.state.pictures.phase === 'judged') return;
    live.stop();
    live.state.isCancelled = true;
    this.#tell(live, { phase: 'stopped', progress: undefined });
  }

  /**
   * Moves pictures that were drawn to the trash, or where the editor has none into a hidden folder beside them. Their records
   * stay: without its picture one counts for nothing, and with it again it is true again. Found pictures are not ours to
   * delete, and left alone.
   * @throws FileError, and what the editor says where a file can't be moved; those before it were
   */
  async delete(uri: vscode.Uri, files: readonly string[]): Promise<DeletedPictures> {
    const own = new Set(
      this.get(uri)?.pictures.flatMap(({ origin, file }) => (origin === 'drawn' ? [file] : [])) ?? [],
    );
    const bin = path.join(this.parts.generators.folder(uri), deletedFolder);
    const gone: { readonly file: string; readonly bytes: Uint8Array; readonly copy?: string }[] = [];
    try {
      for (const file of files) {
        if (!own.has(file)) continue;
        const bytes = await readPictureFile(file);
        const copy = await discard(file, bin);
        gone.push({ file, bytes, ...(copy !== undefined && { copy }) });
      }
    } finally {
      this.refresh(uri);
    }
    const undo = async (): Promise<readonly string[]> => {
      const failed: string[] = [];
      for (const { file, bytes, copy } of gone) {
        try {
          if (copy === undefined) await writeNewFile(file, bytes);
          else
            await vscode.workspace.fs.rename(uriOf(copy), uriOf(file), {
              overwrite: false,
            });
        } catch {
          failed.push(file);
        }
      }
      this.refresh(uri);
      return failed;
    };
    const isMoved = gone.some(({ copy }) => copy !== undefined);
    return { files: gone.map(({ file }) => file), ...(isMoved && { movedTo: bin }), undo };
  }

  dispose(): void {
    for (const live of this.#live.all) this.#stopListening(live);
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #isWatched({ document }: LiveGallery): boolean {
    return (this.#watchers.get(document.uri.toString()) ?? 0) > 0;
  }

  #again(): void {
    for (const live of this.#live.all) if (this.#isWatched(live)) this.#consider(live, restMs);
  }

  /** Begins to list and judge for those who look, and ends it for the others. */
  #consider(live: LiveGallery, rest = 0): void {
    if (!this.#isWatched(live)) return this.#forget(live);
    this.#listen(live);
    live.begin(rest);
  }

  #scoresChanged(uri: vscode.Uri): void {
    const live = this.#live.get(uri);
    if (!live || !this.#isWatched(live)) return;
    const { state } = live;
    const current = this.parts.scores.get(uri);
    if (!current || isRunning(current)) return;
    const score = ownScore(current, live.document);
    if (
      belongsTo(state.version, live.document) &&
      state.score === score &&
      state.pictures?.phase !== 'waiting'
    )
      return;
    if (!belongsTo(state.version, live.document)) state.isCancelled = false;
    this.#consider(live, restMs);
  }

  async #run(live: LiveGallery, turn: Turn): Promise<void> {
    const { document, state } = live;
    const { scores, documents, engine, configuration, watchedFolders } = this.parts;
    const { uri } = document;
    this.#tell(live, { phase: 'looking', progress: undefined, error: undefined });
    const file = await documents.read(document);
    if (file === undefined || !turn.isCurrent()) return;
    const folder = this.parts.generators.folder(uri);
    const records = await readGenerated(folder);
    if (!turn.isCurrent()) return;
    const kept = await inSlices(
      keptPictures({
        file,
        source: path.basename(pathOf(uri)),
        wildcards: documents.wildcards(document),
        limit: configuration.expansionLimit.value,
        folder,
        records,
        found: watchedFolders.pictures,
      }),
      () => turn.isCurrent(),
    );
    if (kept === undefined) return;
    state.version = turn.version;
    const current = scores.get(uri);
    const score = ownScore(current, document);
    state.score = score;
    const before = state.pictures?.verdict;
    const watched = watchedFolders.state;
    const listed = { version: turn.version, variants: kept.variants, watched };
    this.#tell(live, { ...listed, phase: 'waiting', pictures: shown(kept.pictures, before) });
    if (state.isCancelled) return this.#tell(live, { phase: 'stopped' });
    if (!current || isRunning(current) || !belongsTo(current.version, document)) return; // its scores come
    if (!score) return this.#tell(live, { phase: 'failed', error: current.error });
    this.#tell(live, { phase: 'judging' });
    const embedder = await engine.embedder({ uri, file });
    const { hash } = await embedder.checkpoint({ signal: turn.signal });
    // Another was chosen a moment ago: its scores come soon.
    if (!turn.isCurrent() || hash !== score.checkpoint.hash) return;
    const verdict = await judgeKept({
      file,
      kept,
      embedder,
      ...(score.images.length > 0 && { score }),
      signal: turn.signal,
      priority: 'background',
      pause: new SlicedWork().pause,
      onProgress: ({ done, total }) => {
        if (turn.isCurrent()) this.#tell(live, { phase: 'judging', progress: { done, total } });
      },
    });
    if (!turn.isCurrent()) return;
    this.#tell(live, {
      phase: 'judged',
      progress: undefined,
      verdict,
      score,
      pictures: shown(kept.pictures, verdict),
    });
  }

  #fail(live: LiveGallery, error: unknown): void {
    const { language, log } = this.parts;
    const file = pathOf(live.document.uri);
    const expected = failureProblem(error, file);
    if (!expected) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const text = problemText(expected ?? unexpectedProblem(error, file), { language, face: 'editor' });
    this.#tell(live, { phase: 'failed', progress: undefined, error: text });
  }

  #tell({ document, state }: LiveGallery, change: Partial<DocumentPictures>): void {
    const before = state.pictures ?? {
      ...nothing,
      phase: 'looking',
      watched: this.parts.watchedFolders.state,
    };
    state.pictures = { ...before, ...change };
    this.#changed.fire(document.uri);
  }

  /** What one checkpoint said must not stand beside what the next says. */
  #dropVerdict(live: LiveGallery): void {
    live.stop();
    const { pictures = [] } = live.state.pictures ?? {};
    this.#tell(live, {
      phase: 'waiting',
      verdict: undefined,
      score: undefined,
      pictures: pictures.map(({ judged: _, ...picture }) => picture),
    });
  }

  /** Follows the folder of the pictures on the disk. */
  #listen(live: LiveGallery): void {
    if (live.state.listening) return;
    const folder = this.parts.generators.folder(live.document.uri);
    const pattern = new vscode.RelativePattern(uriOf(folder), '**/*');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const again = (): void => this.#consider(live, restMs);
    let stamp = '';
    let isOver = false;
    let cancel: () => void;
    const look = (): void => {
      cancel = systemClock.after(lookAgainMs, () => {
        void recordsStamp(folder).then((now) => {
          if (isOver) return;
          if (stamp !== '' && now !== stamp) again();
          stamp = now;
          look();
        });
      });
    };
    look();
    live.state.listening = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(again),
      watcher.onDidChange(again),
      watcher.onDidDelete(again),
      {
        dispose: () => {
          isOver = true;
          cancel();
        },
      },
    );
  }

  #stopListening({ state }: LiveGallery): void {
    state.listening?.dispose();
    state.listening = undefined;
  }

  #forget(live: LiveGallery): void {
    live.stop();
    this.#stopListening(live);
    const { state, document } = live;
    state.score = state.version = undefined;
    if (!state.pictures) return;
    state.pictures = undefined;
    this.#changed.fire(document.uri);
  }
}

/** @returns where it lies now; undefined where it is in the trash */
async function discard(file: string, bin: string): Promise<string | undefined> {
  const { fs } = vscode.workspace;
  const from = uriOf(file);
  try {
    await fs.delete(from, { useTrash: true });
    return undefined;
  } catch (error) {
    // Not every file system has a trash; whatever else is wrong, moving it fails as well.
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') throw error;
    await fs.createDirectory(uriOf(bin));
    const copy = path.join(bin, `${Date.now()}-${path.basename(file)}`);
    await fs.rename(from, uriOf(copy), { overwrite: false });
    return copy;
  }
}

async function recordsStamp(folder: string): Promise<string> {
  const found = await vscode.workspace.fs.stat(uriOf(path.join(folder, RECORDS_FILE))).then(
    ({ mtime, size }) => `${mtime} ${size}`,
    () => 'none',
  );
  return found;
}

/** With what is known of each; without those that are changed, or told of twice. */
function shown(
  pictures: readonly GalleryPicture[],
  verdict: JudgedKept | undefined,
): readonly JudgedGalleryPicture[] {
  const hidden = new Set([...(verdict?.changed ?? []), ...(verdict?.doubles ?? [])]);
  return pictures
    .filter(({ file }) => !hidden.has(file))
    .map((picture) => {
      const judged = verdict?.pictures.get(picture.file);
      return judged ? { ...picture, judged } : picture;
    });
}
