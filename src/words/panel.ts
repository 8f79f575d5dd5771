import { BLIND_SPOTS_PANEL_WORDING } from './blindSpots';
import { WHERE_WORDING } from './where';
import { ATTENTION_WORDING } from './attention';
import { WHY_WORDING } from './why';
import { AUDIT_PANEL_WORDING } from './audit';
import { EVOLVE_PANEL_WORDING } from './evolve';
import { GALLERY_PANEL_WORDING } from './gallery';
import { SEARCH_PANEL_WORDING } from './search';
import { HEALTH_WORDING } from './health';
import { JUDGE_PANEL_WORDING } from './judge';
import { LIBRARY_PANEL_WORDING } from './library';
import { SUGGEST_PANEL_WORDING } from './suggestPanel';
import type { Wording } from './words';

/** Every sentence of the panel, and of the extension host on the panel's behalf. */
export const panelWords = {
  panelTitle: { en: 'Scores: {file}', ja: 'スコア: {file}' },
  panelTitleLocked: { en: 'Scores (locked): {file}', ja: 'スコア（固定）: {file}' },
  unnamedSpell: { en: 'Spell {number}', ja: '呪文 {number}' },

  tabs: { en: 'What is shown', ja: '表示する内容' },
  tabScores: { en: 'Scores', ja: 'スコア' },
  tabWhy: { en: 'Why', ja: '理由' },
  tabImprove: { en: 'Improve', ja: '改善' },
  tabPictures: { en: 'Pictures', ja: '画像' },
  tabEmpty: { en: 'Nothing to show here yet.', ja: 'ここに表示するものはまだありません。' },

  pictures: { en: 'Pictures', ja: '参照画像' },
  leaderboard: { en: 'Leaderboard', ja: '順位表' },
  matrix: { en: 'Spells × pictures', ja: '呪文 × 画像' },
  comparison: { en: 'Compare', ja: '比較' },
  history: { en: 'History of {spell}', ja: '{spell} の履歴' },
  lean: { en: 'Lean of this checkpoint', ja: 'このチェックポイントの傾き' },

  addPictures: { en: 'Add pictures…', ja: '画像を追加…' },
  addHint: {
    en: 'Paste pictures here, or drop them (in VS Code, hold Shift while dropping).',
    ja: '画像の貼り付けとドロップもできます（VS Code では Shift を押しながらドロップ）。',
  },
  dropHere: { en: 'Drop to add as reference pictures', ja: 'ドロップして参照画像に追加' },
  openPicture: { en: 'Open {picture}', ja: '{picture} を開く' },
  removePicture: { en: 'Remove {picture}', ja: '{picture} を外す' },
  pictureKeys: { en: 'Arrow keys move, Delete removes.', ja: '矢印キーで移動、Delete キーで外します。' },
  picturesFailed: { en: 'Not scored: {count}', ja: '採点できない画像: {count}' },

  nearDuplicates: {
    en: '{pictures} pictures, {different} different: near-duplicates count as one.',
    ja: '画像 {pictures} 枚のうち、異なるものは {different} 枚。ほぼ同じ画像は 1 枚として数えます。',
  },

  neverSavedTitle: { en: 'Save this file to score it', ja: '採点するにはファイルを保存してください' },
  neverSaved: {
    en: 'The pictures that it names are looked for beside the file, which has not been saved yet.',
    ja: '書かれた画像はファイルの場所を起点に探しますが、このファイルはまだ保存されていません。',
  },
  saveFile: { en: 'Save…', ja: '保存…' },
  noPicturesTitle: { en: 'No reference pictures yet', ja: '参照画像がまだありません' },
  noPictures: {
    en: 'Spells are scored by how well they fit pictures that you choose. Add a few that look the way the result should; five or more different ones also tell how sure the ranks are.',
    ja: '呪文は、選んだ画像にどれだけ合うかで採点されます。目指す仕上がりに近い画像を何枚か追加してください。異なる画像が 5 枚以上あれば、順位の確かさも示されます。',
  },
  noSpellsTitle: { en: 'No spells yet', ja: '呪文がまだありません' },
  noSpells: {
    en: 'Write a prompt in the file: each paragraph, or each “### name”, is one spell.',
    ja: 'ファイルにプロンプトを書いてください。段落ごと、または「### 名前」ごとに 1 つの呪文になります。',
  },
  waiting: { en: 'Waiting for the file…', ja: 'ファイルを待っています…' },
  loading: { en: 'Loading the model…', ja: 'モデルを読み込んでいます…' },
  scoring: { en: 'Scoring…', ja: '採点しています…' },
  progress: { en: '{done} of {total}', ja: '{done} / {total}' },
  ready: { en: 'Up to date', ja: '最新' },
  failed: { en: 'Scoring failed', ja: '採点できませんでした' },
  stopped: { en: 'Scoring was stopped', ja: '採点を止めました' },
  closed: { en: 'The spell file is closed.', ja: '呪文ファイルは閉じられています。' },
  openFile: { en: 'Open it', ja: '開く' },
  staleScores: {
    en: 'The scores below are from before.',
    ja: '下のスコアは以前のものです。',
  },
  retry: { en: 'Try again', ja: '再試行' },
  cancel: { en: 'Cancel', ja: '中止' },

  cardTitle: {
    en: 'This checkpoint knows emoji-like pictures; it can’t judge photographs',
    ja: 'このチェックポイントが知っているのは絵文字のような画像だけで、写真は評価できません',
  },
  noPhotographs: { en: 'drawings only', ja: '写真は評価不可' },
  noPhotographsLong: {
    en: 'Drawings only: this checkpoint knows emoji-like pictures and can’t judge photographs. Choose another checkpoint…',
    ja: '写真は評価不可: このチェックポイントが知っているのは絵文字のような画像だけです。ほかのチェックポイントを選ぶ…',
  },
  cardText: {
    en: 'It comes with Spellwright, so that you can try everything at once. For pictures of your own, choose a CLIP that has seen photographs.',
    ja: 'すぐに試せるように付属しているものです。自分の画像には、写真を学んだCLIPを選んでください。',
  },
  cardFixedText: {
    en: 'It comes with Spellwright, so that you can try everything at once. For pictures of your own, use Spellwright in an editor on your computer, which can get a CLIP that has seen photographs; a browser can’t download one.',
    ja: 'すぐに試せるように付属しているものです。ブラウザーではほかのものをダウンロードできません。自分の画像には、コンピューター上のエディターで、写真を学んだ CLIP を使ってください。',
  },
  cardAbsent: {
    en: '{name}: {size}, licence {licence}. You are asked before anything is downloaded.',
    ja: '{name}: {size}、ライセンス {licence}。確認なしにダウンロードすることはありません。',
  },
  cardHere: {
    en: '{name}: {size}, licence {licence}. It is on this computer already.',
    ja: '{name}: {size}、ライセンス {licence}。このコンピューターにあります。',
  },
  cardDownload: { en: 'Download {name}…', ja: '{name} をダウンロード…' },
  cardUse: { en: 'Use {name}', ja: '{name} を使う' },
  cardOthers: { en: 'Other checkpoints…', ja: 'ほかのチェックポイント…' },
  notNow: { en: 'Not now', ja: '今はしない' },
  dismiss: { en: 'Dismiss', ja: '閉じる' },
  chooseModel: {
    en: 'Checkpoint {checkpoint}. Choose another…',
    ja: 'チェックポイント {checkpoint}。ほかを選ぶ…',
  },
  downloadModel: { en: 'Download {model}…', ja: '{model} をダウンロード…' },
  checkpoint: { en: 'Checkpoint {id}, SHA-256 {hash}', ja: 'チェックポイント {id}、SHA-256 {hash}' },

  rank: { en: 'Rank', ja: '順位' },
  rankRange: {
    en: 'may truly be {first} to {last} of these; all ranges hold together at 95 %',
    ja: '真の順位はこの中で {first}～{last} 位のいずれか（すべての範囲が 95 % の確率で同時に成り立ちます）',
  },
  rankSure: {
    en: 'truly {rank} of these; all ranges hold together at 95 %',
    ja: '真の順位もこの中で {rank} 位（すべての範囲が 95 % の確率で同時に成り立ちます）',
  },
  maybeBest: { en: 'may be the best', ja: '最良の可能性あり' },
  surelyBest: { en: 'the best', ja: '最良' },
  spell: { en: 'Spell', ja: '呪文' },
  cosine: { en: 'Cosine', ja: 'コサイン' },
  cosineLong: {
    en: 'Mean cosine similarity to the pictures: what is ranked by. A picture’s match and its liking are different things; this tells the match. The dots run from {low} to {high}.',
    ja: '画像とのコサイン類似度の平均。これで順位が決まります。画像が呪文に合うことと、人に好まれることは別で、これは前者です。点の目盛りは {low} から {high} まで。',
  },
  cosineChosen: {
    en: '{chosen} on the pictures that chose the wording, {cosine} on pictures that did not',
    ja: '文面を選んだ画像では {chosen}、選ぶのに使っていない画像では {cosine}',
  },
  behindFirst: {
    en: '{difference} from the first; 95 % interval, for all pairs together: {interval}',
    ja: '首位との差 {difference}（すべての組に同時に成り立つ 95 % 区間: {interval}）',
  },
  dotPlotNote: {
    en: 'The thin line marks the first spell; the bar around a dot is the 95 % interval of how far behind it is. What reaches the line cannot be told from the first.',
    ja: '細い線が首位の呪文、点を囲む横線は首位との差の 95 % 区間です。線に届くものは首位と区別できません。',
  },
  fewDifferent: {
    en: 'With five different pictures or more, the ranks that each may truly have are shown too.',
    ja: '異なる画像が 5 枚以上あれば、真の順位としてありうる範囲も示されます。',
  },
  spellProbability: { en: 'p(spell | image)', ja: 'p(呪文 | 画像)' },
  probabilityLong: {
    en: 'Means over the pictures. p(spell | image): the different spells of the file sum to 100 %, each with its best text. p(prompt | image) in unfolded rows: the different texts of a spell sum to 100 %.',
    ja: '画像についての平均。p(呪文 | 画像) は、それぞれ最良のテキストで比べた呪文どうしの合計が 100 %。開いた行の p(プロンプト | 画像) は、その呪文の異なるテキストどうしの合計が 100 %。',
  },
  amongSpells: {
    en: 'p(spell | image): the different spells of the file ({count}) sum to 100 %',
    ja: 'p(呪文 | 画像): ファイルの異なる呪文（{count} 件）の合計が 100 %',
  },
  amongTexts: {
    en: 'p(prompt | image): the {count} different texts of {spell} sum to 100 %',
    ja: 'p(プロンプト | 画像): {spell} の異なるテキスト {count} 件の合計が 100 %',
  },
  fitsBest: { en: 'Fits best', ja: '最適' },
  fitsBestLong: {
    en: 'On how many of the pictures it fits best: among the spells, or among the texts of its spell',
    ja: 'いちばん合っている画像の枚数（呪文どうし、または同じ呪文のテキストどうしの中で）',
  },
  tokens: { en: 'Tokens', ja: 'トークン' },
  tokensLong: { en: 'Tokens, begin and end included', ja: 'トークン数（始端・終端を含む）' },
  lostWords: { en: 'CLIP does not see: {words}', ja: 'CLIPには見えません: {words}' },
  expansions: { en: '{count} expansions', ja: '{count} 通り' },
  expansionsDifferent: {
    en: '{count} expansions, {texts} different for CLIP',
    ja: '{count} 通り（CLIPには {texts} 通り）',
  },
  variants: { en: '{count} variants, the same for CLIP', ja: '{count} 通りの書き方、CLIPには同じ' },
  sampled: { en: '{count} of {total} expansions, sampled', ja: '{total} 通りのうち {count} 通りを抽出' },
  sampledNote: {
    en: 'Spells with too many expansions ({count} here) are scored on a fixed-seed sample.',
    ja: '展開が多すぎる呪文（{count} 件）は、固定シードで抽出した一部で採点しています。',
  },
  onePrompt: {
    en: 'One prompt alone has nothing to be ranked among. Write another, or a slot such as {red|green}, to see which fits better.',
    ja: 'プロンプトが 1 つだけなので、順位を比べる相手がありません。もう 1 つ書くか、{red|green} のようなスロットを使うと、どちらが合うか比べられます。',
  },
  endlessly: { en: 'very many', ja: '非常に多く' },
  leaderboardKeys: {
    en: 'Arrow keys move and fold, Enter jumps to the spell, P pins for comparison, Control C copies the prompt, K keeps its options.',
    ja: '矢印キーで移動と開閉、Enter で呪文へ移動、P で比較に固定、Ctrl+C でプロンプトをコピー、K で選択肢を確定します。',
  },
  filter: { en: 'Filter rows', ja: '行を絞り込む' },
  filtered: { en: '{count} {count:row|rows}', ja: '{count} 行' },
  filteredNone: { en: 'No row holds “{filter}”.', ja: '「{filter}」を含む行はありません。' },
  order: { en: 'Order', ja: '並び順' },
  orderRank: { en: 'Best first', ja: '順位順' },
  orderFile: { en: 'As in the file', ja: 'ファイル順' },
  orderName: { en: 'By name', ja: '名前順' },
  copyPrompt: { en: 'Copy this prompt of {spell}', ja: '{spell} のこのプロンプトをコピー' },
  keepOptions: {
    en: 'Keep these options of {spell}: put them in place of its slots',
    ja: '{spell} をこの選択肢で確定（スロットを置き換える）',
  },
  nothing: { en: '(nothing)', ja: '（なし）' },
  noPrompt: { en: 'no prompt', ja: 'プロンプトなし' },

  matrixKind: { en: 'Numbers shown', ja: '表示する数値' },
  promptGivenImage: { en: 'p(prompt | image)', ja: 'p(プロンプト | 画像)' },
  promptGivenImageLong: {
    en: 'Which one fits this picture: the different spells of a column sum to 100 %, each with its best text; unfolded, the different texts of a spell do.',
    ja: 'この画像に合うもの: 各列で、それぞれ最良のテキストで比べた呪文どうしの合計が 100 %。開いた行では、その呪文の異なるテキストどうしの合計が 100 %。',
  },
  imageGivenPrompt: { en: 'p(image | prompt)', ja: 'p(画像 | プロンプト)' },
  imageGivenPromptLong: {
    en: 'Which picture this prompt finds: each row sums to 100 %.',
    ja: 'このプロンプトが見つける画像: 各行の合計が 100 %。',
  },
  cosineMatrixLong: {
    en: 'Cosine similarity: only differences on the same pictures mean something.',
    ja: 'コサイン類似度: 同じ画像どうしの差だけに意味があります。',
  },
  cell: {
    en: '{what}, {picture}: p(prompt | image) {forward}, p(image | prompt) {backward}, cosine {cosine}',
    ja: '{what}、{picture}: p(プロンプト | 画像) {forward}、p(画像 | プロンプト) {backward}、コサイン {cosine}',
  },
  spellCell: {
    en: '{what}, {picture}: p(spell | image) {forward}, p(image | prompt) {backward}, cosine {cosine}',
    ja: '{what}、{picture}: p(呪文 | 画像) {forward}、p(画像 | プロンプト) {backward}、コサイン {cosine}',
  },
  bestOfColumn: { en: 'best of its spell for this picture', ja: '同じ呪文の中でこの画像に最適' },
  bestSpellOfColumn: { en: 'best spell for this picture', ja: 'この画像に最適な呪文' },
  bestOfRow: { en: 'best of this prompt', ja: 'このプロンプトに最適' },
  matrixHint: {
    en: 'Point at a cell, or move with the arrow keys, to read all three numbers. ◆ marks the best. Space shows the picture.',
    ja: 'セルを指すか矢印キーで移動すると、3 つの数値が読めます。◆ は最良です。スペースキーで画像を大きく表示します。',
  },
  picture: { en: 'Picture', ja: '画像' },

  pin: { en: 'Pin {spell} for comparison', ja: '{spell} を比較に固定' },
  unpin: { en: 'Unpin {spell}', ja: '{spell} の固定を解除' },
  swap: { en: 'Swap A and B', ja: 'A と B を入れ替え' },
  clearPins: { en: 'Clear', ja: 'クリア' },
  pinNone: {
    en: 'Pin two rows of the leaderboard to compare them.',
    ja: '順位表の 2 行を固定すると比較できます。',
  },
  pinOneMore: { en: 'Pin one more row to compare.', ja: '比較するには、もう 1 行を固定してください。' },
  verdictBetter: {
    en: '{winner} fits better on average: on {wins} of {total} {total:picture|pictures}.',
    ja: '平均では {winner} のほうが合っています（{total} 枚中 {wins} 枚）。',
  },
  verdictTie: {
    en: 'No difference that these pictures can show.',
    ja: 'これらの画像では差を示せません。',
  },
  verdictTieCount: {
    en: 'A fits better on {winsA}, B on {winsB} of {total} {total:picture|pictures}.',
    ja: '{total} 枚中、A が {winsA} 枚、B が {winsB} 枚で優勢。',
  },
  verdictSame: { en: 'A and B read the same to CLIP.', ja: 'CLIPにとって A と B は同じです。' },
  verdictSameBest: {
    en: 'The best texts of A and B read the same to CLIP.',
    ja: 'CLIPにとって A と B の最良のテキストは同じです。',
  },
  verdictFew: {
    en: 'Fewer than 5 different pictures: no interval, so take it with care.',
    ja: '異なる画像が 5 枚未満のため区間がありません。慎重に判断してください。',
  },
  meanDifference: { en: 'Difference of mean cosine, A − B:', ja: '平均コサインの差 A − B:' },
  interval: { en: '95 % interval {interval}', ja: '95 % 区間 {interval}' },
  odds: {
    en: 'On average CLIP prefers {winner} {odds}\u00a0:\u00a01.',
    ja: 'CLIPは平均して {odds}\u00a0対\u00a01 で {winner} を選びます。',
  },
  oddsEven: { en: 'On average CLIP prefers neither.', ja: 'CLIPは平均すると五分五分です。' },
  oddsHuge: { en: 'more than 1000', ja: '1000 以上' },
  pairs: {
    en: 'The interval allows for all {pairs} pairs that could have been picked.',
    ja: '区間は、選ぶことのできた {pairs} 通りの組すべてに同時に成り立ちます。',
  },
  perPicture: { en: 'Difference of cosine per picture, A − B', ja: '画像ごとのコサインの差 A − B' },
  perPictureBest: {
    en: 'Difference of cosine per picture, A − B, of the best texts',
    ja: '画像ごとのコサインの差 A − B（それぞれ最良のテキスト）',
  },
  fits: {
    en: '{picture}: {difference}, {winner} fits better',
    ja: '{picture}: {difference}、{winner} が優勢',
  },
  fitsEven: { en: '{picture}: no difference', ja: '{picture}: 差なし' },
  wordsOnly: { en: 'only in {side}', ja: '{side} のみ' },

  historyNone: { en: 'Edits of this spell will be drawn here.', ja: 'この呪文の編集がここに描かれます。' },
  historyEntry: {
    en: 'Edit {number} of {count}: cosine {cosine} ({checkpoint}).',
    ja: '編集 {number} / {count}: コサイン {cosine}（{checkpoint}）。',
  },
  historyRestore: { en: 'Press to put this text back.', ja: '押すとこのテキストに戻します。' },
  historyCurrent: { en: 'current', ja: '現在' },
  historyHint: {
    en: 'Joined points were measured against the same pictures. At a dashed line the checkpoint changed: heights on its two sides cannot be compared.',
    ja: '線で結ばれた点は、同じ画像で測ったものです。破線でチェックポイントが変わり、その左右の高さは比べられません。',
  },

  health: { en: 'Reference health', ja: '参照画像の点検' },
  healthNothing: {
    en: 'Nothing found by size and by comparison.',
    ja: 'サイズと比較では、気になる点はありません。',
  },
  healthUnseen: { en: '{dropped} is never seen', ja: '{dropped}は見えません' },
  healthLook: { en: 'Look for written words', ja: '画像の中の文字を調べる' },
  healthLookAgain: { en: 'Look again', ja: 'もう一度調べる' },
  healthLooking: { en: 'Looking for written words…', ja: '画像の中の文字を調べています…' },
  healthStop: { en: 'Stop', ja: '中止' },
  healthStopped: { en: 'Looking for written words was stopped.', ja: '文字を調べるのを中止しました。' },
  healthFailed: { en: 'Written words could not be looked for.', ja: '文字を調べられませんでした。' },
  healthStale: { en: 'Of the file as it was before.', ja: '変更前のファイルの結果です。' },
  healthAnnounced: {
    en: 'Looked for written words: {marked} of {pictures} pictures have something to see to.',
    ja: '文字を調べました。{pictures}枚中{marked}枚に確かめる点があります。',
  },
  healthTaken: { en: 'Taken over by a written word: {count}', ja: '書かれた文字につられた画像: {count}' },
  healthTooFew: HEALTH_WORDING.tooFew,
  healthTooMany: HEALTH_WORDING.tooMany,
  healthLooked: HEALTH_WORDING.looked,
  healthLookedForNone: HEALTH_WORDING.lookedForNone,
  healthNote: {
    en: 'Pictures: {pictures}, different: {different}. This is how this checkpoint sees them, not a verdict on the pictures.',
    ja: '画像{pictures}枚（異なるもの{different}枚）。このチェックポイントから見た結果で、画像そのものの良し悪しではありません。',
  },

  leanMeasuring: { en: 'Being measured…', ja: '測定中…' },
  leanWord: { en: 'Person word', ja: '人を表す語' },
  leanSide: { en: 'Leans towards', ja: '傾く側' },
  leanSize: { en: 'Lean (95 % interval)', ja: '傾き（95 % 区間）' },
  leanWomen: { en: 'women', ja: '女性' },
  leanMen: { en: 'men', ja: '男性' },
  leanUnclear: { en: 'not told from chance', ja: '偶然と区別できない' },
  leanInterval: { en: '({low} to {high})', ja: '（{low} ～ {high}）' },
  leanAsked: { en: '(asked as “{asked}”)', ja: '（英語の「{asked}」で測定）' },
  leanNote: {
    en: 'How far its text space leans between women and men, in units of the spread of 100 occupations. It speaks of this checkpoint only, not of the world or of an image generator.',
    ja: 'テキスト空間での女性と男性の間の傾き。単位は100の職業のばらつきです。このチェックポイントだけの性質で、現実の社会や画像生成モデルのことではありません。',
  },

  where: { en: 'Where in the pictures', ja: '画像のどこか' },
  wherePhrase: { en: 'Phrase', ja: '語句' },
  whereFind: { en: 'Find', ja: '探す' },
  whereMethod: { en: 'Map', ja: '地図' },
  whereProduct: WHERE_WORDING.product,
  whereContrast: WHERE_WORDING.contrast,
  whereEvidence: WHERE_WORDING.evidence,
  whereWindows: { en: 'Finer', ja: '細かく' },
  whereWindowsLong: {
    en: 'Looks at parts of each picture, too: some ten times as long.',
    ja: '画像を部分に分けても調べます（約10倍の時間がかかります）。',
  },
  whereNone: {
    en: 'Select words in the editor, or write some here, to see where in each picture this checkpoint finds them.',
    ja: 'エディターで言葉を選ぶか、ここに書くと、このチェックポイントがそれを画像のどこに見ているかが分かります。',
  },
  whereLooking: { en: '{done} of {total} pictures…', ja: '画像 {done}/{total} 枚…' },
  whereFoundIn: {
    en: '“{phrase}”: found in {found} of {pictures} {pictures:picture|pictures}',
    ja: '「{phrase}」: 画像{pictures}枚のうち{found}枚で見つかりました',
  },
  whereStale: { en: 'Text or pictures have changed since.', ja: 'その後、文章か画像が変わっています。' },
  whereCold: { en: 'not here', ja: 'ない' },
  whereHot: { en: 'here', ja: 'ある' },
  whereOpacity: { en: 'Opacity', ja: '濃さ' },
  whereMore: {
    en: 'Look at {count} more of {left}',
    ja: '残り{left}枚のうち{count}枚も調べる',
  },
  whereFound: { en: 'found (presence {presence})', ja: 'あり（存在の度合い {presence}）' },
  whereNotFound: {
    en: 'not found here (presence {presence})',
    ja: '見つからない（存在の度合い {presence}）',
  },
  wherePicture: { en: '{picture}: {result}', ja: '{picture}: {result}' },
  whereKeys: {
    en: 'Arrow keys go from place to place, Enter asks what of the file fits there.',
    ja: '矢印キーで場所を移動し、Enterでその場所に合う語句を調べます。',
  },
  whereCell: {
    en: 'Row {row}, column {column}: map {heat}, p {fit}, evidence {brought}',
    ja: '{row}行{column}列: 地図 {heat}、p {fit}、寄与 {brought}',
  },
  whereFits: { en: 'Fits best at x {x}, y {y}:', ja: 'x {x}、y {y} に最も合うもの:' },
  whereNeutral: { en: 'none of these (neutral words)', ja: 'どれでもない（中立な言葉）' },
  whereAmong: WHERE_WORDING.among,
  whereFloor: {
    en: 'Found means a presence of {floor} or more, which about one absent phrase in eight reaches, too (measured on mini).',
    ja: '存在の度合いが{floor}以上なら「あり」とします（miniでの実測では、画像にない語句も8個に1個ほどはこれに達します）。',
  },
  whereView: WHERE_WORDING.view,
  whereLost: WHERE_WORDING.lost,
  whereSeen: {
    en: 'only the middle {share} of it is seen',
    ja: '見ているのは中央の{share}だけ',
  },
  whereNoScores: {
    en: 'There are no scores of this text yet. Wait until its pictures have been read.',
    ja: 'この文章のスコアがまだありません。画像が読み込まれるまでお待ちください。',
  },
  whereUnseen: {
    en: 'The whole picture, as the checkpoint sees it, does not reach this place.',
    ja: 'チェックポイントが見る画像全体に、この場所は含まれていません。',
  },
  whereNoPhrase: {
    en: 'Select words, or put the caret into a phrase of a prompt.',
    ja: '言葉を選択するか、プロンプトの語句にカーソルを置いてください。',
  },

  ledger: { en: 'Words of “{spell}”', ja: '「{spell}」の言葉' },
  ledgerWords: { en: 'What the words do', ja: '言葉の効果' },
  ledgerNone: {
    en: 'There are no words to weigh: it takes a prompt, and a picture that can be read.',
    ja: '調べる言葉がありません。プロンプトと、読める参照画像が必要です。',
  },
  ledgerWaiting: { en: 'Waiting for the scores…', ja: '採点を待っています…' },
  ledgerMeasuring: { en: 'Weighing the words…', ja: '言葉の効果を測っています…' },
  ledgerStopped: {
    en: 'Weighing was stopped. It begins anew with the next edit.',
    ja: '測定を止めました。次に編集すると再開します。',
  },
  ledgerStale: { en: 'Below is what was measured before.', ja: '下は以前に測ったものです。' },
  ledgerWord: WHY_WORDING.unit,
  ledgerEffect: { en: 'Cosine × 100', ja: 'コサイン × 100' },
  ledgerEffectLong: {
    en: 'What the words add to the mean cosine: half of what they add to an empty text, half of what the text loses without them.',
    ja: 'コサインの平均をどれだけ変えるか。空のテキストに加えたときの増加と、全体から除いたときの減少の平均です。',
  },
  ledgerProbability: WHY_WORDING.probability,
  ledgerProbabilityLong: {
    en: 'What they add to p(spell | image) against the other spells of the file, in percentage points.',
    ja: 'ファイルのほかの呪文に対する p(呪文 | 画像) をどれだけ変えるか（パーセントポイント）。',
  },
  ledgerShapley: WHY_WORDING.shapley,
  ledgerShapleyExact: WHY_WORDING.shapleyExact,
  ledgerShapleySampled: WHY_WORDING.shapleySampled,
  ledgerShapleyError: WHY_WORDING.shapleyError,
  ledgerReading: { en: 'Says', ja: '判定' },
  ledgerIdle: WHY_WORDING.idle,
  ledgerHurts: WHY_WORDING.hurts,
  ledgerMayHurt: WHY_WORDING.mayHurt,
  ledgerDepends: WHY_WORDING.depends,
  ledgerParts: {
    en: 'Alone {alone}, left out {leftOut}',
    ja: '単独で {alone}、省くと {leftOut}',
  },
  ledgerKeys: {
    en: 'Arrow keys move, right and left unfold and fold the words of a phrase, Enter selects the words in the editor.',
    ja: '矢印キーで移動、右と左で語句の中の言葉を開閉、Enter でエディターの言葉を選択します。',
  },
  ledgerSum: {
    en: 'All of it {all}, without any of it {none}: the effects sum to {sum} of {difference}. {rest} is made by three or more together.',
    ja: 'すべてあると {all}、一つもないと {none}。差 {difference} のうち、効果の合計は {sum} です。3 つ以上が揃ってはじめて生じる分は {rest}。',
  },
  ledgerSumFew: {
    en: 'All of it {all}, without any of it {none}: the effects sum to that difference, {difference}.',
    ja: 'すべてあると {all}、一つもないと {none}。効果の合計はその差 {difference} です。',
  },
  ledgerUnweighed: WHY_WORDING.unweighed,
  ledgerLost: WHY_WORDING.lost,
  ledgerMeasurePairs: { en: 'Pairs that only work together', ja: '組み合わせてはじめて効く言葉' },
  ledgerMeasureShapley: { en: 'Exact effects', ja: '厳密な効果' },
  ledgerMeasureShapleyLong: {
    en: 'Shapley’s values: over all orders of the words up to {most} of them, over drawn orders beyond. Takes a while with many words.',
    ja: 'シャープレイ値。言葉が {most} 個まではすべての順序、それを超えると抽出した順序で測ります。言葉が多いと時間がかかります。',
  },
  ledgerPairs: { en: 'Together more, or less, than each by itself', ja: '組み合わせで増減するもの' },
  ledgerPair: WHY_WORDING.pair,
  ledgerPairsNone: {
    en: 'No two of them make anything together.',
    ja: '組み合わせで増減するものはありません。',
  },
  ledgerPairsNote: {
    en: 'Above 0 the two need each other; below 0 they say the same.',
    ja: '0 より上は互いを必要とし、0 より下は同じことを言っています。',
  },
  ledgerTooManyPairs: WHY_WORDING.tooManyPairs,
  ledgerView: WHY_WORDING.view,
  ledgerFew: WHY_WORDING.fewPictures,
  ledgerIntervals: {
    en: 'Intervals hold for all of a table together at 95 %.',
    ja: '区間は表全体で同時に成り立つ 95 % 区間です。',
  },

  attention: { en: 'Attention', ja: 'アテンション' },
  attentionWhat: {
    en: 'Shows which words and which places of a picture the checkpoint reads, layer by layer. It takes a graph of its own, so it is read only on request.',
    ja: 'チェックポイントがどの言葉と画像のどの場所を読んでいるかを、層ごとに示します。専用の計算が要るため、求められたときだけ調べます。',
  },
  attentionShow: { en: 'Show attention', ja: 'アテンションを表示' },
  attentionHide: { en: 'Hide attention', ja: 'アテンションを隠す' },
  attentionReading: { en: 'Reading the attention…', ja: 'アテンションを調べています…' },
  attentionNone: ATTENTION_WORDING.nothing,
  attentionKind: { en: 'Which layers', ja: '表示する層' },
  attentionRollout: {
    en: 'Rolled out over the layers so far',
    ja: 'その層までの累積（ロールアウト）',
  },
  attentionAlone: { en: 'One layer alone', ja: 'その層だけ' },
  attentionLayers: ATTENTION_WORDING.rolledOut,
  attentionLayerAlone: ATTENTION_WORDING.alone,
  attentionOnlyLayer: ATTENTION_WORDING.onlyLayer,
  attentionQueryRolledOut: ATTENTION_WORDING.queryRolledOut,
  attentionQueryAlone: ATTENTION_WORDING.queryAlone,
  attentionText: {
    en: 'What the end token reads of “{spell}”',
    ja: '終端トークンが「{spell}」から読むもの',
  },
  attentionTextLayer: { en: 'Layer of the text tower', ja: 'テキスト側の層' },
  attentionPictureLayer: { en: 'Layer of the image tower', ja: '画像側の層' },
  attentionBegin: ATTENTION_WORDING.begin,
  attentionEnd: ATTENTION_WORDING.end,
  attentionCut: ATTENTION_WORDING.cut,
  attentionTemplate: ATTENTION_WORDING.firstTemplate,
  attentionPicture: ATTENTION_WORDING.picture,
  attentionPictureByQuery: ATTENTION_WORDING.pictureByQuery,
  attentionWhich: { en: 'Picture', ja: '画像' },
  attentionCell: {
    en: 'Row {row}, column {column}: {share} of what is read, {times} times an even share',
    ja: '{row} 行 {column} 列: 読まれた割合 {share}、均等な場合の {times} 倍',
  },
  attentionKeys: {
    en: 'Arrow keys move from place to place; the first goes to the most read.',
    ja: '矢印キーで場所を移動します。最初のキーで最も読まれた場所に移ります。',
  },
  attentionEven: { en: 'even or less', ja: '均等以下' },
  attentionHottest: { en: '{times} times or more', ja: '{times} 倍以上' },
  attentionNotCause: ATTENTION_WORDING.notCause,

  export: { en: 'Export', ja: '書き出し' },
  exportSave: { en: 'Save as {format}…', ja: '{format} で保存…' },
  exportCopy: { en: 'Copy as {format}', ja: '{format} でコピー' },

  rankChanged: {
    en: '{spell} is now {rank} of {count}, cosine {cosine}',
    ja: '{spell} は {count} 件中 {rank} 位、コサイン {cosine}',
  },
  leaderChanged: {
    en: '{spell} now leads with cosine {cosine}',
    ja: '{spell} が首位になりました、コサイン {cosine}',
  },

  // Said by the extension host.
  pickTitle: { en: 'Add reference pictures', ja: '参照画像を追加' },
  pickButton: { en: 'Add', ja: '追加' },
  pickFilter: { en: 'Pictures', ja: '画像' },
  exportTitle: { en: 'Export scores', ja: 'スコアの書き出し' },
  exported: { en: 'Scores saved to {file}.', ja: 'スコアを {file} に保存しました。' },
  copied: { en: 'Scores copied.', ja: 'スコアをコピーしました。' },
  nothingToExport: {
    en: 'There are no scores to export yet. Wait until scoring has finished.',
    ja: '書き出せるスコアがまだありません。採点が終わるまでお待ちください。',
  },
  notDone: {
    en: 'This could not be done: {reason}.',
    ja: '実行できませんでした: {reason}。',
  },
  exportFailed: {
    en: 'The scores could not be saved to {file}: {reason}. Choose another place.',
    ja: 'スコアを {file} に保存できませんでした: {reason}。別の場所を選んでください。',
  },
  addAsReference: { en: 'Add as reference picture', ja: '参照画像として追加' },
  notAPicture: {
    en: '{file} is not a picture that can be read (PNG, JPEG, GIF, WebP or AVIF) and was not added.',
    ja: '{file} は読み込める画像（PNG、JPEG、GIF、WebP、AVIF）ではないため、追加していません。',
  },
  tooLarge: {
    en: '{file} is larger than {limit} MB and was not added. Copy it beside the spell file and add it with the dialog.',
    ja: '{file} は {limit} MB を超えるため、追加していません。呪文ファイルの隣にコピーして、ダイアログから追加してください。',
  },
  tooMuch: {
    en: '{count} files were not added: one drop can bring {limit} MB. Drop fewer at once.',
    ja: '一度に追加できるのは合計 {limit} MB までのため、{count} 件を追加していません。何回かに分けて追加してください。',
  },
  tooMany: {
    en: 'Only the first {limit} files were added.',
    ja: '最初の {limit} 件だけを追加しました。',
  },
  saveFirst: {
    en: 'Save the spell file first: pictures are named relative to it.',
    ja: '先に呪文ファイルを保存してください。画像はそのファイルからの相対パスで書かれます。',
  },
  pictureSaveFailed: {
    en: '{file} could not be saved beside the spell file: {reason}.',
    ja: '{file} を呪文ファイルの隣に保存できませんでした: {reason}。',
  },
  pictureElsewhere: {
    en: '{file} is on another file system than the spell file and was not added. Copy it beside the spell file first.',
    ja: '{file} は呪文ファイルと別のファイルシステムにあるため、追加していません。先に隣へコピーしてください。',
  },
  frontMatterBroken: {
    en: 'The front matter of {file} cannot be read, so it was not changed. Correct it between the two “---” lines first.',
    ja: '{file} のフロントマターを読めないため、変更していません。先に 2 つの「---」行の間を直してください。',
  },
  frontMatterFull: {
    en: 'The front matter of {file} would become longer than it may be, so it was not changed. Name the pictures’ folder or a pattern such as pictures/*.png in it instead.',
    ja: '{file} のフロントマターが長さの上限を超えるため、変更していません。画像を1枚ずつ書く代わりに、フォルダーや pictures/*.png のようなパターンを書いてください。',
  },
  editRefused: {
    en: '{file} could not be changed: it may be read-only.',
    ja: '{file} を変更できませんでした。読み取り専用かもしれません。',
  },
  historyGone: {
    en: 'That spell is no longer in the file, so its text could not be put back.',
    ja: 'その呪文はもうファイルにないため、テキストを戻せませんでした。',
  },
  promptCopied: { en: 'Prompt copied.', ja: 'プロンプトをコピーしました。' },
  promptGone: {
    en: 'The file has changed since these scores. Wait until they are there again.',
    ja: 'このスコアのあとでファイルが変わりました。採点が終わるまでお待ちください。',
  },
  optionsKept: {
    en: 'The chosen options stand in place of the slots now. Undo brings the slots back.',
    ja: 'スロットを、選んだ選択肢で置き換えました。「元に戻す」でスロットに戻ります。',
  },
  optionsRefused: {
    en: 'The file could not be changed: it may be read-only.',
    ja: 'ファイルを変更できませんでした。読み取り専用かもしれません。',
  },
  noSlots: {
    en: 'This spell has no slots: there is nothing to choose.',
    ja: 'この呪文にはスロットがないため、選ぶものがありません。',
  },
  noBestYet: {
    en: 'There is no best prompt yet: it takes a spell, a picture and finished scores.',
    ja: '最良のプロンプトはまだありません。呪文と参照画像があり、採点が終わっている必要があります。',
  },
  historyForgotten: {
    en: 'The histories of this workspace’s spells are forgotten.',
    ja: 'このワークスペースの呪文の履歴を消去しました。',
  },
  openSpellFirst: {
    en: 'Open a spell file first: the panel shows the scores of one.',
    ja: '先に呪文ファイルを開いてください。パネルはそのスコアを表示します。',
  },
  ...BLIND_SPOTS_PANEL_WORDING,
  ...AUDIT_PANEL_WORDING,
  ...EVOLVE_PANEL_WORDING,
  ...GALLERY_PANEL_WORDING,
  ...JUDGE_PANEL_WORDING,
  ...SEARCH_PANEL_WORDING,
  ...SUGGEST_PANEL_WORDING,
  ...LIBRARY_PANEL_WORDING,

  newSpellFile: { en: 'New Spell File', ja: '新しい呪文ファイル' },
} satisfies Record<string, Wording>;
