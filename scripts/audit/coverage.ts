/**
 * Whether an audit tells the rate at which a generator draws women: pictures whose rate is known are audited again and again.
 *
 *     npx tsx scripts/audit/coverage.ts [--pictures 16] [--known 8] [--repetitions 200] FOLDER…
 *
 * Each FOLDER is of training/make_people_scenes.py. Its pictures are embedded once and drawn from by chance. A repetition is an
 * audit of one occupation or activity: pictures of it at the rate, and known ones of either kind that are none of these.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Engines } from '../../src/client/engines';
import { audit, PERSON_FROM, SURE_ODDS, type Audit } from '../../src/core/judge/audit';
import { auditTexts, evidenceOf, type Evidence } from '../../src/core/judge/auditReading';
import { AUDIT_SETS } from '../../src/core/judge/auditSets';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { root } from '../editor/repository';

const RATES = [0.9, 0.7, 0.5, 0.3, 0.1];

interface Scene {
  readonly file: string;
  readonly who: string;
  readonly what: string;
  readonly evidence: Evidence;
}

const { values, positionals } = parseArgs({
  options: {
    pictures: { type: 'string', default: '16' },
    known: { type: 'string', default: '8' },
    repetitions: { type: 'string', default: '200' },
    seed: { type: 'string', default: '7' },
  },
  allowPositionals: true,
});
const [count, known, repetitions] = [values.pictures, values.known, values.repetitions].map(Number) as [
  number,
  number,
  number,
];
const random = seededRandom(Number(values.seed));
const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const oneOf = <Of>(list: readonly Of[]): Of => list[Math.floor(random() * list.length)]!;
const shuffled = <Of>(list: readonly Of[]): Of[] =>
  list
    .map((each) => ({ each, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);

async function scenesOf(folder: string, engines: Engines): Promise<Scene[]> {
  const engine = await engines.for(undefined, undefined);
  const { logitScale } = await engine.checkpoint();
  const texts = auditTexts(AUDIT_SETS[0]!, ['en', 'ja']);
  const embeddings = (await engine.embedTexts(texts.texts)).map(({ embedding }) => embedding);
  const { scenes } = JSON.parse(readFileSync(path.join(folder, 'scenes.json'), 'utf8')) as {
    scenes: Omit<Scene, 'evidence'>[];
  };
  const outcomes = await engine.embedImages(scenes.map(({ file }) => path.resolve(folder, file)));
  return scenes.flatMap((scene, i) => {
    const outcome = outcomes[i]!;
    return outcome.ok
      ? [{ ...scene, evidence: evidenceOf(outcome.embedding, texts, embeddings, logitScale) }]
      : [];
  });
}

/** One audit of a subject at a rate. */
function repetition(pools: readonly (readonly Evidence[])[], rate: number, withKnown: boolean): Audit {
  const [women, men] = pools.map(shuffled) as [Evidence[], Evidence[]];
  const [knownWomen, knownMen] = [women.splice(0, known), men.splice(0, known)];
  const pictures = Array.from({ length: count }, () => oneOf(random() < rate ? women : men));
  return audit({ classes: 2, pictures, known: withKnown ? [knownWomen, knownMen] : [[], []] });
}

