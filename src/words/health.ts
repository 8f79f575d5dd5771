import type { HealthCode, HealthMark } from '../core/why/referenceHealth';
import { cosine, percent } from './numbers';
import { say, type Language, type Parameters, type Wording } from './words';

/** What is the matter with a reference picture, and what to do, in one sentence. */
export const HEALTH_MARKS: Readonly<Record<HealthCode, Wording>> = {
  'near-duplicate': {
    en: 'Nearly the same as {other} (cosine {cosine}): both count as one picture, so keep one.',
    ja: '{other} とほぼ同じです（コサイン {cosine}）。2枚で1枚と数えるので、片方だけ残してください。',
  },
  confusable: {
    en: 'No spell of this file tells it clearly from {other} (at most {most}): write what differs, or take a picture that differs more.',
    ja: 'このファイルのどの呪文も {other} とはっきり区別できません（最大 {most}）。違いを呪文に書くか、もっと違う画像に替えてください。',
  },
  'too-small': {
    en: 'Its shorter edge is {edge} px long, and the checkpoint looks at {input} px: take a larger picture.',
    ja: '短辺が{edge}ピクセルで、チェックポイントが見る{input}ピクセルより小さい画像です。もっと大きい画像を使ってください。',
  },
  cropped: {
    en: 'The checkpoint never sees {dropped} of it, at the edges: crop it to a square around what matters.',
    ja: '端の{dropped}はチェックポイントに見えません。大事な部分を中心に正方形に切り抜いてください。',
  },
  outlier: {
    en: 'Unlike the other pictures (mean cosine {cosine}, usual {usual}, of {pictures}): see whether it belongs here.',
    ja: 'ほかの画像と似ていません（平均コサイン {cosine}、普通は {usual}、{pictures}枚中）。ここに必要な画像か確かめてください。',
  },
  'mostly-text': {
    en: 'Writing fills {share} of it: take a picture of the thing itself, or cut the writing away.',
    ja: '画像の{share}を文字が占めています。物そのものの画像に替えるか、文字の部分を切り取ってください。',
  },
  'word-written': {
    en: '“{word}” is written in it (p of the word {probability}, painted over {probabilityWithout}): cut it away to be sure.',
    ja: '画像の中に「{word}」と書かれています（この語の p は {probability}、塗りつぶすと {probabilityWithout}）。念のため切り取ってください。',
  },
  'word-takes-over': {
    en: 'Taken for “{word}”, which is written in it; painted over, “{instead}” fits best (p of the word {probability}, then {probabilityWithout}): cut the word away or take another picture.',
    ja: '書かれた「{word}」という文字につられています。塗りつぶすと「{instead}」が最も合います（この語の p は {probability} から {probabilityWithout} へ）。文字を切り取るか、別の画像に替えてください。',
  },
};

/** @param pictureName of another picture, by its number */
export function healthSentence(
  mark: HealthMark,
  language: Language,
  pictureName: (picture: number) => string,
): string {
  return say(HEALTH_MARKS[mark.code], language, shown(mark, pictureName));
}

function shown(mark: HealthMark, pictureName: (picture: number) => string): Parameters {
  switch (mark.code) {
    case 'near-duplicate':
      return { other: pictureName(mark.other), cosine: cosine(mark.cosine) };
    case 'confusable':
      return { other: pictureName(mark.other), most: percent(mark.most) };
    case 'too-small':
      return { edge: mark.edge, input: mark.input };
    case 'cropped':
      return { dropped: percent(mark.dropped) };
    case 'outlier':
      return { cosine: cosine(mark.cosine), usual: cosine(mark.usual), pictures: mark.pictures };
    case 'mostly-text':
      return { share: percent(mark.share) };
    case 'word-written':
    case 'word-takes-over':
      return {
        word: mark.word,
        ...(mark.code === 'word-takes-over' && { instead: mark.instead }),
        probability: percent(mark.probability),
        probabilityWithout: percent(mark.probabilityWithout),
      };
  }
}

export const HEALTH_WORDING = {
  unseen: { en: 'unseen', ja: '範囲外' },
  sound: { en: 'nothing found', ja: '問題なし' },
  tooFew: {
    en: 'Fewer than 5 different pictures: too few to say which is unlike the others.',
    ja: '異なる画像が5枚未満のため、仲間はずれは判断できません。',
  },
  tooMany: {
    en: 'More than 300 pictures: they are not compared with each other.',
    ja: '画像が300枚を超えるため、互いの比較は行いません。',
  },
  looked: {
    en: 'Looked for writing of {readable} of the file’s {words} words. Latin letters without accents and digits are read, other scripts are not.',
    ja: 'ファイルの言葉{words}語のうち{readable}語について、画像の中の文字を調べました。読めるのはアクセントのないラテン文字と数字だけで、日本語などの文字は読めません。',
  },
  lookedForNone: {
    en: 'None of the file’s {words} words can be read in pictures: only Latin letters without accents and digits are, other scripts are not.',
    ja: 'ファイルの言葉（{words}語）には、画像の中で読めるものがありません。読めるのはアクセントのないラテン文字と数字だけで、日本語などの文字は読めません。',
  },
  view: {
    en: 'Pictures: {pictures}, different: {different}. This is how {checkpoint} sees them, not a verdict on the pictures.',
    ja: '画像{pictures}枚（異なるもの{different}枚）。{checkpoint} から見た結果で、画像そのものの良し悪しではありません。',
  },
} as const satisfies Record<string, Wording>;
