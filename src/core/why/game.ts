import { keepUnits, type TextUnit } from './textUnits';

/**
 * A text whose units are there or not, as in a cooperative game: what a set of them is worth is what the text of these
 * alone is worth. Units are taken out, never masked: CLIP has not seen masks.
 */
export class Game {
  /**
   * @param players the units that are asked about
   * @param others units of the text that are always there
   */
  constructor(
    private readonly text: string,
    readonly players: readonly TextUnit[],
    private readonly others: readonly TextUnit[] = [],
  ) {}

  /** The text of a set of players. */
  textOf(keeps: (player: number) => boolean): string {
    const all = [
      ...this.players.map((unit, player) => ({ unit, kept: keeps(player) })),
      ...this.others.map((unit) => ({ unit, kept: true })),
    ].sort((a, b) => a.unit.start - b.unit.start);
    return keepUnits(
      this.text,
      all.map(({ unit }) => unit),
      (i) => all[i]!.kept,
    );
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
