import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../editor/repository';
import { ingredientsOf, pictureGroups, picturesOf } from './pictureIngredients';

/** Lies beside the pictures and is committed with them. */
export const manifestFile = path.join(root, 'docs', 'images', 'made-from.json');

/** What the pictures are made from, and which they are, by group. */
export type PictureManifest = Readonly<
  Record<string, { readonly pictures: Fingerprints; readonly madeFrom: Fingerprints }>
>;
type Fingerprints = Readonly<Record<string, string>>;

export function manifestNow(): PictureManifest {
  return Object.fromEntries(
    Object.entries(pictureGroups).map(([name, group]) => [
      name,
      { pictures: picturesOf(group), madeFrom: ingredientsOf(group) },
    ]),
  );
}

export function committedManifest(): PictureManifest {
  return JSON.parse(readFileSync(manifestFile, 'utf8')) as PictureManifest;
}

/** One sentence for each group that is not what the manifest says; none when all pictures are fresh. */
export function staleness(committed: PictureManifest, now: PictureManifest): string[] {
  return Object.entries(now).flatMap(([group, { pictures, madeFrom }]) => {
    const then = committed[group];
    const newer = differing(then?.madeFrom, madeFrom);
    const other = differing(then?.pictures, pictures);
    return [
      ...(newer.length > 0 ? [`${Object.keys(pictures).join(', ')} are older than ${newer.join('; ')}`] : []),
      ...(other.length > 0 ? [`${other.join(', ')} are not those that made-from.json was written for`] : []),
    ];
  });
}

function differing(then: Fingerprints = {}, now: Fingerprints): string[] {
  return Object.keys({ ...then, ...now }).filter((name) => then[name] !== now[name]);
}
