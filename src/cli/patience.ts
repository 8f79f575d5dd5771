import type { Stall } from '../client/engineState';
import { CLI_WORDING } from '../words/cli';
import { stallText } from '../words/engine';
import { say } from '../words/words';
import type { Terminal } from './terminal';

/** Nobody may be there to press Ctrl+C. */
const usualLimitSeconds = 600;
/** By then somebody wonders. */
const tellEverySeconds = 60;

/** What the terminal does about an engine that is stuck: it says so now and then, and gives it up at last. */
export class Patience {
  #limitSeconds = usualLimitSeconds;

  constructor(private readonly terminal: Terminal) {}

  /** How long one step of the engine may take. */
  set limitSeconds(seconds: number | undefined) {
    this.#limitSeconds = seconds ?? usualLimitSeconds;
  }

  /** After how long a step is told of. */
  readonly tellAfterSeconds = (): number => Math.min(tellEverySeconds, this.#limitSeconds);

  readonly onStall = (stall: Stall): void => {
    const { isSilent, seconds } = stall;
    // A process that does not run at all has not been brought to it by what it was asked.
    const limit = isSilent ? this.tellAfterSeconds() : this.#limitSeconds;
    const isOver = seconds >= limit;
    const wording = isSilent
      ? CLI_WORDING[isOver ? 'stalledRestart' : 'stalledSilent']
      : CLI_WORDING[isOver ? 'stalledEnd' : 'stalled'];
    const { terminal } = this;
    const what = stallText(stall, terminal.language);
    const line = say(wording, terminal.language, { what, limit });
    // What a progress bar draws stands in the same line.
    terminal.writeError(`${terminal.watched ? '\r\x1b[K' : ''}${line}\n`);
    if (!isOver) stall.waitLonger(Math.min(tellEverySeconds, limit - seconds));
    else if (isSilent) stall.restart();
    else stall.giveUp();
  };
}
