import type { Wording } from './words';

/** What completion says of a phrase. */
export const COMPLETION_WORDING = {
  gain: {
    en: 'Changes the mean cosine of this prompt with the reference pictures by **{gain}**, at this place.',
    ja: 'この位置に入れると、参照画像とのコサインの平均が **{gain}** 変わります。',
  },
  interval: {
    en: '95 % for all {count} phrases that it was chosen from: {interval}.',
    ja: '候補となった{count}個すべてについての95 %区間: {interval}。',
  },
  fewPictures: {
    en: 'Fewer than 5 different pictures: too few to say how sure this is.',
    ja: '異なる画像が5枚未満のため、どれほど確かかは言えません。',
  },
  view: {
    en: 'Different pictures: {pictures}, the ones that chose it, so the best here look better than they are. What {checkpoint} sees, not what is in the pictures.',
    ja: '異なる画像{pictures}枚。選んだのも測ったのもこの画像なので、上位は実際より良く見えます。{checkpoint} の見え方であり、画像そのものの性質ではありません。',
  },
  notMeasured: {
    en: 'Not measured yet: what matches is offered in the order in which kept embeddings promise most.',
    ja: 'まだ測っていません。保存済みの埋め込みから有望な順に並べています。',
  },
  byFrequency: {
    en: 'By how common it is: there are no numbers for this prompt yet, or no reference pictures.',
    ja: 'よく使われる順です。この呪文の数値がまだないか、参照画像がありません。',
  },
} as const satisfies Record<string, Wording>;
