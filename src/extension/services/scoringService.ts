import path from 'node:path';
import * as vscode from 'vscode';
import { scorePhaseOf } from '../../core/phases';
import type { Priority } from '../../core/ports';
import type { SpellFile } from '../../core/spell/spell';
import { unexpectedProblem, type Problem } from '../../tasks/problem';
import { problemSteps } from '../../tasks/problems';
import { scoreFile, type ScoreFileRequest } from '../../tasks/scoreFile';
import { scoreLibrary, type ScoredLibrary } from '../../tasks/scoreLibrary';
import { problemText } from '../../words/problemText';
import type { Language } from '../../words/words';
import type { Configuration } from './configuration';
import { configuredWildcardFolders } from './configuredFolders';
import { editorDocuments } from './editorDocuments';
import type { EngineService } from './engineService';
import { watchFiles } from './fileWatch';
import { belongsTo, LiveDocuments, systemClock, type LiveDocument, type Turn } from './liveDocuments';
import { NamedFiles, type Searching } from './namedFiles';
import type { ModelLibrary } from './modelLibrary';
import type { PictureFolders } from './pictureFolders';
import {
  isLibraryScore,
  picturesOf,
  shownLibrary,
  type DocumentScore,
  type Scores,
  type ShownScore,
} from './scores';
import { liveLimit, unreadFile, type SpellDocuments } from './spellDocuments';
import { spellUrgency, type Gaze } from './spellUrgency';
import { ProgressPace } from './progressPace';
import { inSlices, SlicedWork } from './slicedWork';
import { isWildcardFile, mayMatter } from './watchedFiles';
import { isSaved, isWritten, pathOf } from './places';

/** Of one kind: nobody reads more, and each costs the editor time. */
const mostProblems = 300;

/** How long a run may take before anybody is told that it goes on, in milliseconds: what ends sooner would only flicker. */
const patienceMs = 150;

/** After a change on the disk, in milliseconds: many files come at once. */
const diskRestMs = 300;

/** Times that a document asks again by itself where the engine was stopped for something else, as for weights that changed. */
const mostStops = 3;

/** Without a key for so long, what the file names is looked for again: not every disk tells of its changes. */
const lookAgainMs = 2000;
/** A library takes seconds to look through. */
const lookThroughLibraryMs = 30_000;

/** While somebody types, the pictures of a library are not looked at anew with each key. */
const libraryLookMs = 10_000;
/** A key in a file with a library waits so long for the next, at least: each run goes over all its pictures. */
const libraryDelayMs = 400;
/** Nearest and farthest pictures that are told of each spell. */
const mostFound = 12;

/** What is known of an open document. */
interface Scored {
  current: DocumentScore;
  readonly named: NamedFiles;
  /** That was read last, be it told or not. */
  file?: SpellFile;
  /** The model that `current.score` was asked of. */
  model?: string;
  /** Files whose change changes the scores: pictures and wildcards, absolute. */
  files: ReadonlySet<string>;
  /** What a run has to tell as soon as it takes too long to keep silent about it. */
  untold?: Partial<DocumentScore>;
  /** Whether the disk told of a change since the pictures of a library were looked at. */
  isTouched: boolean;
  /** Times in a row that the engine was stopped before it had answered. */
  stops: number;
  /** Whether it is known that something runs. */
  isTold: boolean;
  cancelPatience?: () => void;
  cancelLook?: () => void;
}

type LiveSpell = LiveDocument<vscode.TextDocument, Scored>;

/**
 * Scores every open spell document when it is opened and at every change. A newer run ends the one before it, and what
 * arrives late is dropped: a document never shows the scores of an older text as its own.
 */
