import type { Ledger, LedgerEntry } from '../core/why/ledger';
import type { Wording } from './words';

/** What the ledger of words says. */
export const WHY_WORDING = {
  spell: { en: 'What carries “{spell}”: {text}', ja: '「{spell}」のスコアを支える言葉: {text}' },
  whole: {
    en: 'cosine {all} with all of it, {none} without any; {unexplained} is made by three or more together',
    ja: 'すべてあるとコサイン {all}、一つもないと {none}。3つ以上が揃ってはじめて生じる分は {unexplained}',
  },
  wholeFew: {
    en: 'cosine {all} with all of it, {none} without any',
    ja: 'すべてあるとコサイン {all}、一つもないと {none}',
  },
  effect: { en: 'effect', ja: '効果' },
  interval: { en: '95 %', ja: '95 %' },
  probability: { en: 'points of p', ja: '確率pの差（ポイント）' },
  alone: { en: 'alone', ja: '単独' },
  leftOut: { en: 'left out', ja: '省略時' },
  unit: { en: 'words', ja: '言葉' },
  idle: { en: 'says nothing here', ja: 'ここでは効果なし' },
  hurts: { en: 'hurts', ja: 'マイナス' },
  mayHurt: { en: 'may hurt', ja: 'マイナスかも' },
  depends: { en: 'depends on the rest', ja: 'ほかの言葉しだい' },
  unweighed: {
    en: 'Only the first {count} are weighed; {rest} more stay as they are.',
    ja: '調べるのは最初の{count}個だけです。残りの{rest}個はそのままにします。',
  },
  lost: {
    en: 'The checkpoint reads nothing from “{word}” on, so that is not weighed.',
    ja: 'チェックポイントは「{word}」以降を読まないため、そこからは調べません。',
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
    en: 'Different pictures: {pictures}. This is what {checkpoint} sees in them, not what is in them: another checkpoint may say otherwise. Words are weighed by taking them out.',
    ja: '異なる画像{pictures}枚。これは {checkpoint} がその画像から読み取ったもので、画像そのものの性質ではありません。別のチェックポイントでは変わることがあります。言葉を取り除いて測っています。',
  },
  fewPictures: {
    en: 'Fewer than 5 different pictures: too few for intervals.',
    ja: '異なる画像が5枚未満のため、信頼区間は出せません。',
  },
  shapley: { en: 'Shapley', ja: 'シャープレイ値' },
  shapleyError: { en: '{value} ± {error}', ja: '{value} ± {error}' },
  shapleyExact: {
    en: 'Shapley: what the words add on average over all orders in which they could come.',
    ja: 'シャープレイ値: 言葉を並べうるすべての順序について、加えたときの増加を平均したもの。',
  },
  shapleySampled: {
    en: 'Shapley: what the words add on average over {orders} drawn orders; there are too many words for all orders. ± is the standard error of that.',
    ja: 'シャープレイ値: 言葉が多くすべての順序は測れないため、抽出した {orders} 通りの順序で、加えたときの増加を平均したもの。± はその標準誤差。',
  },
  tooManyPairs: {
    en: 'Pairs are not measured where there are more than {most} phrases.',
    ja: '語句が {most} 個を超えると、組み合わせは測りません。',
  },

  // In the editor, cosines in hundredths.
  hoverEffect: {
    en: '“{words}”: {effect} of the cosine × 100',
    ja: '「{words}」: コサイン × 100 で {effect}',
  },
  hoverInterval: { en: '(95 %: {low} to {high}).', ja: '（95 %: {low} ～ {high}）。' },
  hoverProbability: {
    en: '{points} points of p(spell | image) against the other spells.',
    ja: 'ほかの呪文に対する p(呪文 | 画像) は {points} ポイント。',
  },
  hoverParts: {
    en: 'Alone it adds {alone}; left out it changes the score by {leftOut}.',
    ja: '単独では {alone}、省くと {leftOut}。',
  },
  hoverIdle: {
    en: 'It cannot be told from words that say nothing.',
    ja: '何も言わない言葉と区別できません。',
  },
  hoverHurts: {
    en: 'It hurts: the text is better off without it.',
    ja: 'スコアを下げています。ないほうが合います。',
  },
  hoverMayHurt: {
    en: 'It may hurt: the text is better off without it on average, but that may be chance.',
    ja: 'スコアを下げているかもしれません。平均ではないほうが合いますが、偶然かもしれません。',
  },
  hoverDepends: {
    en: 'It depends on the rest: alone and beside the others its sign differs.',
    ja: 'ほかの言葉しだいで、単独の場合と符号が変わります。',
  },
  viewShort: {
    en: 'The view of {checkpoint} on {pictures} different {pictures:picture|pictures}, not a truth about them.',
    ja: '{checkpoint} が異なる画像 {pictures} 枚から読み取ったもので、画像そのものの性質ではありません。',
  },

  // Of the editor's commands.
  fileTitle: { en: 'What carries the scores of {file}', ja: '{file} のスコアを支える言葉' },
  weighing: { en: 'Weighing the words of “{spell}”…', ja: '「{spell}」の言葉の効果を測っています…' },
  noScores: {
    en: 'There are no scores yet to explain: it takes a spell, a picture and finished scores.',
    ja: '説明できるスコアがまだありません。呪文と参照画像があり、採点が終わっている必要があります。',
  },
  effectsShown: {
    en: 'Word effects are shown in the spell under the caret: dimmed words say nothing, a line above marks those that hurt.',
    ja: 'カーソル位置の呪文に言葉の効果を表示します。薄い言葉は効果がなく、上に線のある言葉はスコアを下げています。',
  },
  effectsHidden: {
    en: 'Word effects are hidden in the editor.',
    ja: 'エディターでの言葉の効果の表示を消しました。',
  },
} as const satisfies Record<string, Wording>;

/** How the whole is summed up: with two units or fewer, three make nothing together. */
export function wholeKey({ entries }: Pick<Ledger, 'entries'>): 'whole' | 'wholeFew' {
  return entries.length > 2 ? 'whole' : 'wholeFew';
}

/** What is said of a unit beside its numbers; undefined for one that simply adds. */
export function readingKey({
  idle,
  hurts,
  depends,
  isSure,
}: Pick<LedgerEntry, 'idle' | 'hurts' | 'depends' | 'isSure'>):
  'idle' | 'hurts' | 'mayHurt' | 'depends' | undefined {
  if (idle) return 'idle';
  if (hurts) return isSure ? 'hurts' : 'mayHurt';
  return depends ? 'depends' : undefined;
}
