import * as vscode from 'vscode';
import { measureLeans, measureScale, type Embed, type LeanScale } from '../../../core/bias/lean';
import { LEAN_WORDS } from '../../../core/bias/leanWords';
import type { Checkpoint, Embedder } from '../../../core/ports';
import type { FileScore } from '../../../core/score/fileScore';
import type { Configuration } from '../../services/configuration';
import type { EngineService } from '../../services/engineService';
import type { DocumentLean, Leans } from '../../services/leans';
import { editorDocuments } from '../../services/editorDocuments';
import { LiveDocuments, type LiveDocument } from '../../services/liveDocuments';
import { ownScore, type DocumentScore, type Scores } from '../../services/scores';
import { SlicedWork } from '../../services/slicedWork';
import type { BiasFindings } from './biasFindings';
import { leanHeads } from './leanHeads';
import { readScale, scaleFile, writeScale } from './scaleFile';

/** Nobody may wait for it: only when the scores have been there for this long. */
const restMs = 1000;

/** Texts of one request. The engine lets more urgent ones go first between two of its turns in any case. */
const textsAtOnce = 96;

interface Measuring {
  lean?: DocumentLean;
  /** What is measured, or waits to be. */
  work?: LeanWork;
}

/** The heads, and the checkpoint that they are for. */
interface LeanWork {
  readonly key: string;
  readonly of: DocumentScore;
  readonly score: FileScore;
  readonly languages: readonly string[];
  readonly heads: ReturnType<typeof leanHeads>;
}

type LiveLean = LiveDocument<vscode.TextDocument, Measuring>;

export interface LeanDependencies {
  /** Where scales are kept, absolute. */
  readonly folder: string;
  readonly findings: BiasFindings;
  readonly scores: Scores;
  readonly engine: EngineService;
  readonly configuration: Configuration;
  readonly languagesOf: (checkpoint: Checkpoint) => Promise<readonly string[]>;
  readonly log: (line: string) => void;
}

/**
 * Measures the lean of the checkpoint for the person words of each spell document, after its scores and behind all other
 * work. The scale, most of the work, is measured once for a checkpoint and kept on disk.
 */
