import type { Wording } from './words';

/** What is said of where a phrase is in pictures, in the terminal and in the editor. */
export const WHERE_WORDING = {
  title: { en: 'Where “{phrase}” is', ja: '「{phrase}」の場所' },
  among: {
    en: 'Each place is held against {rivals} other {rivals:phrase|phrases} of the file and against neutral words. Map: {method}.',
    ja: '画像の各部分を、ファイル内のほかの語句{rivals}個と中立な言葉に照らしています。地図: {method}。',
  },
  product: { en: 'contrast and evidence', ja: '対比と寄与の両方' },
  contrast: { en: 'contrast with the other phrases', ja: 'ほかの語句との対比' },
  evidence: { en: 'evidence for the phrase', ja: '語句への寄与' },
  picture: { en: 'picture', ja: '画像' },
  result: { en: 'result', ja: '結果' },
  found: { en: 'found', ja: 'あり' },
  notFound: { en: 'not found here', ja: '見つからない' },
  presence: { en: 'presence', ja: '存在の度合い' },
  hottest: { en: 'hottest place', ja: '最も強い場所' },
  place: { en: 'x {x}, y {y}', ja: 'x {x}、y {y}' },
  fit: { en: 'p there', ja: 'そこでのp' },
  brought: { en: 'evidence there', ja: 'そこでの寄与' },
  written: { en: 'written to', ja: '保存先' },
  foundIn: {
    en: 'Found in {found} of {pictures} {pictures:picture|pictures}. Found means a presence of {floor} or more, which about one absent phrase in eight reaches, too (measured on mini).',
    ja: '画像{pictures}枚のうち{found}枚で見つかりました。存在の度合いが{floor}以上なら「あり」とします（miniでの実測では、画像にない語句も8個に1個ほどはこれに達します）。',
  },
  view: {
    en: 'This is what {checkpoint} sees, not what is in the pictures: another checkpoint may say otherwise.',
    ja: 'これは {checkpoint} の見え方で、画像そのものの事実ではありません。別のチェックポイントでは変わることがあります。',
  },
  noPictures: { en: 'There is no readable picture.', ja: '読み込める画像がありません。' },
  noPhrase: {
    en: 'The phrase is empty. Name what to look for with --phrase.',
    ja: '語句が空です。--phrase で探すものを指定してください。',
  },
  noSuchPicture: {
    en: '{path} has no picture “{picture}”. Name one of its pictures as the file does, or by its name.',
    ja: '{path} に画像「{picture}」はありません。ファイル内の書き方かファイル名で指定してください。',
  },
  onePng: {
    en: '{out} is one file, but there are {pictures} pictures. Name a folder, or one picture with --picture.',
    ja: '{out} は1つのファイルですが、画像は{pictures}枚あります。フォルダーを指定するか、--picture で1枚に絞ってください。',
  },
  notWritten: {
    en: '{path} was not written: {reason}.',
    ja: '{path} を保存できませんでした: {reason}。',
  },
  taken: {
    en: '{path} is there already and stays as it is. Write it elsewhere, or replace it with --overwrite.',
    ja: '{path} はすでにあるため、そのままにしました。別の場所に保存するか、--overwrite で置き換えてください。',
  },
} as const satisfies Record<string, Wording>;
