import * as vscode from 'vscode';
import { hubAccess } from '../../../models/hubAccess';
import { RepositoryCache } from '../../../models/hubCache';
import { ModelError, type ModelErrorCode } from '../../../models/modelError';
import { pullModel } from '../../../models/pullModel';
import { isNonCommercial, type RegisteredModel } from '../../../models/registryFormat';
import { shownBytes } from '../../../words/amounts';
import { MODEL_PICKER_WORDING } from '../../../words/modelPicker';
import { errorText } from '../../../words/problemText';
import { systemReason } from '../../../words/systemReason';
import { MODELS_WORDING } from '../../../words/models';
import { say, type Language, type Parameters } from '../../../words/words';
import type { ModelLibrary } from '../../services/modelLibrary';
import { plainWindow } from '../../services/plainWindow';
import type { WorkOutside } from '../../services/workOutside';
import { downloadPercent, downloadText } from './downloadText';
import { proxySettings } from './proxySettings';

interface Running {
  readonly abort: AbortController;
  /** True when every file is here, false when it was cancelled; rejects with what went wrong. */
  readonly whole: Promise<boolean>;
}

/** More often than this a notification only flickers. */
const pauseMs = 200;

/** Failures that another attempt may not meet. */
const passing: ReadonlySet<ModelErrorCode> = new Set([
  'hub-unreachable',
  'hub-unauthorized',
  'hub-gated',
  'hub-busy',
  'hub-failed',
  'hub-not-a-file',
  'download-cut',
  'download-slow',
  'download-corrupt',
  'disk-full',
  'hub-cache-unwritable',
  'cache-odd-entry',
  'proxy-unusable',
]);
/** Failures that the editor's settings for the network may be the reason for. */
const ofNetwork: ReadonlySet<ModelErrorCode> = new Set([
  'hub-unreachable',
  'hub-not-a-file',
  'hub-redirects',
  'download-slow',
  'proxy-unusable',
]);
/** Failures that are ended on the model's page. */
const ofAccess: ReadonlySet<ModelErrorCode> = new Set(['hub-gated', 'hub-unauthorized']);

/** Downloads checkpoints, after the user's word, where they can be watched and cancelled. */
export class ModelDownloads implements vscode.Disposable {
  readonly #running = new Map<string, Running>();

  constructor(
    private readonly library: ModelLibrary,
    /** Remembers which files of the cache were hashed and right. */
    private readonly memoFolder: string,
    private readonly outside: WorkOutside,
    private readonly language: Language,
    private readonly log: (line: string) => void,
  ) {}

