import * as vscode from 'vscode';
import type { FileScore } from '../../../core/score/fileScore';
import { spellAt } from '../../../core/spell/places';
import { explainSpell, unitText } from '../../../tasks/explainFile';
import { failureProblem, unexpectedProblem } from '../../../tasks/problem';
import { problemText } from '../../../words/problemText';
import type { Language } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import { editorDocuments } from '../../services/editorDocuments';
import type { EngineService } from '../../services/engineService';
import type { DocumentLedger, Ledgers, OnRequest } from '../../services/ledgers';
import { LiveDocuments, type LiveDocument, type Turn } from '../../services/liveDocuments';
import { SlicedWork } from '../../services/slicedWork';
import { isRunning, ownScore, type Scores } from '../../services/scores';
import type { SpellDocuments } from '../../services/spellDocuments';
import { isWritten, pathOf } from '../../services/places';

/** After scores, in milliseconds: while somebody types, the next key comes sooner and nothing is begun in vain. */
const restMs = 60;

interface Weighing {
  ledger?: DocumentLedger;
  /** The spell in which the caret stands, or stood last. */
  spell?: number;
  /** Phrases whose words are weighed, as they are written. */
  unfolded: Set<string>;
  /** What was asked for, and of which text. */
  asked: { readonly text?: string; readonly what: ReadonlySet<OnRequest> };
  /** What is measured, waits to be, or was measured last. */
  work?: { readonly key: string; readonly score: FileScore; readonly spell: number };
}

type LiveLedger = LiveDocument<vscode.TextDocument, Weighing>;

export interface LedgerDependencies {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly engine: EngineService;
  readonly configuration: Configuration;
  readonly language: Language;
  readonly log: (line: string) => void;
}

/**
 * Weighs the words of the spell under the caret, of each document that somebody looks at with that in mind: after its scores,
 * and anew when they change. The embeddings of a text that was weighed before are remembered, so a run that asks for more
 * measures only what is new.
 */
