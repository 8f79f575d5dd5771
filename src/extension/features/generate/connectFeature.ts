import * as vscode from 'vscode';
import { plainText } from '../../../core/plainText';
import { readAddress, type GeneratorAddress } from '../../../generators/address';
import { discover, type Discovered } from '../../../generators/discover';
import type { GeneratorIdentity } from '../../../generators/generator';
import { GeneratorError } from '../../../generators/generatorError';
import { DRAW_WORDING } from '../../../words/drawing';
import { generatorErrorText, generatorName } from '../../../words/generators';
import { say, type Language, type Parameters } from '../../../words/words';
import { showGeneratorError } from '../../services/generatorMessages';
import type { GeneratorService } from '../../services/generators';
import { plainWindow } from '../../services/plainWindow';
import { askSecrets } from './askSecrets';

interface Parts {
  readonly generators: GeneratorService;
  readonly language: Language;
}

type Choice = vscode.QuickPickItem & {
  readonly found?: Discovered;
  readonly wish?: 'enter' | 'ask-again';
};

/** What says that something is to be signed in to first. */
const ASKS_FOR_SECRETS = new Set(['generator-unauthorized', 'generator-html', 'generator-redirects']);

/** Registers `spellwright.connectGenerator` (argument: an address to take without asking which) and `spellwright.disconnectGenerator`. */
export function registerConnect(parts: Parts): vscode.Disposable {
  const { generators, language } = parts;
  const connecting = new Connecting(parts);
  return vscode.Disposable.from(
    vscode.commands.registerCommand('spellwright.connectGenerator', (address?: unknown) =>
      typeof address === 'string' ? connecting.take({ url: address }) : connecting.choose(),
    ),
    vscode.commands.registerCommand('spellwright.disconnectGenerator', async () => {
      const was = generators.address;
      await generators.disconnect();
      void plainWindow.showInformationMessage(
        say(DRAW_WORDING[was === undefined ? 'notConnected' : 'disconnected'], language),
      );
    }),
  );
}

class Connecting {
  constructor(private readonly parts: Parts) {}

  /** Asks the usual addresses of this machine, and lets the user choose. */
  async choose(): Promise<void> {
    for (;;) {
      const found = await this.#discovered();
      if (!found) return;
      const choice = await vscode.window.showQuickPick(this.#choices(found), {
        title: this.#say('connectTitle'),
        placeHolder: this.#say(found.length > 0 ? 'connectFound' : 'connectFoundNone'),
        matchOnDescription: true,
      });
      if (choice?.wish === 'ask-again') continue;
      if (choice?.wish === 'enter') await this.#enter();
      else if (choice?.found) await this.#takeFound(choice.found);
      return;
    }
  }

  /** Connects; where the address asks for something, asks the user for that, as often as they try. */
  async take(address: GeneratorAddress): Promise<void> {
    const { generators, language } = this.parts;
    let whole = address;
    for (;;) {
      try {
        const identity = await generators.connectTo(whole);
        if (identity) this.#connected(identity);
        return;
      } catch (error) {
        if (!(error instanceof GeneratorError)) throw error;
        if (!ASKS_FOR_SECRETS.has(error.code)) return showGeneratorError(error, language);
        const secrets = await askSecrets(generatorErrorText(error, language), address.url, language);
        if (!secrets) return;
        whole = { url: address.url, ...secrets };
      }
    }
  }

  async #enter(): Promise<void> {
    const url = await plainWindow.showInputBox({
      title: this.#say('enterAddress'),
      prompt: this.#say('addressPrompt'),
      placeHolder: 'http://127.0.0.1:7860',
      value: this.parts.generators.address ?? '',
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? undefined : this.#fault(text)),
    });
    if (url?.trim()) await this.take({ url });
  }

  async #takeFound(found: Discovered): Promise<void> {
    if ('identity' in found || found.error.code === 'generator-unauthorized')
      return this.take({ url: found.url });
    void plainWindow.showWarningMessage(generatorErrorText(found.error, this.parts.language));
  }

  #connected(identity: GeneratorIdentity): void {
    const text = this.#say('connectedTo', { name: generatorName(identity), url: identity.url });
    const workflow = this.#say('chooseWorkflow');
    const titles = identity.family === 'comfyui' ? [workflow] : [];
    void Promise.resolve(plainWindow.showInformationMessage(text, ...titles)).then((chosen) => {
      if (chosen === workflow) void vscode.commands.executeCommand('spellwright.chooseWorkflow');
    });
  }

  /** Undefined once it is cancelled. */
  async #discovered(): Promise<readonly Discovered[] | undefined> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: this.#say('discovering'),
      cancellable: true,
    };
    return plainWindow.withProgress(options, async (_, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      try {
        return await discover(undefined, cancelled.signal);
      } catch (error) {
        if (cancelled.signal.aborted) return undefined;
        throw error;
      }
    });
  }

  #choices(found: readonly Discovered[]): Choice[] {
    const { generators, language } = this.parts;
    return [
      ...found.map((each): Choice =>
        'identity' in each
          ? {
              label: `$(plug) ${plainText(generatorName(each.identity))}`,
              description: each.url,
              ...(each.url === generators.address && { detail: this.#say('isConnected') }),
              found: each,
            }
          : {
              label: `$(warning) ${new URL(each.url).host}`,
              detail: plainText(generatorErrorText(each.error, language)),
              found: each,
            },
      ),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      { label: `$(edit) ${this.#say('enterAddress')}`, wish: 'enter' },
      { label: `$(refresh) ${this.#say('askAgain')}`, wish: 'ask-again' },
    ];
  }

  #fault(url: string): string | undefined {
    try {
      readAddress({ url });
      return undefined;
    } catch (error) {
      if (error instanceof GeneratorError) return generatorErrorText(error, this.parts.language);
      throw error;
    }
  }

  #say(key: keyof typeof DRAW_WORDING, parameters?: Parameters): string {
    return say(DRAW_WORDING[key], this.parts.language, parameters);
  }
}
