/**
 * How little attention says of what a score rests on: whether its maps find the things that were planted in scenes, beside the
 * maps of "Where", and whether its shares of a caption tell true phrases from idle and false ones, beside the ledger of words.
 *
 *     npx tsx scripts/why/attention.ts FOLDER…     folders of training/make_planted_scenes.py
 */
import path from 'node:path';
import type { EngineClient } from '../../src/client/engineClient';
import { Engines } from '../../src/client/engines';
import { pictureGroups } from '../../src/core/score/pictureGroups';
import { mean } from '../../src/core/statistics/moments';
import { finish } from '../../src/core/steps';
import { sharesOf, textShares, wholeRollout } from '../../src/core/why/attention';
import { Game } from '../../src/core/why/game';
import { heatMaps } from '../../src/core/why/heat';
import { cellArea, drawnOut, type HeatGrid } from '../../src/core/why/heatGrid';
import { ledger, ledgerTexts } from '../../src/core/why/ledger';
import { measureTexts } from '../../src/core/why/measureTexts';
import { neutralTextsFor } from '../../src/core/why/neutralTexts';
import { phrasesOf, type TextUnit } from '../../src/core/why/textUnits';
import { root } from '../editor/repository';
import {
  auc,
  Draw,
  plantedScenes,
  plantedSets,
  type PlantedObject,
  type PlantedScene,
} from './plantedScenes';

/** Of a scene. */
const edge = 64;

/** Words that stood in captions of training without any bond to the picture. */
const idleWords = ['masterpiece', 'best quality', 'highly detailed', 'sharp focus', 'trending on artstation'];

type Box = NonNullable<PlantedObject['box']>;
const nameOf = ({ english }: PlantedObject): string => english[0]!;

/** Of a map: whether its hottest point lies in the box of the phrase, in any box, and whether its own box is hotter than the other. */
interface Pointing {
  readonly own: boolean;
  readonly any: boolean;
  readonly ownHotter: number;
}

function pointing(grid: HeatGrid, values: ArrayLike<number>, boxes: readonly Box[], own: Box): Pointing {
  const drawn = drawnOut(grid, values, { width: edge, height: edge }, edge, edge);
  const hottest = drawn.indexOf(Math.max(...drawn));
  const heatIn = (box: Box): number => mean(drawn.filter((_, at) => isIn(box, at)));
  const other = boxes.find((box) => box !== own)!;
  return {
    own: isIn(own, hottest),
    any: boxes.some((box) => isIn(box, hottest)),
    ownHotter: heatIn(own) > heatIn(other) ? 1 : 0,
  };
}

function isIn([left, top, right, bottom]: Box, at: number): boolean {
  const [x, y] = [at % edge, Math.floor(at / edge)];
  return left <= x && x < right && top <= y && y < bottom;
}

async function pointingIn(
  scenes: readonly PlantedScene[],
  client: EngineClient,
): Promise<Map<string, Pointing[]>> {
  const { logitScale } = await client.checkpoint();
  const names = [...new Set(scenes.flatMap(({ objects }) => objects.map(nameOf)))];
  const neutral = neutralTextsFor(names[0]!);
  const embedded = await client.embedTexts([...names, ...neutral]);
  const vector = new Map([...names, ...neutral].map((text, i) => [text, embedded[i]!.embedding]));
  const found = new Map<string, Pointing[]>();
  const draw = new Draw(16);
  for (const { file, objects } of scenes) {
    const attention = await client.attendPicture(file);
    const phrases = objects.map((object) => vector.get(nameOf(object))!);
    const places = await client.readPlaces(file, phrases);
    if (!attention.ok || !places.ok) throw new Error(file);
    const cells = Array.from({ length: attention.rows * attention.columns }, (_, cell) => cell);
    const boxes = objects.map(({ box }) => box!);
    for (const [i, own] of boxes.entries()) {
      const add = (method: string, values: ArrayLike<number>): void => {
        found.set(method, [...(found.get(method) ?? []), pointing(attention, values, boxes, own)]);
      };
      add('rollout', sharesOf(attention, wholeRollout(attention)));
      add('last layer alone', sharesOf(attention, { layer: attention.layers - 1, isRolledOut: false }));
      const evidence = places.evidence.subarray(i * cells.length, (i + 1) * cells.length);
      const about = {
        phrase: phrases[i]!,
        rivals: phrases.filter((_, other) => other !== i),
        neutral: neutral.map((text) => vector.get(text)!),
      };
      // The shape of a map, however faint it is drawn: `whole` as near as can be.
      const looked = { places: { ...places, evidence }, whole: phrases[i]! };
      add('where', heatMaps([looked], about, { logitScale })[0]!.values);
      add(
        'centre',
        cells.map((cell) => {
          const { left, top } = cellArea(attention, cell);
          const half = edge / attention.rows / 2;
          return -Math.hypot(left + half - edge / 2, top + half - edge / 2);
        }),
      );
      add('random', draw.some(cells, cells.length));
    }
  }
  return found;
}

