/** What the phrase around a word for a person says of it; asked by the index of its token, in ascending order. */
export interface PersonReader {
  /** A person is drawn and nothing here says who: no thing, likeness, animal or name, and nobody who is missing. */
  isLeftOpen(index: number): boolean;
  /** An animal, a toy or a robot is meant ("a fox wizard"). */
  isFigure(index: number): boolean;
  /** Somebody else than the person of whom a gender is said ("a man carrying a child"). */
  isBesideStated(index: number): boolean;
}
