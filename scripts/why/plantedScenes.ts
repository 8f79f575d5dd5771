import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '../../src/core/spell/seededRandom';

/** One picture of training/make_planted_scenes.py. */
export interface PlantedScene {
  readonly file: string;
  readonly kind: string;
  /** Pictures that share their first object and background. */
  readonly set: number | null;
  readonly background: string;
  readonly style: string;
  readonly relation: string | null;
  /** Of sets that share what a caption says: of which kind that is, and what it needs. */
  readonly fact?: string;
  readonly count?: number;
  readonly size?: string;
  /** The word that is drawn on it. */
  readonly word: string | null;
  readonly objects: readonly PlantedObject[];
}

export interface PlantedObject {
  readonly english: readonly string[];
  readonly japanese: readonly string[];
  /** [left, top, right, bottom] in pixels of the 64 px picture. */
  readonly box: readonly [number, number, number, number] | null;
}

/** Colours as Japanese says them before a noun. */
export const colours: Readonly<Record<string, string>> = {
  red: '赤い',
  orange: 'オレンジの',
  yellow: '黄色い',
  green: '緑の',
  blue: '青い',
  purple: '紫の',
  pink: 'ピンクの',
  brown: '茶色い',
  black: '黒い',
  white: '白い',
  gray: '灰色の',
};

/** The scenes of a folder, their files as absolute paths. */
export function plantedScenes(folder: string): PlantedScene[] {
  const { scenes } = JSON.parse(readFileSync(path.join(folder, 'scenes.json'), 'utf8')) as {
    scenes: PlantedScene[];
  };
  return scenes.map((scene) => ({ ...scene, file: path.resolve(folder, scene.file) }));
}

/** The sets of pictures that share an object and a background. */
export function plantedSets(scenes: readonly PlantedScene[]): PlantedScene[][] {
  const sets = new Map<number, PlantedScene[]>();
  for (const scene of scenes)
    if (scene.set !== null) sets.set(scene.set, [...(sets.get(scene.set) ?? []), scene]);
  return [...sets.values()];
}

/** Draws by chance, the same for the same seed. */
export class Draw {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  one<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)]!;
  }

  some<T>(list: readonly T[], count: number): T[] {
    const rest = [...list];
    return Array.from({ length: Math.min(count, rest.length) }, () =>
      rest.splice(Math.floor(this.#random() * rest.length), 1),
    ).flat();
  }
}

/** Area under the curve: how often a value of the first list lies above one of the second; equals count half. */
export function auc(above: readonly number[], below: readonly number[]): number {
  let won = 0;
  for (const a of above) for (const b of below) won += a > b ? 1 : a === b ? 0.5 : 0;
  return won / (above.length * below.length);
}
