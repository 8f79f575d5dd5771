import { CRAFT_WORDING } from './craft';
import type { Wording } from './words';

/** What the editor says of a search for a better prompt outside of the panel, and what it writes into the file. */
export const EVOLVE_WORDING = {
  statusBar: { en: 'Evolving a spell of {file}…', ja: '{file} の呪文を進化させています…' },
  goesOn: {
    en: 'A spell of this file is evolving already: stop that one first.',
    ja: 'このファイルの呪文はすでに進化の途中です。先にそちらを止めてください。',
  },
  noScores: {
    en: 'There are no scores of this text to begin with. Score the file first.',
    ja: 'このテキストのスコアがまだありません。先に採点してください。',
  },
  noPictures: {
    en: 'There are no reference pictures to search with. Add some, three or more that show the same.',
    ja: '探索に使う参照画像がありません。同じものを写した画像を3枚以上追加してください。',
  },
  noPrompt: {
    en: 'This spell has no prompt to begin with. Write a few words first.',
    ja: 'この呪文にはプロンプトがありません。先に言葉をいくつか書いてください。',
  },
  picturesGone: {
    en: 'A picture has gone since the scores were made. Wait for the new ones, and start again.',
    ja: '採点の後に画像が1枚なくなりました。新しいスコアを待って、もう一度始めてください。',
  },
  otherCheckpoint: {
    en: 'Another checkpoint has been chosen meanwhile. Start again to search with that one.',
    ja: '途中でチェックポイントが変わりました。新しいチェックポイントで探すには、もう一度始めてください。',
  },
  noneBetter: {
    en: '“{spell}”: nothing better was found on pictures that the search did not see. It stays as it is.',
    ja: '「{spell}」: 探索に使わなかった画像では、より良いプロンプトは見つかりませんでした。元のままです。',
  },
  inserted: {
    en: 'What was found for “{spell}” stands below it: {gain}. Undo takes it out again.',
    ja: '「{spell}」の下に、見つかったプロンプトを加えました（{gain}）。元に戻すこともできます。',
  },
  offer: {
    en: 'A prompt was found for “{spell}”: {gain}.',
    ja: '「{spell}」のプロンプトが見つかりました（{gain}）。',
  },
  insertButton: { en: 'Insert Below', ja: '下に挿入' },
  nameOf: { en: '{spell} evolved', ja: '{spell} 進化版' },
  /** In the file, beside the prompt. */
  note: {
    en: '{gain} on pictures that the search did not see ({pictures}), by {checkpoint}, seed {seed}',
    ja: '探索に使わなかった画像{pictures}枚で {gain}（{checkpoint}、シード{seed}）',
  },
  gainUnknown: { en: 'gain unknown', ja: '増分は不明' },
  gainUnsure: {
    en: '{gain}, too few pictures to say how sure',
    ja: '{gain}、画像が少なく確かさは不明',
  },
} as const satisfies Record<string, Wording>;

