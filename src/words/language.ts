import type { Wording } from './words';

/** What hover, completion and outline say about the text itself. */
export const LANGUAGE_WORDING = {
  // Hover
  reads: { en: 'CLIP reads', ja: 'CLIPが読む文' },
  readsOneOf: { en: 'CLIP reads ({number} of {count})', ja: 'CLIPが読む文（{count}通りの{number}番目）' },
  readsNothing: {
    en: 'CLIP reads nothing of this prompt.',
    ja: 'このプロンプトのうち、CLIPが読む文はありません。',
  },
  negative: {
    en: 'Negative prompt: for the image generator only. It is not scored.',
    ja: 'ネガティブプロンプト: 画像生成でだけ使われ、スコアには入りません。',
  },
  template: { en: 'in the template', ja: 'テンプレート' },
  templates: { en: 'in {count} templates, averaged', ja: '{count}個のテンプレートの平均' },
  tokens: { en: '{count} of {limit} tokens', ja: '{count} / {limit}トークン' },
  lost: { en: 'not read: {words}', ja: '読まれない部分: {words}' },
  chunks: {
    en: '{dialect} encodes it in chunks of 75 tokens: {chunks}',
    ja: '{dialect}は75トークンごとに区切って読みます: {chunks}',
  },
  chunksScored: { en: 'A score sees all of it as one text.', ja: 'スコアは全体を1つの文として見ます。' },
  readApart: {
    en: '{dialect} turns the texts between weights into tokens one by one, {tokens} instead of {together}: {pieces}',
    ja: '{dialect}は重みの境目で文を切り、別々にトークンにします（{together}ではなく{tokens}トークン）: {pieces}',
  },
  weights: { en: 'Weights ({dialect}): {words}', ja: '重み（{dialect}）: {words}' },
  weightsUnseen: {
    en: 'CLIP does not see weights: they change the generated image, not the score.',
    ja: '重みはCLIPには見えません。生成される画像は変わりますが、スコアは変わりません。',
  },
  tag: {
    en: '{name}, weight {weight}: for the image generator. CLIP does not see it.',
    ja: '{name}、重み{weight}: 画像生成用です。CLIPには見えません。',
  },
  slot: {
    en: 'Slot: {count} options, {taken} taken at a time: {options}',
    ja: 'スロット: {count}個の選択肢から{taken}個ずつ: {options}',
  },
  wildcardLines: { en: '__{name}__: {count} lines', ja: '__{name}__: {count}行' },
  wildcardMissing: {
    en: '__{name}__: no such wildcard file, or it has no lines.',
    ja: '__{name}__: ワイルドカードのファイルがないか、空です。',
  },
  // Completion
  keyImages: {
    en: 'Reference pictures: paths or globs, relative to this file',
    ja: '参照画像: このファイルからの相対パスかglob',
  },
  keyAvoid: {
    en: 'Pictures that the spells should not be like: phrases near them are proposed for the negative prompt',
    ja: '呪文が似てほしくない画像。近い言葉をネガティブプロンプトの候補にします',
  },
  keyLists: {
    en: 'Lists of phrases for suggestions: text, CSV and wildcard files, or folders of them',
    ja: '言葉を提案するときに使うリスト: テキスト、CSV、ワイルドカードのファイルか、そのフォルダー',
  },
  keyKeep: {
    en: 'Phrases that evolution keeps in the prompts that have them',
    ja: '呪文を進化させるときに、変えずに残す語句',
  },
  keyTemplate: {
    en: 'Texts with {} where the prompt goes; of several the mean is scored',
    ja: 'プロンプトの入る場所に {} を書いた文。複数あれば平均を採点します',
  },
  keyDialect: { en: 'How emphasis, tags and comments are read', ja: '強調・タグ・コメントの読み方' },
  keyModel: {
    en: 'Another checkpoint for this file: a folder',
    ja: 'このファイルで使うチェックポイントのフォルダー',
  },
  keyJudge: {
    en: 'A second checkpoint, which scores by itself: in “spellwright score”, and what a search with a generator finds',
    ja: '独立に採点する2つ目のチェックポイント（spellwright score と、画像生成での探索の結果）',
  },
  keyGenerate: {
    en: 'What pictures are generated with: steps, cfg, sampler, size, model, seed …',
    ja: '画像を生成するときの指定（steps、cfg、sampler、size、model、seedなど）',
  },
  keyExpect: {
    en: 'What “Run Tests” and `spellwright test` hold the spells to',
    ja: '「テストの実行」と `spellwright test` が確かめる、呪文への期待',
  },
  dialectA1111: { en: 'AUTOMATIC1111’s web UI', ja: 'AUTOMATIC1111のweb UI' },
  dialectComfyui: { en: 'ComfyUI', ja: 'ComfyUI' },
  dialectMidjourney: { en: 'Midjourney', ja: 'Midjourney' },
  dialectNovelai: { en: 'NovelAI', ja: 'NovelAI' },
  dialectInvokeai: { en: 'InvokeAI', ja: 'InvokeAI' },
  dialectPlain: { en: 'No emphasis, no tags', ja: '強調もタグもなし' },
  useDialect: {
    en: 'Read this file in the dialect “{dialect}”',
    ja: 'このファイルを方言「{dialect}」で読む',
  },
  newSpell: { en: 'A new spell', ja: '新しい呪文' },
  allPictures: { en: 'All pictures of this folder', ja: 'このフォルダーのすべての画像' },
  // Quick fixes
  fixClose: { en: 'Close the front matter with "---"', ja: 'フロントマターを「---」で閉じる' },
  fixWrite: { en: 'Write {text}', ja: '{text} と書く' },
  // Outline
  unnamed: { en: 'Spell {number}', ja: '呪文 {number}' },
  options: { en: '{count} options', ja: '選択肢{count}個' },
  frontMatter: { en: 'Front matter', ja: 'フロントマター' },
} satisfies Record<string, Wording>;
