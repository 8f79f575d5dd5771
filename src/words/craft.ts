import type { PhraseClass } from '../core/ports';
import type { PhraseFileProblemCode } from '../files/loadPhraseLists';
import type { FacedWording, Wording } from './words';

/** What is wrong with a list of phrases, and what to do. */
export const PHRASE_LIST_WORDING: Readonly<Record<PhraseFileProblemCode, FacedWording>> = {
  'phrase-too-long': {
    en: 'Phrases of more than 200 characters are left out: {count}. Write one phrase a line.',
    ja: '200文字を超える語句は使いません（{count}個）。1行に1つの語句を書いてください。',
  },
  'list-quote-unclosed': {
    en: 'A quote begins here and does not end; what follows is left out. Close it, or double quotes that are meant as signs.',
    ja: 'ここで始まる引用符が閉じていないため、この先は使いません。閉じるか、文字としての引用符は2つ重ねてください。',
  },
  'list-too-long': {
    en: 'The list has more than 200,000 phrases; the rest is left out. Put the most used first, or divide it.',
    ja: '語句が200,000個を超えるため、残りは使いません。よく使うものを先に置くか、分割してください。',
  },
  'list-empty': {
    en: 'No phrases are in this list. Write one a line.',
    ja: 'このリストには語句がありません。1行に1つずつ書いてください。',
  },
  'list-file-too-large': {
    en: 'The list has {detail} bytes, more than a list may have (32 MiB). Divide it.',
    ja: 'リストが{detail}バイトあり、上限（32 MiB）を超えています。分割してください。',
  },
  'list-files-none': {
    en: 'No lists are in this folder: neither .txt, .csv, .tsv, .yml nor .json.',
    ja: 'このフォルダーにはリスト（.txt、.csv、.tsv、.yml、.json）がありません。',
  },
  'list-folder-too-large': {
    en: 'The folder holds more than is looked through ({limit}). Name the lists themselves.',
    ja: 'フォルダーの中身が多すぎます（上限{limit}）。リストを個別に指定してください。',
  },
};

export const PHRASE_CLASS_WORDING: Readonly<Record<PhraseClass, Wording>> = {
  subject: { en: 'subject', ja: '主題' },
  concept: { en: 'subject', ja: '主題' },
  medium: { en: 'medium', ja: '画材' },
  style: { en: 'style', ja: '画風' },
  composition: { en: 'composition', ja: '構図' },
  camera: { en: 'camera', ja: 'カメラ' },
  light: { en: 'light', ja: '光' },
  colour: { en: 'colour', ja: '色' },
  material: { en: 'material', ja: '素材' },
  mood: { en: 'mood', ja: '雰囲気' },
  time: { en: 'time', ja: '時' },
  weather: { en: 'weather', ja: '天気' },
  place: { en: 'place', ja: '場所' },
  character: { en: 'character', ja: 'キャラクター' },
  series: { en: 'series', ja: '作品' },
  artist: { en: 'artist', ja: '作者' },
  list: { en: 'list', ja: 'リスト' },
  quality: { en: 'quality', ja: '品質' },
  negative: { en: 'negative', ja: 'ネガティブ' },
};

