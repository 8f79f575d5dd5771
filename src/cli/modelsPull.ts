import { hubAccess } from '../models/hubAccess';
import { pullModel, type PullProgress } from '../models/pullModel';
import { isNonCommercial, type RegisteredModel } from '../models/registryFormat';
import { shownBytes, shownTime } from '../words/amounts';
import { MODEL_PICKER_WORDING } from '../words/modelPicker';
import { MODELS_WORDING } from '../words/models';
import { say } from '../words/words';
import { exitCodes } from './commands';
import type { ModelsContext } from './modelsContext';
import { printable } from './table';
import type { Terminal } from './terminal';

/** Redrawing more often than this only flickers. */
const pauseMs = 100;

/**
 * `spellwright models pull ID`: the command is the user's word; what it takes is said first. A licence that forbids commercial
 * use has to be named in it.
 */
export async function pullCommand(
  model: RegisteredModel,
  context: ModelsContext,
  acceptedLicence?: string,
): Promise<number> {
  const { terminal, places, memoFolder, environment, signal } = context;
  const { language } = terminal;
  const revision = model.revision?.slice(0, 12) ?? say(MODELS_WORDING.newest, language);
  const { name, licence, repository } = model;
  const size = shownBytes(model.megabytes * 1e6);
  terminal.writeError(
    `${say(MODELS_WORDING.pulling, language, { name, size, licence, repository, revision })}\n`,
  );
  if (model.uses?.includes('taste'))
    terminal.writeError(`${say(MODEL_PICKER_WORDING.matchOrTaste, language)}\n`);
  if (isNonCommercial(model) && acceptedLicence !== licence) {
    const words = say(MODELS_WORDING.nonCommercial, language, { id: model.id, licence });
    terminal.writeError(`${printable(words)}\n`);
    return exitCodes.wrong;
  }
  const access = await hubAccess(environment);
  // Only who downloads pays for the code that does: every command starts sooner.
  const { HubConnection } = await import('../models/hubConnection');
  const hub = new HubConnection(access);
  const line = new PullLine(terminal);
  try {
    const { folder, downloaded, replaced, unpinned } = await pullModel(model, {
      hub,
      cacheFolder: places.cacheFolder,
      memoFolder,
      signal,
      onProgress: line.update,
    });
    line.clear();
    for (const { file, aside } of replaced) {
      terminal.writeError(`${printable(say(MODELS_WORDING.replaced, language, { file, aside }))}\n`);
    }
    if (unpinned.length > 0) {
      const host = URL.parse(access.endpoint)?.host ?? access.endpoint;
      const files = unpinned.join(', ');
      terminal.writeError(`${printable(say(MODELS_WORDING.unpinned, language, { files, host }))}\n`);
    }
    const message =
      downloaded === 0
        ? say(MODELS_WORDING.alreadyThere, language, { folder })
        : say(MODELS_WORDING.done, language, { size: shownBytes(downloaded), folder });
    await terminal.write(`${message}\n${say(MODELS_WORDING.use, language, { id: model.id })}\n`);
    return exitCodes.done;
  } finally {
    line.clear();
    await hub.close();
  }
}

/** One line on the error output that shows how far the download is; nothing in a pipe. */
class PullLine {
  #drawn = -Infinity;
  #shown = false;

  constructor(private readonly terminal: Terminal) {}

  readonly update = ({ file, isChecking, done, total, bytesPerSecond, secondsLeft }: PullProgress): void => {
    const now = performance.now();
    if (!this.terminal.watched || (!isChecking && now - this.#drawn < pauseMs)) return;
    this.#drawn = now;
    this.#shown = true;
    if (isChecking) {
      this.terminal.writeError(`\r\x1b[K${say(MODELS_WORDING.checking, this.terminal.language, { file })}`);
      return;
    }
    const percent = Math.floor((100 * done) / Math.max(total, 1));
    const parts = [`${percent} %`, `${shownBytes(done)} / ${shownBytes(total)}`];
    if (bytesPerSecond !== undefined) parts.push(`${shownBytes(bytesPerSecond)}/s`);
    if (secondsLeft !== undefined) {
      const time = shownTime(secondsLeft);
      parts.push(say(MODELS_WORDING.remaining, this.terminal.language, { time }));
    }
    this.terminal.writeError(`\r\x1b[K${parts.join(' · ')} · ${file}`);
  };

  clear(): void {
    if (this.#shown) this.terminal.writeError('\r\x1b[K');
    this.#shown = false;
  }
}