export class ScoringService implements Scores, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<DocumentScore>();
  readonly onDidChange = this.#changed.event;
  readonly #live: LiveDocuments<vscode.TextDocument, Scored>;
  readonly #disposables: vscode.Disposable[] = [this.#changed];

  constructor(
    private readonly documents: SpellDocuments,
    private readonly engine: EngineService,
    private readonly library: ModelLibrary,
    private readonly configuration: Configuration,
    private readonly pictureFolders: PictureFolders,
    private readonly language: Language,
    private readonly log: (line: string) => void,
  ) {
    this.#live = new LiveDocuments({
      source: editorDocuments,
      // Other schemes show old versions of a file (a diff's left side) or have no folder for pictures to lie in.
      follows: (document) => documents.isSpell(document) && isWritten(document.uri),
      opened: (document) => startOf(document),
      begun: (live) => live.begin(),
      typed: (live) =>
        live.typed(
          Math.max(configuration.delay.value, isLibraryScore(live.state.current) ? libraryDelayMs : 0),
        ),
      closed: (live) => this.#forget(live),
      run: (live, turn) => this.#run(live, turn),
      failed: (error, live) => this.#failUnexpectedly(live, error),
    });
    const again = (): void => this.#refreshAll();
    this.#disposables.push(
      this.#live,
      watchFiles({
        touched: (file) => this.#fileChanged(file),
        came: (file) => this.#fileCameOrWent(file, true),
        went: (file) => this.#fileCameOrWent(file, false),
      }),
      engine.onDidReset((reset) => {
        for (const live of this.#live.all) {
          const { current, file = current.file } = live.state;
          if (!reset.covers({ uri: current.uri, file })) continue;
          live.stop();
          this.#dropScore(live);
          live.begin();
        }
      }),
      configuration.dialect.onDidChange(again),
      configuration.expansionLimit.onDidChange(again),
      configuration.wildcardFolders.onDidChange(again),
      pictureFolders.onDidChange(again),
      vscode.workspace.onDidGrantWorkspaceTrust(again),
    );
    this.#live.follow();
  }

  get(uri: vscode.Uri): DocumentScore | undefined {
    return this.#live.get(uri)?.state.current;
  }

  refresh(uri: vscode.Uri): void {
    const live = this.#live.get(uri);
    if (live) live.state.isTouched = true;
    live?.state.named.forget();
    live?.begin();
  }

  cancel(uri: vscode.Uri): void {
    const live = this.#live.get(uri);
    if (live === undefined) return;
    live.stop();
    this.#tell(live, { phase: 'stopped', ...nothingRuns });
  }

  dispose(): void {
    for (const { state } of this.#live.all) stopTimers(state);
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #forget({ document, state }: LiveSpell): void {
    stopTimers(state);
    this.documents.forget(document.uri);
    this.#changed.fire({ ...state.current, phase: 'stopped', score: undefined, problems: undefined });
  }

  /** What was measured with one checkpoint must not stand beside what is measured with the next. */
  #dropScore(live: LiveSpell): void {
    this.#tell(live, {
      phase: 'waiting',
      score: undefined,
      scoreVersion: undefined,
      problems: undefined,
      ...nothingRuns,
    });
  }

  #refreshAll(): void {
    for (const live of this.#live.all) live.begin();
  }

  /** A picture that is written anew, or a wildcard file. */
  #fileChanged(file: string): void {
    for (const live of this.#live.all) {
      if (!live.state.files.has(file)) continue;
      live.state.isTouched = true;
      if (isWildcardFile(file)) live.state.named.forget();
      live.begin(diskRestMs);
    }
  }

  /** One that appears may be one that a pattern names, so anything below a document's folder counts too. */
  #fileCameOrWent(file: string, isThere: boolean): void {
    for (const live of this.#live.all) {
      const { files, named } = live.state;
      const folder = path.dirname(pathOf(live.document.uri));
      if (!mayMatter(file, isThere, { folder, files })) continue;
      live.state.isTouched = true;
      // What was found already, as a picture that was just dropped, need not be looked for.
      if (!isThere || !files.has(file) || isWildcardFile(file)) named.forget();
      live.begin(diskRestMs);
    }
  }

  async #run(live: LiveSpell, turn: Turn): Promise<void> {
    const { document, state } = live;
    const { uri } = document;
    const { version } = turn;
    state.cancelLook?.();
    const file = await this.documents.read(document);
    if (file === undefined || !turn.isCurrent()) return;
    if (this.documents.isTooLarge(document)) {
      const code = 'too-large-to-follow';
      const parameters = { limit: liveLimit };
      const failure: Problem = { severity: 'error', code, path: pathOf(uri), parameters };
      this.#fail(live, failure, { version, file, score: undefined, scored: undefined, problems: [failure] });
      return;
    }
    state.file = file;
    const named = file.frontMatter.model?.value;
    const model = this.engine.modelFor(named);
    if (state.model !== model && state.current.score) this.#dropScore(live);
    state.model = model;
    // What a run that failed found would stand for ever if this one is stopped.
    const isFirst = state.current.score === undefined;
    this.#tellOf(live, {
      version,
      file,
      phase: 'scoring',
      ...nothingRuns,
      ...(isFirst && { problems: undefined }),
    });
    try {
      const searching = this.#searching(live, turn.signal, (searched) => {
        if (turn.isCurrent()) this.#tellOf(live, { searched });
      });
      const images = await state.named.images(file, searching);
      const wildcards = await state.named.wildcards(file, searching);
      if (!turn.isCurrent()) return;
      // Pictures are shown before they are scored.
      if (images !== state.current.images)
        this.#tell(live, { version, file, phase: 'scoring', images, ...nothingRuns }, true);
      this.documents.keepWildcards(uri, wildcards.wildcards);
      state.files = new Set([...images.paths, ...wildcards.files]);
      const found = { images, wildcards };
      const pace = new ProgressPace();
      const request: Omit<ScoreFileRequest, 'embedder'> = {
        file,
        path: pathOf(uri),
        found,
        languagesOf: (checkpoint) => this.library.languagesOf(checkpoint),
        limit: this.configuration.expansionLimit.value,
        priority: this.#priority(document),
        signal: turn.signal,
        onProgress: (step) => {
          const { phase, done, total } = step;
          if (turn.isCurrent() && pace.isDue(step))
            this.#tellOf(live, {
              phase: scorePhaseOf(phase),
              progress: { done, total },
              searched: undefined,
            });
        },
        pause: new SlicedWork().pause,
      };
      const embedder = (): ReturnType<EngineService['embedder']> => this.engine.embedder({ uri, file });
      let library: ScoredLibrary | undefined;
      if (isLibraryScore({ images })) {
        const lookHoldsMs = state.isTouched ? 0 : libraryLookMs;
        state.isTouched = false;
        library = await scoreLibrary({ ...request, found, embedder, most: mostFound, lookHoldsMs }).finally(
          () => {
            if (turn.signal.aborted && lookHoldsMs === 0) state.isTouched = true;
          },
        );
      }
      const urgency = spellUrgency(file, gazeAt(document));
      const scored = library
        ? { ...library, score: library.score && shownLibrary(library.score) }
        : await scoreFile({ ...request, embedder, urgency });
      if (!turn.isCurrent()) return;
      if (scored.failure?.code === 'engine-stopped' && state.stops < mostStops) {
        state.stops++;
        return live.begin(diskRestMs);
      }
      state.stops = 0;
      const score: ShownScore | undefined = scored.score;
      // Numbers first: what is wrong with the file is found after them.
      if (score) {
        const phase = picturesOf(score) > 0 ? 'ready' : 'no-images';
        const own = { version, file, phase, score, scoreVersion: version, scored } as const;
        this.#tell(live, { ...own, problems: undefined, ...nothingRuns });
      }
      const all = problemSteps(library ?? scored, { mostOfKind: mostProblems, withSyntax: false });
      const problems = await inSlices(all, () => turn.isCurrent());
      if (problems === undefined) return;
      if (scored.failure) this.#fail(live, scored.failure, { version, file, scored, problems });
      else this.#tell(live, { problems });
      this.#lookAgainLater(live, file);
    } catch (error) {
      if (turn.isCurrent()) this.#failUnexpectedly(live, error, { version, file });
    }
  }

  /** @param known what the run knows besides */
  #fail(live: LiveSpell, failure: Problem, known: Partial<DocumentScore>): void {
    this.#tell(live, {
      ...nothingRuns,
      ...known,
      phase: 'failed',
      error: problemText(failure, { language: this.language, face: 'editor' }),
      missingModel: failure.code === 'model-not-pulled' ? String(failure.parameters.model) : undefined,
    });
  }

  #failUnexpectedly(live: LiveSpell, error: unknown, text: Partial<DocumentScore> = {}): void {
    this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const failure = unexpectedProblem(error, pathOf(live.document.uri));
    this.#fail(live, failure, { ...text, scored: undefined, problems: [failure] });
  }

  #searching(
    { document: { uri } }: LiveSpell,
    signal?: AbortSignal,
    onVisited?: (names: number) => void,
  ): Searching {
    const { pictureFolders } = this;
    const configured = configuredWildcardFolders(this.configuration, uri);
    return {
      bounds: pictureFolders.bounds(uri),
      reach: {
        images: () => pictureFolders.reach(uri),
        wildcards: () => pictureFolders.reach(uri, configured),
      },
      wildcardFolders: configured,
      signal,
      onVisited,
    };
  }

  #lookAgainLater(live: LiveSpell, file: SpellFile): void {
    const { state, document } = live;
    const { version } = document;
    const pause = isLibraryScore(state.current) ? lookThroughLibraryMs : lookAgainMs;
    state.cancelLook = systemClock.after(pause, () => {
      state.named.lookAgain(file, this.#searching(live)).then(
        (isOther) => {
          if (isOther && belongsTo(version, document) && !document.isClosed) live.begin();
        },
        (error: unknown) => this.log(String(error)),
      );
    });
  }

  #priority(document: vscode.TextDocument): Priority {
    if (vscode.window.activeTextEditor?.document === document) return 'caret';
    return vscode.window.visibleTextEditors.some((editor) => editor.document === document)
      ? 'visible'
      : 'background';
  }

  /** Tells of a run that goes on, once it takes longer than anybody would not notice. */
  #tellOf(live: LiveSpell, change: Partial<DocumentScore>): void {
    const { state } = live;
    state.untold = { ...state.untold, ...change };
    if (state.isTold) return this.#tell(live, state.untold, true);
    state.cancelPatience ??= systemClock.after(patienceMs, () => {
      state.isTold = true;
      this.#tell(live, state.untold ?? {}, true);
    });
  }

  /** @param goesOn whether the run has more to tell */
  #tell({ state }: LiveSpell, change: Partial<DocumentScore>, goesOn = false): void {
    if (goesOn) state.untold = {};
    else stopPatience(state);
    state.current = { ...state.current, ...change };
    this.#changed.fire(state.current);
  }
}

/** What is true of a document for which nothing runs. */
const nothingRuns = {
  progress: undefined,
  searched: undefined,
  error: undefined,
  missingModel: undefined,
} as const;

function startOf({ uri, version }: vscode.TextDocument): Scored {
  return {
    current: { uri, version, file: unreadFile, phase: 'waiting' },
    named: new NamedFiles(isSaved(uri) ? pathOf(uri) : undefined, pathOf(uri)),
    files: new Set(),
    isTouched: true,
    stops: 0,
    isTold: false,
  };
}

function stopPatience(state: Scored): void {
  state.cancelPatience?.();
  state.cancelPatience = undefined;
  state.untold = undefined;
  state.isTold = false;
}

function stopTimers(state: Scored): void {
  stopPatience(state);
  state.cancelLook?.();
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
