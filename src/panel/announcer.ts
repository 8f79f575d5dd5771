/** Least time between two announcements: scores change with every keystroke, and a screen reader can't be outrun. */
const pauseMs = 2000;

/** Speaks to a live region: at once after a silence, then only the newest of what came in the meantime. */
export class Announcer {
  private waiting?: string;
  private timer?: ReturnType<typeof setTimeout>;

  constructor(
    private readonly write: (text: string) => void,
    private readonly pause = pauseMs,
  ) {}

  say(text: string): void {
    if (this.timer !== undefined) {
      this.waiting = text;
      return;
    }
    this.write(text);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const next = this.waiting;
      this.waiting = undefined;
      if (next !== undefined) this.say(next);
    }, this.pause);
  }
}
