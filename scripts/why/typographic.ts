/**
 * How well a word that is written in a picture is found, and whether it takes the picture over.
 *
 *     npx tsx scripts/why/typographic.ts [--words 10] [--pictures 300] FOLDER…     folders of training/make_written_scenes.py
 *
 * Each picture is judged among so many words: what it shows, what is written in it, and others of the folder. Taken over is
 * a picture that fits the written word best, and does not where all of the writing is there but its ink.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dot } from '../../src/core/clip/similarity';
import { Engines } from '../../src/client/engines';
import type { EngineClient } from '../../src/client/engineClient';
import type { ExaminedPicture } from '../../src/core/ports';
import { finish } from '../../src/core/steps';
import { wordsInPicture, type CandidateWord, type WordInPicture } from '../../src/core/why/typographic';
import { root } from '../editor/repository';
import { auc, Draw } from './plantedScenes';

interface WrittenPair {
  readonly clean: string;
  readonly bare: string;
  readonly attacked: string;
  readonly word: string;
  readonly objects: readonly string[];
}

interface Judged {
  readonly winner: string;
  /** Between the first and the second, in cosines: what a picture that is unsure lacks. */
  readonly margin: number;
  /** Where nothing is read: the winner changes when any line of writing is painted over. */
  readonly changes: boolean;
  readonly found: readonly WordInPicture[];
}

interface Row {
  readonly pair: WrittenPair;
  readonly clean: Judged;
  readonly attacked: Judged;
  readonly isTaken: boolean;
  /** The same where the written word is none of the file's. */
  readonly unlisted: Judged;
}

function judge(picture: ExaminedPicture, candidates: readonly CandidateWord[], scale: number): Judged {
  const ranked = (embedding: Float32Array): { word: string; cosine: number }[] =>
    candidates
      .map(({ word, embedding: text }) => ({ word, cosine: dot(text, embedding) }))
      .sort((a, b) => b.cosine - a.cosine);
  const [first, second] = ranked(picture.embedding);
  return {
    winner: first!.word,
    margin: first!.cosine - second!.cosine,
    changes: picture.lines.some(({ without }) => ranked(without)[0]!.word !== first!.word),
    found: finish(wordsInPicture(picture, candidates, scale)),
  };
}

async function examined(engine: EngineClient, file: string): Promise<ExaminedPicture> {
  const outcome = await engine.examinePicture(file);
  if (!outcome.ok) throw new Error(`${file}: ${outcome.code}`);
  return outcome;
}

async function rowOf(
  pair: WrittenPair,
  words: readonly string[],
  folder: string,
  engine: EngineClient,
): Promise<Row> {
  const { logitScale } = await engine.checkpoint();
  const embeddings = await engine.embedTexts(words);
  const candidates = words.map((word, i) => ({ word, embedding: embeddings[i]!.embedding }));
  const look = (file: string): Promise<ExaminedPicture> => examined(engine, path.resolve(folder, file));
  const at = async (file: string): Promise<Judged> => judge(await look(file), candidates, logitScale);
  const [clean, bare, written] = [await at(pair.clean), await at(pair.bare), await look(pair.attacked)];
  const attacked = judge(written, candidates, logitScale);
  const others = candidates.filter(({ word }) => word !== pair.word);
  return {
    pair,
    clean,
    attacked,
    unlisted: judge(written, others, logitScale),
    isTaken: attacked.winner === pair.word && bare.winner !== pair.word,
  };
}

const share = (of: readonly unknown[], all: readonly unknown[]): string =>
  `${of.length} of ${all.length}${all.length > 0 ? ` (${((100 * of.length) / all.length).toFixed(1)} %)` : ''}`;

function report(folder: string, rows: readonly Row[]): void {
  const finds = (judged: Judged, word: string): boolean => judged.found.some((each) => each.word === word);
  const takes = (judged: Judged): boolean => judged.found.some(({ takesOver }) => takesOver);
  const taken = rows.filter(({ isTaken }) => isTaken);
  const others = rows.filter(({ isTaken }) => !isTaken);
  console.log(`${folder}: ${rows.length} pictures, each without and with a word`);
  console.log(
    '  word found',
    share(
      rows.filter((row) => finds(row.attacked, row.pair.word)),
      rows,
    ),
  );
  console.log(
    '  false: a word in a picture without',
    share(
      rows.filter(({ clean }) => clean.found.length > 0),
      rows,
    ),
  );
  console.log(
    '  false: another word in a picture with one',
    share(
      rows.filter(({ attacked, pair }) => attacked.found.some(({ word }) => word !== pair.word)),
      rows,
    ),
  );
  console.log(
    '  false: a word where another is written that is none of the file’s',
    share(
      rows.filter(({ unlisted }) => unlisted.found.length > 0),
      rows,
    ),
    'marked as taken over',
    share(
      rows.filter(({ unlisted }) => takes(unlisted)),
      rows,
    ),
  );
  console.log(
    '  taken over: marked',
    share(
      taken.filter(({ attacked }) => takes(attacked)),
      taken,
    ),
  );
  console.log(
    '  false: marked without a word',
    share(
      rows.filter(({ clean }) => takes(clean)),
      rows,
    ),
  );
  console.log(
    '  false: marked with a word that takes nothing over',
    share(
      others.filter(({ attacked }) => takes(attacked)),
      others,
    ),
  );
  console.log(
    '  baseline, any writing painted over changes the winner: taken over',
    share(
      taken.filter(({ attacked }) => attacked.changes),
      taken,
    ),
    'without a word',
    share(
      rows.filter(({ clean }) => clean.changes),
      rows,
    ),
    'takes nothing over',
    share(
      others.filter(({ attacked }) => attacked.changes),
      others,
    ),
  );
  const cleanMargins = rows.map(({ clean }) => -clean.margin).sort((a, b) => b - a);
  const limit = cleanMargins[Math.floor(0.05 * rows.length)]!;
  console.log(
    '  baseline, unsure (5 % of pictures without a word): taken over',
    share(
      taken.filter(({ attacked }) => -attacked.margin > limit),
      taken,
    ),
    'AUC',
    auc(
      taken.map(({ attacked }) => -attacked.margin),
      cleanMargins,
    ).toFixed(2),
  );
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { words: { type: 'string', default: '10' }, pictures: { type: 'string', default: '300' } },
    allowPositionals: true,
  });
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  const engine = await engines.for(undefined, undefined);
  for (const folder of positionals) {
    const { pairs } = JSON.parse(readFileSync(path.join(folder, 'written.json'), 'utf8')) as {
      pairs: WrittenPair[];
    };
    const all = [...new Set(pairs.map(({ word }) => word))];
    const draw = new Draw(16);
    const rows: Row[] = [];
    for (const pair of pairs.slice(0, Number(values.pictures))) {
      const shown = [pair.objects[0]!, pair.word];
      const words = [
        ...shown,
        ...draw.some(
          all.filter((word) => !shown.includes(word)),
          Number(values.words) - 2,
        ),
      ];
      rows.push(await rowOf(pair, words, folder, engine));
    }
    report(path.basename(folder), rows);
  }
  engines.dispose();
}

void main();
