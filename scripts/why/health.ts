/**
 * How well reference pictures that are unlike the others, alike, or mostly text are marked, and how often sound ones are.
 *
 *     npx tsx scripts/why/health.ts SCENES WRITTEN     folders of training/make_planted_scenes.py and make_written_scenes.py
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { dot } from '../../src/core/clip/similarity';
import { Engines } from '../../src/client/engines';
import type { EngineClient } from '../../src/client/engineClient';
import { finish } from '../../src/core/steps';
import { nearDuplicate } from '../../src/core/score/pictureGroups';
import { comparedMarks, textMarks, type HealthCode } from '../../src/core/why/referenceHealth';
import { root } from '../editor/repository';
import { Draw, plantedScenes, plantedSets } from './plantedScenes';

const part = (count: number, all: number): string =>
  `${count} of ${all} (${((100 * count) / all).toFixed(1)} %)`;

async function embedded(engine: EngineClient, files: readonly string[]): Promise<Float32Array[]> {
  const outcomes = await engine.embedImages(files);
  return outcomes.map((outcome) => {
    if (!outcome.ok) throw new Error(`${outcome.path}: ${outcome.code}`);
    return outcome.embedding;
  });
}

/** Codes of the marks by picture. */
function marked(
  pictures: readonly Float32Array[],
  texts: readonly Float32Array[],
  scale: number,
): HealthCode[][] {
  const cosines = Float32Array.from(texts.flatMap((text) => pictures.map((picture) => dot(text, picture))));
  const known = pictures.map((embedding, group) => ({ width: 64, height: 64, embedding, group }));
  return finish(comparedMarks(known, cosines, scale)).map((marks) => marks.map(({ code }) => code));
}

async function compared(folder: string, engine: EngineClient): Promise<void> {
  const { logitScale } = await engine.checkpoint();
  const scenes = plantedScenes(folder);
  const draw = new Draw(16);
  const singles = scenes.filter(({ kind, set }) => kind === 'single' && set === null);
  const names = singles.map(({ objects }) => objects[0]!.english[0]!);
  let [sets, planted, lowest, falseSets, falsePictures] = [0, 0, 0, 0, 0];
  let [alike, alikeMarked, different, differentMarked] = [0, 0, 0, 0];
  for (const set of plantedSets(scenes)) {
    const own = set[0]!.objects[0]!.english[0]!;
    const other = draw.one(singles.filter(({ objects }) => objects[0]!.english[0] !== own));
    const pictures = await embedded(engine, [...set.map(({ file }) => file), other.file]);
    const texts = (await engine.embedTexts([own, other.objects[0]!.english[0]!, ...draw.some(names, 4)])).map(
      ({ embedding }) => embedding,
    );
    const sound = marked(pictures.slice(0, -1), texts, logitScale);
    const withOther = marked(pictures, texts, logitScale);
    sets++;
    if (withOther.at(-1)!.includes('outlier')) planted++;
    const means = pictures.map((each) => pictures.reduce((sum, one) => sum + dot(one, each), 0));
    if (Math.min(...means) === means.at(-1)) lowest++;
    const marks = sound.filter((codes) => codes.includes('outlier')).length;
    falsePictures += marks;
    if (marks > 0) falseSets++;
    // Three singles of the same thing on the same ground, and the stranger.
    const few = [pictures[0]!, pictures[1]!, pictures[2]!, pictures.at(-1)!];
    const codes = marked(few, texts, logitScale);
    alike += 3;
    alikeMarked += codes.slice(0, 3).filter((each) => each.includes('confusable')).length;
    different++;
    if (codes[3]!.includes('confusable')) differentMarked++;
  }
  console.log('outlier: a stranger among six of a kind', part(planted, sets));
  console.log(
    '  baseline, it has the lowest mean',
    part(lowest, sets),
    '(which marks one in every set, sound or not)',
  );
  console.log(
    '  false: sets of a kind with a mark',
    part(falseSets, sets),
    'pictures',
    part(falsePictures, 6 * sets),
  );
  console.log('confusable: of three of the same thing on the same ground', part(alikeMarked, alike));
  console.log('  false: a stranger beside them', part(differentMarked, different));
}

async function duplicates(folder: string, engine: EngineClient): Promise<void> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('-clean.png'))
    .slice(0, 120)
    .map((file) => path.join(folder, file));
  const copies = mkdtempSync(path.join(tmpdir(), 'spellwright-copies-'));
  try {
    const found: string[] = [];
    for (const [i, file] of files.entries()) {
      const copy = path.join(copies, `${i}.jpg`);
      const { width } = await sharp(file).metadata();
      const made = i % 2 === 0 ? sharp(file) : sharp(file).resize(Math.round(width / 2));
      await made.jpeg({ quality: 50 }).toFile(copy);
      found.push(copy);
    }
    const originals = await embedded(engine, files);
    const again = await embedded(engine, found);
    const same = originals.filter((each, i) => dot(each, again[i]!) >= nearDuplicate).length;
    let [pairs, close] = [0, 0];
    for (const [i, a] of originals.entries())
      for (const b of originals.slice(0, i)) {
        pairs++;
        if (dot(a, b) >= nearDuplicate) close++;
      }
    console.log(
      'near-duplicate: copies as JPEG of quality 50, half of them at half the size',
      part(same, files.length),
    );
    console.log('  false: pairs of different pictures', part(close, pairs));
  } finally {
    rmSync(copies, { recursive: true });
  }
}

async function text(folder: string, engine: EngineClient): Promise<void> {
  const files = readdirSync(folder).map((file) => path.join(folder, file));
  for (const [kind, most] of [
    ['page', 60],
    ['clean', 150],
    ['word', 150],
  ] as const) {
    let [all, mostly] = [0, 0];
    for (const file of files.filter((each) => each.includes(`-${kind}.png`)).slice(0, most)) {
      const outcome = await engine.examinePicture(file);
      if (!outcome.ok) throw new Error(`${file}: ${outcome.code}`);
      all++;
      if (textMarks(outcome.writtenShare, outcome.lineCount).length > 0) mostly++;
    }
    console.log(`mostly text: pictures "${kind}"`, part(mostly, all));
  }
}

async function main([scenes, written]: readonly string[]): Promise<void> {
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  const engine = await engines.for(undefined, undefined);
  await compared(scenes!, engine);
  await duplicates(written!, engine);
  await text(written!, engine);
  engines.dispose();
}

void main(process.argv.slice(2));
