/**
 * How well the maps of "Where" find what was planted in scenes of two and three things, and how often they show what is not
 * there; beside naive maps.
 *
 *     npx tsx scripts/why/where.ts [--windows] [--sentence] [--most=SCENES] FOLDER…
 *
 * FOLDER is of training/make_planted_scenes.py. With --sentence the prompt is one sentence that names all things of a scene,
 * else a list of their names.
 */
import path from 'node:path';
import { dot, normalized } from '../../src/core/clip/similarity';
import { mean } from '../../src/core/statistics/moments';
import { heatMaps, heatMethods, heatWindows, type HeatTexts, type LookedAt } from '../../src/core/why/heat';
import { drawnOut, type HeatGrid } from '../../src/core/why/heatGrid';
import { neutralTextsFor } from '../../src/core/why/neutralTexts';
import { rivalsOf } from '../../src/core/why/rivals';
import type { EngineClient } from '../../src/client/engineClient';
import { Engines } from '../../src/client/engines';
import type { PicturePlaces } from '../../src/core/ports';
import { root } from '../editor/repository';
import { plainPatches, type PlainPatches } from './plainPatches';
import { Draw, plantedScenes, type PlantedObject, type PlantedScene } from './plantedScenes';

/** Of a scene. */
const edge = 64;
/** Absent phrases for each scene. */
const absentPerScene = 2;

type Box = NonNullable<PlantedObject['box']>;
type Language = 'en' | 'ja';

interface MapFigures {
  readonly pointed: boolean;
  readonly ownHotter: boolean;
  readonly bestIou: number;
  readonly halfIou: number;
}

class Figures {
  readonly maps = new Map<string, MapFigures[]>();
  readonly presence: Readonly<Record<'alone' | 'beside others' | 'absent', boolean[]>> = {
    alone: [],
    'beside others': [],
    absent: [],
  };

  add(method: string, figures: MapFigures): void {
    this.maps.set(method, [...(this.maps.get(method) ?? []), figures]);
  }
}

const nameOf = (object: PlantedObject, language: Language): string =>
  object[language === 'en' ? 'english' : 'japanese'][0]!;

/** One phrase that names all of them. */
function sentenceOf(names: readonly string[], language: Language): string {
  return language === 'en'
    ? `a ${names.join(' to the left of a ')}`
    : names.reduce((rest, name) => `${rest}の右にいる${name}`);
}

async function measure(
  scenes: readonly PlantedScene[],
  language: Language,
  {
    client,
    plain,
    windows,
    sentence,
  }: { client: EngineClient; plain: PlainPatches; windows: boolean; sentence: boolean },
): Promise<Figures> {
  const { logitScale, embeddingWidth } = await client.checkpoint();
  const names = [...new Set(scenes.flatMap(({ objects }) => objects.map((each) => nameOf(each, language))))];
  const neutralTexts = neutralTextsFor(names[0]!);
  const promptOf = (own: readonly string[]): readonly string[] =>
    sentence ? [sentenceOf(own, language)] : own;
  const prompts = scenes.map(({ objects }) => promptOf(objects.map((each) => nameOf(each, language))));
  const rivalTexts = prompts.flatMap((prompt) => names.flatMap((name) => rivalsOf(name, prompt)));
  const texts = [...new Set([...names, ...neutralTexts, ...rivalTexts])];
  const embedded = await client.embedTexts(texts);
  const vectors = new Map(texts.map((text, i) => [text, embedded[i]!.embedding]));
  const neutral = neutralTexts.map((text) => vectors.get(text)!);
  const draw = new Draw(16);
  const figures = new Figures();
  for (const [s, scene] of scenes.entries()) {
    const own = scene.objects.map((object) => nameOf(object, language));
    const others = names.filter((name) => !own.includes(name));
    const [whole] = await client.embedImages([scene.file]);
    if (!whole?.ok) throw new Error(scene.file);
    const absent = draw.some(others, absentPerScene);
    const looks = await look(
      scene.file,
      [...own, ...absent].map((name) => vectors.get(name)!),
      client,
      windows,
    );
    const plainFeatures = await plain.features(scene.file);
    for (const [i, name] of [...own, ...absent].entries()) {
      const phrase = vectors.get(name)!;
      const rivals = rivalsOf(name, prompts[s]!).map((text) => vectors.get(text)!);
      const about: HeatTexts = { phrase, rivals, neutral };
      const looked: LookedAt = { ...looks[i]!, whole: whole.embedding };
      const [first] = heatMaps([looked], about, { logitScale });
      const isPresent = i < own.length;
      const kind = !isPresent ? 'absent' : own.length > 1 ? 'beside others' : 'alone';
      figures.presence[kind].push(first!.isFound);
      if (kind !== 'beside others') continue;
      // The shape of a map, however faint it is drawn.
      const inFull = { ...looked, whole: phrase };
      const boxes = [scene.objects[i]!.box!, scene.objects[(i + 1) % own.length]!.box!] as const;
      for (const method of heatMethods) {
        const [heat] = heatMaps([inFull], about, { method, logitScale });
        figures.add(method, figuresOf(heat!, heat!.values, boxes));
      }
      const { places } = looked;
      figures.add(
        'plain patches',
        figuresOf(places, cosinesOf(plainFeatures, phrase, embeddingWidth), boxes),
      );
      figures.add(
        'reduced, no contrast',
        figuresOf(places, cosinesOf(places.features, phrase, embeddingWidth), boxes),
      );
      const middle = (cell: number): number => {
        const [row, column] = [Math.floor(cell / places.columns), cell % places.columns];
        return -Math.hypot(row - (places.rows - 1) / 2, column - (places.columns - 1) / 2);
      };
      const cells = Array.from({ length: places.rows * places.columns }, (_, cell) => cell);
      figures.add('centre', figuresOf(places, cells.map(middle), boxes));
      const shuffled = draw.some(cells, cells.length);
      figures.add('random', figuresOf(places, shuffled, boxes));
    }
  }
  return figures;
}

