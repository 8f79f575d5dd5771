/**
 * What `spellwright test` says on the bundled checkpoint of changes that change nothing, and whether threads change it.
 *
 *     npm run build && npx tsx scripts/check/bundled.ts [--quick]
 *
 * Changes: other capitals, spaces and weights, which read the same; and pictures saved anew as JPEG, held against the baseline
 * of the originals as if they were the same files, which the program itself never does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { baselineOf } from '../../src/core/check/baseline';
import { judge, type CheckResult } from '../../src/core/check/judge';
import type { LockedFile } from '../../src/core/check/lock';
import { planChecks } from '../../src/core/check/plan';
import { Engines } from '../../src/client/engines';
import type { FileScore } from '../../src/core/score/fileScore';
import { scoreSpellFile } from '../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { finish } from '../../src/core/steps';
import { findPictureFiles } from '../../src/files/findNamedFiles';
import { root } from '../editor/repository';
import { Random } from '../statistics/random';

const quick = process.argv.includes('--quick');
const trials = quick ? 100 : 1000;
const prompts = [
  'two cats',
  'a red apple',
  'a castle at night',
  'pixel art of a robot',
  'a blurry panda',
  'sushi',
].concat([
  'a woman',
  'three lemons',
  'four balloons',
  'a black and white bicycle',
  'a picture',
  'a dog and a cat',
]);
const expect = prompts
  .slice(1)
  .map((_, i) => `  - { spell: s${i}, beats: s${i + 1} }`)
  .join('\n');

/** What reads the same to the checkpoint. */
function sameText(random: Random, text: string): string {
  const changes = [
    (each: string) => each.toUpperCase(),
    (each: string) => each.replace(' ', '   '),
    (each: string) => `(${each}:1.2)`,
    (each: string) => `${each}<lora:x:0.8>`,
  ];
  return changes[random.below(changes.length)]!(text);
}

const textOf = (texts: readonly string[]): string =>
  `---\nexpect:\n${expect}\n---\n${texts.map((text, i) => `### s${i}\n${text}`).join('\n\n')}`;

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'spellwright-check-'));
  const engineOf = (threads: number): Engines =>
    new Engines({
      engineFile: path.join(root, 'dist/engine.js'),
      modelsFolder: path.join(root, 'models'),
      cacheFolder: path.join(folder, `cache-${threads}`),
      threads,
    });
  const engines = [engineOf(1), engineOf(2)] as const;
  try {
    const { paths } = await findPictureFiles(path.join(root, 'examples/refs'));
    const score = async (text: string, pictures: readonly string[], which = 0): Promise<FileScore> => {
      const file = parseSpellFile(text);
      const embedder = await engines[which]!.for('mini', root);
      return scoreSpellFile({ file, imagePaths: pictures, embedder });
    };
    const judged = (text: string, scored: FileScore, baseline: LockedFile): CheckResult[] => {
      const file = parseSpellFile(text);
      const { checks } = planChecks(
        file,
        [{ origin: 'front-matter', expectations: file.frontMatter.expect ?? [] }],
        baseline,
      );
      return finish(judge(checks, { file, score: scored, baseline, findings: [], picturesOf: () => [] }));
    };
    const baseOf = (
      text: string,
      scored: FileScore,
      named = scored.images.map((image) => path.basename(image.path)),
    ) => finish(baselineOf(parseSpellFile(text), scored, named));
    const text = textOf(prompts);

    let [same, alarms, other, verdicts] = [0, 0, 0, 0];
    const random = new Random(1);
    const original = baseOf(text, await score(text, paths));
    for (let trial = 0; trial < trials / 10; trial++) {
      const changed = textOf(prompts.map((prompt) => sameText(random, prompt)));
      const one = judged(changed, await score(changed, paths, 0), original);
      const two = judged(changed, await score(changed, paths, 1), original);
      for (const [i, { check, outcome, code }] of one.entries()) {
        verdicts++;
        if (two[i]!.outcome !== outcome || two[i]!.code !== code) other++;
        if (check.kind !== 'keeps') continue;
        same++;
        if (outcome === 'failed') alarms++;
      }
    }
    console.log(`texts that read the same: ${alarms} of ${same} changes failed`);
    console.log(`1 and 2 threads: ${other} of ${verdicts} verdicts differ`);

    let [again, failed, largest] = [0, 0, 0];
    for (const quality of [95, 80, 50]) {
      const copies = await Promise.all(
        paths.map(async (file) => {
          const copy = path.join(folder, `${quality}-${path.basename(file)}.jpg`);
          await sharp(file).jpeg({ quality }).toFile(copy);
          return copy;
        }),
      );
      for (let trial = 0; trial < trials / 60; trial++) {
        const chosen = paths.map((_, i) => i).filter(() => random.uniform() < 0.3 + 0.7 * random.uniform());
        const before = baseOf(
          text,
          await score(
            text,
            chosen.map((i) => paths[i]!),
          ),
        );
        const now = await score(
          text,
          chosen.map((i) => copies[i]!),
        );
        const names = now.images.map(({ path: file }) => copies.indexOf(file));
        const hashes = names.map(
          (i) => before.pictures.find((each) => each.path === path.basename(paths[i]!))!.hash,
        );
        const asBefore = { ...now, images: now.images.map((image, i) => ({ ...image, hash: hashes[i]! })) };
        const results = judged(text, asBefore, before).filter(({ check }) => check.kind === 'keeps');
        again += results.length;
        failed += results.filter(({ outcome }) => outcome === 'failed').length;
        for (const { difference = 0 } of results) largest = Math.max(largest, Math.abs(difference));
      }
    }
    console.log(
      `pictures saved anew: ${failed} of ${again} comparisons failed; largest difference ${largest.toFixed(4)}`,
    );
  } finally {
    for (const each of engines) each.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
