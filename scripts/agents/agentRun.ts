/**
 * A script that plays an agent: over the Model Context Protocol it asks `spellwright mcp` for what a corrupted caption lacks,
 * rewrites it on one half of the pictures, and has the other half, which it did not see, judge what came out.
 *
 *     npx tsx scripts/agents/agentRun.ts FOLDER… [--runs 20] [--log]     folders of training/make_planted_scenes.py
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { vocabularyOf } from '../../src/core/craft/vocabularyFile';
import { mean } from '../../src/core/statistics/moments';
import { intervalOf, yardstick } from '../../src/core/statistics/pairedDifference';
import { vocabularyFiles } from '../craft/readVocabulary';
import { root } from '../editor/repository';
import { Draw, plantedScenes, plantedSets, type PlantedScene } from '../why/plantedScenes';

type Ask = (tool: string, input: object) => Promise<never>;

interface Explained {
  readonly units: readonly { readonly text: string; readonly reading: string }[];
}
interface Suggested {
  readonly add: readonly { readonly phrase: string }[];
}
interface Scored {
  readonly prompts: readonly { readonly text: string; readonly cosine: number }[];
}
interface Compared {
  readonly difference: number;
  readonly summary: string;
  readonly verdict: string;
}

const mostRounds = 4;
const phrasesTried = 6;

/** Prompts that an agent may go on with: phrases dropped, put in the place of others, or added. */
async function candidates(ask: Ask, prompt: string, pictures: readonly string[]): Promise<readonly string[]> {
  const { units }: Explained = await ask('explain_prompt', { prompt, pictures });
  const { add }: Suggested = await ask('suggest_words', { prompt, pictures, most: phrasesTried });
  const phrases = prompt.split(', ');
  const doubtful = phrases.filter((each) =>
    units.some(({ text, reading }) => text === each && reading !== 'carries'),
  );
  const made = [
    ...add.map(({ phrase }) => [...phrases, phrase]),
    ...doubtful.flatMap((each) => {
      const rest = phrases.filter((other) => other !== each);
      return [rest, ...add.map(({ phrase }) => phrases.map((other) => (other === each ? phrase : other)))];
    }),
  ];
  return [...new Set(made.filter((each) => each.length > 0).map((each) => each.join(', ')))].slice(0, 60);
}

/** Takes the best of the candidates until none is better on the pictures that it sees. */
async function improve(
  ask: Ask,
  start: string,
  pictures: readonly string[],
  log: (line: string) => void,
): Promise<{ readonly prompt: string; readonly rounds: number }> {
  let prompt = start;
  for (let round = 0; ; round++) {
    if (round === mostRounds) return { prompt, rounds: round };
    const others = await candidates(ask, prompt, pictures);
    const { prompts }: Scored = await ask('score_prompts', { prompts: [prompt, ...others], pictures });
    const [best] = prompts;
    log(`  ${others.length} candidates; best: “${best!.text}” (${best!.cosine})`);
    if (best!.text === prompt) return { prompt, rounds: round };
    prompt = best!.text;
  }
}

/** As many edits of the same kinds, with phrases that nobody measured. */
function wander(start: string, rounds: number, words: readonly string[], draw: Draw): string {
  let phrases = start.split(', ');
  for (let round = 0; round < rounds; round++) {
    const phrase = draw.one(words);
    const at = draw.one([...phrases.keys()]);
    phrases = draw.one([[...phrases, phrase], phrases.map((each, i) => (i === at ? phrase : each))]);
  }
  return phrases.join(', ');
}

interface Row {
  readonly agent: number;
  readonly random: number;
  readonly caption: number;
}

async function runOne(
  ask: Ask,
  set: readonly PlantedScene[],
  {
    draw,
    words,
    log,
  }: { readonly draw: Draw; readonly words: readonly string[]; readonly log: (line: string) => void },
): Promise<Row> {
  // Of those alone and those beside something else, every other one is seen.
  const half = (which: number): string[] => set.filter((_, i) => i % 2 === which).map(({ file }) => file);
  const [seen, unseen] = [half(0), half(1)];
  const { objects, background } = set[0]!;
  const truth = [objects[0]!.english[0]!, `${background} background`];
  const start = draw.some([draw.one(truth), draw.one(words)], 2).join(', ');
  log(`“${start}”, for pictures of ${truth.join(', ')}`);
  const { prompt, rounds } = await improve(ask, start, seen, log);
  const chance = wander(start, rounds, words, draw);
  const gain = async (a: string): Promise<Compared> =>
    a === start
      ? ({ difference: 0, summary: 'unchanged', verdict: '' } as Compared)
      : ((await ask('compare_prompts', { a, b: start, pictures: unseen })) as Compared);
  const judged = await gain(prompt);
  log(`  on pictures that it did not see: ${judged.summary}\n  by chance instead: “${chance}”`);
  return {
    agent: judged.difference,
    random: (await gain(chance)).difference,
    caption: (await gain(truth.join(', '))).difference,
  };
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string', default: '20' }, log: { type: 'boolean', default: false } },
  });
  const words = vocabularyOf('vocabulary', [...vocabularyFiles(root).values()])
    .phrases.filter(
      ({ language, class: its }) => language === 'en' && its !== 'quality' && its !== 'negative',
    )
    .map(({ text }) => text);
  for (const folder of positionals) {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [path.join(root, 'dist/cli.js'), 'mcp', '--allow', path.resolve(folder)],
    });
    const client = new Client({ name: 'agent-run', version: '1' });
    await client.connect(transport);
    const ask: Ask = async (name, input) => {
      const { isError, structuredContent, content } = await client.callTool({
        name,
        arguments: input as Record<string, unknown>,
      });
      if (isError) throw new Error(JSON.stringify(content));
      return structuredContent as never;
    };
    const sets = plantedSets(plantedScenes(folder));
    const draw = new Draw(17);
    const rows: Row[] = [];
    for (let run = 0; run < Number(values.runs); run++)
      rows.push(
        await runOne(ask, sets[run % sets.length]!, {
          ...{ draw, words },
          log: (line) => values.log && console.log(line),
        }),
      );
    await client.close();
    console.log(`${path.basename(folder)}, ${rows.length} runs:`);
    for (const which of ['agent', 'random', 'caption'] as const) {
      const gains = rows.map((row) => row[which]);
      const by = rows.length >= 5 ? yardstick(rows.length, 1) : undefined;
      const { low, high } = by ? intervalOf(mean(gains), gains, by) : { low: NaN, high: NaN };
      const better = gains.filter((gain) => gain > 0).length;
      console.log(
        `  ${which}: better on unseen pictures in ${better} of ${rows.length}, gain ${mean(gains).toFixed(4)} (${low.toFixed(4)} … ${high.toFixed(4)})`,
      );
    }
  }
}

void main();
