import type { Wording } from './words';

/** What people read of a tool: its name, what it is for, and what it is doing while an agent waits. */
export interface ToolWording {
  readonly title: Wording;
  readonly purpose: Wording;
  readonly doing: Wording;
}

/** What an agent reads of it is in English, beside the tool. */
export const TOOL_WORDING = {
  score_prompts: {
    title: { en: 'Score Prompts', ja: 'プロンプトを採点' },
    purpose: {
      en: 'Ranks prompts by how well they fit reference pictures.',
      ja: 'プロンプトを参照画像への合い方で順位付けします。',
    },
    doing: { en: 'Scoring prompts against pictures', ja: 'プロンプトを参照画像と照らして採点しています' },
  },
  compare_prompts: {
    title: { en: 'Compare Two Prompts', ja: '2つのプロンプトを比較' },
    purpose: {
      en: 'Says which of two prompts fits reference pictures better, or that it cannot tell.',
      ja: '2つのプロンプトのどちらが参照画像に合うか、または差が分からないことを伝えます。',
    },
    doing: { en: 'Comparing two prompts', ja: '2つのプロンプトを比較しています' },
  },
  explain_prompt: {
    title: { en: 'Explain a Prompt’s Words', ja: 'プロンプトの言葉を分析' },
    purpose: {
      en: 'Weighs the words of a prompt: what carries its score, what says nothing, what hurts.',
      ja: 'プロンプトの言葉ごとに、スコアを支えるもの、効果のないもの、下げるものを調べます。',
    },
    doing: { en: 'Weighing the words of a prompt', ja: 'プロンプトの言葉を調べています' },
  },
  suggest_words: {
    title: { en: 'Suggest Words', ja: '言葉を提案' },
    purpose: {
      en: 'Suggests what would make a prompt fit reference pictures better.',
      ja: 'プロンプトを参照画像にさらに合わせる言葉を提案します。',
    },
    doing: { en: 'Looking for words that help', ja: '役に立つ言葉を探しています' },
  },
  check_wording: {
    title: { en: 'Check Wording', ja: '言葉遣いを確認' },
    purpose: {
      en: 'Finds biased wording, with replacements.',
      ja: '偏りのある言葉遣いを見つけ、言い換えを示します。',
    },
    doing: { en: 'Checking the wording', ja: '言葉遣いを確認しています' },
  },
  read_picture: {
    title: { en: 'Read a Picture’s Prompt', ja: '画像のプロンプトを読む' },
    purpose: {
      en: 'Reads the prompt that an image generator wrote into a picture.',
      ja: '画像生成ツールが画像に書き込んだプロンプトを読み取ります。',
    },
    doing: { en: 'Reading the prompt in a picture', ja: '画像のプロンプトを読んでいます' },
  },
  expand_spell: {
    title: { en: 'Fill In a Prompt’s Slots', ja: 'スロットを展開' },
    purpose: {
      en: 'Fills in the slots and wildcards of a prompt.',
      ja: 'プロンプトのスロットとワイルドカードを展開します。',
    },
    doing: { en: 'Filling in slots', ja: 'スロットを展開しています' },
  },
  generate_pictures: {
    title: { en: 'Generate Pictures', ja: '画像を生成' },
    purpose: {
      en: 'Has your own generator draw prompts, where you have connected one.',
      ja: '接続した画像生成ツールでプロンプトを描きます。',
    },
    doing: { en: 'Drawing pictures', ja: '画像を描いています' },
  },
  list_checkpoints: {
    title: { en: 'List Checkpoints', ja: 'チェックポイントの一覧' },
    purpose: {
      en: 'Lists the checkpoints that can score, with their licences.',
      ja: '採点に使えるチェックポイントとそのライセンスを一覧にします。',
    },
    doing: { en: 'Listing checkpoints', ja: 'チェックポイントを調べています' },
  },
} as const satisfies Readonly<Record<string, ToolWording>>;

/** Every tool has its words here. */
export type ToolName = keyof typeof TOOL_WORDING;

export const AGENTS_WORDING = {
  /** Of a tool that changes something or speaks with somebody. */
  confirmTitle: { en: 'Spellwright: {tool}?', ja: 'Spellwright: 「{tool}」を実行しますか？' },
  confirmWrites: { en: 'This changes files.', ja: 'ファイルが変更されます。' },
  confirmSends: { en: 'This sends data to a service.', ja: 'データが外部のサービスに送信されます。' },
  confirmDraws: {
    en: 'Prompts go to {url}. At most 24 pictures are written beside the spell file.',
    ja: 'プロンプトを {url} に送ります。画像は最大24枚で、呪文ファイルの隣に保存します。',
  },
  serverLabel: { en: 'Spellwright', ja: 'Spellwright' },
  /** On the error output of the server, for whoever started it. */
  noSuchFolder: {
    en: 'There is no folder “{folder}”. Check what stands after --allow.',
    ja: 'フォルダー「{folder}」がありません。--allow の指定を確認してください。',
  },
} as const satisfies Readonly<Record<string, Wording>>;
