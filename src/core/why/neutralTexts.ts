/** What could be said of any place of any picture: a place that one of them fits best shows nothing that was named. */
const neutralTexts = {
  latin: [
    ...['a picture', 'a photo', 'an image', 'a background', 'a plain background', 'texture', 'pattern'],
    ...['something', 'a thing', 'an object', 'nothing', 'a scene', 'sky', 'ground', 'wall', 'water', 'grass'],
    ...['light', 'shadow', 'colour', 'white', 'black'],
  ],
  japanese: [
    ...[
      '絵',
      '写真',
      '画像',
      '背景',
      '無地の背景',
      '質感',
      '模様',
      '何か',
      'もの',
      '物体',
      '何もない',
      '風景',
    ],
    ...['空', '地面', '壁', '水', '草', '光', '影', '色', '白', '黒'],
  ],
} as const;

const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The neutral texts in the language of a phrase. */
export function neutralTextsFor(phrase: string): readonly string[] {
  return neutralTexts[JAPANESE.test(phrase) ? 'japanese' : 'latin'];
}

/**
 * The phrases that a place may show instead of one: those that share no word with it, as "two cats" is no rival of "cats".
 * @param others phrases of the same prompt
 */
export function rivalsOf(phrase: string, others: readonly string[]): string[] {
  const own = phrase.toLowerCase();
  const words = new Set(wordsIn(own));
  const found = others.filter((other) => {
    const text = other.toLowerCase();
    if (JAPANESE.test(text) || JAPANESE.test(own)) return !text.includes(own) && !own.includes(text);
    return !wordsIn(text).some((word) => words.has(word));
  });
  return [...new Set(found)];
}

/** Words with a meaning of their own: "a cat" and "a dog" share none. */
function wordsIn(text: string): string[] {
  const small = new Set(['a', 'an', 'the', 'of', 'on', 'in', 'at', 'with', 'and', 'or', 'to', 'by', 'from']);
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !small.has(word));
}
