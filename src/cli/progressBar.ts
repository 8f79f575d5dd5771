import stringWidth from 'string-width';
import type { Progress } from '../core/ports';
import { clockTime, SpeedMeter } from '../core/speedMeter';
import { CLI_WORDING } from '../words/cli';
import { say } from '../words/words';
import type { Terminal } from './terminal';

const length = 24;
/** Redrawing more often than this only flickers. */
const pauseMs = 80;
/** So few are done before anybody asks how fast it goes. */
const mostWithoutSpeed = 1000;

/** One line on the error output that shows how far searching and scoring are; nothing in a pipe. */
export class ProgressBar {
  readonly #counts = new Map<Progress['phase'], Progress>();
  readonly #speeds = new SpeedMeter();
  #drawn = 0;
  #shown = false;

  constructor(
    private readonly terminal: Terminal,
    private readonly title: string,
  ) {}

  readonly update = (progress: Progress): void => {
    this.#counts.set(progress.phase, progress);
    if (progress.phase === 'images') this.#speeds.note(progress.done, performance.now());
    this.#draw(() => this.#line());
  };

  /** While files are looked for: how many names have been read. */
  readonly searching = (names: number): void => {
    const searching = say(CLI_WORDING.searching, this.terminal.language, { names });
    this.#draw(() => this.#fitting(`${searching} · ${this.title}`, searching));
  };

  clear(): void {
    if (this.#shown) this.terminal.writeError('\r\x1b[K');
    this.#shown = false;
  }

  #draw(line: () => string): void {
    const now = performance.now();
    if (!this.terminal.watched || now - this.#drawn < pauseMs) return;
    this.#drawn = now;
    this.#shown = true;
    this.terminal.writeError(`\r\x1b[K${line()}`);
  }

  #line(): string {
    const loading = this.#counts.get('loading');
    const isLoading = loading !== undefined && loading.done < loading.total;
    let [done, total] = [0, 0];
    for (const [phase, progress] of this.#counts) {
      if (isLoading !== (phase === 'loading')) continue;
      done += progress.done;
      total += progress.total;
    }
    const filled = Math.round((length * done) / Math.max(total, 1));
    const bar = '█'.repeat(filled) + '░'.repeat(length - filled);
    const what = say(isLoading ? CLI_WORDING.loading : CLI_WORDING.working, this.terminal.language);
    const speed = this.#speed();
    const line = `${bar} ${done}/${total} ${what}${speed} · ${this.title}`;
    return this.#fitting(line, `${bar} ${done}/${total}${speed}`);
  }

  /** Of many pictures: how many a second, and how long the rest will take. */
  #speed(): string {
    const images = this.#counts.get('images');
    const rate = this.#speeds.perSecond;
    if (!images || images.total < mostWithoutSpeed || rate === undefined) return '';
    const left = clockTime((images.total - images.done) / rate);
    const rounded = rate < 10 ? rate.toFixed(1) : String(Math.round(rate));
    return ` · ${say(CLI_WORDING.speed, this.terminal.language, { rate: rounded, left })}`;
  }

  #fitting(line: string, shorter: string): string {
    return stringWidth(line) < (this.terminal.width ?? 80) ? line : shorter;
  }
}
