import * as vscode from 'vscode';
import type { ServerToAsk } from '../../../client/engineClient';
import { EngineError } from '../../../core/engineError';
import { plainText } from '../../../core/plainText';
import type { Checkpoint } from '../../../core/ports';
import { sameNumbers } from '../../../core/serverAgreement';
import { isInTheClear, serverUrl } from '../../../core/serverAddress';
import { errorText } from '../../../words/problemText';
import { SERVER_WORDING } from '../../../words/server';
import { say, type Language, type Parameters } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import type { EngineService } from '../../services/engineService';
import { plainWindow } from '../../services/plainWindow';
import type { Scores } from '../../services/scores';
import type { ScoringServers } from '../../services/scoringServers';

export interface ServerDependencies {
  readonly servers: ScoringServers;
  readonly engine: EngineService;
  readonly scores: Scores;
  readonly configuration: Configuration;
  readonly language: Language;
}

/** Registers `spellwright.connectServer`. */
export function registerServer(dependencies: ServerDependencies): vscode.Disposable {
  const command = new ConnectServer(dependencies);
  return vscode.commands.registerCommand('spellwright.connectServer', () => command.run());
}

/** Asks for an address, sees what answers there, and uses it once the user has read what will be sent. */
class ConnectServer {
  constructor(private readonly dependencies: ServerDependencies) {}

  async run(): Promise<void> {
    const { servers, configuration } = this.dependencies;
    const before = configuration.serverUrl.value;
    if (before !== '') {
      const leave = { label: plainText(this.#say('leave', { server: before })) };
      const another = { label: this.#say('another') };
      const picked = await vscode.window.showQuickPick([leave, another], { title: this.#say('title') });
      if (!picked) return;
      if (picked === leave) return servers.leave();
    }
    const given = await this.#address(before);
    if (given) await this.#connect(given);
  }

  async #address(before: string): Promise<ServerToAsk | undefined> {
    const url = await plainWindow.showInputBox({
      title: this.#say('title'),
      prompt: this.#say('addressPrompt'),
      placeHolder: 'https://towers.example.org:8000',
      value: before,
      validateInput: (text) => (text.trim() === '' ? undefined : this.#fault(text)),
      ignoreFocusOut: true,
    });
    if (!url?.trim()) return undefined;
    const token = await plainWindow.showInputBox({
      title: this.#say('title'),
      prompt: this.#say('tokenPrompt'),
      password: true,
      ignoreFocusOut: true,
    });
    if (token === undefined) return undefined;
    const kept = token.trim() || (await this.dependencies.servers.tokenOf(url.trim()));
    return { url: url.trim(), ...(kept && { token: kept }) };
  }

  /** Why an address cannot be used; undefined when it can. */
  #fault(url: string): string | undefined {
    try {
      serverUrl(url);
      return undefined;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return errorText(error, { language: this.dependencies.language, face: 'editor' });
    }
  }

  async #connect(server: ServerToAsk): Promise<void> {
    const { language, servers } = this.dependencies;
    let found: Checkpoint | undefined;
    try {
      found = await this.#check(server);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const model = await this.#choose(error);
      if (model !== undefined) return this.#connect({ ...server, model });
      if (error.code === 'server-model-unknown' && server.model === undefined) return;
      const again = this.#say('again');
      const text = errorText(error, { language, face: 'editor' });
      if ((await plainWindow.showErrorMessage(text, again)) === again) await this.run();
      return;
    }
    if (!found?.server || !(await this.#confirm(found, server.url))) return;
    await servers.use(server);
    void plainWindow.showInformationMessage(this.#say('used', { server: found.server.host }));
  }

  /** Sends the canaries only, which hold nothing of the user's. Undefined when the user has cancelled. */
  async #check(server: ServerToAsk): Promise<Checkpoint | undefined> {
    const { engine, scores } = this.dependencies;
    const uri = vscode.window.activeTextEditor?.document.uri;
    const model = engine.modelFor((uri && scores.get(uri))?.file.frontMatter.model?.value);
    const location = vscode.ProgressLocation.Notification;
    const title = this.#say('checking', { server: server.url });
    return plainWindow.withProgress({ location, title, cancellable: true }, async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      try {
        return await engine.check(model, abort.signal, server);
      } catch (error) {
        if (abort.signal.aborted) return undefined;
        throw error;
      }
    });
  }

  /** Of a server with several models, the one that is meant. */
  async #choose({ code, parameters }: EngineError): Promise<string | undefined> {
    if (code !== 'server-model-unknown') return undefined;
    const known = String(parameters.known).split(', ').filter(Boolean);
    if (known.length === 0) return undefined;
    const models = known.map((model) => ({ label: plainText(model), model }));
    const picked = await vscode.window.showQuickPick(models, { title: this.#say('chooseModel') });
    return picked?.model;
  }

  async #confirm({ server, imageSize }: Checkpoint, url: string): Promise<boolean> {
    const { host, model, checkpoint, agreement } = server!;
    const use = this.#say('use', { server: host });
    const detail = this.#say('plan', {
      ...{ server: host, model, checkpoint, size: imageSize },
      ...{ text: agreement.text.toFixed(5), picture: agreement.picture.toFixed(5) },
      differs: Math.min(agreement.text, agreement.picture) < sameNumbers ? this.#say('differs') : '',
      clear: isInTheClear(url) ? this.#say('clear') : '',
    });
    const asked = this.#say('confirm', { server: host });
    return (await plainWindow.showInformationMessage(asked, { modal: true, detail }, use)) === use;
  }

  #say(key: keyof typeof SERVER_WORDING, parameters?: Parameters): string {
    return say(SERVER_WORDING[key], this.dependencies.language, parameters);
  }
}