interface Phrase {
  readonly kind: 'true' | 'idle' | 'false';
  readonly rollout: number;
  readonly own: number;
  readonly tokens: number;
  readonly ledger: number;
}

async function phrasesIn(scenes: readonly PlantedScene[], client: EngineClient): Promise<Phrase[]> {
  const checkpoint = await client.checkpoint();
  const names = [...new Set(scenes.flatMap(({ objects }) => objects.slice(0, 1).map(nameOf)))];
  const colours = [...new Set(scenes.map(({ background }) => background))];
  const draw = new Draw(16);
  const found: Phrase[] = [];
  for (const set of plantedSets(scenes)) {
    const { background, objects } = set[0]!;
    const there = set.flatMap((scene) => scene.objects.flatMap(({ english }) => english));
    const wrong = draw.one([
      draw.one(names.filter((name) => !there.includes(name))),
      `${draw.one(colours.filter((colour) => colour !== background))} background`,
    ]);
    const parts = draw.some<readonly [Phrase['kind'], string]>(
      [
        ['true', nameOf(objects[0]!)],
        ['true', `${background} background`],
        ...draw.some(idleWords, 3).map((word) => ['idle', word] as const),
        ['false', wrong],
      ],
      6,
    );
    const text = parts.map(([, phrase]) => phrase).join(', ');
    const units = phrasesOf(text);
    const images = (await client.embedImages(set.map(({ file }) => file))).filter((each) => each.ok);
    const game = new Game(text, units);
    const worth = await measureTexts(finish(ledgerTexts(game)), {
      ...{ embedder: client, checkpoint, templates: [] },
      pictures: images.map(({ embedding }) => embedding),
      groups: finish(pictureGroups(images)),
    });
    const { entries } = finish(ledger(game, worth));
    const [attention] = await client.attendTexts([text]);
    const last = attention!.layers - 1;
    const sumOver = (unit: TextUnit, isRolledOut: boolean, of: 'share' | 'tokens'): number =>
      textShares(attention!, { layer: last, isRolledOut })
        .words.filter(({ start }) => unit.start <= start && start < unit.end)
        .reduce((sum, word) => sum + word[of], 0);
    units.forEach((unit, i) =>
      found.push({
        kind: parts[i]![0],
        rollout: sumOver(unit, true, 'share'),
        own: sumOver(unit, false, 'share'),
        tokens: sumOver(unit, true, 'tokens'),
        ledger: entries[i]!.effect,
      }),
    );
  }
  return found;
}

async function main(folders: readonly string[]): Promise<void> {
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  const client = await engines.for(undefined, undefined);
  for (const folder of folders) {
    const scenes = plantedScenes(folder);
    const several = scenes.filter(
      ({ word, objects }) => word === null && objects.length > 1 && objects.every(({ box }) => box !== null),
    );
    console.log(`${path.basename(folder)}: ${several.length} scenes with several things`);
    for (const [method, points] of await pointingIn(several, client))
      console.log(
        `  ${method}: in the box of the phrase ${share(points.map(({ own }) => own))}, in any box ${share(points.map(({ any }) => any))}, own box hotter ${mean(points.map(({ ownHotter }) => ownHotter)).toFixed(3)}`,
      );
    const phrases = await phrasesIn(scenes, client);
    for (const of of ['rollout', 'own', 'tokens', 'ledger'] as const) {
      const [right, idle, wrong] = (['true', 'idle', 'false'] as const).map((kind) =>
        phrases.filter((phrase) => phrase.kind === kind).map((phrase) => phrase[of]),
      );
      console.log(
        `  ${of}: true above idle, AUC ${auc(right!, idle!).toFixed(3)}; true above false ${auc(right!, wrong!).toFixed(3)} (${right!.length} true, ${idle!.length} idle, ${wrong!.length} false)`,
      );
    }
  }
  engines.dispose();
}

/** With a 95 % interval (normal), and of how many. */
function share(of: readonly boolean[]): string {
  const p = of.filter(Boolean).length / of.length;
  return `${p.toFixed(3)} ± ${(1.96 * Math.sqrt((p * (1 - p)) / of.length)).toFixed(3)} of ${of.length}`;
}

void main(process.argv.slice(2));
