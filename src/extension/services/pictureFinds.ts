import path from 'node:path';
import * as vscode from 'vscode';
import { checkpointLabel } from '../../core/score/export/exportedFile';
import type { LibraryPicture } from '../../core/score/library/libraryScorer';
import { parseSpellFile } from '../../core/spell/parseSpellFile';
import type { SpellFile } from '../../core/spell/spell';
import { finish } from '../../core/steps';
import { findPictures } from '../../tasks/findPictures';
import { unexpectedProblem } from '../../tasks/problem';
import { problemSteps } from '../../tasks/problems';
import { problemText } from '../../words/problemText';
import { LIBRARY_EDITOR_WORDING } from '../../words/library';
import { say, type Language } from '../../words/words';
import type { EngineService } from './engineService';
import type { ModelLibrary } from './modelLibrary';
import type { PictureFolders } from './pictureFolders';
import type { Scores } from './scores';
import { ProgressPace } from './progressPace';
import { SlicedWork } from './slicedWork';
import type { SpellDocuments } from './spellDocuments';
import { pathOf } from './places';

/** By the text of the spell under the caret, by a text of one's own, or by a part of the file's name, nearest first. */
export type FindBy = 'spell' | 'text' | 'name';

export interface FindWish {
  readonly by: FindBy;
  /** For `text` and `name`. */
  readonly text?: string;
  /** Place of the spell under the caret. */
  readonly spell?: number;
}

/** The last search for pictures of one document: what goes on, or what it ended with. */
export interface PictureFind {
  readonly phase: 'searching' | 'done' | 'stopped' | 'failed';
  readonly wish: FindWish;
  /** That was searched, absolute; undefined for the pictures that the file names. */
  readonly folder?: string;
  /** Names of files and folders that were read. */
  readonly visited?: number;
  readonly progress?: { readonly done: number; readonly total: number };
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  readonly found?: FoundPictures;
}

export interface FoundPictures {
  /** What they were compared with: the best text of the spell, or the text that was asked for. */
  readonly text: string;
  readonly checkpoint: string;
  /** Readable pictures that were compared, and how many of them are different files. */
  readonly pictures: number;
  readonly different: number;
  readonly failed: number;
  readonly nearest: readonly LibraryPicture[];
  /** What is wrong with the comparison, such as a language that the checkpoint does not read: sentences. */
  readonly remarks: readonly string[];
}

/** Pictures that are told. */
const most = 48;
/** Remarks that are told. */
const mostRemarks = 3;
/** Searches after one another do not look at all files again. */
const lookHoldsMs = 10_000;
/** In the storage of a workspace: the folder that was searched last. */
const folderKey = 'spellwright.findFolder';