/** What the panel's section says. */
export const EVOLVE_PANEL_WORDING = {
  evolve: { en: 'Evolve', ja: '進化' },
  evolveOf: { en: 'Evolve “{spell}”', ja: '「{spell}」の進化' },
  evolveWhat: {
    en: 'Changes the spell under the caret by chance, keeps what fits the pictures better, and goes on from there. Slots are choices that may change; what is selected, and what the front matter names to “keep”, stays. Half of the different pictures are held out: they say what the result is worth.',
    ja: 'カーソル位置の呪文を少しずつ変え、画像により合うものを残して、そこからまた変えていきます。スロットは別の選択肢に変わることがあり、選択した部分と、フロントマターの keep に書いた語句は残ります。異なる画像の半分は探索に使わず、結果の本当の効果を測ります。',
  },
  evolveSettings: {
    en: '{population} prompts at once, {rounds} rounds, {phrases} phrases at most',
    ja: '同時に{population}個、{rounds}世代、語句は{phrases}個まで',
  },
  evolveChange: { en: 'Change…', ja: '変更…' },
  evolveSeed: { en: 'Seed', ja: 'シード' },
  evolveStart: { en: 'Evolve', ja: '進化させる' },
  evolveAgain: { en: 'Evolve Again', ja: 'もう一度' },
  evolveStop: { en: 'Stop and Keep the Best', ja: '止めて最良を残す' },
  evolveWaiting: { en: 'Waiting for the scores…', ja: '採点を待っています…' },
  evolvePreparing: { en: 'Getting the phrases ready…', ja: '語句を準備しています…' },
  evolveSearching: { en: 'Round {round} of {rounds}', ja: '{rounds}世代のうち{round}世代' },
  evolveStopping: { en: 'Stopping after this round…', ja: 'この世代が終わりしだい止めます…' },
  evolveStopped: {
    en: 'Stopped after round {round}, with the best so far.',
    ja: '第{round}世代で止めました。それまでの最良を残しています。',
  },
  evolveStoppedEarly: {
    en: 'Stopped before the first round: nothing was found yet.',
    ja: '最初の世代の前に止めたため、まだ何も見つかっていません。',
  },
  evolveStale: {
    en: 'The pictures or the checkpoint have changed since: this is of those before.',
    ja: 'この後に画像かチェックポイントが変わりました。以下は変わる前のものです。',
  },
  evolveChart: {
    en: 'Mean cosine by round. At first: {from} on the pictures of the search; now the best has {seen}.',
    ja: '世代ごとのコサインの平均。探索に使う画像で、始めは {from}、今の最良は {seen}。',
  },
  evolveChartUnseen: {
    en: 'On pictures held out: {from} at first, {unseen} now.',
    ja: '探索に使わない画像では、始めは {from}、今は {unseen}。',
  },
  evolveBestSeen: { en: 'best, on the pictures of the search', ja: '最良（探索に使う画像）' },
  evolveMedianSeen: { en: 'median, on the pictures of the search', ja: '中央値（探索に使う画像）' },
  evolveBestUnseen: { en: 'best, on pictures held out', ja: '最良（探索に使わない画像）' },
  evolveTable: { en: 'As a table', ja: '表で見る' },
  evolveRound: { en: 'round', ja: '世代' },
  evolveRoundAxis: { en: 'round', ja: '世代' },
  evolveFrom: { en: 'From', ja: '元' },
  evolveBest: { en: 'Best', ja: '最良' },
  evolveQuoted: { en: '“{phrase}”', ja: '「{phrase}」' },
  evolveKept: CRAFT_WORDING.kept,
  evolveKeepNotFound: CRAFT_WORDING.keepNotFound,
  evolveUnseen: {
    en: '{gain} on pictures that the search did not see (different pictures: {pictures})',
    ja: '探索に使わなかった異なる画像{pictures}枚で {gain}',
  },
  evolveUnseenSure: { en: ', 95 %: {interval}', ja: '、95 %: {interval}' },
  evolveSeen: CRAFT_WORDING.seenGain,
  evolveNoBetter: CRAFT_WORDING.noBetter,
  evolveFew: CRAFT_WORDING.fewHeldOut,
  evolveChance: CRAFT_WORDING.mayBeChance,
  evolveNoneHeldOut: CRAFT_WORDING.noneHeldOut,
  evolveView: {
    en: 'Seed {seed}, {measured} texts measured. This is what {checkpoint} sees, not what is in the pictures: another checkpoint may say otherwise.',
    ja: 'シード{seed}、{measured}通りを測定。これは {checkpoint} の見え方であり、画像そのものの性質ではありません。別のチェックポイントでは変わることがあります。',
  },
  evolveInsert: { en: 'Insert Below the Spell', ja: '呪文の下に挿入' },
  evolveInserted: {
    en: 'It stands in the file, below the spell that it comes from.',
    ja: 'ファイルの、元の呪文の下に加えてあります。',
  },
} as const satisfies Record<string, Wording>;
