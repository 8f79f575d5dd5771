/**
 * How long it takes to weigh the words of a prompt of 30 words against 6 pictures, after its scores: as the editor does it
 * when a key was pressed. Beside the time on the clock, what the engine's processor time would be on the clock if nothing
 * else ran: on a busy machine only that says something.
 * Run: npx tsx bench/ledger.ts [--mini]
 */
import { readFileSync } from 'node:fs';
import { EngineClient } from '../src/client/engineClient';
import { RememberingEmbedder } from '../src/client/rememberingEmbedder';
import { parseSpellFile } from '../src/core/spell/parseSpellFile';
import { explainSpell, type ExplainOptions } from '../src/tasks/explainFile';
import { scoreFile, type ScoredFile } from '../src/tasks/scoreFile';
import { bundleOf } from '../test/engine/process/engineBundle';
import { preparePictures } from './cases/pictures';
import { Words } from './cases/words';
import { prepareVitB32Alone } from './checkpoint/prepare';
import { bundledCheckpoint, generatedFolder } from './folders';

const threads = 2;
const [words, pictures] = [30, 6];
const rounds = 12;
const warmUps = 3;

/** A prompt of words, with a comma after so many of them. */
type Shape = readonly [title: string, wordsOfPhrase: number, options?: ExplainOptions];
const shapes: readonly Shape[] = [
  ['10 phrases of 3 words', 3],
  ['10 phrases of 3 words, one of them unfolded', 3, { withWords: (_, { start }) => start === 0 }],
  ['one phrase of 30 words', 30],
];

async function main(): Promise<void> {
  const folder = process.argv.includes('--mini') ? bundledCheckpoint : await prepareVitB32Alone();
  const paths = await preparePictures(pictures);
  const client = new EngineClient({
    engineFile: await bundleOf('src/engine/main.ts'),
    modelFolder: folder,
    cacheFolder: generatedFolder,
    threads,
    log: (line) => console.error(line),
  });
  const embedder = new RememberingEmbedder(client);
  const vocabulary = new Words(folder, 7);
  const score = (prompt: string): Promise<ScoredFile> =>
    scoreFile({
      file: parseSpellFile(`---\nimages: [${paths.join(', ')}]\n---\n### a\n${prompt}\n### b\na cat\n`),
      path: `${generatedFolder}/ledger.spell`,
      embedder: async () => embedder,
      languagesOf: async () => [],
    });
  const measure = async (scored: ScoredFile, options?: ExplainOptions): Promise<Taken> => {
    const [clock, processor] = [performance.now(), processorMs(client.pid!)];
    const explained = await explainSpell(scored, 0, embedder, { priority: 'visible', ...options });
    if (!explained) throw new Error('nothing was weighed');
    return { clock: performance.now() - clock, processor: processorMs(client.pid!) - processor };
  };
  try {
    for (const [title, wordsOfPhrase, options] of shapes) {
      const first: Taken[] = [];
      const again: Taken[] = [];
      for (let round = -warmUps; round < rounds; round++) {
        const all = vocabulary.different(words);
        const prompt = (): string =>
          all.map((word, i) => ((i + 1) % wordsOfPhrase ? word : `${word},`)).join(' ');
        const opened = await measure(await score(prompt()), options);
        all[all.length - 1] = vocabulary.word();
        const typed = await measure(await score(prompt()), options);
        if (round >= 0) first.push(opened);
        if (round >= 0) again.push(typed);
      }
      console.log(`${title}: all words new ${told(first)}; the last word is another ${told(again)}`);
    }
  } finally {
    client.dispose();
  }
}

/** In milliseconds. */
interface Taken {
  readonly clock: number;
  /** Of the engine's process, all its threads together. */
  readonly processor: number;
}

/** Of Linux, which counts in hundredths of a second. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function told(samples: readonly Taken[]): string {
  const middle = (of: (taken: Taken) => number): string => {
    const sorted = samples.map(of).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)]!.toFixed(0);
  };
  const least = Math.min(...samples.map(({ clock }) => clock));
  return `${middle(({ clock }) => clock)} ms (least ${least.toFixed(0)}), ${middle(({ processor }) => processor / threads)} ms of ${threads} processors`;
}

void main();
