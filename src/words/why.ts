import type { Wording } from './words';

/** What the ledger of words says. */
export const WHY_WORDING = {
  spell: { en: 'What carries “{spell}”: {text}', ja: '「{spell}」のスコアを支える言葉: {text}' },
  whole: {
    en: 'cosine {all} with all of it, {none} without any; {unexplained} is made by three or more together',
    ja: 'すべてあるとコサイン {all}、一つもないと {none}。3つ以上が揃ってはじめて生じる分は {unexplained}',
  },
  effect: { en: 'effect', ja: '効果' },
  interval: { en: '95 %', ja: '95 %' },
  probability: { en: 'points of p', ja: 'pの差（ポイント）' },
  alone: { en: 'alone', ja: '単独' },
  leftOut: { en: 'left out', ja: '省略時' },
  unit: { en: 'words', ja: '言葉' },
  idle: { en: 'says nothing here', ja: 'ここでは効果なし' },
  hurts: { en: 'hurts', ja: 'マイナス' },
  depends: { en: 'depends on the rest', ja: 'ほかの言葉しだい' },
  unweighed: {
    en: 'Only the first {count} are weighed; {rest} more stay as they are.',
    ja: '調べるのは最初の{count}個だけです。残りの{rest}個はそのままにします。',
  },
  ofPhrase: {
    en: 'The words of “{phrase}”, beside the rest:',
    ja: '「{phrase}」の中の言葉（ほかはそのまま）:',
  },
  pairs: { en: 'Together more, or less, than each by itself:', ja: '組み合わせで増減するもの:' },
  pair: { en: '“{first}” with “{second}”', ja: '「{first}」と「{second}」' },
  nothing: { en: 'There are no words to weigh.', ja: '調べる言葉がありません。' },
  noSuchSpell: {
    en: 'No spell of {path} is called “{spell}”. There are: {names}.',
    ja: '{path} に「{spell}」という呪文はありません。ある呪文: {names}。',
  },
  view: {
    en: 'Pictures: {pictures}. This is what {checkpoint} sees in them, not what is in them: another checkpoint may say otherwise. Words are weighed by taking them out.',
    ja: '画像{pictures}枚。これは {checkpoint} がその画像から読み取ったもので、画像そのものの性質ではありません。別のチェックポイントでは変わることがあります。言葉を取り除いて測っています。',
  },
  fewPictures: {
    en: 'Fewer than 5 different pictures: too few for intervals.',
    ja: '異なる画像が5枚未満のため、信頼区間は出せません。',
  },
} as const satisfies Record<string, Wording>;