/** What suggestions say. */
export const CRAFT_WORDING = {
  fromPictures: { en: 'From the pictures:', ja: '画像からの提案:' },
  gain: { en: 'gain', ja: '増分' },
  interval: { en: '95 %', ja: '95 %' },
  cosine: { en: 'cosine', ja: 'コサイン' },
  class: { en: 'class', ja: '種類' },
  phrase: { en: 'phrase', ja: '語句' },
  instead: { en: 'maybe as good', ja: '同等かもしれない' },
  stopped: {
    en: 'Next would be “{phrase}” ({gain}), which helps no more than chance or than words that say nothing.',
    ja: '次の候補は「{phrase}」（{gain}）ですが、偶然や意味のない言葉以上の効果はありません。',
  },
  spell: { en: 'What would help “{spell}” most: {text}', ja: '「{spell}」に足すと最も効く言葉: {text}' },
  nothingHelps: {
    en: 'Of {measured} phrases none helps more than words that say nothing ({floor}).',
    ja: '{measured}個の語句のうち、意味のない言葉（{floor}）以上に効くものはありません。',
  },
  full: {
    en: 'The prompt is longer than the checkpoint reads: nothing that is added at its end can help. Shorten it first.',
    ja: 'プロンプトがチェックポイントの読める長さを超えているため、末尾に何を足しても効きません。先に短くしてください。',
  },
  hurts: { en: 'What hurts: “{phrase}” ({effect})', ja: 'スコアを下げている言葉: 「{phrase}」（{effect}）' },
  negative: {
    en: 'For the negative prompt: what is nearer to the pictures to avoid than to the wanted ones (pictures to avoid: {pictures}).',
    ja: 'ネガティブプロンプト向け（避けたい画像{pictures}枚に近い言葉）:',
  },
  nearer: { en: 'nearer by', ja: '近さの差' },
  view: {
    en: 'Different pictures: {pictures}; phrases to choose from: {phrases}. {judged}This is what {checkpoint} sees, not what is in the pictures.',
    ja: '異なる画像{pictures}枚、候補{phrases}個。{judged}{checkpoint} の見え方であり、画像そのものの性質ではありません。',
  },
  evolved: {
    en: '“{spell}”, seed {seed}, {rounds} rounds, {measured} texts:',
    ja: '「{spell}」 シード{seed}、{rounds}世代、{measured}通り:',
  },
  evolvedFrom: { en: 'from: {text}', ja: '元: {text}' },
  evolvedTo: { en: 'to:   {text}', ja: '結果: {text}' },
  notToKeep: {
    en: 'No prompt of {path} has “{phrase}” to keep. Its phrases are: {phrases}.',
    ja: '{path} のプロンプトに、残したい「{phrase}」はありません。ある語句: {phrases}。',
  },
  kept: { en: 'kept: {phrases}', ja: '残した語句: {phrases}' },
  keepNotFound: {
    en: 'to keep, but in no spell of this file: {phrases}',
    ja: 'keep にありますが、このファイルのどの呪文にもない語句: {phrases}',
  },
  unseen: {
    en: 'gain on pictures that the search did not see: {gain} (pictures: {pictures})',
    ja: '探索に使わなかった画像{pictures}枚での増分: {gain}',
  },
  unseenSure: { en: ', 95 %: {interval}', ja: '、95 %: {interval}' },
  seenGain: {
    en: 'gain on those that it saw: {gain} (pictures: {pictures}): as a rule too good, as they chose it',
    ja: '探索に使った画像{pictures}枚では {gain}。選ぶのに使ったため、たいてい実際より良く出ます',
  },
  mayBeChance: {
    en: 'No interval lies above 0: this may be chance. More pictures tell more.',
    ja: '95 %区間が0を上回るものはなく、偶然かもしれません。画像を増やすと分かりやすくなります。',
  },
  fewHeldOut: {
    en: 'Fewer than 5 different pictures were held out: too few to say how sure this is.',
    ja: '確かめに使った異なる画像が5枚未満のため、どれほど確かかは言えません。',
  },
  noneHeldOut: {
    en: 'With one picture none can be held out, so nobody knows what it is worth. Add more.',
    ja: '画像が1枚では確かめる画像を残せず、本当の効果は分かりません。画像を増やしてください。',
  },
  noBetter: {
    en: 'Nothing better was found on pictures that the search did not see: keep what you have.',
    ja: '探索に使わなかった画像では良くなりませんでした。元のままにしてください。',
  },
  evolvedView: {
    en: 'This is what {checkpoint} sees, not what is in the pictures: another checkpoint may say otherwise.',
    ja: 'これは {checkpoint} の見え方であり、画像そのものの性質ではありません。別のチェックポイントでは変わることがあります。',
  },
  judged: {
    en: 'Gains of a prompt are of pictures that did not choose it. ',
    ja: '提案の増分は、選ぶのに使わなかった画像で測った値です。',
  },
  onePicture: {
    en: 'The gains are of the picture that chose them, and as a rule too good by that. ',
    ja: '増分は選ぶのに使った画像そのもので測ったもので、たいてい実際より良く出ます。',
  },
  fewPictures: {
    en: 'Fewer than 5 different pictures: too few to say how sure this is.',
    ja: '異なる画像が5枚未満のため、どれほど確かかは言えません。',
  },
} as const satisfies Record<string, Wording>;
