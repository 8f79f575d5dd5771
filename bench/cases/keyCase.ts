import { EngineClient } from '../../src/client/engineClient';
import { RememberingEmbedder } from '../../src/client/rememberingEmbedder';
import { scoreSpellFile } from '../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { bundleOf } from '../../test/engine/process/engineBundle';
import { generatedFolder } from '../folders';
import type { Contestant } from '../method/interleave';
import { names } from '../peers/names';
import { quietSession, transformersJs, type Tensor } from '../peers/transformersJs';
import type { TimedCase } from '../report/result';
import { preparePictures } from './pictures';
import { timedCase } from './timedCase';
import { Words } from './words';

const [spells, pictures] = [10, 6];
const tokensOfSpell = 20;
const logitScale = 100;

/** One key in a file: all scores of it anew. What a user of each does, pictures on disk included. */
export async function keyCase(folder: string, threads: number): Promise<TimedCase> {
  const paths = await preparePictures(pictures);
  const client = new EngineClient({
    engineFile: await bundleOf('src/engine/main.ts'),
    modelFolder: folder,
    cacheFolder: generatedFolder,
    threads,
    log: (line) => console.error(line),
  });
  try {
    const typing = new Typing(folder);
    return await timedCase(
      { id: 'key', title: `one key in a file of ${spells} spells with ${pictures} pictures → all scores` },
      [own(new RememberingEmbedder(client), paths, typing), ...(await theirs(folder, paths, typing))],
      // For some rounds after the peers have been opened the system still moves their memory about, at everybody's cost.
      { rounds: 21, warmUps: 12, mostRounds: 42 },
    );
  } finally {
    client.dispose();
  }
}

/** A file in which somebody writes a word in one of the spells: in each round another word, and one key of it. */
class Typing {
  readonly #words: Words;
  readonly #spells: string[];
  #round = NaN;
  #before: readonly (readonly string[])[] = [];

  constructor(folder: string) {
    this.#words = new Words(folder, 6);
    this.#spells = Array.from({ length: spells }, () => this.#words.words(tokensOfSpell - 2).join(' '));
  }

  /** After the key of that round, and after each of those before it. */
  at(round: number): { readonly before: readonly (readonly string[])[]; readonly after: readonly string[] } {
    if (round !== this.#round) {
      this.#round = round;
      const place = Math.abs(round) % spells;
      const word = this.#words.word();
      const start = this.#spells[place]!.split(' ').slice(0, -1).join(' ');
      this.#before = Array.from(word, (_, typed) =>
        this.#spells.with(place, `${start} ${word.slice(0, typed)}`),
      );
      this.#spells[place] = `${start} ${word}`;
    }
    return { before: this.#before, after: this.#spells };
  }
}

function own(embedder: RememberingEmbedder, imagePaths: readonly string[], typing: Typing): Contestant {
  const score = async (prompts: readonly string[]): Promise<void> => {
    const file = parseSpellFile(prompts.map((prompt, i) => `### ${i}\n${prompt}\n`).join(''));
    const { ranking } = await scoreSpellFile({ file, imagePaths, embedder, priority: 'caret' });
    if (ranking.length !== spells) throw new Error(`${ranking.length} prompts were ranked`);
  };
  return {
    name: names.own,
    // A word is typed key by key, and the last one is timed.
    prepare: async (round) => {
      for (const prompts of typing.at(round).before) await score(prompts);
    },
    run: (round) => score(typing.at(round).after),
  };
}

export const keyPeers = {
  pipeline: 'transformers.js, zero-shot pipeline',
  cached: 'transformers.js, pictures kept',
} as const;

async function theirs(folder: string, paths: readonly string[], typing: Typing): Promise<Contestant[]> {
  const { library, model } = transformersJs(folder);
  const classify = await library.pipeline('zero-shot-image-classification', model, quietSession);
  const tokenizer = await library.AutoTokenizer.from_pretrained(model);
  const processor = await library.AutoProcessor.from_pretrained(model);
  const texts = await library.CLIPTextModelWithProjection.from_pretrained(model, quietSession);
  const vision = await library.CLIPVisionModelWithProjection.from_pretrained(model, quietSession);
  const images = await Promise.all(paths.map((path) => library.RawImage.read(path)));
  const { image_embeds: imageEmbeddings } = await vision(await processor(images));
  return [
    {
      name: keyPeers.pipeline,
      run: (round) => classify(paths, typing.at(round).after, { hypothesis_template: '{}' }),
    },
    {
      name: keyPeers.cached,
      run: async (round) => {
        const inputs = tokenizer(typing.at(round).after, { padding: true, truncation: true });
        const { text_embeds: textEmbeddings } = await texts(inputs);
        probabilities(textEmbeddings, imageEmbeddings);
      },
    },
  ];
}

/** p(text | image), as the pipeline computes it. */
function probabilities(texts: Tensor, images: Tensor): number[][] {
  const [textRows, imageRows] = [unitRows(texts), unitRows(images)];
  return imageRows.map((image) => {
    const logits = textRows.map((text) => logitScale * text.reduce((sum, x, i) => sum + x * image[i]!, 0));
    const largest = Math.max(...logits);
    const weights = logits.map((logit) => Math.exp(logit - largest));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  });
}

function unitRows({ data, dims }: Tensor): Float32Array[] {
  const width = dims[1]!;
  return Array.from({ length: dims[0]! }, (_, row) => {
    const values = data.slice(row * width, (row + 1) * width);
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  });
}