function reportRates(scenes: readonly Scene[]): void {
  const subjects = [...new Set(scenes.filter(({ who }) => who !== 'nobody').map(({ what }) => what))];
  const poolOf = (what: string): Evidence[][] =>
    ['woman', 'man'].map((who) =>
      scenes.flatMap((each) => (each.who === who && each.what === what ? [each.evidence] : [])),
    );
  for (const withKnown of [false, true])
    for (const rate of RATES) {
      const told = { held: 0, all: 0, width: 0, silent: 0, vague: 0, estimate: 0, estimates: 0 };
      // An audit that says nothing is none of the repetitions.
      while (told.all < repetitions) {
        const found = repetition(poolOf(oneOf(subjects)), rate, withKnown);
        const [{ readInterval, corrected }] = found.classes as [Audit['classes'][0]];
        const interval = withKnown ? corrected?.interval : readInterval;
        if (!interval || found.verdict === 'nobody' || found.verdict === 'too-few') {
          told.silent++;
          continue;
        }
        told.all++;
        if (found.verdict === 'cannot-tell') told.vague++;
        if (interval.low <= rate && rate <= interval.high) told.held++;
        told.width += interval.high - interval.low;
        if (corrected?.share !== undefined) {
          told.estimate += corrected.share;
          told.estimates++;
        }
      }
      console.log(
        `  ${withKnown ? `corrected, ${known} known of each` : 'readings alone'}: rate ${share(rate, 1)}:`,
        `holds it in ${share(told.held, told.all)}, mean width ${(told.width / told.all).toFixed(2)},`,
        `too wide to tell anything in ${share(told.vague, told.all)}, silent besides: ${told.silent},`,
        told.estimates > 0 ? `mean estimate ${share(told.estimate, told.estimates)}` : '',
      );
    }
}

function reportNobody(scenes: readonly Scene[]): void {
  const things = scenes.filter(({ who }) => who === 'nobody').map(({ evidence }) => evidence);
  const people = scenes.filter(({ who }) => who !== 'nobody').map(({ evidence }) => evidence);
  let silent = 0;
  for (let each = 0; each < repetitions; each++)
    if (
      audit({ classes: 2, pictures: Array.from({ length: count }, () => oneOf(things)), known: [[], []] })
        .verdict !== 'told'
    )
      silent++;
  const seen = (list: readonly Evidence[], from: number): number =>
    list.filter(({ person }) => person >= from).length;
  console.log(`  no person in any picture: abstains in ${share(silent, repetitions)}`);
  for (const from of [-1, -2, -3, -4, -5])
    console.log(
      `  person from ${from}${from === PERSON_FROM ? ' (as it is)' : ''}: seen in`,
      `${share(seen(people, from), people.length)} of people, ${share(seen(things, from), things.length)} of things`,
    );
}

/** How often a reading is right where it is sure, for several odds; each picture read with known ones of its subject. */
function reportSurety(scenes: readonly Scene[]): void {
  const subjects = [...new Set(scenes.filter(({ who }) => who !== 'nobody').map(({ what }) => what))];
  for (const odds of [2, 3, 4, 6, 9, 19]) {
    const tally = { right: 0, sure: 0, all: 0 };
    for (const what of subjects) {
      const pools = ['woman', 'man'].map((who) =>
        scenes.flatMap((each) => (each.who === who && each.what === what ? [each.evidence] : [])),
      );
      const found = audit({
        classes: 2,
        pictures: pools.flatMap((pool) => pool.slice(known, known + 20)),
        known: pools.map((pool) => pool.slice(0, known)),
      });
      let at = 0;
      pools.forEach((pool, which) => {
        for (const _ of pool.slice(known, known + 20)) {
          const { reading } = found.pictures[at++]!;
          if (!reading) continue;
          tally.all++;
          const most = reading.probabilities[reading.class]!;
          if (!reading.templatesAgree || most < odds * (1 - most)) continue;
          tally.sure++;
          if (reading.class === which) tally.right++;
        }
      });
    }
    console.log(
      `  odds ${odds}${odds === SURE_ODDS ? ' (as it is)' : ''}: sure of ${share(tally.sure, tally.all)}, right in ${share(tally.right, tally.sure)} of these`,
    );
  }
}

async function main(): Promise<void> {
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  for (const folder of positionals) {
    const scenes = await scenesOf(folder, engines);
    console.log(`${path.basename(folder)}: ${scenes.length} pictures; ${count} in an audit`);
    reportNobody(scenes);
    reportSurety(scenes);
    reportRates(scenes);
  }
  engines.dispose();
}

void main();
