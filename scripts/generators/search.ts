/**
 * How much closer the search with a generator comes than random search, and than more seeds of the first wording, with as
 * many pictures: on reference pictures that nobody searched with, and on seeds that nobody searched with.
 *
 *     npx tsx scripts/generators/search.ts [--runs 60] [--budget 64] [--deaf 0.3] [--most 5] [--judging 40]
 *
 * The generator is that of the test servers (test/generators/servers/drawing.ts): the first colour of a prompt is the
 * background, further ones are discs. With `--deaf` it passes over each colour word of a prompt in that share of its
 * pictures, so that one picture tells little. `--judging` seeds judge at the end; the more, the more surely it is told whether
 * intervals over as few seeds as the search has hold what all of them say. References are pictures of a hidden prompt. Needs `npm run build`.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Engines } from '../../src/client/engines';
import { textOf, vary, type Genome } from '../../src/core/craft/variation';
import { dot } from '../../src/core/clip/similarity';
import { searchPlan, searchWordings } from '../../src/core/judge/searchWordings';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { mean, moments } from '../../src/core/statistics/moments';
import { intervalOf, yardstick } from '../../src/core/statistics/pairedDifference';
import { draw } from '../../test/generators/servers/drawing';
import { root } from '../editor/repository';

const colours = [
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'brown',
  'black',
  'white',
  'gray',
];
const others = [
  ...[
    'watercolor',
    'oil painting',
    'close-up',
    'bokeh',
    'soft light',
    'sharp focus',
    'a cat',
    'a dog',
    'a house',
  ],
  ...[
    'a tree',
    'a boat',
    'at night',
    'in the rain',
    'sunset',
    'mountains',
    'a city',
    'minimalist',
    'flat colors',
  ],
  ...[
    'symmetrical',
    'vintage',
    'dramatic',
    'cheerful',
    'gloomy',
    'foggy',
    'from above',
    'wide shot',
    'pixel art',
  ],
  ...['a star', 'a flower', 'a car'],
];
const vocabulary = [
  ...colours.flatMap((colour) => [{ text: `${colour} background` }, { text: `${colour} ball` }]),
  ...others.map((text) => ({ text })),
];
/** Of each winner, so often as many seeds as the search judges with are picked among those of this script. */
const picks = 200;
const size = 64;

const { values: given } = parseArgs({
  options: {
    runs: { type: 'string', default: '60' },
    budget: { type: 'string', default: '64' },
    deaf: { type: 'string', default: '0' },
    most: { type: 'string', default: '5' },
    judging: { type: 'string', default: '40' },
  },
});
const [runs, budget, deaf, mostPhrases, judgingSeeds] = [
  given.runs,
  given.budget,
  given.deaf,
  given.most,
  given.judging,
].map(Number) as [number, number, number, number, number];

/** The prompt without the colour words that the generator passes over with this seed. */
function heard(prompt: string, seed: string): string {
  return prompt.replace(/[a-z]+/g, (word) => {
    const chance = createHash('sha256').update(`${seed} ${word}`).digest().readUInt32BE(0) / 2 ** 32;
    return colours.includes(word) && chance < deaf ? '' : word;
  });
}

interface Row {
  readonly search: number;
  readonly raced: number;
  readonly random: number;
  readonly truth: number;
  readonly bestPicture: number;
  readonly bestOfSeeds: number;
  readonly isCovered?: boolean;
  /** Of intervals over as many of the judging seeds, picked by chance, so many hold the mean of all; of start and winner. */
  readonly held?: number;
  /** Correlation of start and winner over the judging seeds. */
  readonly correlation?: number;
}