/** Finds the pictures of a folder that a spell or a text fits best, one search for each document at a time. */
export class PictureFinds implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #finds = new Map<string, PictureFind>();
  readonly #running = new Map<string, AbortController>();
  readonly #folders = new Map<string, string | undefined>();

  constructor(
    private readonly parts: {
      readonly storage: vscode.Memento;
      readonly scores: Scores;
      readonly documents: SpellDocuments;
      readonly engine: EngineService;
      readonly library: ModelLibrary;
      readonly pictureFolders: PictureFolders;
      readonly language: Language;
      readonly log: (line: string) => void;
    },
  ) {}

  get(uri: vscode.Uri): PictureFind | undefined {
    return this.#finds.get(uri.toString());
  }

  /** Where the next search of a document looks; undefined for the pictures that it names. */
  folder(uri: vscode.Uri): string | undefined {
    return this.#folders.get(uri.toString());
  }

  setFolder(uri: vscode.Uri, folder: string | undefined): void {
    this.#folders.set(uri.toString(), folder);
    if (folder !== undefined) void this.parts.storage.update(folderKey, folder);
    this.#changed.fire(uri);
  }

  /** The folder that was searched last in this workspace. */
  get lastFolder(): string | undefined {
    return this.parts.storage.get<string>(folderKey);
  }

  /** Settles when it has ended; never rejects. */
  async start(uri: vscode.Uri, wish: FindWish): Promise<void> {
    const key = uri.toString();
    this.#running.get(key)?.abort();
    const abort = new AbortController();
    this.#running.set(key, abort);
    const folder = this.folder(uri);
    let find: PictureFind = { phase: 'searching', wish, folder };
    const tell = (change: Partial<PictureFind>): void => {
      if (this.#running.get(key) !== abort) return;
      find = { ...find, ...change };
      this.#finds.set(key, find);
      this.#changed.fire(uri);
    };
    tell({ found: undefined });
    try {
      tell({
        phase: 'done',
        ...(await this.#search(uri, wish, folder, abort.signal, tell)),
        progress: undefined,
        visited: undefined,
      });
    } catch (error) {
      if (abort.signal.aborted) tell({ phase: 'stopped' });
      else {
        this.parts.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
        const problem = unexpectedProblem(error, pathOf(uri));
        tell({ phase: 'failed', error: this.#text(problem) });
      }
    } finally {
      if (this.#running.get(key) === abort) this.#running.delete(key);
    }
  }

  /** What has been embedded stays. */
  stop(uri: vscode.Uri): void {
    this.#running.get(uri.toString())?.abort();
  }

  dispose(): void {
    for (const abort of this.#running.values()) abort.abort();
    this.#changed.dispose();
  }

  async #search(
    uri: vscode.Uri,
    wish: FindWish,
    folder: string | undefined,
    signal: AbortSignal,
    tell: (change: Partial<PictureFind>) => void,
  ): Promise<Partial<PictureFind>> {
    const { documents, engine, library, pictureFolders, scores } = this.parts;
    const document = await vscode.workspace.openTextDocument(uri);
    const file = (await documents.read(document)) ?? documents.parse(document.getText());
    const current = scores.get(uri);
    const pace = new ProgressPace();
    const scored = await findPictures({
      ...{ file: asked(file, wish), path: pathOf(uri), most, lookHoldsMs, signal },
      among: folder === undefined ? { paths: current?.images?.paths ?? [] } : { patterns: ['**/*'], folder },
      ...(wish.by === 'name' && {
        named: { text: wish.text ?? '', folder: folder ?? path.dirname(pathOf(uri)) },
      }),
      reach: await pictureFolders.reach(uri),
      ...(current?.scored && { wildcards: current.scored.found.wildcards }),
      languagesOf: (checkpoint) => library.languagesOf(checkpoint),
      embedder: () => engine.embedder({ uri, file }),
      priority: 'visible',
      pause: new SlicedWork().pause,
      onVisited: (visited) => tell({ visited }),
      onProgress: (step) => {
        const { phase, done, total } = step;
        if (phase === 'images' && pace.isDue(step)) tell({ progress: { done, total }, visited: undefined });
      },
    });
    const { score, failure } = scored;
    if (failure) return { phase: 'failed', error: this.#text(failure) };
    const [found] = score?.found ?? [];
    const problems = finish(problemSteps(scored, { mostOfKind: mostRemarks }));
    if (!score || !found) {
      if (wish.by === 'text' && score?.prompts.length === 0)
        return { phase: 'failed', error: this.#noWords(wish) };
      const problem = problems.find(({ severity }) => severity === 'error');
      return problem ? { phase: 'failed', error: this.#text(problem) } : {};
    }
    const ofText = problems.filter(
      // Pictures that could not be read are counted.
      ({ severity, code }) => severity !== 'information' && !code.startsWith('image'),
    );
    const best = score.spells[found.spell]?.best;
    return {
      found: {
        text: best === undefined ? '' : score.prompts[best]!.expansion.text,
        checkpoint: checkpointLabel(score.checkpoint),
        ...{ pictures: score.images.length, different: score.differentImages, failed: score.failed },
        nearest: found.nearest,
        remarks: [...new Set(ofText.map((problem) => this.#text(problem)))].slice(0, mostRemarks),
      },
    };
  }

  #noWords({ text = '' }: FindWish): string {
    return say(LIBRARY_EDITOR_WORDING.findNoWords, this.parts.language, { text });
  }

  #text(problem: Parameters<typeof problemText>[0]): string {
    return problemText(problem, { language: this.parts.language, face: 'editor' });
  }
}

/** A folder of the workspace by its name, one in it by its way there. */
export function shownFolder(folder: string): string {
  const own = vscode.workspace.workspaceFolders?.find(({ uri }) => pathOf(uri) === folder);
  return own?.name ?? vscode.workspace.asRelativePath(folder);
}

/** What is asked as a file of its own: one spell of the document, or a text, with the document's checkpoint. */
function asked(file: SpellFile, { by, text = '', spell }: FindWish): SpellFile {
  const own = spell === undefined ? undefined : file.spells[spell];
  if (own && by !== 'text') return { ...file, spells: [own] };
  const written = parseSpellFile(text);
  const { frontMatter } = file;
  return { ...written, frontMatter: { ...frontMatter, templates: [] } };
}
