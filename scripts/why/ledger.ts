/**
 * How well the ledger of words finds what was planted: words that say nothing of the pictures, and words that are false.
 *
 *     npx tsx scripts/why/ledger.ts FOLDER…     folders of training/make_planted_scenes.py
 */
import path from 'node:path';
import { mean } from '../../src/core/statistics/moments';
import { pictureGroups } from '../../src/core/score/pictureGroups';
import { finish } from '../../src/core/steps';
import { Game } from '../../src/core/why/game';
import { ledger, ledgerTexts } from '../../src/core/why/ledger';
import { measureTexts, type Measure } from '../../src/core/why/measureTexts';
import { exactShapley, exactTexts } from '../../src/core/why/shapley';
import { phrasesOf } from '../../src/core/why/textUnits';
import { Engines } from '../../src/client/engines';
import { root } from '../editor/repository';
import { auc, colours, Draw, plantedScenes, plantedSets, type PlantedScene } from './plantedScenes';

/** Words that stood in captions of training without any bond to the picture. */
const idleWords = {
  en: ['masterpiece', 'best quality', 'highly detailed', 'sharp focus', 'trending on artstation', '8k'],
  ja: ['高画質', '傑作', '最高品質', '高精細', '名作', '8K'],
} as const;

/** What is as long as a phrase, for the baseline that replaces instead of leaving out. */
const replacement = { en: 'some other thing', ja: '何か別のもの' } as const;

type Kind = 'true' | 'idle' | 'false';
interface Row {
  readonly kind: Kind;
  readonly effect: number;
  readonly leftOut: number;
  readonly replaced: number;
  readonly shapley: number;
  readonly idle: boolean;
  readonly hurts: boolean;
  readonly isSure: boolean;
  /** What leaving out another unit, drawn by chance, changes. */
  readonly random: number;
}

async function rowsOf(
  set: readonly PlantedScene[],
  language: 'en' | 'ja',
  withFalse: boolean,
  measure: Measure,
  { draw, blind, names }: { readonly draw: Draw; readonly blind: Draw; readonly names: readonly string[] },
): Promise<Row[]> {
  const { background, objects } = set[0]!;
  const object = objects[0]![language === 'en' ? 'english' : 'japanese'][0]!;
  const ground = (colour: string): string =>
    language === 'en' ? `${colour} background` : `${colours[colour]}背景`;
  const there = set.flatMap((scene) => scene.objects.flatMap((each) => [...each.english, ...each.japanese]));
  const wrong = draw.one([
    draw.one(names.filter((name) => !there.includes(name))),
    ground(draw.one(Object.keys(colours).filter((colour) => colour !== background))),
  ]);
  const parts = draw.some<readonly [Kind, string]>(
    [
      ['true', object],
      ['true', ground(background)],
      ...draw.some(idleWords[language], 3).map((word) => ['idle', word] as const),
      ...(withFalse ? [['false', wrong] as const] : []),
    ],
    6,
  );
  const text = parts.map(([, phrase]) => phrase).join(', ');
  const game = new Game(text, phrasesOf(text));
  const others = parts.map((_, i) => blind.one(parts.map((__, j) => j).filter((j) => j !== i)));
  const replaced = parts.map((_, i) =>
    parts.map(([, phrase], j) => (i === j ? replacement[language] : phrase)).join(', '),
  );
  const worth = await measureTexts(
    [...finish(ledgerTexts(game)), ...finish(exactTexts(game)), ...replaced],
    measure,
  );
  const exact = finish(exactShapley(game, worth)).map((values) => mean(values));
  return finish(ledger(game, worth)).entries.map(({ effect, leftOut, idle, hurts, isSure }, i) => ({
    kind: parts[i]![0],
    effect,
    leftOut,
    idle,
    hurts,
    isSure,
    random: mean(worth.get(game.all)!) - mean(worth.get(game.without(others[i]!))!),
    replaced: mean(worth.get(game.all)!) - mean(worth.get(replaced[i]!)!),
    shapley: exact[i]!,
  }));
}

async function main(folders: readonly string[]): Promise<void> {
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  const embedder = await engines.for(undefined, undefined);
  const checkpoint = await embedder.checkpoint();
  for (const folder of folders) {
    const scenes = plantedScenes(folder);
    for (const language of ['en', 'ja'] as const) {
      const names = scenes.map(({ objects }) => objects[0]?.[language === 'en' ? 'english' : 'japanese'][0]);
      const draw = new Draw(16);
      const blind = new Draw(17);
      const rows = { true: [] as Row[], false: [] as Row[] };
      for (const set of plantedSets(scenes)) {
        const outcomes = await embedder.embedImages(set.map(({ file }) => file));
        const images = outcomes.filter((outcome) => outcome.ok);
        const measure = {
          embedder,
          checkpoint,
          pictures: images.map(({ embedding }) => embedding),
          groups: finish(pictureGroups(images)),
          templates: [],
        };
        const chance = { draw, blind, names: names.filter((name) => name !== undefined) };
        rows.true.push(...(await rowsOf(set, language, false, measure, chance)));
        rows.false.push(...(await rowsOf(set, language, true, measure, chance)));
      }
      report(`${path.basename(folder)} ${language}`, rows.true, rows.false);
    }
  }
  engines.dispose();
}

function report(name: string, captions: readonly Row[], withFalse: readonly Row[]): void {
  const marked = captions.filter(({ idle }) => idle);
  const planted = captions.filter(({ kind }) => kind === 'idle');
  const right = marked.filter(({ kind }) => kind === 'idle').length;
  const [others, wrong] = [
    withFalse.filter(({ kind }) => kind !== 'false'),
    withFalse.filter(({ kind }) => kind === 'false'),
  ];
  const area = (of: 'effect' | 'leftOut' | 'replaced' | 'random' | 'shapley'): string =>
    auc(
      others.map((row) => row[of]),
      wrong.map((row) => row[of]),
    ).toFixed(3);
  const found = (is: (row: Row) => boolean): string => {
    const said = withFalse.filter(is);
    const true_ = said.filter(({ kind }) => kind === 'false').length;
    return `${(true_ / said.length).toFixed(3)}, ${(true_ / wrong.length).toFixed(3)}`;
  };
  console.log(
    `${name}: false words marked as hurting, precision, recall ${found(({ hurts }) => hurts)}; ` +
      `and surely ${found(({ hurts, isSure }) => hurts && isSure)}`,
  );
  console.log(
    `${name}: idle words precision ${(right / marked.length).toFixed(3)}, recall ${(right / planted.length).toFixed(3)}; ` +
      `false words lowest, AUC: ledger ${area('effect')}, exact ${area('shapley')}, left out ${area('leftOut')}, ` +
      `replaced by as long a filler ${area('replaced')}, another one left out ${area('random')}`,
  );
}

void main(process.argv.slice(2));