/** One look at a scene for each text: evidence is of one text each. */
async function look(
  file: string,
  phrases: readonly Float32Array[],
  client: EngineClient,
  withWindows: boolean,
): Promise<Pick<LookedAt, 'places' | 'windows'>[]> {
  const read = async (part?: HeatGrid['seen']): Promise<PicturePlaces> => {
    const found = await client.readPlaces(file, phrases, { part });
    if (!found.ok) throw new Error(`${file}: ${found.code}`);
    return found;
  };
  const whole = await read();
  const parts: PicturePlaces[] = [];
  for (const part of withWindows ? heatWindows(whole.width, whole.height) : []) parts.push(await read(part));
  const of = (places: PicturePlaces, i: number): PicturePlaces => {
    const cells = places.rows * places.columns;
    return { ...places, evidence: places.evidence.slice(i * cells, (i + 1) * cells) };
  };
  return phrases.map((_, i) => ({ places: of(whole, i), windows: parts.map((part) => of(part, i)) }));
}

function cosinesOf(features: Float32Array, phrase: Float32Array, width: number): number[] {
  return Array.from({ length: features.length / width }, (_, cell) =>
    dot(normalized(features.subarray(cell * width, (cell + 1) * width))!, phrase),
  );
}

function figuresOf(grid: HeatGrid, values: ArrayLike<number>, [own, other]: readonly [Box, Box]): MapFigures {
  const drawn = drawnOut(grid, values, { width: edge, height: edge }, edge, edge);
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
  const hottest = drawn.indexOf(high);
  const inOwn = Array.from(drawn, (_, at) => contains(own, at));
  const iouAt = (share: number): number => {
    const least = low + share * (high - low);
    let [both, either] = [0, 0];
    for (let at = 0; at < drawn.length; at++) {
      if (drawn[at]! >= least && inOwn[at]) both++;
      if (drawn[at]! >= least || inOwn[at]) either++;
    }
    return both / either;
  };
  return {
    pointed: contains(own, hottest),
    ownHotter: meanIn(drawn, own) > meanIn(drawn, other),
    bestIou: Math.max(...[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map(iouAt)),
    halfIou: iouAt(0.3),
  };
}

function contains([left, top, right, bottom]: Box, at: number): boolean {
  const [x, y] = [at % edge, Math.floor(at / edge)];
  return left <= x && x < right && top <= y && y < bottom;
}

function meanIn(drawn: Float32Array, box: Box): number {
  return mean(drawn.filter((_, at) => contains(box, at)));
}

async function main(words: readonly string[]): Promise<void> {
  const windows = words.includes('--windows');
  const sentence = words.includes('--sentence');
  const most = Number(words.find((word) => word.startsWith('--most='))?.slice(7) ?? Infinity);
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  const client = await engines.for(undefined, undefined);
  const plain = await plainPatches(path.join(root, 'models/mini'));
  for (const folder of words.filter((word) => !word.startsWith('--'))) {
    const usable = plantedScenes(folder).filter(
      ({ word, objects }) => word === null && objects.length > 0 && objects.every(({ box }) => box !== null),
    );
    // Of all kinds, where there are to be fewer.
    const scenes = most < usable.length ? new Draw(1).some(usable, most) : usable;
    for (const language of ['en', 'ja'] as const)
      report(
        `${path.basename(folder)} ${language}`,
        await measure(scenes, language, { client, plain, windows, sentence }),
      );
  }
  await plain.close();
  engines.dispose();
}

function report(title: string, { maps, presence }: Figures): void {
  console.log(title);
  for (const [method, figures] of maps) {
    const [pointed, own] = [figures.map((each) => each.pointed), figures.map((each) => each.ownHotter)];
    const iou = (of: 'bestIou' | 'halfIou'): string => mean(figures.map((each) => each[of])).toFixed(2);
    console.log(
      `  ${method}: pointing ${share(pointed)}, own box hotter ${share(own)}, IoU at best threshold ${iou('bestIou')}, at 0.3 ${iou('halfIou')}`,
    );
  }
  for (const [kind, found] of Object.entries(presence)) console.log(`  found where ${kind}: ${share(found)}`);
}

/** With a 95 % interval (normal), and of how many. */
function share(of: readonly boolean[]): string {
  const p = of.filter(Boolean).length / of.length;
  return `${p.toFixed(3)} ± ${(1.96 * Math.sqrt((p * (1 - p)) / of.length)).toFixed(3)} of ${of.length}`;
}

void main(process.argv.slice(2));