  /**
   * Asks, downloads, and says what went wrong. Who wants a model that is already on its way waits for that download.
   * @param begun an earlier download left a part
   * @returns whether the model is here now
   */
  async fetch(model: RegisteredModel, begun: boolean): Promise<boolean> {
    const running = this.#running.get(model.id);
    if (running) return running.whole.catch(() => false); // who started it says what went wrong
    if (!(await this.#isAllowed(model, begun))) return false;
    for (;;) {
      try {
        return await (this.#running.get(model.id) ?? this.#start(model)).whole;
      } catch (error) {
        if (!(await this.#isRetried(error, model))) return false;
      }
    }
  }

  /** Ends a download; the part that has come stays. */
  async cancel(id: string): Promise<void> {
    const running = this.#running.get(id);
    running?.abort.abort();
    await running?.whole.catch(() => false);
  }

  dispose(): void {
    for (const { abort } of this.#running.values()) abort.abort();
  }

  /** The model's page on the hub. */
  async page({ repository }: RegisteredModel): Promise<vscode.Uri> {
    const { endpoint } = await hubAccess();
    return vscode.Uri.parse(`${endpoint}/${repository}`);
  }

  async #isAllowed(model: RegisteredModel, begun: boolean): Promise<boolean> {
    const { name, licence, megabytes } = model;
    const source = (await this.page(model)).toString(true);
    const { folder } = new RepositoryCache(this.library.places.cacheFolder, model.repository);
    const detail = [
      this.#say('askDetail', { licence, source, folder }),
      ...(isNonCommercial(model) ? [this.#say('askNonCommercial', { licence })] : []),
      ...(model.uses?.includes('taste') ? [this.#say('matchOrTaste')] : []),
      ...(begun ? [this.#say('askResume')] : []),
    ];
    const yes = isNonCommercial(model) ? this.#say('downloadUnder', { licence }) : this.#say('download');
    const answer = await plainWindow.showInformationMessage(
      this.#say('ask', { name, size: shownBytes(megabytes * 1e6) }),
      { modal: true, detail: detail.join('\n') },
      yes,
    );
    return answer === yes;
  }

  #start(model: RegisteredModel): Running {
    const abort = new AbortController();
    // Before the window ends, the lock of the file that is coming is given back.
    const { signal, over } = this.outside.begin(abort.signal);
    const whole = this.#pull(model, abort, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
        return false;
      })
      .finally(() => {
        this.#running.delete(model.id);
        over();
      });
    const running = { abort, whole };
    this.#running.set(model.id, running);
    return running;
  }

  async #pull(model: RegisteredModel, abort: AbortController, signal: AbortSignal): Promise<true> {
    await plainWindow.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: this.#say('downloading', { name: model.name }),
        cancellable: true,
      },
      async (progress, token) => {
        token.onCancellationRequested(() => abort.abort());
        const settings = vscode.workspace.getConfiguration('http');
        const access = await hubAccess(
          process.env,
          proxySettings((key) => settings.get(key)),
        );
        progress.report({ message: this.#say('connecting', { host: hostOf(access.endpoint) }) });
        // Only who downloads pays for the code that does: activation stays quick.
        const { HubConnection } = await import('../../../models/hubConnection');
        const hub = new HubConnection(access);
        let shown = { percent: 0, at: -Infinity };
        try {
          const { replaced, unpinned } = await pullModel(model, {
            hub,
            cacheFolder: this.library.places.cacheFolder,
            memoFolder: this.memoFolder,
            signal,
            onProgress: (now) => {
              const at = performance.now();
              if (!now.isChecking && at - shown.at < pauseMs && now.done < now.total) return;
              const percent = downloadPercent(now);
              const increment = Math.max(0, percent - shown.percent);
              progress.report({ increment, message: downloadText(now, this.language) });
              shown = { percent, at };
            },
          });
          const host = hostOf(access.endpoint);
          if (unpinned.length > 0) {
            this.log(say(MODELS_WORDING.unpinned, this.language, { files: unpinned.join(', '), host }));
          }
          for (const each of replaced) {
            const message = say(MODELS_WORDING.replaced, this.language, { ...each });
            this.log(message);
            void plainWindow.showWarningMessage(message);
          }
        } finally {
          await hub.close();
        }
      },
    );
    return true;
  }

  /** Says what went wrong, with a way on. */
  async #isRetried(error: unknown, model: RegisteredModel): Promise<boolean> {
    if (!(error instanceof ModelError)) {
      this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      const reason = systemReason(error, this.language);
      void plainWindow.showErrorMessage(this.#say('unexpected', { reason }));
      return false;
    }
    this.log(`${model.id}: ${error.message}`);
    const { code } = error;
    const retry = this.#say('retry');
    const settings = this.#say('openSettings');
    const page = this.#say('openPage');
    const answer = await plainWindow.showErrorMessage(
      errorText(error, { language: this.language, face: 'editor' }),
      ...(passing.has(code) ? [retry] : []),
      ...(ofNetwork.has(code) ? [settings] : []),
      ...(ofAccess.has(code) ? [page] : []),
    );
    if (answer === settings)
      await vscode.commands.executeCommand('workbench.action.openSettings', 'http.proxy');
    if (answer === page) await vscode.env.openExternal(await this.page(model));
    return answer === retry;
  }

  #say(key: keyof typeof MODEL_PICKER_WORDING, parameters?: Parameters): string {
    return say(MODEL_PICKER_WORDING[key], this.language, parameters);
  }
}

function hostOf(endpoint: string): string {
  return URL.parse(endpoint)?.host ?? endpoint;
}
