import * as vscode from 'vscode';
import { measureLeans, measureScale, type Embed, type LeanScale } from '../../../core/bias/lean';
import { LEAN_WORDS } from '../../../core/bias/leanWords';
import type { Checkpoint, Embedder } from '../../../core/ports';
import type { Configuration } from '../../services/configuration';
import type { EngineService } from '../../services/engineService';
import type { DocumentLean, Leans } from '../../services/leans';
import type { DocumentScore, Scores } from '../../services/scores';
import { SlicedWork } from '../../services/slicedWork';
import type { BiasFindings } from './biasFindings';
import { leanHeads } from './leanHeads';
import { readScale, scaleFile, writeScale } from './scaleFile';

/** Nobody may wait for it: only when the scores have been there for this long. */
const restMs = 1000;

/** Texts of one request. The engine lets more urgent ones go first between two of its turns in any case. */
const textsAtOnce = 96;

interface Followed {
  lean?: DocumentLean;
  /** What runs or waits to run: the heads and the checkpoint it is for. */
  work?: { readonly key: string; readonly timer: NodeJS.Timeout; readonly abort: AbortController };
}

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
  readonly #followed = new Map<string, Followed>();
  readonly #scales = new Map<string, LeanScale>();
  readonly #disposables: vscode.Disposable[];

  constructor(private readonly parts: LeanDependencies) {
    const { scores, findings, configuration, engine } = parts;
    this.#disposables = [
      this.#changed,
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
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      engine.onDidReset((reset) => {
        for (const { uri } of vscode.workspace.textDocuments) {
          const current = scores.get(uri);
          if (!current || reset.covers(current)) this.#forget(uri);
        }
      }),
    ];
  }

  get(uri: vscode.Uri): DocumentLean | undefined {
    return this.#followed.get(uri.toString())?.lean;
  }

  dispose(): void {
    for (const followed of this.#followed.values()) stop(followed);
    this.#followed.clear();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** Starts to measure when the words of a document, or its checkpoint, are others than those that are known. */
  async #consider(uri: vscode.Uri): Promise<void> {
    const { scores, findings, configuration, languagesOf } = this.parts;
    const { biasEnabled, biasLean } = configuration;
    if (!biasEnabled.value || biasLean.value === 'off') return this.#forget(uri);
    const { score } = scores.get(uri) ?? {};
    if (!score) return;
    const languages = await languagesOf(score.checkpoint);
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    const checked = document && findings.get(document);
    const current = scores.get(uri);
    // Whatever is not there yet, or not any more, comes again with an event of its own.
    if (!checked || current?.score !== score || current.scoreVersion !== document?.version) return;
    const heads = leanHeads(checked.findings, languages);
    if (heads.length === 0) return this.#forget(uri);

    const key = JSON.stringify([score.checkpoint.hash, heads]);
    const followed = this.#followed.get(uri.toString()) ?? {};
    this.#followed.set(uri.toString(), followed);
    if (followed.work?.key === key) return;
    // Its checkpoint might have to be loaded in place of another's, for a document that nobody sees.
    if (!vscode.window.visibleTextEditors.some((editor) => editor.document === document)) return;
    stop(followed);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      this.#measure(followed, current, languages, heads, abort.signal).catch((error: unknown) => {
        if (abort.signal.aborted) return;
        this.parts.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
        this.#forget(uri);
      });
    }, restMs);
    followed.work = { key, timer, abort };
  }

  async #measure(
    followed: Followed,
    { uri, file, score }: DocumentScore,
    languages: readonly string[],
    heads: ReturnType<typeof leanHeads>,
    signal: AbortSignal,
  ): Promise<void> {
    const { checkpoint } = score!;
    const before = followed.lean?.checkpoint.hash === checkpoint.hash ? followed.lean.words : [];
    this.#tell(followed, { uri, checkpoint, languages, phase: 'measuring', words: before });
    const embedder = await this.parts.engine.embedder({ uri, file });
    const { hash } = await embedder.checkpoint({ signal });
    signal.throwIfAborted();
    if (hash !== checkpoint.hash) return this.#forget(uri); // another was chosen a moment ago: its scores come soon
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
    this.#tell(followed, { uri, checkpoint, languages, phase: 'measured', words });
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

  #tell(followed: Followed, lean: DocumentLean): void {
    followed.lean = lean;
    this.#changed.fire({ uri: lean.uri, lean });
  }

  #forget(uri: vscode.Uri): void {
    const followed = this.#followed.get(uri.toString());
    if (!followed) return;
    stop(followed);
    this.#followed.delete(uri.toString());
    if (followed.lean) this.#changed.fire({ uri, lean: undefined });
  }
}

function stop({ work }: Followed): void {
  clearTimeout(work?.timer);
  work?.abort.abort();
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
