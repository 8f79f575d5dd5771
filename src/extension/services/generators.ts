import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { parametersOfLine, type ReadParameters } from '../../core/judge/readParameters';
import type { GenerationParameters } from '../../core/judge/generationParameters';
import { GENERATED_FOLDER, readGenerated } from '../../files/generatedPictures';
import { isThisMachine, readAddress, shownUrl, type GeneratorAddress } from '../../generators/address';
import { connect } from '../../generators/connect';
import type { Generator, GeneratorIdentity } from '../../generators/generator';
import { GeneratorError } from '../../generators/generatorError';
import { drawPictures, type DrawnRequest, type DrawRequest } from '../../tasks/drawPictures';
import { workflowKey } from '../../tasks/givenWorkflow';
import { answeredSince, type GenerationPlan } from '../../tasks/planPictures';
import { DRAW_WORDING } from '../../words/drawing';
import { say, type Language, type Parameters } from '../../words/words';
import type { Configuration } from './configuration';
import { GeneratorSecretStore, type GeneratorSecrets } from './generatorSecrets';
import { KeptWorkflow } from './keptWorkflow';
import { plainWindow } from './plainWindow';
import { Turns } from './turns';
import type { WorkOutside } from './workOutside';
import { pathOf } from './places';

/** Addresses outside this machine that the user has agreed to, in the state of the extension. */
const AGREED_KEY = 'spellwright.generator.agreed';
/** Whether an address is set, for menus. */
const IS_SET_CONTEXT = 'spellwright.generatorIsSet';
/** What answers sooner needs no progress. */
const PATIENCE_MS = 500;

/** A generator that answers and that the user has agreed to. */
export interface ConnectedGenerator {
  readonly generator: Generator;
  readonly identity: GeneratorIdentity;
  /** What tells the user's own workflow from others; for `PlanRequest.workflow`. Undefined without one. */
  readonly workflow?: string;
}

/** A picture that is drawn just then. */
export interface PictureUnderWay {
  /** Place in the plan's requests. */
  readonly index: number;
  /** It waits for others at the generator. */
  readonly isQueued: boolean;
  /** From 0 to 1; undefined where it is not known. */
  readonly fraction?: number;
  /** The picture so far, a file of its own. The last one that came stays. */
  readonly preview?: Uint8Array;
}

/** What is drawn, or was drawn last, of a spell file. */
export interface Drawing {
  readonly uri: vscode.Uri;
  readonly plan: GenerationPlan;
  /** Where the pictures are written, absolute. */
  readonly folder: string;
  /** Another drawing on the same generator goes first. */
  readonly isWaiting: boolean;
  /** In the order in which they came. */
  readonly drawn: readonly DrawnRequest[];
  readonly current?: PictureUnderWay;
  readonly isOver: boolean;
}

export interface DrawingRequest extends Omit<DrawRequest, 'generator' | 'source' | 'onProgress'> {
  /** Of the spell file. */
  readonly uri: vscode.Uri;
  readonly connected: ConnectedGenerator;
}

/**
 * The user's own generator, as the editor knows it. Its address is a setting of the user's; what it asks for besides lies in
 * the secret storage. Nothing is asked before the user wishes something of it, and outside this machine not before they agreed.
 */
