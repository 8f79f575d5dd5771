import type { Wording } from './words';

/** What the panel says of libraries, and of searches for pictures. */
export const LIBRARY_PANEL_WORDING = {
  librarySpeed: { en: '{rate} pictures/s, {left} left', ja: '毎秒{rate}枚、残り{left}' },
  libraryRests: {
    en: 'Scored on {pictures} pictures, as a library: equal files count as one, and there is no number for each picture.',
    ja: '画像 {pictures} 枚をライブラリとして採点しています。同一のファイルは 1 枚と数え、画像ごとの数値はありません。',
  },
  libraryPictures: {
    en: '{pictures} pictures are too many to show one by one. Above are the best and worst of each spell, and a search.',
    ja: '画像が {pictures} 枚あるため、1 枚ずつは表示しません。各呪文の最良・最下位の画像と検索は上にあります。',
  },
  library: { en: 'Best and worst pictures', ja: '最良と最下位の画像' },
  libraryDistributions: { en: 'How the pictures are spread', ja: '画像の分布' },
  libraryView: {
    en: '{pictures} pictures ({different} different) by {checkpoint}. A cosine tells how well a picture matches the text, not how good it is.',
    ja: '画像 {pictures} 枚（うち異なるもの {different} 枚）、{checkpoint}。コサインが示すのは文との合い方で、画像の良さではありません。',
  },
  libraryFailed: {
    en: '{failed} could not be read.',
    ja: '{failed} 枚は読み込めませんでした。',
  },
  libraryAxis: {
    en: 'Cosines of all pictures, on one scale from {low} to {high}; the mark is the mean.',
    ja: 'すべての画像のコサイン。共通の目盛り {low}～{high}、印は平均です。',
  },
  libraryBars: {
    en: '{spell}: cosines from {low} to {high}, mean {mean}',
    ja: '{spell}: コサイン {low}～{high}、平均 {mean}',
  },
  libraryMore: { en: 'All {count} spells', ja: '全 {count} 件の呪文' },
  libraryBest: { en: 'Best for {spell}', ja: '{spell} に最も合う画像' },
  libraryWorst: { en: 'Worst for {spell}', ja: '{spell} に最も合わない画像' },
  libraryPicture: { en: 'Open {picture}, cosine {cosine}', ja: '{picture} を開く（コサイン {cosine}）' },

  find: { en: 'Find pictures', ja: '画像を探す' },
  findWhat: {
    en: 'The pictures of a folder that fit a spell or a text best, nearest first. References can be chosen from them.',
    ja: 'フォルダーの中から、呪文や文に最も合う画像を近い順に探します。ここから参照画像を選べます。',
  },
  findIn: { en: 'In {folder}', ja: '{folder} の中' },
  findInOwn: { en: 'Among the {count} pictures of this file', ja: 'このファイルの画像 {count} 枚の中' },
  findChoose: { en: 'Choose a folder…', ja: 'フォルダーを選ぶ…' },
  findTakeOwn: { en: 'Among this file’s pictures', ja: 'このファイルの画像の中で' },
  findBySpell: { en: 'Pictures for this spell', ja: 'この呪文に合う画像' },
  findText: {
    en: 'What the pictures show, or part of a file name',
    ja: '画像の内容、またはファイル名の一部',
  },
  findByText: { en: 'Find by text', ja: '文で探す' },
  findByName: { en: 'Find by file name', ja: 'ファイル名で探す' },
  findSearching: { en: 'Looking at the pictures…', ja: '画像を調べています…' },
  findVisited: { en: '{names} files and folders seen', ja: '{names} 件を確認' },
  findStop: { en: 'Stop', ja: '止める' },
  findStopped: {
    en: 'Stopped. What was embedded is kept, and the next search goes on from there.',
    ja: '止めました。作成済みの埋め込みは残り、次の検索はその続きから始まります。',
  },
  findFailed: { en: 'The search failed.', ja: '検索できませんでした。' },
  findNone: { en: 'No picture was found.', ja: '画像は見つかりませんでした。' },
  findFound: {
    en: 'Nearest to “{text}”: {count} of {pictures} pictures ({different} different) in {folder}, by {checkpoint}.',
    ja: '「{text}」に近い順: {folder} の画像 {pictures} 枚（うち異なるもの {different} 枚）から {count} 枚、{checkpoint}。',
  },
  findFoundOwn: {
    en: 'Nearest to “{text}”: {count} of {pictures} pictures ({different} different) of this file, by {checkpoint}.',
    ja: '「{text}」に近い順: このファイルの画像 {pictures} 枚（うち異なるもの {different} 枚）から {count} 枚、{checkpoint}。',
  },
  findChosen: { en: 'Choose {picture}, cosine {cosine}', ja: '{picture} を選ぶ（コサイン {cosine}）' },
  findIsReference: { en: 'a reference already', ja: '参照画像です' },
  findKeys: {
    en: 'Arrow keys move, Space chooses, Enter opens the picture.',
    ja: '矢印キーで移動、スペースキーで選択、Enter キーで画像を開きます。',
  },
  findTake: { en: 'Add {count} to the references', ja: '{count} 枚を参照画像に追加' },
  findTaken: { en: 'Added to the references: {count}', ja: '参照画像に追加しました: {count} 枚' },
  findWhereTitle: { en: 'Find pictures in a folder', ja: 'フォルダーの画像を探す' },
  findWhereButton: { en: 'Search here', ja: 'ここを探す' },
  libraryExport: {
    en: 'Reports hold a number for each picture, which a library does not have. “spellwright find FILE FOLDER --format json” writes what is known of it.',
    ja: 'レポートには画像ごとの数値が必要ですが、ライブラリにはありません。「spellwright find ファイル フォルダー --format json」で書き出せます。',
  },
} as const satisfies Record<string, Wording>;

/** What the editor says of searches for pictures. */
export const LIBRARY_EDITOR_WORDING = {
  findTitle: { en: 'Find Pictures for This Spell', ja: 'この呪文に合う画像を探す' },
  findNoWords: {
    en: 'There are no words to search for in “{text}”. A line that begins with “#” is a comment here.',
    ja: '「{text}」には探す言葉がありません。「#」で始まる行はここではコメントです。',
  },
  findWhere: { en: 'Where are the pictures?', ja: 'どこの画像を探しますか' },
  findOwn: { en: 'Among the {pictures} pictures of this file', ja: 'このファイルの画像{pictures}枚の中' },
  findOther: { en: 'Choose a folder…', ja: 'フォルダーを選ぶ…' },
  findProgress: {
    en: 'Spellwright: finding pictures for {file}',
    ja: 'Spellwright: {file} に合う画像を探しています',
  },
  findSeen: { en: '{names} files and folders seen', ja: '{names}件を確認' },
  findDone: { en: '{done} of {total}', ja: '{done} / {total}' },
  findSpeed: { en: '{rate} pictures/s, {left} left', ja: '毎秒{rate}枚、残り{left}' },
} as const satisfies Record<string, Wording>;
