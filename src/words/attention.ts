import type { Wording } from './words';

/** What is said of attention, in the terminal and in the panel. */
export const ATTENTION_WORDING = {
  spell: {
    en: 'What the end token reads of “{spell}”: {text}',
    ja: '「{spell}」から終端トークンが読むもの: {text}',
  },
  picture: {
    en: 'What the picture’s own token reads of {picture}: {total} from its {places} places, the rest from itself',
    ja: '{picture} から画像全体のトークンが読むもの: {places} か所から {total}、残りは自分自身から',
  },
  rolledOut: {
    en: 'Rolled out over layers 1 to {layer} of {layers}',
    ja: '層 1～{layer} を通した累積（ロールアウト、全 {layers} 層）',
  },
  alone: { en: 'Layer {layer} of {layers} alone', ja: '層 {layer} だけ（全 {layers} 層）' },
  onlyLayer: {
    en: 'The only layer that has attention: a ResNet’s last',
    ja: 'アテンションのある唯一の層（ResNet の最終層）',
  },
  pictureByQuery: {
    en: 'What the learnt query reads of {picture}, from its {places} places',
    ja: '学習されたクエリーが {picture} の {places} か所から読むもの',
  },
  queryRolledOut: {
    en: 'Rolled out over the query’s layer and all before it',
    ja: 'クエリーの層までの、すべての層を通した累積（ロールアウト）',
  },
  queryAlone: { en: 'The query’s layer alone', ja: 'クエリーの層だけ' },
  share: { en: 'share', ja: '割合' },
  tokens: { en: 'tokens', ja: 'トークン' },
  word: { en: 'words', ja: '言葉' },
  begin: { en: 'begin token', ja: '開始トークン' },
  end: { en: 'end token itself', ja: '終端トークン自身' },
  cut: {
    en: 'The text is too long: what comes after “{word}” was not read.',
    ja: 'テキストが長すぎるため、「{word}」より後は読まれていません。',
  },
  firstTemplate: {
    en: 'Inside the first of {templates} templates.',
    ja: 'テンプレート {templates} 個のうち最初のものに入れたテキストです。',
  },
  hottest: {
    en: 'Most read: row {row}, column {column}, {times} times an even share',
    ja: '最も読まれた場所: {row} 行 {column} 列、均等な場合の {times} 倍',
  },
  noHotSpot: {
    en: 'No place is read much more than evenly.',
    ja: '均等な場合よりとくに多く読まれた場所はありません。',
  },
  scale: {
    en: 'Shades: {even} evenly or less, then twice, four times and {most} times as much or more.',
    ja: '濃さ: {even} は均等以下、以降は 2 倍、4 倍、{most} 倍以上。',
  },
  notCause: {
    en: 'Attention, not cause: where numbers are read from, not what they do to the score. One text, one picture, {checkpoint}; nothing is estimated, so there is no interval.',
    ja: 'これはアテンションで、原因ではありません。数値がどこから読まれたかを示すもので、スコアへの効果ではありません。テキスト 1 つ、画像 1 枚、{checkpoint} での値です。推定ではないため区間はありません。',
  },
  written: { en: 'The map over the picture: {path}', ja: '画像に重ねた地図: {path}' },
  nothing: { en: 'There is no text to look at.', ja: '調べるテキストがありません。' },
} as const satisfies Record<string, Wording>;
