import { SpeedMeter } from '../../core/speedMeter';

/** So few are done before anybody asks how fast it goes. */
const mostWithoutSpeed = 1000;

/** How fast long work goes: what is told beside its progress. */
export class ProgressSpeed {
  readonly #meter = new SpeedMeter();
  #left = 0;

  note({ done, total }: { readonly done: number; readonly total: number }): void {
    if (total < mostWithoutSpeed) return;
    this.#left = total - done;
    this.#meter.note(done, performance.now());
  }

  /** Empty until something can be said. */
  told(): { readonly perSecond?: number; readonly secondsLeft?: number } {
    const { perSecond } = this.#meter;
    return perSecond === undefined ? {} : { perSecond, secondsLeft: this.#left / perSecond };
  }
}
