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
  return neutralTexts[isJapanese(phrase) ? 'japanese' : 'latin'];
}

export function isJapanese(text: string): boolean {
  return JAPANESE.test(text);
}
