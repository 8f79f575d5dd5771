import { isEmpty } from './contentWords';
import { isJapanese } from './neutralTexts';
import { wordsOf } from './textUnits';

/**
 * What a place may show instead of a phrase: what the prompt names besides it. Of "a cat to the left of a dog", where
 * "cat" is looked for, that is "dog"; where "bird" is, all three of the phrase, "cat" and "dog". Whatever shares a word with the phrase is none, as "two cats" is no rival of "cat",
 * and what is written in another language is none either, since it may name the same.
 * @param others phrases of the prompt
 */
export function rivalsOf(phrase: string, others: readonly string[]): string[] {
  const shares = sharing(phrase);
  const found = new Set<string>();
  for (const other of others) {
    if (isJapanese(other) !== isJapanese(phrase)) continue;
    for (const each of withWhatTheyName([other])) if (!shares(each)) found.add(each);
  }
  return [...found];
}

/** Phrases, and after those that name several things each thing by itself; each once. */
export function withWhatTheyName(phrases: readonly string[]): string[] {
  return [...new Set(phrases.flatMap((phrase) => [phrase, ...severalIn(phrase)]))];
}

/** One piece alone is the phrase once more. */
function severalIn(phrase: string): string[] {
  const pieces = piecesOf(phrase);
  return pieces.length > 1 ? pieces : [];
}

/** Whether a text has a word of the phrase, or in Japanese, where words are not parted, one is in the other. */
function sharing(phrase: string): (text: string) => boolean {
  const own = phrase.toLowerCase();
  if (isJapanese(own)) {
    const parts = [own, ...piecesOf(own)];
    return (text) => parts.some((part) => text.includes(part) || part.includes(text));
  }
  const words = new Set(stemsIn(own));
  return (text) => stemsIn(text).some((stem) => words.has(stem));
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that say where one thing is of another, or that it is there: they part what is named. */
const PARTING = setOf(
  'left right top bottom front back middle centre center side next edge corner inside outside far close ' +
    '左 右 上 下 前 後ろ 奥 手前 中 間 横 隣 隣り そば 側 左側 右側 真ん中 中央 端 隅 近く 遠く ' +
    'いる ある いて あって いた あった',
);

/** Words that say how many, how large or of which colour: they go with what they are said of, and name nothing alone. */
const TELLING_HOW = setOf(
  'one two three four five six seven eight nine ten several few pair ' +
    'big large huge small little tiny tall short long wide ' +
    'red orange yellow green blue purple pink brown black white gray grey ' +
    '赤 赤い 青 青い 黄色 黄色い 緑 紫 ピンク オレンジ 茶色 茶色い 黒 黒い 白 白い 灰色 大きい 大きな 小さい 小さな',
);

/** A number with what it counts by; written out, it could be a part of another word. */
const JAPANESE_COUNT = /(?:\p{N}+|[一二三四五六七八九十数]+(?=.の))[匹個つ人本枚台頭羽冊杯輪軒隻機着足膳]/gu;

/** The parts of a phrase that name something, without the words between them: "cat", "dog". */
function piecesOf(phrase: string): string[] {
  const text = phrase.replace(JAPANESE_COUNT, ({ length }) => ' '.repeat(length));
  const pieces: string[] = [];
  let piece: { start: number; end: number; names: boolean } | undefined;
  const finish = (): void => {
    if (piece?.names) pieces.push(text.slice(piece.start, piece.end));
    piece = undefined;
  };
  for (const unit of wordsOf(text, { start: 0, end: text.length })) {
    const word = text.slice(unit.start, unit.end).toLowerCase();
    const [bare = ''] = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/u.exec(word) ?? [];
    if (bare === '' || isEmpty(bare) || PARTING.has(bare)) finish();
    else {
      const names = !TELLING_HOW.has(bare);
      const [start, end] = [unit.start + word.indexOf(bare), unit.start + word.indexOf(bare) + bare.length];
      piece = { start: piece?.start ?? start, end, names: names || (piece?.names ?? false) };
    }
  }
  finish();
  return pieces;
}

/** Its words without those that only join, a plural as the singular. */
function stemsIn(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !isEmpty(word)).map(stemOf);
}

function stemOf(word: string): string {
  if (word.length < 4) return word;
  return word.replace(/ies$/, 'y').replace(/(?<=s|x|z|ch|sh)es$|(?<=[^s])s$/, '');
}
