import type { Wording } from './words';

/** What the editor says around the text: lenses, hints, status bar, notifications. */
export const EDITOR_WORDING = {
  // CodeLens above a spell
  lensScore: {
    en: '{place} · cos {cosine}{behind} · {tokens}',
    ja: '{place} · cos {cosine}{behind} · {tokens}',
  },
  lensScoreShare: {
    en: '{place} · cos {cosine}{behind} · p {probability} · {tokens}',
    ja: '{place} · cos {cosine}{behind} · p {probability} · {tokens}',
  },
  place: { en: '#{rank} of {count}', ja: '{count}件中{rank}位' },
  bestOf: { en: 'best of {count}', ja: '{count}通り中の最良' },
  bestOfSame: {
    en: 'best of {texts} texts ({count} variants)',
    ja: '異なる文{texts}件中の最良（{count}通り）',
  },
  allSame: { en: '{count} variants, the same for CLIP', ja: '{count}通り、CLIPには同じ' },
  sampledOf: { en: 'best of {count} sampled from {total}', ja: '{total}通りから抽出した{count}通り中の最良' },
  tokens: { en: '{count} tokens', ja: '{count}トークン' },
  tokensOver: { en: '{count} tokens, {limit} fit', ja: '{count}トークン（上限{limit}）' },
  lensTooltip: {
    en: 'cos: mean cosine over {images} {images:picture|pictures}, which the rank follows; p: mean p(spell | image) among the {spells} {spells:spell|spells} of this file.{ranks}{chosen} {checkpoint}. Click to open the panel.',
    ja: 'cos: 画像{images}枚のコサインの平均で、順位はこれで決まります。p: このファイルの呪文{spells}件の中での p(呪文 | 画像) の平均。{ranks}{chosen}{checkpoint}。クリックでパネルを開きます。',
  },
  lensRanks: {
    en: ' “#1–3”: the ranks that it may truly have; those of all spells hold together at 95 %.',
    ja: '「1–3位」: 真の順位として考えられる範囲。すべての呪文について同時に95 %の確かさで成り立ちます。',
  },
  lensChosen: {
    en: ' Its variant is judged by pictures that did not choose it; on those that did, cos is {cosine}.',
    ja: '展開は、選ぶのに使わなかった画像で採点しています（選ぶのに使った画像では cos {cosine}）。',
  },
  lensNoPictures: { en: 'No reference pictures yet. Add some…', ja: '参照画像がまだありません。追加する…' },
  lensSaveFirst: {
    en: 'Save this file, so that its pictures are found…',
    ja: 'このファイルを保存すると、画像が見つかります。保存する…',
  },
  lensNoReadable: {
    en: 'None of the pictures can be read. Choose others…',
    ja: '読み取れる画像がありません。ほかの画像を選ぶ…',
  },
  lensFailed: { en: 'Scoring failed. Show why…', ja: '採点できませんでした。理由を表示…' },
  lensMissingModel: {
    en: 'The checkpoint {model} is not downloaded. Download it…',
    ja: 'チェックポイント {model} は未ダウンロードです。ダウンロードする…',
  },
  lensAwaited: { en: '…', ja: '…' },
  lensStopped: { en: 'Scoring was stopped. Go on…', ja: '採点を止めました。再開する…' },
  // Inlay hints at slot options
  hintTooltip: {
    en: 'With this option the mean cosine differs by {cosine} from the slot’s average, over {expansions} {expansions:expansion|expansions}. {checkpoint}.',
    ja: 'この選択肢を含む{expansions}通りの平均は、スロット全体の平均に比べてコサインで{cosine}です。{checkpoint}。',
  },
  // Status bar
  statusReady: { en: '{model}: ready', ja: '{model}: 採点済み' },
  statusBest: {
    en: '{model}: best is {spell}, cos {cosine}',
    ja: '{model}: 最良は「{spell}」、cos {cosine}',
  },
  statusBestTooltip: {
    en: ' Best of this file: {spell}, mean cosine {cosine} over {images} {images:picture|pictures}.',
    ja: 'このファイルの最良は「{spell}」、画像{images}枚のコサインの平均 {cosine}。',
  },
  statusNoPhotographs: {
    en: ' It knows emoji-like pictures only and can’t judge photographs.',
    ja: '絵文字のような画像だけを学んでおり、写真は評価できません。',
  },
  statusLoading: { en: '{model}: loading', ja: '{model}: 読み込み中' },
  statusScoring: { en: '{model}: scoring', ja: '{model}: 採点中' },
  statusRestarting: { en: '{model}: restarting', ja: '{model}: 再起動中' },
  statusStuck: { en: '{model}: not responding', ja: '{model}: 応答なし' },
  statusStopped: { en: '{model}: stopped', ja: '{model}: 停止' },
  statusFailed: { en: '{model}: failed', ja: '{model}: 失敗' },
  statusNoPictures: { en: '{model}: no pictures', ja: '{model}: 画像なし' },
  statusTooltip: {
    en: 'Spellwright scores with the checkpoint {model}{hash}.{photographs}{runtime}{best}{generator} Click for what can be done.',
    ja: 'Spellwrightはチェックポイント{model}{hash}で採点します。{photographs}{runtime}{best}{generator}クリックで操作を選べます。',
  },
  spellNumber: { en: 'spell {number}', ja: '呪文{number}' },
  menuTitle: { en: 'Spellwright', ja: 'Spellwright' },
  menuPanel: { en: 'Open the panel', ja: 'パネルを開く' },
  menuPictures: { en: 'Add reference pictures…', ja: '参照画像を追加…' },
  menuStop: { en: 'Stop scoring', ja: '採点を止める' },
  menuAgain: { en: 'Score again', ja: 'もう一度採点する' },
  menuModel: { en: 'Choose the checkpoint…', ja: 'チェックポイントを選ぶ…' },
  menuWait: { en: 'Wait longer for the engine', ja: 'エンジンをもう少し待つ' },
  menuDevice: { en: 'What computes pictures…', ja: '画像を計算する装置…' },
  menuRestart: { en: 'Restart the engine', ja: 'エンジンを再起動する' },
  menuSettings: { en: 'Settings…', ja: '設定…' },
  menuLog: { en: 'Show the log', ja: 'ログを表示' },
  // Folders outside of the workspace
  outsideQuestion: {
    en: '{file} looks for pictures in {folder}, outside of this workspace. Look for them there?',
    ja: '{file} は、このワークスペースの外の {folder} で画像を探そうとしています。探してもよいですか？',
  },
  outsideAllow: { en: 'Look there', ja: '探す' },
  outsideRefuse: { en: 'No', ja: 'いいえ' },
  outsideFix: { en: 'Look for pictures in {folder}', ja: '{folder} で画像を探す' },
  outsideTrust: {
    en: 'This workspace is not trusted: manage its trust…',
    ja: 'このワークスペースは信頼されていません。信頼を管理…',
  },
  outsideForgotten: {
    en: '{count} {count:folder|folders} outside of this workspace may no longer be searched for pictures.',
    ja: 'ワークスペースの外のフォルダー{count}件について、画像を探す許可を取り消しました。',
  },
  // Notifications
  searchingTitle: {
    en: 'Spellwright: looking for pictures and wildcards',
    ja: 'Spellwright: 画像とワイルドカードを探しています',
  },
  searchingSeen: { en: '{names} files and folders seen', ja: '{names}件を確認' },
  loadingTitle: {
    en: 'Spellwright: loading the checkpoint',
    ja: 'Spellwright: チェックポイントを読み込んでいます',
  },
  stuck: {
    en: 'Spellwright, {model}: {what} Restarting it loses nothing.',
    ja: 'Spellwright、{model}: {what}再起動しても何も失われません。',
  },
  stuckWait: { en: 'Wait Longer', ja: 'もっと待つ' },
  notInBrowser: {
    en: 'Spellwright cannot do this in a browser: it needs the programs, disks or network of a machine. It works in VS Code on a desktop, and wherever extensions run on a server.',
    ja: 'ブラウザーの中のSpellwrightではできません。コンピューターのプログラム、ディスク、ネットワークが要るためです。デスクトップのVS Codeや、拡張機能がサーバーで動く環境では使えます。',
  },
  stuckRestart: { en: 'Restart the Engine', ja: 'エンジンを再起動する' },
} satisfies Record<string, Wording>;