/** The share of intervals over so many differences, picked by chance, that hold the mean of all. */
function heldBy(differences: readonly number[], many: number, random: () => number): number {
  const all = mean(differences);
  let held = 0;
  for (let pick = 0; pick < picks; pick++) {
    const some = differences
      .map((value) => ({ value, by: random() }))
      .sort((a, b) => a.by - b.by)
      .slice(0, many)
      .map(({ value }) => value);
    const { low, high } = intervalOf(mean(some), some, yardstick(many, 1));
    if (low <= all && all <= high) held++;
  }
  return held / picks;
}

function correlationOf(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [mean(one), mean(other)];
  const together = mean(one.map((value, i) => (value - a) * (other[i]! - b)));
  const spread = (values: readonly number[], middle: number): number =>
    Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  return together / (spread(one, a) * spread(other, b));
}

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'search-'));
  const engines = new Engines({
    engineFile: path.join(root, 'dist/engine.js'),
    modelsFolder: path.join(root, 'models'),
  });
  try {
    const embedder = await engines.for(undefined, undefined);
    const kept = new Map<string, Float32Array>();
    const pictureOf = async (prompt: string, seed: string): Promise<Float32Array> => {
      const key = `${seed} ${prompt}`;
      const known = kept.get(key);
      if (known) return known;
      const bytes = await draw({ prompt: heard(prompt, seed), seed, width: size, height: size });
      const file = path.join(folder, `${kept.size}.png`);
      await writeFile(file, bytes);
      const [outcome] = await embedder.embedImages([file]);
      if (!outcome?.ok) throw new Error(file);
      kept.set(key, outcome.embedding);
      return outcome.embedding;
    };
    const rows: Row[] = [];
    for (let run = 0; run < runs; run++) {
      const random = seededRandom(1000 + run);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
      const [a, b, c, x] = [pick(colours), pick(colours), pick(colours), pick(colours)];
      const truth = `${a} background, ${b} ball, ${c} ball`;
      const references: Float32Array[] = [];
      for (let i = 0; i < 6; i++) references.push(await pictureOf(truth, String(9_000_000 + i)));
      const [seen, unseen] = [references.slice(0, 3), references.slice(3)];
      const start: Genome = [{ text: `${x} background` }, { text: pick(others) }, { text: pick(others) }];
      const written = textOf(start);
      const closeness = (embedding: Float32Array, to: readonly Float32Array[]): number =>
        mean(to.map((each) => dot(each, embedding)));
      const space = { vocabulary, mostPhrases };
      const judgedEach = async (text: string): Promise<number[]> => {
        const values: number[] = [];
        for (let i = 0; i < judgingSeeds; i++)
          values.push(closeness(await pictureOf(text, String(5_000_000 + i)), unseen));
        return values;
      };
      const judged = async (text: string): Promise<number> => mean(await judgedEach(text));
      let best = { seen: -1, unseen: -1 };
      const values = new Map<string, number>();
      const search = searchWordings({
        ...space,
        start,
        written,
        budget,
        seed: run,
        promise: async (texts) => {
          const found = await embedder.embedTexts([...texts]);
          return found.map(({ embedding }) => closeness(embedding, seen));
        },
        look: async ({ text, seed }) => {
          const embedding = await pictureOf(text, String(1 + seed));
          const [now, there] = [closeness(embedding, seen), closeness(embedding, unseen)];
          values.set(`${seed} ${text}`, there);
          if (now > best.seen) best = { seen: now, unseen: there };
          return now;
        },
        isOver: () => false,
      });
      let step = await search.next();
      while (!step.done) step = await search.next();
      const { winner, freshSeeds } = step.value;
      const [first, last] = [await judgedEach(written), await judgedEach(winner.text)];
      const before = mean(first);
      const gain = mean(last) - before;
      const differences = freshSeeds.map(
        (seed) => values.get(`${seed} ${winner.text}`)! - values.get(`${seed} ${written}`)!,
      );
      const own = differences.length > 0 ? mean(differences) : undefined;
      const interval =
        own === undefined ? undefined : intervalOf(own, differences, yardstick(differences.length, 1));
      // Random search: as many pictures, each of another wording, all with one seed; and half as many wordings, raced.
      const pictures = searchPlan(budget).search;
      const texts = new Set<string>([written]);
      while (texts.size < pictures) {
        let genome = start;
        for (let i = Math.floor(random() * 5); i >= 0; i--) genome = vary(genome, space, random);
        if (genome.length > 0) texts.add(textOf(genome));
      }
      const drawn = async (text: string, seeds: number): Promise<number> => {
        const all: number[] = [];
        for (let i = 0; i < seeds; i++) all.push(closeness(await pictureOf(text, String(1 + i)), seen));
        return mean(all);
      };
      const once = new Map<string, number>();
      for (const text of texts) once.set(text, await drawn(text, 1));
      const lucky = [...once].reduce((one, other) => (other[1] > one[1] ? other : one))[0];
      let field = [...texts].slice(0, Math.floor(pictures / 2));
      for (let seeds = 1; field.length > 1; seeds++) {
        const worth = new Map<string, number>();
        for (const text of field) worth.set(text, await drawn(text, seeds));
        field = field.sort((p, q) => worth.get(q)! - worth.get(p)!).slice(0, Math.floor(field.length / 2));
      }
      let ofSeeds = { seen: -1, unseen: -1 };
      for (let i = 0; i < budget; i++) {
        const embedding = await pictureOf(written, String(1 + i));
        const now = closeness(embedding, seen);
        if (now > ofSeeds.seen) ofSeeds = { seen: now, unseen: closeness(embedding, unseen) };
      }
      rows.push({
        search: gain,
        random: (await judged(lucky)) - before,
        raced: (await judged(field[0]!)) - before,
        truth: (await judged(truth)) - before,
        bestPicture: best.unseen,
        bestOfSeeds: ofSeeds.unseen,
        ...(interval && { isCovered: interval.low <= gain && gain <= interval.high }),
        ...(interval && {
          held: heldBy(
            last.map((value, i) => value - first[i]!),
            differences.length,
            seededRandom(7000 + run),
          ),
          correlation: correlationOf(first, last),
        }),
      });
      if (process.env.VERBOSE) console.error(run, truth, '|', written, '→', winner.text, rows.at(-1));
    }
    const told = (name: string, of: (row: Row) => number): void => {
      const all = rows.map(of);
      const { low, high } = intervalOf(mean(all), all, yardstick(all.length, 1));
      const above = all.filter((value) => value > 0).length;
      console.log(
        `${name}: ${mean(all).toFixed(4)} (${low.toFixed(4)} … ${high.toFixed(4)}), above 0 in ${above} of ${all.length}` +
          `, standard deviation ${Math.sqrt(moments(all).variance).toFixed(3)}`,
      );
    };
    console.log(`${runs} runs, ${budget} pictures each, passed over: ${deaf}`);
    told('search: gain over the start', ({ search }) => search);
    told('random search, one picture each', ({ random }) => random);
    told('random search, raced', ({ raced }) => raced);
    told('the hidden prompt', ({ truth }) => truth);
    told('search above random search', ({ search, random }) => search - random);
    told('search above raced random search', ({ search, raced }) => search - raced);
    told(
      'best picture: search above more seeds',
      ({ bestPicture, bestOfSeeds }) => bestPicture - bestOfSeeds,
    );
    const sure = rows.filter(({ isCovered }) => isCovered !== undefined);
    const [held, along] = [sure.map((row) => row.held!), sure.map((row) => row.correlation!)];
    if (sure.length > 0)
      console.log(
        `intervals over some of the judging seeds that hold the mean of all: ${mean(held).toFixed(3)}; ` +
          `correlation of start and winner by seed: ${mean(along).toFixed(3)}`,
      );
    console.log(`intervals that hold: ${sure.filter(({ isCovered }) => isCovered).length} of ${sure.length}`);
  } finally {
    engines.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

void main();
