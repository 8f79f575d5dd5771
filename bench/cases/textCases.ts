import type { Words } from './words';

/** What somebody asks at one moment, and what they had asked just before. */
export interface TextRequest {
  readonly before: readonly string[];
  readonly texts: readonly string[];
}

export interface TextCase {
  readonly id: string;
  readonly title: string;
  readonly rounds: number;
  readonly warmUps: number;
  /** WebAssembly takes minutes for the large ones. */
  readonly skipsWebAssembly?: boolean;
  /** Another request of the same kind, in new words: nothing of an earlier one helps. */
  request(words: Words): TextRequest;
}

/** Tokens of begin and end. */
const frame = 2;

export const textCases: readonly TextCase[] = [
  cold('cold-12', 'one prompt of 12 tokens, cold', 12),
  cold('cold-30', 'one prompt of 30 tokens, cold', 30),
  {
    id: 'append',
    title: 'a word typed at the end of 30 tokens',
    rounds: 31,
    warmUps: 15,
    request: (words) => {
      const prompt = words.words(30 - frame);
      return { before: [prompt.join(' ')], texts: [[...prompt, words.word()].join(' ')] };
    },
  },
  {
    id: 'middle',
    title: 'a word changed in the middle of 30 tokens',
    rounds: 31,
    warmUps: 15,
    request: (words) => {
      const prompt = words.words(30 - frame);
      const place = prompt.length / 2;
      return { before: [prompt.join(' ')], texts: [prompt.with(place, words.word()).join(' ')] };
    },
  },
  grid('grid-short', '64 variants with a short prefix, 14 tokens', 5),
  grid('grid-long', '64 variants with a long prefix, 27 tokens', 18),
  {
    id: 'leave-one-out',
    title: '30 tokens with each of its 28 words left out',
    rounds: 11,
    warmUps: 1,
    skipsWebAssembly: true,
    request: (words) => {
      const prompt = words.different(30 - frame);
      const texts = prompt.map((_, left) => prompt.filter((_, i) => i !== left).join(' '));
      return { before: [prompt.join(' ')], texts };
    },
  },
  unrelated('unrelated-64', 64, 11),
  unrelated('unrelated-256', 256, 7),
];

function cold(id: string, title: string, tokens: number): TextCase {
  return {
    id,
    title,
    rounds: 31,
    warmUps: 15,
    request: (words) => ({ before: [], texts: [words.words(tokens - frame).join(' ')] }),
  };
}

/** A slot of 4 words and a slot of 16 pairs of words, with a word between them and three at the end. */
function grid(id: string, title: string, prefix: number): TextCase {
  return {
    id,
    title,
    rounds: 9,
    warmUps: 1,
    skipsWebAssembly: true,
    request: (words) => {
      const [start, middle, end] = [words.words(prefix), words.words(1), words.words(3)];
      const firsts = words.different(4);
      const seconds = words.different(16).map((word) => [word, words.word()]);
      const texts = firsts.flatMap((first) =>
        seconds.map((second) => [...start, first, ...middle, ...second, ...end].join(' ')),
      );
      return { before: [], texts };
    },
  };
}

function unrelated(id: string, count: number, rounds: number): TextCase {
  return {
    id,
    title: `${count} unrelated prompts of 12 tokens`,
    rounds,
    warmUps: 1,
    skipsWebAssembly: true,
    request: (words) => ({
      before: [],
      texts: words.different(count).map((first) => [first, ...words.words(12 - frame - 1)].join(' ')),
    }),
  };
}
