import { CRAFT_WORDING } from './craft';
import type { Wording } from './words';

/** What the panel says of what to try next, under the names that it has for its sentences. */
export const SUGGEST_PANEL_WORDING = {
  suggest: { en: 'Suggest', ja: '次に試す' },
  suggestWhat: {
    en: 'Which phrases would raise the score of this spell most, and which prompt the pictures alone would make: measured with the checkpoint, when you ask.',
    ja: 'この呪文のスコアを最も上げる言葉と、参照画像だけから作ったプロンプト。求められたときに、チェックポイントで測ります。',
  },
  suggestNoPictures: {
    en: 'Suggestions are measured on reference pictures: add some first.',
    ja: '提案は参照画像で測ります。先に画像を追加してください。',
  },
  suggestAskHelp: { en: 'What would help here', ja: 'ここに効く言葉を調べる' },
  suggestAskPrompt: { en: 'Prompt from these pictures', ja: '画像からプロンプトを作る' },
  suggestPhrases: { en: 'Preparing the phrases to choose from…', ja: '候補の語句を準備しています…' },
  suggestHelping: { en: 'Measuring what would help…', ja: '効く言葉を測っています…' },
  suggestPrompting: { en: 'Making a prompt: {steps}…', ja: 'プロンプトを作っています: {steps}…' },
  suggestPromptingFirst: { en: 'Looking for a subject…', ja: '主題を探しています…' },
  suggestStopped: { en: 'It was stopped.', ja: '中止しました。' },
  suggestDone: { en: 'The suggestions are there.', ja: '提案ができました。' },
  suggestStale: {
    en: 'Measured before the last change: ask again for figures of what stands there now.',
    ja: '変更前に測った値です。今の内容の値は、もう一度調べてください。',
  },
  suggestHelpOf: { en: 'What would help “{spell}” most', ja: '「{spell}」に最も効く言葉' },
  suggestGain: { en: 'Cosine × 100', ja: 'コサイン × 100' },
  suggestGainLong: {
    en: 'What it adds to the mean cosine with the pictures, at the end of the prompt.',
    ja: 'プロンプトの末尾に足したときの、画像とのコサインの平均の増分。',
  },
  suggestClass: CRAFT_WORDING.class,
  suggestPhrase: CRAFT_WORDING.phrase,
  suggestInterval: CRAFT_WORDING.interval,
  suggestCosine: { en: 'So far', ja: 'ここまで' },
  suggestCosineLong: {
    en: 'Cosine × 100 of the prompt with it, in the mean over the pictures.',
    ja: 'ここまでのプロンプトのコサイン × 100（画像の平均）。',
  },
  suggestTies: CRAFT_WORDING.instead,
  suggestAdd: { en: 'Add “{phrase}”', ja: '「{phrase}」を足す' },
  suggestAdded: { en: 'Added: {phrase}', ja: '足しました: {phrase}' },
  suggestNothing: CRAFT_WORDING.nothingHelps,
  suggestFull: CRAFT_WORDING.full,
  suggestMayBeChance: CRAFT_WORDING.mayBeChance,
  suggestFew: CRAFT_WORDING.fewPictures,
  suggestView: CRAFT_WORDING.view,
  suggestJudged: CRAFT_WORDING.judged,
  suggestOnePicture: CRAFT_WORDING.onePicture,
  suggestTogether: {
    en: 'The best are picked, and {measured} were measured; the intervals hold for all phrases to choose from together. ',
    ja: '{measured}個を測って上位を選んでおり、区間は候補全体で同時に成り立ちます。',
  },
  suggestHurts: { en: 'What hurts', ja: 'スコアを下げている言葉' },
  suggestNoHurts: {
    en: 'Nothing in it takes away from the score.',
    ja: 'スコアを下げている言葉はありません。',
  },
  suggestRemove: { en: 'Remove “{phrase}”', ja: '「{phrase}」を外す' },
  suggestRemoved: { en: 'Removed: {phrase}', ja: '外しました: {phrase}' },
  suggestLedger: { en: 'All its words, weighed', ja: 'すべての言葉の効果を見る' },
  suggestNegative: { en: 'For the negative prompt', ja: 'ネガティブプロンプト向け' },
  suggestNegativeWhat: {
    en: 'Nearer to the pictures to avoid ({pictures}) than to the wanted ones.',
    ja: '参照画像より、避けたい画像（{pictures}枚）に近い言葉。',
  },
  suggestNegativeNone: {
    en: 'No phrase is nearer to the pictures to avoid ({pictures}) than to the wanted ones.',
    ja: '参照画像より、避けたい画像（{pictures}枚）に近い言葉はありません。',
  },
  suggestNearer: { en: 'Nearer by', ja: '近さの差' },
  suggestAvoid: {
    en: 'Add “{phrase}” to the negative prompt',
    ja: '「{phrase}」をネガティブプロンプトに足す',
  },
  suggestAvoided: {
    en: 'Added to the negative prompt: {phrase}',
    ja: 'ネガティブプロンプトに足しました: {phrase}',
  },
  suggestPrompt: { en: 'A prompt from the pictures', ja: '画像から作ったプロンプト' },
  suggestRefused: CRAFT_WORDING.stopped,
  suggestSlot: {
    en: 'Phrases that the pictures together do not tell apart stand as a slot.',
    ja: '画像全体では差がつかない語句はスロットにしました。',
  },
  suggestBelow: { en: 'Insert as a new spell', ja: '新しい呪文として挿入' },
  suggestAtCaret: { en: 'Insert at the caret', ja: 'カーソル位置に挿入' },
  suggestWritten: { en: 'Inserted: {text}', ja: '挿入しました: {text}' },
  suggestSpellName: { en: 'from pictures', ja: '画像から' },
  suggestGone: {
    en: 'The text has changed since it was measured. Ask again.',
    ja: '測った後に内容が変わりました。もう一度調べてください。',
  },
  suggestCannotEdit: {
    en: 'This cannot be written without changing something else there: “{phrase}”. Do it by hand.',
    ja: '「{phrase}」は、ほかの部分を変えずには書き換えられません。手で編集してください。',
  },
} as const satisfies Record<string, Wording>;
