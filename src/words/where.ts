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
  seen: { en: 'seen', ja: '見た範囲' },
  ofSeen: {
    en: 'Seen is how much of the picture the checkpoint sees at all. Nothing is said of the rest.',
    ja: '「見た範囲」は、チェックポイントがその画像のうち実際に見た割合です。残りについては何も言えません。',
  },
  lost: {
    en: 'The phrase is too long: from “{word}” on it was not read.',
    ja: '語句が長すぎるため、「{word}」から後は読まれていません。',
  },
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
    en: 'The phrase has no word. Name what to look for with --phrase.',
    ja: '語句に言葉がありません。--phrase で探すものを指定してください。',
  },
  noSuchPicture: {
    en: 'No picture of {path} is called “{picture}”. There are: {names}.',
    ja: '{path} に「{picture}」という画像はありません。ある画像: {names}。',
  },
  onePng: {
    en: '{out} is one file, but there are {pictures} pictures. Name a folder, or one picture with --picture.',
    ja: '{out} は1つのファイルですが、画像は{pictures}枚あります。フォルダーを指定するか、--picture で1枚に絞ってください。',
  },
  notWritten: {
    en: '{path} was not written: {reason}.',
    ja: '{path} を保存できませんでした: {reason}。',
  },
  noPlace: {
    en: '{out} is neither a folder that is there nor the name of a .png. Make the folder first, or name a .png.',
    ja: '{out} は既存のフォルダーでも .png のファイル名でもありません。先にフォルダーを作るか、.png の名前を指定してください。',
  },
  noPng: {
    en: '{out} is not the name of a .png. Name one, such as map.png.',
    ja: '{out} は .png のファイル名ではありません。map.png のような名前を指定してください。',
  },
  noFile: {
    en: '{path} is a device or a pipe, not a file, and stays as it is. Name a .png.',
    ja: '{path} はファイルではなくデバイスやパイプなので、そのままにしました。.png の名前を指定してください。',
  },
  taken: {
    en: '{path} is there already and stays as it is. Write it elsewhere, or replace it with --overwrite.',
    ja: '{path} はすでにあるため、そのままにしました。別の場所に保存するか、--overwrite で置き換えてください。',
  },
} as const satisfies Record<string, Wording>;
