import * as vscode from 'vscode';
import type { FileScore, ScoredImage } from '../../../../core/score/fileScore';
import type { AttentionMessage, PanelReadPicture, PanelReadText } from '../../../../protocol/panel/attention';
import { attend, readTextOf, type ReadText } from '../../../../tasks/attendFile';
import { failureProblem, unexpectedProblem, type Problem } from '../../../../tasks/problem';
import { problemText } from '../../../../words/problemText';
import { isRunning, ownScore, type DocumentScore } from '../../../services/scores';
import { panelPicture, panelText } from '../attentionMessage';
import type { MakeSource, PanelHost } from '../panelSource';
import { pathOf } from '../../../services/places';

/** After scores, in milliseconds: while somebody types, the next key comes sooner and nothing is begun in vain. */
const restMs = 120;

/** What the towers read of the spell under the caret and of a picture, looked at while the page shows it. */
export const attentionSource: MakeSource = (host) => {
  const look = new AttentionLook(host);
  return {
    onDidChange: look.onDidChange,
    message: () => look.message,
    obeys: {
      'attention-watch': ({ isOn }) => look.watch(isOn),
      'attention-picture': ({ path }) => look.choose(path),
    },
    dispose: () => look.dispose(),
  };
};

/** What is to be looked at. */
interface Wish {
  readonly current: DocumentScore;
  readonly score: FileScore;
  readonly spell: number;
  readonly read: ReadText;
  readonly picture?: ScoredImage;
}

class AttentionLook implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listening: vscode.Disposable;
  #isOn = false;
  /** As the file writes it; the first where it is not there. */
  #chosen?: string;
  #phase: AttentionMessage['phase'] = 'off';
  #error?: string;
  #running?: AbortController;
  /** Of what is known, or being looked at. */
  #keys: { readonly text?: string; readonly picture?: string } = {};
  #known: {
    readonly checkpoint?: { readonly id: string; readonly hash: string };
    readonly text?: PanelReadText;
    readonly picture?: PanelReadPicture;
  } = {};

  constructor(private readonly host: PanelHost) {
    this.#listening = vscode.Disposable.from(
      host.onDidScore(() => this.#consider()),
      host.caret.onDidChange(() => this.#consider()),
      host.onDidHide(() => this.watch(false)),
    );
  }

  get message(): AttentionMessage {
    const { host } = this;
    return {
      kind: 'attention',
      phase: this.#phase,
      ...(this.#error !== undefined && { error: this.#error }),
      pictures: host.score?.score?.images.map(({ path }) => host.shown(path)) ?? [],
      ...this.#known,
    };
  }

  watch(isOn: boolean): void {
    this.#isOn = isOn;
    this.#stop();
    if (isOn) this.#consider();
    else this.#tell('off');
  }

  choose(picture: string): void {
    this.#chosen = picture;
    this.#consider();
  }

  dispose(): void {
    this.#stop();
    vscode.Disposable.from(this.#listening, this.#changed).dispose();
  }

  #consider(): void {
    if (!this.#isOn) return;
    const wish = this.#wish();
    if (!wish) {
      this.#stop();
      const { score } = this.host;
      if (score && isRunning(score)) return this.#tell('waiting');
      this.#known = {};
      return this.#tell('ready');
    }
    const { score, spell, read, picture } = wish;
    const { hash } = score.checkpoint;
    const keys = {
      text: JSON.stringify([hash, spell, read.text]),
      picture: picture && JSON.stringify([hash, picture.path, picture.hash]),
    };
    if (keys.text === this.#keys.text && keys.picture === this.#keys.picture) {
      if (this.#running || this.#phase === 'failed') return;
      // The scores that were waited for are of the same text.
      if (this.#known.text) return this.#tell('ready');
    }
    const seen = keys.picture === this.#keys.picture ? this.#known.picture : undefined;
    this.#stop();
    this.#keys = keys;
    void this.#run(wish, seen, (this.#running = new AbortController()));
  }

  /** Undefined while scores are on their way, and where there is nothing to look at. */
  #wish(): Wish | undefined {
    const { host } = this;
    const current = host.score;
    const score = ownScore(current);
    if (!current || !score) return undefined;
    const { spell = -1 } = host.caret;
    const first = score.spells.find(({ rank }) => rank === 1)?.spell ?? 0;
    const chosen = score.spells[spell] ? spell : first;
    const read = readTextOf(current.file, score, chosen);
    if (!read) return undefined;
    const { images } = score;
    const picture = images.find(({ path }) => host.shown(path) === this.#chosen) ?? images[0];
    return { current, score, spell: chosen, read, ...(picture && { picture }) };
  }

  /** @param seen what is known of the picture already */
  async #run(
    { current, score, spell, read, picture }: Wish,
    seen: PanelReadPicture | undefined,
    running: AbortController,
  ): Promise<void> {
    const { signal } = running;
    const isCurrent = (): boolean => this.#running === running;
    this.#tell('reading');
    try {
      await new Promise((resolve) => setTimeout(resolve, restMs));
      if (!isCurrent()) return;
      const { engine } = this.host.dependencies;
      const user = { uri: current.uri, file: current.file };
      const { hash } = await (await engine.embedder(user)).checkpoint({ signal });
      // Another was chosen a moment ago: its scores come soon.
      if (!isCurrent() || hash !== score.checkpoint.hash) return;
      const reader = await engine.engine(user);
      const request = { texts: [read], ...(picture && !seen && { picture: picture.path }) };
      const found = await attend(request, reader, { signal, priority: 'visible' });
      if (!isCurrent()) return;
      if (found.picture && !found.picture.ok) {
        const { code, detail, path } = found.picture;
        return this.#fail({ severity: 'error', code, path, parameters: { path, detail } });
      }
      this.#known = {
        checkpoint: { id: score.checkpoint.id, hash },
        text: panelText(spell, found.texts[0]!),
        picture: found.picture ? panelPicture(this.host.shown(found.picture.path), found.picture) : seen,
      };
      this.#running = undefined;
      this.#tell('ready');
    } catch (error) {
      if (!isCurrent()) return;
      const path = pathOf(current.uri);
      const expected = failureProblem(error, path);
      if (!expected) this.host.dependencies.log(String(error instanceof Error ? error.stack : error));
      this.#fail(expected ?? unexpectedProblem(error, path));
    }
  }

  #fail(problem: Problem): void {
    const { language } = this.host.dependencies;
    this.#known = {};
    this.#running = undefined;
    this.#tell('failed', problemText(problem, { language, face: 'editor' }));
  }

  #tell(phase: AttentionMessage['phase'], error?: string): void {
    this.#phase = phase;
    this.#error = error;
    this.#changed.fire();
  }

  #stop(): void {
    if (this.#running) this.#keys = {};
    this.#running?.abort();
    this.#running = undefined;
  }
}
