import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FoundPicture } from '../../core/judge/gallery';
import { FoundPictures, type LookedFolder } from '../../files/foundPictures';
import type { Configuration } from './configuration';
import { systemClock } from './liveDocuments';
import { SlicedWork } from './slicedWork';
import { pathOf, uriOf } from './places';

/** After a change on the disk, in milliseconds: a generator writes several files for each picture. */
const restMs = 500;
/** A picture that is being written is looked at again after so many milliseconds. */
const settleMs = 2000;
/** Not every disk tells of its changes: while somebody looks, folders are looked at again after so many milliseconds. */
const lookAgainMs = 20_000;

/** What is known of the folders in which pictures are made elsewhere. */
export interface WatchedState {
  readonly folders: readonly LookedFolder[];
  /** Pictures that are read just then. */
  readonly progress?: { readonly done: number; readonly total: number };
}

/**
 * The pictures of the folders that the user has watched, a setting of the user and never of a workspace. They are looked for
 * in the background while somebody holds them, read once for each state of a file, and kept until the window is closed.
 */
export class WatchedFolders implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #found = new FoundPictures();
  #holders = 0;
  #looking: AbortController | undefined;
  #cancelLook: () => void = () => undefined;
  #listening: vscode.Disposable | undefined;
  readonly #registration: vscode.Disposable;

  pictures: readonly FoundPicture[] = [];
  state: WatchedState = { folders: [] };

  constructor(
    private readonly configuration: Configuration,
    private readonly log: (line: string) => void,
  ) {
    this.#registration = configuration.watchedFolders.onDidChange(() => {
      this.#stop();
      if (this.#holders > 0) this.#start();
    });
  }

  /** Has them looked for until disposed. */
  hold(): vscode.Disposable {
    if (++this.#holders === 1) this.#start();
    let isOn = true;
    return new vscode.Disposable(() => {
      if (isOn && --this.#holders === 0) this.#stop();
      isOn = false;
    });
  }

  dispose(): void {
    this.#stop();
    this.#registration.dispose();
    this.#changed.dispose();
  }

  /** Absolute, each once; what is neither absolute nor below the home folder names nothing. */
  get folders(): readonly string[] {
    const named = this.configuration.watchedFolders.value.map((folder) => folder.trim());
    const whole = named.map((folder) => folder.replace(/^~(?=$|[\\/])/, homedir()));
    return [
      ...new Set(whole.filter((folder) => path.isAbsolute(folder)).map((folder) => path.resolve(folder))),
    ];
  }

  #start(): void {
    const { folders } = this;
    if (folders.length === 0) return this.#tell([], { folders: [] });
    this.#listening = vscode.Disposable.from(
      ...folders.flatMap((folder) => {
        const pattern = new vscode.RelativePattern(uriOf(folder), '**/*');
        const watcher = vscode.workspace.createFileSystemWatcher(pattern);
        const again = (uri: vscode.Uri): void => {
          this.#found.touch(pathOf(uri));
          this.#lookIn(restMs);
        };
        return [watcher, watcher.onDidCreate(again), watcher.onDidChange(again), watcher.onDidDelete(again)];
      }),
    );
    void this.#look();
  }

  #stop(): void {
    this.#cancelLook();
    this.#looking?.abort();
    this.#looking = undefined;
    this.#listening?.dispose();
    this.#listening = undefined;
  }

  #lookIn(ms: number): void {
    this.#cancelLook();
    this.#cancelLook = systemClock.after(ms, () => void this.#look());
  }

  async #look(): Promise<void> {
    // One that goes on ends first: thousands of pictures would never be read to the end beside a generator that draws.
    if (this.#looking) return this.#lookIn(restMs);
    const { folders } = this;
    const looking = (this.#looking = new AbortController());
    const { signal } = looking;
    let next = lookAgainMs;
    try {
      let toldAt = performance.now();
      const look = await this.#found.look(folders, {
        signal,
        pause: new SlicedWork().pause,
        onProgress: (done, total) => {
          if (performance.now() - toldAt < 1000) return;
          toldAt = performance.now();
          this.state = { ...this.state, progress: { done, total } };
          this.#changed.fire();
        },
      });
      if (look.unsettled > 0) next = settleMs;
      if (!isSame(this, look)) this.#tell(look.pictures, { folders: look.folders });
    } catch (error) {
      if (!signal.aborted) this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    if (this.#looking !== looking) return;
    this.#looking = undefined;
    this.#lookIn(next);
  }

  #tell(pictures: readonly FoundPicture[], state: WatchedState): void {
    this.pictures = pictures;
    this.state = state;
    this.#changed.fire();
  }
}

/** A picture that was read again is another object. */
function isSame(
  before: Pick<WatchedFolders, 'pictures' | 'state'>,
  now: { readonly pictures: readonly FoundPicture[]; readonly folders: readonly LookedFolder[] },
): boolean {
  return (
    before.state.progress === undefined &&
    before.pictures.length === now.pictures.length &&
    before.pictures.every((picture, i) => picture === now.pictures[i]) &&
    JSON.stringify(before.state.folders) === JSON.stringify(now.folders)
  );
}