export class LeanService implements Leans, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<{ uri: vscode.Uri; lean: DocumentLean | undefined }>();
  readonly onDidChange = this.#changed.event;
  readonly #live: LiveDocuments<vscode.TextDocument, Measuring>;
  readonly #scales = new Map<string, LeanScale>();
  readonly #disposables: vscode.Disposable[];

  constructor(private readonly parts: LeanDependencies) {
    const { scores, findings, configuration, engine } = parts;
    this.#live = new LiveDocuments<vscode.TextDocument, Measuring>({
      source: editorDocuments,
      follows: () => true,
      opened: () => ({}),
      closed: (live) => this.#forget(live),
      run: (live, turn) => this.#measure(live, turn.signal),
      failed: (error, live) => {
        parts.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
        this.#forget(live);
      },
    });
    this.#live.follow();
    this.#disposables = [
      this.#changed,
      this.#live,
      scores.onDidChange(({ uri, phase }) => {
        if (phase === 'ready' || phase === 'no-images') void this.#consider(uri);
      }),
      findings.onDidChange(({ document }) => void this.#consider(document.uri)),
      configuration.biasLean.onDidChange(() => {
        for (const { uri } of vscode.workspace.textDocuments) void this.#consider(uri);
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) void this.#consider(document.uri);
      }),
      engine.onDidReset((reset) => {
        for (const live of this.#live.all) {
          const current = scores.get(live.document.uri);
          if (!current || reset.covers(current)) this.#forget(live);
        }
      }),
    ];
  }

  get(uri: vscode.Uri): DocumentLean | undefined {
    return this.#live.get(uri)?.state.lean;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** Starts to measure when the words of a document, or its checkpoint, are others than those that are known. */
  async #consider(uri: vscode.Uri): Promise<void> {
    const { scores, findings, configuration, languagesOf } = this.parts;
    const { biasEnabled, biasLean } = configuration;
    const live = this.#live.get(uri);
    if (!live) return;
    if (!biasEnabled.value || biasLean.value === 'off') return this.#forget(live);
    const { document, state } = live;
    const score = ownScore(scores.get(uri), document);
    if (!score) return;
    const languages = await languagesOf(score.checkpoint);
    const checked = findings.get(document);
    const current = scores.get(uri);
    // Whatever is not there yet, or not any more, comes again with an event of its own.
    if (!checked || !current || ownScore(current, document) !== score) return;
    const heads = leanHeads(checked.findings, languages);
    if (heads.length === 0) return this.#forget(live);

    const key = JSON.stringify([score.checkpoint.hash, heads]);
    if (state.work?.key === key) return;
    // Its checkpoint might have to be loaded in place of another's, for a document that nobody sees.
    if (!vscode.window.visibleTextEditors.some((editor) => editor.document === document)) return;
    live.stop();
    state.work = { key, of: current, score, languages, heads };
    live.begin(restMs);
  }

  /** While words of the same heads stand there it is theirs, whatever else is typed: only `#consider` ends it. */
  async #measure(live: LiveLean, signal: AbortSignal): Promise<void> {
    const { state } = live;
    if (!state.work) return;
    const {
      of: { uri, file },
      score: { checkpoint },
      languages,
      heads,
    } = state.work;
    const before = state.lean?.checkpoint.hash === checkpoint.hash ? state.lean.words : [];
    this.#tell(state, { uri, checkpoint, languages, phase: 'measuring', words: before });
    const embedder = await this.parts.engine.embedder({ uri, file });
    const { hash } = await embedder.checkpoint({ signal });
    signal.throwIfAborted();
    if (hash !== checkpoint.hash) return this.#forget(live); // another was chosen a moment ago: its scores come soon
    const embed = inTheBackground(embedder, signal);
    const scale = await this.#scale(checkpoint, embed, signal);
    const leans = await measureLeans(
      heads.map(({ head }) => head),
      scale,
      embed,
      new SlicedWork().pause,
    );
    signal.throwIfAborted();
    const words = heads.map((head, i) => ({ ...head, lean: leans[i]! }));
    this.#tell(state, { uri, checkpoint, languages, phase: 'measured', words });
  }

  async #scale({ hash, embeddingWidth }: Checkpoint, embed: Embed, signal: AbortSignal): Promise<LeanScale> {
    const known = this.#scales.get(hash);
    if (known) return known;
    const file = scaleFile(this.parts.folder, hash, LEAN_WORDS);
    let scale = await readScale(file, LEAN_WORDS, embeddingWidth);
    if (!scale) {
      scale = await measureScale(LEAN_WORDS, embed, new SlicedWork().pause);
      signal.throwIfAborted();
      await writeScale(file, scale).catch((error: unknown) => this.parts.log(`${file}: ${String(error)}`));
    }
    this.#scales.set(hash, scale);
    return scale;
  }

  #tell(state: Measuring, lean: DocumentLean): void {
    state.lean = lean;
    this.#changed.fire({ uri: lean.uri, lean });
  }

  #forget(live: LiveLean): void {
    const { document, state } = live;
    live.stop();
    const { lean } = state;
    state.lean = undefined;
    state.work = undefined;
    if (lean) this.#changed.fire({ uri: document.uri, lean: undefined });
  }
}

function inTheBackground(embedder: Embedder, signal: AbortSignal): Embed {
  return async (texts) => {
    const embeddings: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += textsAtOnce) {
      const part = await embedder.embedTexts(texts.slice(at, at + textsAtOnce), {
        signal,
        priority: 'background',
      });
      embeddings.push(...part.map(({ embedding }) => embedding));
    }
    return embeddings;
  };
}
