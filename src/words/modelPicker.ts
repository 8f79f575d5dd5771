import type { Wording } from './words';

/** What the editor says while a checkpoint is chosen, downloaded or deleted. */
export const MODEL_PICKER_WORDING = {
  title: { en: 'Choose the checkpoint that scores', ja: '採点に使うチェックポイントを選ぶ' },
  titleRemove: { en: 'Delete a downloaded checkpoint', ja: 'ダウンロードしたチェックポイントを削除' },
  titleJudge: {
    en: 'Choose a second checkpoint, which scores the same by itself',
    ja: '同じものを別に採点する、2つ目のチェックポイントを選ぶ',
  },
  none: { en: 'None', ja: 'なし' },
  noneNote: { en: 'One checkpoint scores.', ja: '1つのチェックポイントだけで採点します。' },
  judgeWhere: { en: 'Where shall {judge} judge?', ja: '{judge} を使う範囲' },
  judgeInFile: { en: 'In {file}', ja: '{file} だけ' },
  judgeInFileNote: {
    en: 'Writes “judge:” into its front matter; undo takes it back.',
    ja: 'フロントマターに judge: を書きます（元に戻せます）。',
  },
  judgeEverywhere: { en: 'In every file', ja: 'すべてのファイル' },
  judgeEverywhereNote: {
    en: 'Writes the setting “spellwright.judge”; a file’s own “judge:” counts before it.',
    ja: '設定 spellwright.judge に書きます。ファイルの judge: が優先されます。',
  },
  judgeUnwritable: {
    en: 'The front matter of {file} has a mistake, so it was not changed. Mend that first, or write “judge: {judge}” yourself.',
    ja: '{file} のフロントマターに誤りがあるため、変更しませんでした。先に直すか、judge: {judge} とご自分で書いてください。',
  },
  placeholder: {
    en: 'Search by name, language, licence or what it is good at',
    ja: '名前、言語、ライセンス、特徴で検索',
  },
  placeholderNamed: {
    en: '{file} names its own checkpoint, {model}; the choice holds for files that name none',
    ja: '{file} は {model} を指定しています。選んだものは、指定のないファイルに使われます',
  },
  nothingToRemove: {
    en: 'No checkpoint has been downloaded, so there is none to delete.',
    ja: 'ダウンロードしたチェックポイントがないため、削除するものはありません。',
  },
  // Groups
  here: { en: 'on this computer', ja: 'このコンピューター内' },
  toDownload: { en: 'to download', ja: 'ダウンロードできるもの' },
  notReadable: { en: 'not readable by this version', ja: 'このバージョンでは読み込めないもの' },
  // States
  inUse: { en: 'in use', ja: '使用中' },
  bundled: { en: 'bundled', ja: '同梱' },
  pulled: { en: 'downloaded', ja: 'ダウンロード済み' },
  partial: { en: 'download begun', ja: 'ダウンロード途中' },
  absent: { en: 'not downloaded', ja: '未ダウンロード' },
  unreadable: { en: 'not readable yet', ja: '未対応' },
  folder: { en: 'folder', ja: 'フォルダー' },
  licence: { en: 'licence {licence}', ja: 'ライセンス {licence}' },
  // The two that no registry lists
  bundledName: { en: 'mini', ja: 'mini' },
  bundledNote: {
    en: 'Comes with Spellwright. Knows emoji-like pictures; it cannot judge photographs.',
    ja: 'Spellwrightに付属。絵文字のような画像だけを学んでおり、写真は評価できません。',
  },
  browse: { en: 'A folder…', ja: 'フォルダー…' },
  browseNote: {
    en: 'A checkpoint that you have: the folder with its config.json or open_clip_config.json.',
    ja: 'お手持ちのチェックポイント: config.json か open_clip_config.json のあるフォルダー。',
  },
  browseTitle: { en: 'Choose the folder of a checkpoint', ja: 'チェックポイントのフォルダーを選ぶ' },
  browseButton: { en: 'Use', ja: '使う' },
  browseAgain: { en: 'Choose Another Folder…', ja: '別のフォルダーを選ぶ…' },
  checkingFolder: {
    en: 'Loading the checkpoint of {folder}…',
    ja: '{folder} のチェックポイントを読み込み中…',
  },
  folderUnusable: {
    en: 'The checkpoint in {folder} cannot be used, and the one before stays: {reason}',
    ja: '{folder} のチェックポイントは使えないため、今のものを使い続けます: {reason}',
  },
  // Buttons of an entry
  openPage: { en: 'Open its page', ja: '配布ページを開く' },
  removeButton: { en: 'Delete from this computer…', ja: 'このコンピューターから削除…' },
  // Before a download
  ask: { en: 'Download {name}, {size}?', ja: '{name}（{size}）をダウンロードしますか？' },
  askDetail: {
    en: 'Licence: {licence}\nFrom: {source}\nTo: {folder}, where other programs find it too.',
    ja: 'ライセンス: {licence}\n取得元: {source}\n保存先: {folder}（ほかのプログラムと共有）',
  },
  askResume: {
    en: 'An earlier download goes on where it stopped.',
    ja: '以前のダウンロードを続きから再開します。',
  },
  askNonCommercial: {
    en: 'The licence {licence} allows no commercial use: neither of the checkpoint nor of what is chosen with it. Read it on its page first.',
    ja: 'ライセンス {licence} では、商用利用が認められていません（チェックポイント自体も、それで選んだ成果も）。先に配布ページで内容を確かめてください。',
  },
  matchOrTaste: {
    en: 'A picture’s match and its liking are different things: this checkpoint leans to what people like.',
    ja: '画像が呪文に合うことと、人に好まれることは別です。このチェックポイントは、好まれる方に寄っています。',
  },
  download: { en: 'Download', ja: 'ダウンロード' },
  downloadUnder: { en: 'Download under {licence}', ja: '{licence} に従ってダウンロード' },
  // While and after it
  downloading: { en: 'Downloading {name}', ja: '{name} をダウンロード中' },
  connecting: { en: 'asking {host}…', ja: '{host} に接続中…' },
  checking: { en: 'checking {file}…', ja: '{file} を検証中…' },
  amount: { en: '{percent} % · {done} of {total}', ja: '{percent} % · {done} / {total}' },
  rate: { en: '{rate}/s', ja: '{rate}/秒' },
  timeLeft: { en: '{time} left', ja: '残り {time}' },
  downloaded: { en: '{name} is downloaded.', ja: '{name} をダウンロードしました。' },
  downloadedAndUsed: {
    en: '{name} is downloaded and scores from now on.',
    ja: '{name} をダウンロードしました。以後の採点に使います。',
  },
  use: { en: 'Use It', ja: '使う' },
  retry: { en: 'Retry', ja: '再試行' },
  openSettings: { en: 'Open Settings', ja: '設定を開く' },
  // A file that names its own
  fileNames: {
    en: '{file} names its own checkpoint (model: {model}), which counts before the setting.',
    ja: '{file} は自分のチェックポイント（model: {model}）を指定しており、設定より優先されます。',
  },
  show: { en: 'Show', ja: '表示' },
  // Deleting
  removeAsk: { en: 'Delete {name} from this computer?', ja: '{name} をこのコンピューターから削除しますか？' },
  removeDetail: {
    en: 'The folder {folder} is deleted, for every program that uses the Hugging Face cache.',
    ja: 'フォルダー {folder} を削除します。Hugging Faceのキャッシュを使うほかのプログラムからも使えなくなります。',
  },
  removeInUse: {
    en: 'It is in use: the bundled checkpoint scores after it.',
    ja: '使用中です。削除後は同梱のチェックポイントで採点します。',
  },
  remove: { en: 'Delete', ja: '削除' },
  removed: { en: '{name} was deleted.', ja: '{name} を削除しました。' },
  // What goes wrong outside the download
  settingRefused: {
    en: 'The setting {setting} could not be written: {reason}. Correct the settings file, or set it there to {model}.',
    ja: '設定 {setting} を書き込めませんでした: {reason}。設定ファイルを直すか、そこで {model} を指定してください。',
  },
  unexpected: {
    en: 'The checkpoint could not be fetched: {reason}.',
    ja: 'チェックポイントを取得できませんでした: {reason}。',
  },
} satisfies Record<string, Wording>;
