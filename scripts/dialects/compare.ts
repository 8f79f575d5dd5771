/**
 * Reads prompts at random with a generator's own code and with ours, and names each that they read differently: pieces of
 * text with their weights, and the tokens of each chunk.
 *
 *   npx tsx scripts/dialects/compare.ts a1111|comfyui CHECKOUT TOKENIZER [PYTHON] [COUNT] [SEED]
 *
 * CHECKOUT is a folder with stable-diffusion-webui or ComfyUI, TOKENIZER one with CLIP's `tokenizer.json`; PYTHON needs the
 * packages `tokenizers` and, for the web UI, `lark`. Nothing of the generators is part of this project.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readPrompt } from '../../src/core/spell/clipText';
import { a1111Chunks, comfyuiChunks } from '../../src/core/spell/chunks';
import type { Piece } from '../../src/core/spell/reading';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { isJsonObject, type JsonObject } from '../../src/engine/checkpoint/modelFiles';
import { ClipTokenizer } from '../../src/engine/text/clipTokenizer';
import { PHRASES, RandomPrompts, SIGNS } from './randomPrompts';

type Program = keyof typeof SIGNS;

interface Asked {
  readonly text: string;
  readonly negative: boolean;
  readonly steps: number;
}

interface Part {
  readonly pieces: readonly (readonly [string, number | null])[];
  readonly chunks: readonly (readonly number[])[];
}

const [program = '', checkout = '', tokenizerFolder = '', python = 'python3', count = '20000', seed = '1'] =
  process.argv.slice(2);
assert(program === 'a1111' || program === 'comfyui', 'Name a1111 or comfyui, a checkout and a tokenizer.');
const tokenizer = readTokenizer(tokenizerFolder);
const comma = idsOf(',')[0];
void compare(program, prompts(program, Number(count), Number(seed)));

function prompts(program: Program, count: number, seed: number): Asked[] {
  const random = seededRandom(seed);
  const made = new RandomPrompts(random);
  return Array.from({ length: count }, (_, i) => {
    const text = i % 5 < 4 ? made.signs(SIGNS[program]) : made.long(PHRASES);
    // At step 61 of 61 an alternation of up to six is at its first option again.
    return { text, negative: i % 7 === 0, steps: text.includes('|') ? 61 : 20 };
  });
}

/** A schedule with two stray signs right behind it: what becomes of it, the web UI's parser leaves to chance. */
const AMBIGUOUS = /\][[\]():]{2}/;

async function compare(program: Program, all: readonly Asked[]): Promise<void> {
  const script = path.join(__dirname, 'generators.py');
  const child = spawn(python, [script, program, checkout, tokenizerFolder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(all.map((asked) => `${JSON.stringify(asked)}\n`).join(''));
  let [at, errors, different, long, ambiguous] = [0, 0, 0, 0, 0];
  for await (const line of createInterface({ input: child.stdout })) {
    const asked = all[at++]!;
    const answer = JSON.parse(line.replaceAll('Infinity', '1e999')) as { parts?: Part[]; error?: string };
    if (answer.parts === undefined) {
      errors++;
      if (errors <= 3) console.log(`refused: ${JSON.stringify(asked.text)} ${answer.error}`);
      continue;
    }
    const theirs = answer.parts.map(plain);
    const ours = read(program, asked).map(plain);
    if (theirs.some(({ chunks }) => chunks.length > 1)) long++;
    if (JSON.stringify(theirs) === JSON.stringify(ours)) continue;
    if (AMBIGUOUS.test(asked.text.replace(/<\w+:[^>]+>/g, ''))) {
      ambiguous++;
      continue;
    }
    different++;
    if (different <= 20) {
      console.log(JSON.stringify(asked), '\n theirs', show(theirs), '\n ours  ', show(ours));
    }
  }
  assert.equal(at, all.length, 'The generator’s code ended early.');
  console.log({ program, prompts: at, refused: errors, ofSeveralChunks: long, ambiguous, different });
  if (different > 0) process.exitCode = 1;
}

function show(parts: readonly Part[]): string {
  return JSON.stringify(parts.map(({ pieces, chunks }) => [pieces, chunks.map(({ length }) => length)]));
}

/** White space is one blank to the tokeniser; nobody can see the weight of a piece that no token comes of. */
function plain({ pieces, chunks }: Part): Part {
  return {
    pieces: pieces
      .map(([text, weight]) => [text.replace(/\s+/g, ' ').trim(), weight] as const)
      .filter(([text, weight]) => weight !== null && text !== ''),
    chunks,
  };
}

function read(program: Program, { text, negative, steps }: Asked): Part[] {
  const { items } = readPrompt(text, program, { isNegative: negative, steps });
  if (program === 'comfyui') {
    const pieces = items.filter((item): item is Piece => !('edge' in item));
    const ids = pieces.map((piece) => idsOf(piece.text));
    return [
      {
        pieces: pieces.map((piece, i) => [piece.text, ids[i]!.length > 0 ? piece.weight : null]),
        chunks: comfyuiChunks(ids),
      },
    ];
  }
  const parts: { pieces: [string, number][]; ids: (readonly number[] | 'break')[] }[] = [
    { pieces: [], ids: [] },
  ];
  for (const item of items) {
    const part = parts.at(-1)!;
    if (!('edge' in item)) {
      part.pieces.push([item.text, item.weight]);
      part.ids.push(idsOf(item.text));
    } else if (item.edge === 'and') parts.push({ pieces: [], ids: [] });
    else {
      part.pieces.push(['BREAK', -1]);
      part.ids.push('break');
    }
  }
  return parts.map(({ pieces, ids }) => ({ pieces, chunks: a1111Chunks(ids, comma) }));
}

function idsOf(text: string): number[] {
  return tokenizer.tokenize(text).ids.slice(1, -1);
}

function readTokenizer(folder: string): ClipTokenizer {
  const json = (name: string): JsonObject => {
    const value: unknown = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    assert(isJsonObject(value));
    return value;
  };
  return new ClipTokenizer({
    tokenizer: json('tokenizer.json'),
    config: json('tokenizer_config.json'),
    contextLength: 1_000_000,
    vocabularySize: 49_408,
  });
}
