import type { Wording } from './words';

/** What the editor says of lists of phrases and of their embeddings. */
export const PHRASE_LISTS_WORDING = {
  statusName: { en: 'Spellwright: Phrases', ja: 'Spellwright: 語句' },
  embedding: { en: 'phrases {percent} %', ja: '語句 {percent} %' },
  embeddingTooltip: {
    en: 'Spellwright embeds the phrases that suggestions are chosen from, in the background and once for each checkpoint: {done} of {total}. Click to stop; what is finished is kept.',
    ja: '提案に使う語句の埋め込みを、裏でチェックポイントごとに一度だけ計算しています（{total}個中{done}個）。クリックで中止します。計算済みの分は残ります。',
  },
  stopped: {
    en: 'Spellwright: embedding phrases was stopped. What is finished is kept; it goes on when lists change or a command needs them.',
    ja: 'Spellwright: 語句の埋め込みを中止しました。計算済みの分は残り、リストが変わるか、コマンドが必要とすると再開します。',
  },
  settingProblem: {
    en: 'Spellwright, a list of the setting phraseLists: {path}: {problem}',
    ja: 'Spellwright、設定 phraseLists のリスト {path}: {problem}',
  },
  openSetting: { en: 'Open the Setting', ja: '設定を開く' },
} as const satisfies Record<string, Wording>;
