import * as vscode from 'vscode';
import type { ServerToAsk } from '../../client/engineClient';
import { SERVER_WORDING } from '../../words/server';
import { say, type Language } from '../../words/words';
import type { Configuration } from './configuration';

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
    const url = this.configuration.serverUrl.value;
    if (url === '') return undefined;
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
    if (token) await this.context.secrets.store(secretOf(url), token);
    await this.#confirm(url);
    const settings = vscode.workspace.getConfiguration('spellwright.server');
    await settings.update('model', model || undefined, vscode.ConfigurationTarget.Global);
    await settings.update('url', url, vscode.ConfigurationTarget.Global);
    this.#changed.fire();
  }

  /** Everything is computed on this machine again, and the token is forgotten. */
  async leave(): Promise<void> {
    const url = this.configuration.serverUrl.value;
    await this.context.secrets.delete(secretOf(url));
    const others = this.#confirmed().filter((each) => each !== url);
    await this.context.globalState.update(confirmedKey, others);
    const settings = vscode.workspace.getConfiguration('spellwright.server');
    await settings.update('model', undefined, vscode.ConfigurationTarget.Global);
    await settings.update('url', undefined, vscode.ConfigurationTarget.Global);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  async #ask(url: string): Promise<void> {
    if (this.#asked.has(url)) return;
    this.#asked.add(url);
    const use = say(SERVER_WORDING.use, this.language, { server: url });
    const answer = await vscode.window.showWarningMessage(
      say(SERVER_WORDING.unconfirmed, this.language, { server: url }),
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
