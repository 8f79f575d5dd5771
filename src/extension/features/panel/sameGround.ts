import type { FileScore } from '../../../core/score/fileScore';
import type { Spanned, SpellFile } from '../../../core/spell/spell';

/** What something was measured on. */
export interface Ground {
  readonly score: FileScore;
  readonly file: SpellFile;
}

/** Whether what was measured then would be measured now: on the same pictures, in the same templates, by the same checkpoint. */
export function isSameGround(then: Ground, now: Ground): boolean {
  const templates = ({ file }: Ground): readonly string[] => valuesOf(file.frontMatter.templates);
  const images = ({ score }: Ground): readonly string[] => score.images.map(({ hash }) => hash);
  return (
    now.score.checkpoint.hash === then.score.checkpoint.hash &&
    isSameList(images(then), images(now)) &&
    isSameList(templates(then), templates(now))
  );
}

/** Whether a spell stands with this text. */
export function isTextOf(
  { spell, text }: { readonly spell: number; readonly text: string },
  { spells, prompts }: FileScore,
): boolean {
  const best = spells[spell]?.best;
  return best !== undefined && prompts[best]!.expansion.text === text;
}

export function valuesOf(entries: readonly Spanned<string>[] | undefined): readonly string[] {
  return (entries ?? []).map(({ value }) => value);
}

export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}
