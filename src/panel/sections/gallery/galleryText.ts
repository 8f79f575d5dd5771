import { checkpointLabel } from '../../../core/score/export/exportedFile';
import { fewestPairs } from '../../../core/statistics/spearman';
import type { GalleryMessage, PanelDrawn, PanelMaking, PanelVariant } from '../../../protocol/panel/gallery';
import { cosine, leanText, percent } from '../../../words/numbers';
import type { Say } from '../../wording';

/** Which variant came out closer, and whether the scores foretold it, in sentences; none before there is a verdict. */
export function verdictTexts({ verdict, variants }: GalleryMessage, say: Say): readonly string[] {
  if (!verdict) return [];
  const { references, seeds, canTell, standings, foretold, wasScored } = verdict;
  if (references === 0) return [say('galleryNoReferences')];
  if (standings.length < 2) return [say('galleryOneVariant')];
  if (seeds === 0) return [say('galleryNoSeeds')];
  const first = standings.find(({ ranks }) => ranks?.first === 1 && ranks.last === 1);
  const who = !canTell
    ? say('galleryTooFew', { seeds })
    : first
      ? say('galleryFirstBetter', { variant: variants[first.variant]!.text })
      : say('galleryNoneBetter');
  if (foretold) {
    const { rho, low, high, pairs } = foretold;
    return [
      who,
      say('galleryForetold', { rho: leanText(rho), low: leanText(low), high: leanText(high), pairs }),
    ];
  }
  if (!wasScored) return [who, say('galleryForetoldUnscored')];
  const pairs = standings.filter(({ rank }) => rank !== undefined).length;
  return [who, pairs < fewestPairs ? say('galleryForetoldTooFew', { pairs }) : say('galleryForetoldEven')];
}

/** On how many pictures, and by whose eye. */
export function basisText({ verdict }: GalleryMessage, say: Say): string | undefined {
  if (!verdict) return undefined;
  const { references, seeds } = verdict;
  const checkpoint = checkpointLabel(verdict.checkpoint);
  return references === 0
    ? say('galleryBasisOwn', { checkpoint })
    : say('galleryBasis', { references, seeds, checkpoint });
}

/** A variant for somebody who listens: its text, and that it is none of the file's, or how it differs from one. */
export function variantText(variant: PanelVariant, say: Say): string {
  return variant.isGone ? `${variant.text} (${goneText(variant, say)})` : variant.text;
}

/** What has become of a text that the file does not have. */
export function goneText({ change }: PanelVariant, say: Say): string {
  return change === undefined ? say('galleryGone') : say('galleryGoneBy', { change });
}

export function seedText(picture: PanelDrawn | undefined, say: Say): string {
  return picture?.seed === undefined ? say('gallerySeedUnknown') : say('gallerySeed', { seed: picture.seed });
}

/** All that the grid shows of a picture, in words. */
export function pictureText(
  picture: PanelDrawn,
  variant: PanelVariant,
  side: string | undefined,
  say: Say,
): string {
  const { own, closeness, nearest, failure } = picture;
  const isJudged = own !== undefined || closeness !== undefined;
  return [
    say('galleryCell', { variant: variantText(variant, say), seed: seedText(picture, say) }),
    ...(own === undefined ? [] : [say('galleryCellOwn', { own: percent(own) })]),
    ...(closeness === undefined ? [] : [say('galleryCellCloseness', { closeness: cosine(closeness) })]),
    ...(nearest ? [say('galleryCellNearest', { picture: nearest.picture })] : []),
    ...(failure !== undefined ? [failure] : isJudged ? [] : [say('galleryCellUnjudged')]),
    ...(picture.differs ? [say('galleryCellDiffers')] : []),
    ...(picture.isReference ? [say('galleryCellReference')] : []),
    ...(side === undefined ? [] : [say('galleryCellMarked', { side })]),
  ].join(', ');
}

export interface Contrast {
  readonly name: string;
  readonly a: string;
  readonly b: string;
}

/** Facts of two pictures: those that differ, and the names of those that do not. What ran counts, where it is known. */
export function contrast(
  a: readonly (readonly [name: string, value: string | undefined])[],
  b: readonly (readonly [name: string, value: string | undefined])[],
): { readonly differ: readonly Contrast[]; readonly alike: readonly string[] } {
  const ofB = new Map(b);
  const names = [...new Set([...a, ...b].map(([name]) => name))];
  const ofA = new Map(a);
  const differ: Contrast[] = [];
  const alike: string[] = [];
  for (const name of names) {
    const [left, right] = [ofA.get(name), ofB.get(name)];
    if (left === right) {
      if (left !== undefined) alike.push(name);
    } else differ.push({ name, a: left ?? '–', b: right ?? '–' });
  }
  return { differ, alike };
}

/** What a picture was made with, as facts to compare. */
export function factsOf(
  picture: PanelDrawn,
  making: PanelMaking | undefined,
  say: Say,
): (readonly [string, string | undefined])[] {
  const { seed, own, closeness, nearest } = picture;
  return [
    [say('gallerySeedName'), seed],
    ...(making?.parameters ?? []).map(({ name, asked, ran }) => [name, ran ?? asked] as const),
    [say('galleryGeneratorName'), making?.generator],
    [say('galleryNegativeThen'), making?.negative],
    [say('galleryOwn'), own === undefined ? undefined : percent(own)],
    [say('galleryCloseness'), closeness === undefined ? undefined : cosine(closeness)],
    [say('galleryNearest'), nearest?.picture],
  ];
}
