import * as vscode from 'vscode';
import type { FileScore } from '../../../../core/score/fileScore';
import { seenShare } from '../../../../core/why/heatGrid';
import type { PanelFitting, PanelHeat, WhereMessage } from '../../../../protocol/panel/where';
import { failureProblem } from '../../../../tasks/problem';
import { findPhrase, phrasesAt, type PhrasePlaces } from '../../../../tasks/whereFile';
import { problemText } from '../../../../words/problemText';
import { ownScore, type DocumentScore } from '../../../services/scores';
import { phraseAtCaret } from '../../why/phraseAtCaret';
import type { MakeSource, PanelHost } from '../panelSource';
import { pathOf } from '../../../services/places';

/** Phrases that are listed for a place. */
const mostFitting = 5;

interface Found {
  readonly places: PhrasePlaces;
  readonly windows: boolean;
  readonly left: number;
  /** Of what it was found in. */
  readonly score: FileScore;
}

/** Where a phrase is in the reference pictures: looked for when the page asks, one phrase at a time. */
export const whereSource: MakeSource = (host) => {
  const changed = new vscode.EventEmitter<void>();
  const search = new Search(host, () => changed.fire());
  const listening = vscode.Disposable.from(
    host.onDidScore(() => changed.fire()),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor.document.uri.toString() === host.uri.toString()) changed.fire();
    }),
    host.onDidHide(() => search.stop()),
  );
  /** That of an editor that is closed stays. */
  let phrase: string | undefined;
  return {
    onDidChange: changed.event,
    message: (): WhereMessage => {
      const editor = host.editor();
      if (editor) phrase = phraseAtCaret(editor, host.score);
      return { kind: 'where', ...(phrase !== undefined && { phrase }), ...search.message() };
    },
    obeys: {
      'where-find': (wish) => search.find(wish),
      'where-stop': () => search.stop(),
      'where-fit': (place) => search.fit(place),
    },
    dispose: () => {
      search.stop();
      vscode.Disposable.from(listening, changed).dispose();
    },
  };
};

/** One search after another: a newer one ends the one before. */
class Search {
  #abort?: AbortController;
  #progress?: { readonly done: number; readonly total: number };
  #error?: string;
  #found?: Found;
  #fitting?: PanelFitting;

  constructor(
    private readonly host: PanelHost,
    private readonly changed: () => void,
  ) {}

  message(): Omit<WhereMessage, 'kind' | 'phrase'> {
    const [progress, error, fitting] = [this.#progress, this.#error, this.#fitting];
    return {
      ...(progress && { progress }),
      ...(error !== undefined && { error }),
      ...(this.#found && { found: panelWhere(this.#found, this.host) }),
      ...(fitting && { fitting }),
    };
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#progress = undefined;
    this.changed();
  }

  async find({
    phrase,
    method,
    windows,
    pictures,
  }: {
    readonly phrase: string;
    readonly method: PhrasePlaces['method'];
    readonly windows: boolean;
    readonly pictures: number;
  }): Promise<void> {
    await this.#run(async (current, score, signal) => {
      const wanted = score.images.slice(0, pictures).map(({ path }) => path);
      this.#progress = { done: 0, total: wanted.length };
      this.changed();
      const reader = await this.host.dependencies.engine.embedder(current);
      const places = await findPhrase(phrase.trim(), current.scored!, reader, {
        ...{ method, windows, signal, pictures: wanted, priority: 'visible' },
        onProgress: ({ done, total }) => {
          if (signal.aborted) return;
          this.#progress = { done, total };
          this.changed();
        },
      });
      signal.throwIfAborted();
      if (!places) return;
      this.#found = { places, windows, score, left: score.images.length - wanted.length };
      this.#fitting = undefined;
    });
  }

  async fit({
    path,
    x,
    y,
  }: {
    readonly path: string;
    readonly x: number;
    readonly y: number;
  }): Promise<void> {
    await this.#run(async (current, score, signal) => {
      const picture = score.images.find((image) => this.host.shown(image.path) === path);
      if (!picture) return;
      const reader = await this.host.dependencies.engine.embedder(current);
      const fits = await phrasesAt(picture.path, { x, y }, current.scored!, reader, {
        signal,
        priority: 'visible',
      });
      signal.throwIfAborted();
      if (!fits) this.host.notify('information', 'whereUnseen');
      this.#fitting = fits && {
        path,
        x,
        y,
        phrases: fits.phrases.slice(0, mostFitting),
        neutral: fits.neutral,
      };
    });
  }

  async #run(
    work: (current: DocumentScore, score: FileScore, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { host } = this;
    const current = host.score;
    const score = ownScore(current);
    if (!current?.scored || !score || score.images.length === 0) return host.notify('error', 'whereNoScores');
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.#error = undefined;
    try {
      await work(current, score, abort.signal);
    } catch (error) {
      if (abort.signal.aborted) return;
      const problem = failureProblem(error, pathOf(host.uri));
      if (!problem) throw error;
      this.#error = problemText(problem, { language: host.dependencies.language, face: 'editor' });
    } finally {
      if (this.#abort === abort) {
        this.#abort = undefined;
        this.#progress = undefined;
        this.changed();
      }
    }
  }
}

function panelWhere({ places, windows, left, score }: Found, host: PanelHost): WhereMessage['found'] {
  const { phrase, lostFrom, method, rivals, checkpoint, pictures, failures } = places;
  const listener = {
    ...{ language: host.dependencies.language, face: 'editor' as const },
    shown: (file: string): string => host.shown(file),
  };
  return {
    ...{ phrase, method, windows, left },
    ...(lostFrom !== undefined && { lostFrom }),
    checkpoint: { id: checkpoint.id, hash: checkpoint.hash },
    rivals: rivals.length,
    stale: ownScore(host.score) !== score,
    failures: failures.map(({ path, code, detail }) =>
      problemText({ code, parameters: { path, detail } }, listener),
    ),
    pictures: pictures.map(({ path, width, height, seen: whole, heat }): PanelHeat => {
      const { seen, rows, columns, values, contrast, evidence, presence, isFound } = heat;
      return {
        ...{ path: host.shown(path), width, height, values, contrast, evidence, presence, isFound },
        grid: { seen, rows, columns },
        seen: seenShare(whole, { width, height }),
      };
    }),
  };
}