export class LedgerService implements Ledgers, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #live: LiveDocuments<vscode.TextDocument, Weighing>;
  /** By the address of a document, which may be closed and opened again meanwhile. */
  readonly #watchers = new Map<string, number>();
  readonly #disposables: vscode.Disposable[];

  constructor(private readonly parts: LedgerDependencies) {
    const { documents, scores, engine, configuration } = parts;
    this.#live = new LiveDocuments<vscode.TextDocument, Weighing>({
      source: editorDocuments,
      follows: (document) => documents.isSpell(document) && isWritten(document.uri),
      opened: () => ({ unfolded: new Set(), asked: { what: new Set() } }),
      begun: (live) => this.#consider(live),
      typed: (live) => this.#stop(live),
      closed: ({ document }) => this.#changed.fire(document.uri),
      run: (live, turn) => this.#run(live, turn),
      failed: (error, live) => this.#fail(live, error),
    });
    const all = (): void => this.#live.all.forEach((live) => this.#consider(live));
    this.#live.follow();
    this.#disposables = [
      this.#changed,
      this.#live,
      scores.onDidChange(({ uri }) => this.#considerAt(uri)),
      configuration.wordEffects.onDidChange(all),
      vscode.window.onDidChangeVisibleTextEditors(all),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor: { document } }) =>
        this.#considerAt(document.uri),
      ),
      engine.onDidReset((reset) => {
        for (const live of this.#live.all) {
          const current = scores.get(live.document.uri);
          if (!current || reset.covers(current)) this.#forget(live);
        }
      }),
    ];
  }

  get(uri: vscode.Uri): DocumentLedger | undefined {
    return this.#live.get(uri)?.state.ledger;
  }

  isWatched(uri: vscode.Uri): boolean {
    return (this.#watchers.get(uri.toString()) ?? 0) > 0;
  }

  watch(uri: vscode.Uri): vscode.Disposable {
    const key = uri.toString();
    const change = (by: number): void => {
      const watchers = (this.#watchers.get(key) ?? 0) + by;
      if (watchers > 0) this.#watchers.set(key, watchers);
      else this.#watchers.delete(key);
      this.#changed.fire(uri);
      this.#considerAt(uri);
    };
    change(1);
    let isOn = true;
    return new vscode.Disposable(() => {
      if (isOn) change(-1);
      isOn = false;
    });
  }

  unfold(uri: vscode.Uri, phrase: string, isOpen: boolean): void {
    const live = this.#live.get(uri);
    if (!live) return;
    const { unfolded } = live.state;
    if (isOpen) unfolded.add(phrase);
    else unfolded.delete(phrase);
    this.#changed.fire(uri);
    this.#consider(live);
  }

  isUnfolded(uri: vscode.Uri, phrase: string): boolean {
    return this.#live.get(uri)?.state.unfolded.has(phrase) ?? false;
  }

  measure(uri: vscode.Uri, what: OnRequest): void {
    const live = this.#live.get(uri);
    if (!live) return;
    const { state } = live;
    const score = ownScore(this.parts.scores.get(uri), live.document);
    const text = score && this.#textOf(live, score);
    const before = state.asked.text === text ? state.asked.what : [];
    state.asked = { text, what: new Set([...before, what]) };
    this.#consider(live);
  }

  cancel(uri: vscode.Uri): void {
    const live = this.#live.get(uri);
    if (!live) return;
    const { state } = live;
    if (!state.work || state.ledger?.phase !== 'measuring') return;
    live.stop();
    const { spell, score } = state.work;
    const known = state.ledger.result?.score === score ? state.ledger.result : undefined;
    const done = known?.explained;
    state.asked = {
      text: state.asked.text,
      what: new Set([
        ...(done?.pairs ? ['pairs' as const] : []),
        ...(done?.shapley ? ['shapley' as const] : []),
      ]),
    };
    const open = done?.words.map(({ phrase }) => unitText(done.text, done.ledger.entries[phrase]!.unit));
    state.unfolded = new Set(open);
    // So it stays until something changes.
    state.work = { key: keyOf(state, spell), score, spell };
    this.#tell(live, { spell, phase: known ? 'measured' : 'stopped', ...(known && { result: known }) });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #considerAt(uri: vscode.Uri): void {
    const live = this.#live.get(uri);
    if (live) this.#consider(live);
  }

  #isWanted({ document }: LiveLedger): boolean {
    if (this.isWatched(document.uri)) return true;
    if (this.parts.configuration.wordEffects.value !== 'always') return false;
    return vscode.window.visibleTextEditors.some((editor) => editor.document === document);
  }

  /** Begins to measure when what is wanted is something else than what is known, or being measured. */
  #consider(live: LiveLedger): void {
    const { document, state } = live;
    if (!this.#isWanted(live)) return this.#forget(live);
    const current = this.parts.scores.get(document.uri);
    const score = ownScore(current, document);
    if (!current || !score) {
      // While scores are on their way what is known of the text before stays; else it never comes true again.
      if (current && !isRunning(current)) this.#forget(live);
      return;
    }
    const spell = this.#spellOf(live, score);
    if (spell === undefined) return this.#forget(live);
    const text = this.#textOf(live, score);
    // Pairs of another text were not asked for.
    const isOther = state.asked.text !== undefined && state.asked.text !== text;
    state.asked = { text, what: isOther ? new Set() : state.asked.what };
    const key = keyOf(state, spell);
    if (state.work?.key === key && state.work.score === score) return;
    const isFirst = state.work?.score !== score;
    live.stop();
    state.work = { key, score, spell };
    live.begin(isFirst ? restMs : 0);
  }

  /** That CLIP reads of the spell that is meant. */
  #textOf(live: LiveLedger, score: FileScore): string {
    const spell = this.#spellOf(live, score);
    const best = spell === undefined ? undefined : score.spells[spell]?.best;
    return best === undefined ? '' : score.prompts[best]!.expansion.text;
  }

  /** Where the caret is, or was last; the best one before it was anywhere. */
  #spellOf({ document, state }: LiveLedger, score: FileScore): number | undefined {
    const current = this.parts.scores.get(document.uri)!;
    const editors = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
    const editor = editors.find((each) => each === vscode.window.activeTextEditor) ?? editors[0];
    const under = editor && spellAt(current.file, document.offsetAt(editor.selection.active))?.index;
    if (under !== undefined) state.spell = under;
    if (state.spell !== undefined && state.spell < score.spells.length) return state.spell;
    return score.spells.find(({ rank }) => rank === 1)?.spell;
  }

  async #run(live: LiveLedger, turn: Turn): Promise<void> {
    const { document, state } = live;
    const current = this.parts.scores.get(document.uri);
    const { work } = state;
    if (!work || !current?.scored || current.score !== work.score) return;
    const { score, spell } = work;
    const before = state.ledger?.result;
    const kept = before?.explained?.spell === spell ? before : undefined;
    const measuring = { spell, phase: 'measuring', ...(kept && { result: kept }) } as const;
    this.#tell(live, measuring);
    const embedder = await this.parts.engine.embedder({ uri: current.uri, file: current.file });
    const { hash } = await embedder.checkpoint({ signal: turn.signal });
    // Another was chosen a moment ago: its scores come soon.
    if (!turn.isCurrent() || hash !== score.checkpoint.hash) return;
    const explained = await explainSpell(current.scored, spell, embedder, {
      withWords: (phrase) => state.unfolded.has(phrase),
      withPairs: state.asked.what.has('pairs'),
      withShapley: state.asked.what.has('shapley'),
      signal: turn.signal,
      priority: 'visible',
      pause: new SlicedWork().pause,
      onProgress: ({ done, total }) => {
        if (turn.isCurrent()) this.#tell(live, { ...measuring, progress: { done, total } });
      },
    });
    if (!turn.isCurrent()) return;
    const { version } = turn;
    this.#tell(live, { spell, phase: 'measured', result: { version, score, explained } });
  }

  #fail(live: LiveLedger, error: unknown): void {
    const { document, state } = live;
    const { language, log } = this.parts;
    const path = pathOf(document.uri);
    const expected = failureProblem(error, path);
    if (!expected) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const text = problemText(expected ?? unexpectedProblem(error, path), { language, face: 'editor' });
    const spell = state.work?.spell ?? 0;
    this.#tell(live, { spell, phase: 'failed', error: text });
  }

  #tell({ document, state }: LiveLedger, ledger: DocumentLedger): void {
    state.ledger = ledger;
    this.#changed.fire(document.uri);
  }

  /** Ends what runs; the next scores begin anew. */
  #stop(live: LiveLedger): void {
    live.stop();
    live.state.work = undefined;
  }

  #forget(live: LiveLedger): void {
    const { document, state } = live;
    this.#stop(live);
    const { ledger } = state;
    state.ledger = undefined;
    if (ledger) this.#changed.fire(document.uri);
  }
}

/** What is to be measured, beside the scores that it is of. */
function keyOf({ unfolded, asked }: Weighing, spell: number): string {
  return JSON.stringify([spell, [...unfolded].sort(), [...asked.what].sort()]);
}
