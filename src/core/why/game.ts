import { keepUnits, type TextUnit } from './textUnits';

/**
 * A text whose units are there or not, as in a cooperative game: what a set of them is worth is what the text of these
 * alone is worth. Units are taken out, never masked: CLIP has not seen masks.
 */
export class Game {
  /** All units in the order of the text, and which player each is. */
  readonly #units: readonly TextUnit[];
  readonly #player: readonly (number | undefined)[];

  /**
   * @param players the units that are asked about
   * @param others units of the text that are always there
   */
  constructor(
    private readonly text: string,
    readonly players: readonly TextUnit[],
    others: readonly TextUnit[] = [],
  ) {
    const all = [
      ...players.map((unit, player) => ({ unit, player })),
      ...others.map((unit) => ({ unit, player: undefined })),
    ].sort((a, b) => a.unit.start - b.unit.start);
    this.#units = all.map(({ unit }) => unit);
    this.#player = all.map(({ player }) => player);
  }

  /** The text of a set of players. */
  textOf(keeps: (player: number) => boolean): string {
    return keepUnits(this.text, this.#units, (i) => {
      const player = this.#player[i];
      return player === undefined || keeps(player);
    });
  }

  get all(): string {
    return this.textOf(() => true);
  }

  get none(): string {
    return this.textOf(() => false);
  }

  alone(player: number): string {
    return this.textOf((other) => other === player);
  }

  without(...players: readonly number[]): string {
    return this.textOf((other) => !players.includes(other));
  }
}
