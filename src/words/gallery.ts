import { GENERATE_WORDING } from './generate';
import type { Wording } from './words';

/** What the panel's gallery says, under the names that the panel has for its sentences. */
export const GALLERY_PANEL_WORDING = {
  gallery: { en: 'Gallery', ja: 'ギャラリー' },
  galleryCount: { en: '{pictures} pictures', ja: '{pictures} 枚' },
  galleryNone: {
    en: 'No generator has drawn these spells yet. Have yours draw each variant with the same seeds: the pictures appear here, and which variant came out closer to the reference pictures.',
    ja: 'この呪文から生成した画像はまだありません。手元の画像生成ツールで、どの文も同じシードで生成すると、画像と、どの文が参照画像に近いかがここに表示されます。',
  },
  galleryNoneUnconnected: {
    en: 'Connect your own, running generator, and it draws these spells: each variant with the same seeds. The pictures appear here, and which variant came out closer to the reference pictures.',
    ja: '手元で動いている画像生成ツールに接続すると、どの文も同じシードで生成できます。画像と、どの文が参照画像に近いかがここに表示されます。',
  },
  galleryConnect: { en: 'Connect a Generator…', ja: '画像生成ツールに接続…' },
  galleryGenerate: { en: 'Generate…', ja: '生成…' },
  galleryReading: { en: 'Looking for pictures…', ja: '画像を探しています…' },
  galleryJudging: {
    en: 'Judging the pictures: {done} of {total}',
    ja: '画像を採点しています: {done} / {total}',
  },
  galleryStale: {
    en: 'Text, reference pictures or checkpoint have changed since: these numbers are of those before.',
    ja: 'この後に呪文、参照画像、チェックポイントのいずれかが変わりました。以下の数値は変わる前のものです。',
  },

  // What is drawn just then.
  galleryDrawing: { en: 'Drawing: {done} of {total} are there', ja: '生成しています: {done} / {total} 枚' },
  galleryLeft: { en: 'about {time} left', ja: '残り約 {time}' },
  galleryNow: { en: '“{text}”, seed {seed}', ja: '「{text}」、シード {seed}' },
  galleryQueued: {
    en: 'The generator works for others first.',
    ja: '画像生成ツールの順番を待っています。',
  },
  galleryPreview: { en: 'The picture that is drawn, so far', ja: '生成中の画像（途中）' },
  galleryPictureProgress: { en: 'This picture', ja: 'この画像の進み具合' },
  galleryCancel: { en: 'Cancel', ja: '中止' },
  galleryStopping: { en: 'Stopping…', ja: '中止しています…' },
  galleryEnded: { en: 'Drawing has ended.', ja: '生成が終わりました。' },

  galleryStopJudging: { en: 'Stop', ja: '中止' },
  galleryJudge: { en: 'Judge Them', ja: '採点する' },
  galleryStoppedJudging: {
    en: 'Judging was stopped. What is known stays.',
    ja: '採点を中止しました。すでに分かったものは残ります。',
  },
  galleryLeftOut: {
    en: 'The oldest pictures are listed and not judged: {count}.',
    ja: '古い画像 {count} 枚は一覧だけで、採点していません。',
  },
  galleryUncompared: {
    en: 'Not compared, as they have no pictures of the same seeds and parameters: {count} of the variants.',
    ja: '同じシードと指定の画像がないため、比べていない文: {count} 通り。',
  },
  galleryChanged: {
    en: 'Pictures that are others than were drawn, by their content, are left out: {count}.',
    ja: '生成後に内容が変わった画像 {count} 枚は除いています。',
  },
  galleryAsReferences: {
    en: 'Pictures that are reference pictures themselves are compared with the other references, and count in no verdict: {count}.',
    ja: '参照画像でもある画像 {count} 枚は、ほかの参照画像とだけ比べ、判定には数えません。',
  },
  galleryFolderMissing: {
    en: '{folder}, a watched folder, is not there or cannot be read.',
    ja: '監視フォルダー {folder} がないか、読めません。',
  },
  galleryUnreadable: GENERATE_WORDING.unreadable,

  // The verdict.
  galleryBasis: {
    en: 'Mean cosine with the reference pictures (different: {references}), over the seeds that all compared variants have ({seeds}); {checkpoint}.',
    ja: '参照画像（異なるもの {references} 枚）との平均コサイン、比べた文に共通のシード {seeds} 個、{checkpoint}。',
  },
  galleryBasisOwn: {
    en: 'How surely the checkpoint finds a picture’s own prompt among those of the file; {checkpoint}.',
    ja: 'ファイルの文の中から、画像の元の文をどれだけ確かに選べるか。{checkpoint}。',
  },
  galleryTooFew: GENERATE_WORDING.tooFew,
  galleryNoneBetter: GENERATE_WORDING.noneBetter,
  galleryFirstBetter: GENERATE_WORDING.firstBetter,
  galleryOneVariant: {
    en: 'There is one variant only: nothing to compare with.',
    ja: '文が 1 通りだけなので、比べる相手がありません。',
  },
  galleryNoSeeds: {
    en: 'No seed has a picture of every variant yet, so nothing can be compared fairly. Generate all variants with the same seeds.',
    ja: 'すべての文の画像が揃ったシードがまだないため、公平に比べられません。どの文も同じシードで生成してください。',
  },
  galleryNoReferences: GENERATE_WORDING.noReferences,
  galleryForetold: GENERATE_WORDING.foretold,
  galleryForetoldTooFew: GENERATE_WORDING.foretoldTooFew,
  galleryForetoldUnscored: {
    en: 'Did the score before tell which would come out closer? There are no scores of these words to say it with.',
    ja: '事前のスコアで近さを予想できたか: この文のスコアがないため言えません。',
  },
  galleryForetoldEven: {
    en: 'Did the score before tell which would come out closer? The scores or the pictures are all alike, so there is nothing to say.',
    ja: '事前のスコアで近さを予想できたか: スコアまたは画像の近さがすべて等しいため言えません。',
  },
  galleryStandings: { en: 'Variants by closeness', ja: '近い順の文' },
  galleryRank: { en: 'Rank', ja: '順位' },
  galleryCloseness: { en: 'Closeness', ja: '近さ' },
  galleryBehind: { en: 'Behind the first (95 %)', ja: '1 位との差（95 %）' },
  galleryOwn: { en: 'Own prompt', ja: '自分の文' },
  galleryPictures: { en: 'Pictures', ja: '枚数' },
  galleryVariant: { en: 'Variant', ja: '文' },
  galleryAllVariants: { en: 'Show all {count}', ja: '{count} 通りすべて表示' },

  // The grid.
  galleryDrawnGrid: { en: 'Drawn: variants × seeds', ja: '生成した画像: 文 × シード' },
  galleryFoundGrid: { en: 'Found in watched folders', ja: '監視フォルダーで見つかった画像' },
  gallerySeed: { en: 'Seed {seed}', ja: 'シード {seed}' },
  gallerySeedUnknown: { en: 'Seed unknown', ja: 'シード不明' },
  galleryNumber: { en: '{number}', ja: '{number}' },
  galleryGone: { en: 'no longer in the file', ja: '今はファイルにない文' },
  galleryGoneBy: { en: 'not as in the file: {change}', ja: 'ファイルの文との違い: {change}' },
  galleryEarlier: { en: 'earlier pictures of the same seed', ja: '同じシードの以前の画像' },
  galleryNoPicture: { en: '{variant}, {seed}: no picture', ja: '{variant}、{seed}: 画像なし' },
  galleryCell: { en: '{variant}, {seed}', ja: '{variant}、{seed}' },
  galleryCellOwn: { en: 'own prompt {own}', ja: '自分の文 {own}' },
  galleryCellCloseness: { en: 'closeness {closeness}', ja: '近さ {closeness}' },
  galleryCellNearest: { en: 'nearest {picture}', ja: '最も近い参照画像 {picture}' },
  galleryCellUnjudged: { en: 'not judged yet', ja: '未採点' },
  galleryCellDiffers: { en: 'something else ran than was asked for', ja: '指定と異なる条件で生成' },
  galleryCellReference: { en: 'reference picture', ja: '参照画像' },
  galleryCellMarked: { en: 'compared as {side}', ja: '比較の {side}' },
  galleryKeys: {
    en: 'Arrow keys move. Enter opens, Space shows it larger, C compares, R makes it a reference picture, P shows its prompt in the file, Delete deletes.',
    ja: '矢印キーで移動。Enter で開く、Space で拡大、C で比較、R で参照画像に追加、P でファイル内の文を表示、Delete で削除。',
  },

  // One picture.
  galleryPicture: { en: 'Picture {picture}', ja: '画像 {picture}' },
  galleryOpen: { en: 'Open', ja: '開く' },
  galleryCompare: { en: 'Compare', ja: '比較' },
  galleryCompared: { en: 'Compare No More', ja: '比較をやめる' },
  galleryReference: { en: 'Make It a Reference', ja: '参照画像にする' },
  galleryCopySeed: { en: 'Seed into the Spell', ja: 'シードを呪文に書く' },
  galleryCopyParameters: { en: 'Parameters into the Spell', ja: '生成の指定を呪文に書く' },
  galleryPrompt: { en: 'Show Its Prompt in the File', ja: 'ファイル内の文を表示' },
  galleryDelete: { en: 'Delete…', ja: '削除…' },
  galleryNotOurs: {
    en: 'It lies in a watched folder and is not Spellwright’s to delete.',
    ja: '監視フォルダーの画像なので、ここからは削除しません。',
  },
  galleryPromptThen: { en: 'Prompt, as it was sent', ja: '送られたプロンプト' },
  galleryNegativeThen: { en: 'Negative prompt', ja: 'ネガティブプロンプト' },
  galleryNear: {
    en: 'It looks like “{variant}” of the file, and is not compared: {change}.',
    ja: 'ファイルの「{variant}」に似ていますが、比較には入れません（{change}）。',
  },
  galleryPromptGone: {
    en: 'This text is no longer in the file.',
    ja: 'この文は今のファイルにありません。',
  },
  galleryMade: { en: '{generator}, {time}', ja: '{generator}、{time}' },
  galleryMadeIn: { en: '{generator}, {time}, {seconds} s', ja: '{generator}、{time}、{seconds} 秒' },
  galleryParameter: { en: 'Parameter', ja: '指定' },
  galleryAsked: { en: 'Asked for', ja: '求めた値' },
  galleryRan: { en: 'Ran', ja: '実際の値' },
  galleryDiffers: { en: 'differs', ja: '相違' },
  galleryNotAsked: { en: 'left to the generator', ja: '既定値に任せた' },
  galleryNotTold: { en: 'not told', ja: '不明' },
  galleryNearest: { en: 'Nearest reference', ja: '最も近い参照画像' },
  galleryNearestIs: { en: '{picture} ({cosine})', ja: '{picture}（{cosine}）' },

  // Two pictures.
  galleryComparison: { en: 'Two pictures side by side', ja: '2 枚の比較' },
  galleryCompareOneMore: {
    en: 'One picture is chosen. Choose another one to compare it with (C in the grid).',
    ja: '1 枚選びました。比べるもう 1 枚を選んでください（表の中で C）。',
  },
  gallerySide: { en: 'Picture {side}: {picture}', ja: '画像 {side}: {picture}' },
  galleryDifference: { en: 'What differs', ja: '違うもの' },
  galleryAlike: { en: 'Alike: {names}', ja: '同じもの: {names}' },
  gallerySameWords: { en: 'The words are the same.', ja: '文は同じです。' },
  galleryCompareOver: { en: 'End the comparison', ja: '比較を終える' },
  gallerySeedName: { en: 'Seed', ja: 'シード' },
  galleryGeneratorName: { en: 'Generator', ja: '画像生成ツール' },

  // Said by the extension host.
  galleryPictureGone: {
    en: '{picture} is not there any more.',
    ja: '{picture} はもうありません。',
  },
  galleryIsReference: {
    en: '{picture} is a reference picture already.',
    ja: '{picture} はすでに参照画像です。',
  },
  galleryIsReferenceNow: {
    en: '{picture} is a reference picture now. Undo takes it back.',
    ja: '{picture} を参照画像に加えました。「元に戻す」で取り消せます。',
  },
  galleryCopiedSeed: {
    en: 'Seed {seed} stands in the spell now. Undo takes it back.',
    ja: 'シード {seed} を呪文に書きました。「元に戻す」で取り消せます。',
  },
  galleryCopiedParameters: {
    en: 'What made this picture stands in the spell now. Undo takes it back.',
    ja: 'この画像の生成の指定を呪文に書きました。「元に戻す」で取り消せます。',
  },
  galleryNothingToCopy: {
    en: 'The spell says so already, or nobody knows what made this picture.',
    ja: '呪文にすでに同じことが書かれているか、この画像の生成の指定が分かりません。',
  },
  galleryCannotCopy: {
    en: 'This cannot be written into the spell without changing how it reads. Write “{text}” below its prompt yourself.',
    ja: '呪文の読まれ方を変えずに書き加えることができません。プロンプトの下に「{text}」と書いてください。',
  },
  galleryPromptNowhere: {
    en: 'The text that made {picture} is no longer in the file, so there is no place to show.',
    ja: '{picture} を生成した文は今のファイルにないため、表示する場所がありません。',
  },
  galleryDeleteAsk: { en: 'Move {picture} to the trash?', ja: '{picture} をごみ箱に移しますか？' },
  galleryDeleteDetail: {
    en: 'You can restore it from there; where there is no trash, as on another machine, it goes to the folder “.deleted” beside the pictures. The next ones of this window go without asking.',
    ja: 'ごみ箱から元に戻せます。別のコンピューターなど、ごみ箱がない場所では、画像の横の「.deleted」フォルダーに移します。このウィンドウでは次から確認しません。',
  },
  galleryDeleteYes: { en: 'Move to Trash', ja: 'ごみ箱に移す' },
  galleryDeleteUndo: { en: 'Undo', ja: '元に戻す' },
  galleryDeleteUndoFailed: {
    en: '{picture} could not be put back; another file may have its name. It is in {place}.',
    ja: '{picture} を元に戻せませんでした。同じ名前のファイルがあるかもしれません。{place}にあります。',
  },
  galleryDeleted: { en: '{picture} is in the trash.', ja: '{picture} をごみ箱に移しました。' },
  galleryDeletedTo: {
    en: 'There is no trash here: {picture} was moved to the folder {folder}.',
    ja: 'ここにはごみ箱がないため、{picture} を {folder} フォルダーに移しました。',
  },
  galleryTrash: { en: 'the trash', ja: 'ごみ箱' },
  galleryDeleteFailed: {
    en: '{picture} was not deleted: {reason}.',
    ja: '{picture} を削除できませんでした: {reason}。',
  },
} as const satisfies Record<string, Wording>;
