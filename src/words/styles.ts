import type { Wording } from './words';

/** What is said of the styles of A1111's web UI. */
export const STYLES_WORDING = {
  chooseStyle: { en: 'Put which style around this spell?', ja: 'この呪文にどのスタイルを加えますか？' },
  styleName: { en: 'Name of the style', ja: 'スタイルの名前' },
  styleSaved: { en: 'Saved “{name}” to {file}.', ja: '「{name}」を {file} に保存しました。' },
  replaceStyle: {
    en: '{file} has a style “{name}” already. Replace it?',
    ja: '{file} にはすでに「{name}」というスタイルがあります。置き換えますか？',
  },
  replace: { en: 'Replace', ja: '置き換え' },
  noSpell: { en: 'Put the caret into a spell first.', ja: '先にカーソルを呪文の中に置いてください。' },
  noStyles: {
    en: 'No styles.csv was found beside this file or in the workspace. Name yours in the setting “spellwright.stylesFile”.',
    ja: 'このファイルの横にもワークスペースにも styles.csv が見つかりません。設定「spellwright.stylesFile」で場所を指定してください。',
  },
  emptyStyles: { en: '{file} holds no styles.', ja: '{file} にはスタイルがありません。' },
  openSetting: { en: 'Open Setting', ja: '設定を開く' },
  otherTable: {
    en: '{file} is no list of styles: its first line has to name the columns name, prompt and negative_prompt.',
    ja: '{file} はスタイルの一覧ではありません。1行目に name、prompt、negative_prompt の列名が必要です。',
  },
  unclosed: {
    en: '{file}: a quote in line {line} does not end. What follows it is not read.',
    ja: '{file} の {line} 行目の引用符が閉じていません。それより後は読み取れません。',
  },
  notInA1111: {
    en: 'Styles are prompts in A1111’s dialect, and this one can’t be written in it with the same words and weights.',
    ja: 'スタイルは A1111 の方言のプロンプトです。この呪文は、同じ言葉と重みのまま A1111 の方言では書けません。',
  },
  otherDialect: {
    en: 'Styles are written in A1111’s dialect, and this file is not. Convert it first (Spellwright: Convert Dialect…).',
    ja: 'スタイルは A1111 の方言で書かれていますが、このファイルは違います。先に「Spellwright: 方言を変換…」で変換してください。',
  },
  changedMeanwhile: {
    en: 'The text has changed meanwhile. Try again.',
    ja: 'その間に本文が変わりました。もう一度試してください。',
  },
  style: { en: 'style', ja: 'スタイル' },
} as const satisfies Record<string, Wording>;
