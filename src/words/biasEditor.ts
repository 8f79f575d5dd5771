import type { Wording } from './words';

/** What the editor says about wording besides the findings themselves: menus, hovers, notices. */
export const BIAS_EDITOR_WORDING = {
  // Quick fixes and commands
  sayIt: { en: 'Say who is drawn…', ja: '誰を描くかを書く…' },
  sayItTitle: { en: 'Who is drawn?', ja: '誰を描きますか？' },
  fixAll: {
    en: 'Replace every word that has one replacement',
    ja: '置き換え候補が1つの語をすべて置き換える',
  },
  nothingToFix: {
    en: 'No word here has exactly one replacement.',
    ja: '置き換え候補が1つだけの語はありません。',
  },
  changedMeanwhile: {
    en: 'The text changed meanwhile, so nothing was done. Try again.',
    ja: 'その間にテキストが変わったため、何もしませんでした。もう一度試してください。',
  },
  editRefused: {
    en: '{file} could not be changed: it may be read-only.',
    ja: '{file} を変更できませんでした。読み取り専用かもしれません。',
  },
  settingsNotEdited: {
    en: '{file} was not changed: it is broken, or "bias: ignore:" is not a list in it. Correct it first.',
    ja: '{file} は変更していません。書式が正しくないか、「bias: ignore:」がリストではありません。先に直してください。',
  },
  openSettings: { en: 'Open {file}', ja: '{file} を開く' },
  noFolder: {
    en: 'Open a folder first: words are ignored in its {file}.',
    ja: '先にフォルダーを開いてください。無視する語はその中の {file} に書かれます。',
  },
  // Hover
  source: { en: 'Source: {title}, {published}', ja: '出典: {title}、{published}年' },
  aboutGenerator: {
    en: 'What {generator} drew says nothing of another generator.',
    ja: 'これは {generator} の結果で、ほかの生成モデルには当てはまりません。',
  },
  // The lean of the checkpoint
  leanName: { en: 'Lean of this checkpoint ({id} {hash})', ja: 'このチェックポイント（{id} {hash}）の傾き' },
  leanWomen: {
    en: '“{head}” leans towards women by {size} (95 % interval {low} to {high}).',
    ja: '「{head}」は女性側に {size} 傾いています（95 % 区間 {low} ～ {high}）。',
  },
  leanMen: {
    en: '“{head}” leans towards men by {size} (95 % interval {low} to {high}).',
    ja: '「{head}」は男性側に {size} 傾いています（95 % 区間 {low} ～ {high}）。',
  },
  leanUnclear: {
    en: '“{head}”: {size} (95 % interval {low} to {high}; above 0 towards women), too little to tell from chance or from what things show.',
    ja: '「{head}」は {size}（95 % 区間 {low} ～ {high}、正は女性側）。偶然や物を表す語の値と区別できません。',
  },
  leanUnit: {
    en: 'The unit is the spread of 100 occupations in its text space. It speaks of this checkpoint only, not of the world or of an image generator.',
    ja: '単位は、そのテキスト空間での100の職業のばらつきです。このチェックポイントだけの性質で、現実の社会やほかの生成モデルのことではありません。',
  },
  leanTranslated: {
    en: 'Asked in English, as “{head}”: this checkpoint does not read Japanese.',
    ja: 'このチェックポイントは日本語を読まないため、英語の「{head}」で測りました。',
  },
  leanMeasuring: { en: 'It is being measured.', ja: '測定中です。' },
} satisfies Record<string, Wording>;
