import * as vscode from 'vscode';
import type { ServerToAsk } from '../../client/engineClient';
import { EngineError } from '../../core/engineError';
import { isInTheClear, serverUrl } from '../../core/serverAddress';
import { errorText } from '../../words/problemText';
import { SERVER_WORDING } from '../../words/server';
import { say, type Language } from '../../words/words';
import type { Configuration } from './configuration';
import { plainWindow } from './plainWindow';

const confirmedKey = 'confirmedServers';

/**
 * The server that runs checkpoints' towers, where the user has set one and confirmed it. The address is a setting of the
 * user's own, which no workspace can write; one that was never confirmed is asked about once a window, and not used before.
 */
export class ScoringServers implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another server, or none, is to be asked. */
  readonly onDidChange = this.#changed.event;
  readonly #disposables: vscode.Disposable[];
  /** Addresses that were asked about in this window. */
  readonly #asked = new Set<string>();
  /** Settles when settings, confirmation and token are of one server again. */
  #written: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>,
    private readonly configuration: Pick<Configuration, 'serverUrl' | 'serverModel'>,
    private readonly language: Language,
  ) {
    const changed = (): void => this.#changed.fire();
    this.#disposables = [
      this.#changed,
      configuration.serverUrl.onDidChange(changed),
      configuration.serverModel.onDidChange(changed),
    ];
  }

  /** Undefined where everything is computed on this machine. */
  async current(): Promise<ServerToAsk | undefined> {
    await this.#written;
    const url = this.configuration.serverUrl.value;
    if (url === '' || !this.#isUsable(url)) return undefined;
    if (!this.#confirmed().includes(url)) {
      void this.#ask(url);
      return undefined;
    }
    const token = await this.tokenOf(url);
    const model = this.configuration.serverModel.value;
    return { url, ...(model !== '' && { model }), ...(token !== undefined && { token }) };
  }

  tokenOf(url: string): Promise<string | undefined> {
    return Promise.resolve(this.context.secrets.get(secretOf(url)));
  }

  /** Takes a server that the user has confirmed just now. */
  async use({ url, model = '', token }: ServerToAsk): Promise<void> {
    await this.#write(async () => {
      if (token) await this.context.secrets.store(secretOf(url), token);
      await this.#confirm(url);
      await this.#set(url, model || undefined);
    });
    this.#changed.fire();
  }

  /** Everything is computed on this machine again, and the token is forgotten. */
  async leave(): Promise<void> {
    const url = this.configuration.serverUrl.value;
    await this.#write(async () => {
      await this.context.secrets.delete(secretOf(url));
      const others = this.#confirmed().filter((each) => each !== url);
      await this.context.globalState.update(confirmedKey, others);
      await this.#set(undefined, undefined);
    });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** Whoever asks for the server meanwhile waits, and gets neither a half of it nor a question about it. */
  #write(writing: () => Promise<void>): Promise<void> {
    const written = this.#written.then(writing);
    this.#written = written.catch(() => undefined);
    return written;
  }

  async #set(url: string | undefined, model: string | undefined): Promise<void> {
    const settings = vscode.workspace.getConfiguration('spellwright.server');
    await settings.update('model', model, vscode.ConfigurationTarget.Global);
    await settings.update('url', url, vscode.ConfigurationTarget.Global);
  }

  /** Says once of an address that it cannot be used; one that holds a password goes no further. */
  #isUsable(url: string): boolean {
    try {
      serverUrl(url);
      return true;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (!this.#asked.has(url)) {
        this.#asked.add(url);
        const text = errorText(error, { language: this.language, face: 'editor' });
        void plainWindow.showErrorMessage(text);
      }
      return false;
    }
  }

  async #ask(url: string): Promise<void> {
    if (this.#asked.has(url)) return;
    this.#asked.add(url);
    const use = say(SERVER_WORDING.use, this.language, { server: url });
    const clear = isInTheClear(url) ? say(SERVER_WORDING.clear, this.language) : '';
    const answer = await plainWindow.showWarningMessage(
      say(SERVER_WORDING.unconfirmed, this.language, { server: url, clear }),
      use,
      say(SERVER_WORDING.keepHere, this.language),
    );
    if (answer !== use) return;
    await this.#confirm(url);
    this.#changed.fire();
  }

  #confirmed(): readonly string[] {
    return this.context.globalState.get<readonly string[]>(confirmedKey, []);
  }

  async #confirm(url: string): Promise<void> {
    await this.context.globalState.update(confirmedKey, [...new Set([...this.#confirmed(), url])]);
  }
}

function secretOf(url: string): string {
  return `serverToken ${url}`;
}
