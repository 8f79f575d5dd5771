/** A fresh process that opens one text encoder and uses it: how long that takes, and what it holds. */
import { loadModel } from '../../src/engine/loadModel';
import { generatedFolder } from '../folders';
import { openTextExport } from '../peers/exportedGraphs';
import { quietSession, transformersJs } from '../peers/transformersJs';
import { padded, tokenizerOf } from '../peers/tokenRows';
import { answer, residentMB } from './answer';

export const openers = ['own', 'export', 'transformers'] as const;
type Opener = (typeof openers)[number];

interface Opened {
  /** Of the session alone: without tokeniser and configuration. */
  readonly sessionMs: number;
  encode(text: string): Promise<unknown>;
}

const [opener, folder, threads] = [process.argv[2] as Opener, process.argv[3]!, Number(process.argv[4])];

const open: Record<Opener, () => Promise<Opened>> = {
  own: async () => {
    const model = await loadModel(folder, { cacheFolder: generatedFolder, threads });
    const encode = async (text: string): Promise<void> => {
      const tokens = model.tokenize([text]).map(({ ids }) => ids);
      for await (const _ of model.encodeTokens(tokens, { tokensPerRun: 192 }));
    };
    // It opens its session at the first text; what a second one takes is not the session's.
    const first = await timeOf(() => encode('one text'));
    return { sessionMs: first - (await timeOf(() => encode('two words'))), encode };
  },
  export: async () => {
    const tokenize = await tokenizerOf(folder);
    const start = performance.now();
    const { run } = await openTextExport(folder, threads);
    return { sessionMs: performance.now() - start, encode: (text) => run(padded(tokenize([text]))) };
  },
  transformers: async () => {
    const { library, model } = transformersJs(folder);
    const tokenizer = await library.AutoTokenizer.from_pretrained(model);
    const start = performance.now();
    const texts = await library.CLIPTextModelWithProjection.from_pretrained(model, quietSession);
    return {
      sessionMs: performance.now() - start,
      encode: (text) => texts(tokenizer([text], { padding: true, truncation: true })),
    };
  },
};

async function timeOf(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

void (async () => {
  const start = performance.now();
  const { sessionMs, encode } = await open[opener]();
  await encode('a photograph of an astronaut riding a horse');
  answer({
    'session, ms': sessionMs,
    'start to first embedding, ms': performance.now() - start,
    'memory of the process, MB': residentMB(),
  });
})();