export class GeneratorService implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another address, another workflow, or it is known now what answers. */
  readonly onDidChange = this.#changed.event;
  readonly #drew = new vscode.EventEmitter<Drawing>();
  /** How a drawing goes on: previews, pictures, its end. */
  readonly onDidDraw = this.#drew.event;
  readonly workflow: KeptWorkflow;
  readonly #secrets: GeneratorSecretStore;
  readonly #turns = new Turns();
  readonly #drawings = new Map<string, Drawing>();
  readonly #disposables: vscode.Disposable[] = [this.#changed, this.#drew];
  #identity: GeneratorIdentity | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly configuration: Configuration,
    private readonly language: Language,
    private readonly outside: WorkOutside,
  ) {
    this.workflow = new KeptWorkflow(context.globalStorageUri, context.globalState);
    this.#secrets = new GeneratorSecretStore(context.secrets);
    const tellIsSet = (): void =>
      void vscode.commands.executeCommand('setContext', IS_SET_CONTEXT, this.address !== undefined);
    this.#disposables.push(
      configuration.generatorAddress.onDidChange(() => {
        tellIsSet();
        this.#changed.fire();
      }),
    );
    tellIsSet();
  }

  /** As the user's settings have it, without a user or password; undefined where none is set. Nobody is asked. */
  get address(): string | undefined {
    const written = this.configuration.generatorAddress.value;
    return written === '' ? undefined : shownAddress(written);
  }

  /** What answered there last; undefined before anything did. */
  get identity(): GeneratorIdentity | undefined {
    return this.#identity?.url === this.address ? this.#identity : undefined;
  }

  /**
   * The generator at the user's address, asked anew each time. Where there is none, connecting one is offered; an address
   * outside this machine is asked about once. What takes long shows that it does, and can be cancelled.
   * @returns undefined where the user declined, or where none is connected
   * @throws GeneratorError; the signal's reason
   */
  async use(signal?: AbortSignal): Promise<ConnectedGenerator | undefined> {
    if (!this.#isTrusted()) return undefined;
    if (this.address === undefined && !(await this.#offerToConnect())) return undefined;
    const { address } = this;
    if (address === undefined || !(await this.agreesTo(address))) return undefined;
    return this.#patiently(address, signal, async (either) => {
      const given = await this.workflow.read();
      const options = given ? { comfyui: { given } } : {};
      const generator = await connect(await this.#wholeAddress(), either, options);
      const { identity } = generator;
      this.#known(identity);
      const workflow = given && identity.family === 'comfyui' ? workflowKey(given) : undefined;
      return { generator, identity, ...(workflow !== undefined && { workflow }) };
    });
  }

  /** What the user's settings say of each picture. What of them is not understood says `unreadSettings`. */
  settings(uri: vscode.Uri): GenerationParameters {
    return this.#parameters(uri).parameters;
  }

  /** Names in `spellwright.generate.parameters` that are not known: whoever draws says so first. */
  unreadSettings(uri: vscode.Uri): readonly string[] {
    return this.#parameters(uri).unread;
  }

  /** Where the pictures of a spell file lie, absolute: beside it unless the setting says where. */
  folder(uri: vscode.Uri): string {
    return path.resolve(
      path.dirname(pathOf(uri)),
      this.configuration.generateFolder.of(uri) || GENERATED_FOLDER,
    );
  }

  /**
   * Whether things may be sent to an address. One outside this machine is asked about, once: the answer is kept.
   * @throws GeneratorError `generator-address-unusable`
   */
  async agreesTo(address: string): Promise<boolean> {
    if (isThisMachine(address)) return true;
    const agreed = this.context.globalState.get<readonly string[]>(AGREED_KEY, []);
    if (agreed.includes(address)) return true;
    const { host } = readAddress({ url: address }).url;
    const yes = this.#say('agree');
    const answer = await plainWindow.showWarningMessage(
      this.#say('outside', { host }),
      { modal: true, detail: this.#say('outsideDetail', { url: address }) },
      yes,
    );
    if (answer !== yes) return false;
    await this.context.globalState.update(AGREED_KEY, [...agreed, address]);
    return true;
  }

  /**
   * Makes an address the user's own, if a generator answers there. One that is named alone is asked with what it was asked
   * with before.
   * @returns undefined where the user declined
   * @throws GeneratorError; the signal's reason; then all is as it was
   */
  async connectTo(address: GeneratorAddress, signal?: AbortSignal): Promise<GeneratorIdentity | undefined> {
    const { url, ...given } = separated(address);
    if (!(await this.agreesTo(url))) return undefined;
    const secrets = Object.keys(given).length > 0 ? given : await this.#secrets.of(url);
    return this.#patiently(url, signal, async (either) => {
      const { identity } = await connect({ url, ...secrets }, either);
      await this.#secrets.keep(url, secrets);
      await this.#write(url);
      this.#known(identity);
      return identity;
    });
  }

  /** Forgets the address, what it asks for besides, and that it may be asked. */
  async disconnect(): Promise<void> {
    const { address } = this;
    if (address === undefined) return;
    const agreed = this.context.globalState.get<readonly string[]>(AGREED_KEY, []);
    await this.#secrets.forget(address);
    await this.context.globalState.update(
      AGREED_KEY,
      agreed.filter((each) => each !== address),
    );
    await this.#write(undefined);
  }

  /** What is drawn of a spell file, or was drawn last in this window. */
  drawing(uri: vscode.Uri): Drawing | undefined {
    return this.#drawings.get(uri.toString());
  }

  /** Whether a drawing that begins now would wait for another one. */
  isBusy({ identity }: ConnectedGenerator): boolean {
    return this.#turns.isTaken(identity.url);
  }

  /**
   * Draws what is planned, as `drawPictures` does, and tells of it by `onDidDraw`. Of several at once on one generator, one
   * waits for the other.
   * @throws as `drawPictures`; an error named `Canceled` when the window ends
   */
  async *draw({ uri, connected, ...request }: DrawingRequest): AsyncGenerator<DrawnRequest> {
    const { generator, identity } = connected;
    const { plan, folder } = request;
    const { signal, over } = this.outside.begin(request.signal);
    let drawing: Drawing = {
      ...{ uri, plan, folder, drawn: [], isOver: false },
      isWaiting: this.isBusy(connected),
    };
    const tell = (change: Partial<Drawing>): void => {
      drawing = { ...drawing, ...change };
      this.#drawings.set(uri.toString(), drawing);
      this.#drew.fire(drawing);
    };
    tell({});
    try {
      const end = await this.#turns.take(identity.url, signal);
      try {
        const hasWaited = drawing.isWaiting;
        tell({ isWaiting: false });
        const pictures = drawPictures({
          ...request,
          signal,
          // Whoever went before may have drawn of the same file.
          plan: hasWaited ? answeredSince(plan, await readGenerated(folder)) : plan,
          source: path.basename(pathOf(uri)),
          generator,
          onProgress: (index, { fraction, queued, preview }) => {
            const before = drawing.current?.index === index ? drawing.current.preview : undefined;
            const shown = preview ?? before;
            tell({
              current: {
                index,
                isQueued: queued === true,
                ...(fraction !== undefined && { fraction }),
                ...(shown && { preview: shown }),
              },
            });
          },
        });
        for await (const one of pictures) {
          tell({ drawn: [...drawing.drawn, one], current: undefined });
          yield one;
        }
      } finally {
        end();
      }
    } finally {
      tell({ isWaiting: false, current: undefined, isOver: true });
      over();
    }
  }

  /** Something else about it changed: its workflow. */
  changed(): void {
    this.#changed.fire();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #known(identity: GeneratorIdentity): void {
    if (isDeepStrictEqual(this.#identity, identity)) return;
    this.#identity = identity;
    this.#changed.fire();
  }

  #parameters(uri: vscode.Uri): ReadParameters {
    return parametersOfLine(this.configuration.generateParameters.of(uri));
  }

  /**
   * The address with what it asks for. A password that somebody wrote into the setting goes to where passwords lie.
   * @throws GeneratorError `generator-address-unusable`
   */
  async #wholeAddress(): Promise<GeneratorAddress> {
    const { url, ...written } = separated({ url: this.configuration.generatorAddress.value });
    const kept: GeneratorSecrets = await this.#secrets.of(url);
    if (!written.user && !written.password) return { url, ...kept };
    const secrets = { ...kept, ...written };
    await this.#secrets.keep(url, secrets);
    await this.#write(url);
    return { url, ...secrets };
  }

  async #write(url: string | undefined): Promise<void> {
    await vscode.workspace
      .getConfiguration('spellwright')
      .update('generator.address', url, vscode.ConfigurationTarget.Global);
  }

  #isTrusted(): boolean {
    if (vscode.workspace.isTrusted) return true;
    const manage = this.#say('manageTrust');
    void Promise.resolve(plainWindow.showWarningMessage(this.#say('untrusted'), manage)).then((answer) => {
      if (answer === manage) void vscode.commands.executeCommand('workbench.trust.manage');
    });
    return false;
  }

  /** @returns whether one is connected now */
  async #offerToConnect(): Promise<boolean> {
    const yes = this.#say('connect');
    const answer = await plainWindow.showInformationMessage(
      this.#say('noGenerator'),
      { modal: true, detail: this.#say('noGeneratorDetail') },
      yes,
    );
    if (answer === yes) await vscode.commands.executeCommand('spellwright.connectGenerator');
    return answer === yes && this.address !== undefined;
  }

  /** @throws what the work throws; the signal's reason */
  async #patiently<T>(
    url: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    const cancelled = new AbortController();
    const either = signal ? AbortSignal.any([signal, cancelled.signal]) : cancelled.signal;
    const working = work(either);
    const showing = setTimeout(() => {
      const options = {
        location: vscode.ProgressLocation.Notification,
        title: this.#say('asking', { url }),
        cancellable: true,
      };
      void plainWindow.withProgress(options, (_, token) => {
        token.onCancellationRequested(() => cancelled.abort());
        return working.then(
          () => undefined,
          () => undefined,
        );
      });
    }, PATIENCE_MS);
    try {
      return await working;
    } catch (error) {
      if (cancelled.signal.aborted && !signal?.aborted) return undefined;
      throw error;
    } finally {
      clearTimeout(showing);
    }
  }

  #say(key: keyof typeof DRAW_WORDING, parameters?: Parameters): string {
    return say(DRAW_WORDING[key], this.language, parameters);
  }
}

/** Without any secret; what is no address as it is written, but for what may be a password. */
function shownAddress(written: string): string {
  try {
    return shownUrl(readAddress({ url: written }).url);
  } catch (error) {
    if (error instanceof GeneratorError) return String(error.parameters.url);
    throw error;
  }
}

/**
 * The address, and what it asks for apart from it.
 * @throws GeneratorError `generator-address-unusable`
 */
function separated(address: GeneratorAddress): GeneratorAddress {
  const { url, user, password } = readAddress(address);
  return {
    url: shownUrl(url),
    ...(user && { user }),
    ...(password && { password }),
    ...(address.header && { header: address.header }),
  };
}
