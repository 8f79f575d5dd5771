/** Speed is that of the last seconds: pictures that are known already go by at once. */
const windowMs = 20_000;

/** How fast a count grows. */
export class SpeedMeter {
  readonly #notes: { readonly count: number; readonly time: number }[] = [];

  /** @param time in milliseconds, never less than before */
  note(count: number, time: number): void {
    this.#notes.push({ count, time });
    while (this.#notes.length > 2 && this.#notes[1]!.time < time - windowMs) this.#notes.shift();
  }

  /** Undefined until something can be said. */
  get perSecond(): number | undefined {
    const [first, last] = [this.#notes[0], this.#notes.at(-1)];
    if (!first || !last || last.time - first.time < 1000 || last.count <= first.count) return undefined;
    return ((last.count - first.count) / (last.time - first.time)) * 1000;
  }
}

/** 4000 → "1:06:40", 75 → "1:15". */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
