import type {
  Approximation,
  GraphOrigin,
  PictureReading,
  SamplerReason,
} from '../core/infotext/pictureRecord';
import type { PromptOption } from '../tasks/readPictures';
import { say, type Language, type Wording } from './words';

/** What is said of prompts that are read from pictures, and of those that are copied back. */
export const PICTURE_IN_WORDING = {
  asSpell: { en: 'Add the picture’s prompt as a spell', ja: '画像のプロンプトを呪文として追加' },
  asSpells: { en: 'Add the pictures’ prompts as spells', ja: '画像のプロンプトを呪文として追加（複数）' },
  asReference: { en: 'Add as Reference', ja: '参照画像に追加' },
  suggestPrompt: { en: 'Suggest a Prompt', ja: 'プロンプトを提案' },
  suggesting: { en: 'Suggesting a prompt', ja: 'プロンプトを提案しています' },
  suggestingSteps: { en: '{steps}…', ja: '{steps}…' },
  suggestedFrom: {
    en: 'Proposed from {count} different pictures: what {checkpoint} sees, not what is in them.',
    ja: '異なる画像{count}枚からの提案。{checkpoint} の見え方であり、画像の内容そのものではありません。',
  },
  suggestedFromOne: {
    en: 'Proposed from one picture: what {checkpoint} sees, not what is in it.',
    ja: '画像1枚からの提案。{checkpoint} の見え方であり、画像の内容そのものではありません。',
  },
  hasPrompt: {
    en: '{file} holds the prompt that it was made with.',
    ja: '{file} には、生成に使われたプロンプトが入っています。',
  },
  havePrompts: {
    en: '{count} of these pictures hold the prompts that they were made with.',
    ja: 'このうち{count}枚の画像には、生成に使われたプロンプトが入っています。',
  },
  addSpell: { en: 'Add as Spell', ja: '呪文として追加' },
  noPrompt: {
    en: 'No prompt was found in {file}, or beside it.',
    ja: '{file} にも、その横のファイルにも、プロンプトは見つかりませんでした。',
  },
  noPrompts: {
    en: 'No prompt was found in any of the {count} pictures, or beside them.',
    ja: '{count}枚の画像のどれにも、プロンプトは見つかりませんでした。',
  },
  someWithout: {
    en: '{without} of {count} pictures hold no prompt.',
    ja: '{count}枚のうち{without}枚には、プロンプトがありません。',
  },
  notWritable: {
    en: 'The spell file would not read back as these prompts, so it was not written. Read the pictures one by one.',
    ja: '書き出しても同じプロンプトとして読み戻せないため、呪文ファイルを作りませんでした。画像を一つずつ読み取ってください。',
  },
  emptyFile: { en: '{file} is empty.', ja: '{file} は空のファイルです。' },
  otherKind: {
    en: '{file} is no picture of a kind that is read: PNG, JPEG, WebP or AVIF.',
    ja: '{file} は、読み取れる種類の画像（PNG、JPEG、WebP、AVIF）ではありません。',
  },
  mayBeCut: {
    en: '{file} is damaged: what was read of it may be cut off. Look at the end of its prompt and parameters.',
    ja: '{file} は壊れています。読み取った内容は途中で切れているかもしれません。プロンプトとパラメーターの末尾を確かめてください。',
  },
  damagedWithout: {
    en: '{file} is damaged; a prompt may have been lost with the rest of it.',
    ja: '{file} は壊れています。プロンプトがあったとしても、失われています。',
  },
  recordUnreadable: {
    en: '{file}: what a generator wrote into it ({source}) is damaged and cannot be read.',
    ja: '{file} に生成ツールが書き込んだ内容（{source}）は、壊れていて読み取れません。',
  },
  recordTooLarge: {
    en: '{file}: {source} is larger than the {limit} bytes that are read of a record.',
    ja: '{file} の {source} は、読み取れる大きさ（{limit}バイト）を超えています。',
  },
  tooManyRecords: {
    en: '{file} holds more records than are looked at ({limit}).',
    ja: '{file} には、調べる上限（{limit}件）を超える記録があります。',
  },
  unreadablePicture: { en: '{file}: {reason}', ja: '{file}: {reason}' },
  chooseWhich: { en: 'Which prompt of {file}?', ja: '{file} のどのプロンプトを使いますか？' },
  withSlots: { en: 'as it was written, with its slots', ja: 'スロットを埋める前の、書かれたままの文' },
  otherPrompts: {
    en: '{file} holds {count} other prompts. This one is the surest.',
    ja: '{file} には、ほかに{count}個のプロンプトがあります。追加したのは最も確かなものです。',
  },
  otherPrompt: {
    en: '{file} holds another prompt. This one is the surest.',
    ja: '{file} には、プロンプトがもう一つあります。追加したのは確かなほうです。',
  },
  chooseOther: { en: 'Choose…', ja: '選ぶ…' },
  changedMeanwhile: {
    en: 'The text of {file} has changed since. Undo that, or read the picture again.',
    ja: '{file} の内容がその後変わりました。元に戻すか、画像をもう一度読み取ってください。',
  },
  chooseWhere: { en: 'Where shall the spell go?', ja: '呪文をどこに追加しますか？' },
  below: { en: 'Into {file}, below the spell at the caret', ja: '{file} のカーソル位置の呪文の下' },
  newFile: { en: 'Into a new file', ja: '新しいファイル' },
  pickTitle: { en: 'Read the Prompt of a Picture', ja: '画像のプロンプトを読み取る' },
  pickButton: { en: 'Read', ja: '読み取る' },
  pickFilter: { en: 'Pictures', ja: '画像' },
  reading: { en: 'Reading the prompts of pictures', ja: '画像のプロンプトを読み取っています' },
  readingCount: { en: '{done} of {total}', ja: '{done}/{total}' },
  otherDialect: {
    en: 'This prompt is written for {dialect}, and {file} is read as {own}: weights and tags would mean something else. The words stay the same either way.',
    ja: 'このプロンプトは{dialect}用ですが、{file}は{own}として読まれるため、強調やタグの意味が変わります。言葉そのものは変わりません。',
  },
  insertAnyway: { en: 'Add Here Anyway', ja: 'このまま追加' },
  inNewFile: { en: 'New File', ja: '新しいファイル' },
  cannotInsert: {
    en: 'The spell cannot be added to {file} without changing what is there. A new file takes it.',
    ja: '{file} の今の内容を変えずに呪文を追加することはできません。新しいファイルになら追加できます。',
  },
  insertRefused: {
    en: 'The editor did not take the change to {file}. Try again, and look whether the file is read-only.',
    ja: '{file} への変更をエディターが受け付けませんでした。読み取り専用でないことを確認して、もう一度試してください。',
  },
  referenceFirst: {
    en: 'Open a spell file first: the picture becomes a reference of it.',
    ja: '先に呪文ファイルを開いてください。画像はそのファイルの参照画像になります。',
  },
  // What is told of a reading.
  seed: { en: 'seed {seed}', ja: 'シード {seed}' },
  node: { en: 'node {id} ({type})', ja: 'ノード {id}（{type}）' },
  'only-sampler': { en: 'from the only sampler', ja: '唯一のサンプラーから' },
  'same-texts': {
    en: 'several samplers, all with the same texts',
    ja: '複数のサンプラーがあり、テキストはすべて同じ',
  },
  'first-pass': {
    en: 'of several samplers, the one that begins with an empty picture',
    ja: '複数のサンプラーのうち、空の画像から始めるもの',
  },
  several: {
    en: 'of several samplers with different texts',
    ja: 'テキストの異なる複数のサンプラーのうちの一つ',
  },
  'no-sampler': {
    en: 'no sampler was found: by the titles of the nodes, or the only text',
    ja: 'サンプラーが見つからないため、ノードの名前、または唯一のテキストから',
  },
  'beside-graph': { en: 'written beside the graph', ja: 'グラフの横に書かれていたもの' },
  rewritten: {
    en: 'a language model rewrote it on the way',
    ja: '途中で言語モデルが書き換えている',
  },
  random: { en: 'a node drew words at random', ja: 'ノードがランダムに言葉を選んでいる' },
  combined: { en: 'joined of several texts', ja: '複数のテキストをつなげたもの' },
  'unknown-node': { en: 'it passes a node of unknown kind', ja: '未知のノードを通っている' },
  'unknown-switch': {
    en: 'it passes a switch whose setting is not written down',
    ja: '設定の記録がない切り替えを通っている',
  },
  'workflow-only': {
    en: 'read from the editor’s form of the workflow',
    ja: '編集用のワークフローから読み取ったもの',
  },
  negativeUnused: {
    en: 'CFG was 1: the negative prompt had no effect',
    ja: 'CFGが1のため、ネガティブプロンプトは使われていない',
  },
  about: { en: 'Not word for word: {reasons}.', ja: '原文どおりとは限りません: {reasons}。' },
  // Copying back.
  infotextCopied: { en: 'The infotext is copied.', ja: 'インフォテキストをコピーしました。' },
  comfyCopied: { en: 'The prompt is copied for ComfyUI.', ja: 'ComfyUI用にプロンプトをコピーしました。' },
  comfyLost: {
    en: 'The prompt is copied for ComfyUI. What has no counterpart there: {lost}.',
    ja: 'ComfyUI用にプロンプトをコピーしました。ComfyUIに対応するものがない部分: {lost}。',
  },
  noSpellHere: {
    en: 'There is no spell with a prompt at the caret.',
    ja: 'カーソル位置に、プロンプトのある呪文がありません。',
  },
  // The terminal.
  describe: {
    en: '“spellwright suggest PICTURE…” proposes words for a picture from what the checkpoint sees in it.',
    ja: '「spellwright suggest PICTURE…」は、チェックポイントが画像に見るものから言葉を提案します。',
  },
  leftOut: {
    en: '{file}: its prompt is written for {dialect}; a spell file has one dialect, here {own}. “--dialect {dialect}” reads those.',
    ja: '{file}: プロンプトは{dialect}用です。呪文ファイルの方言は一つで、ここでは{own}です。「--dialect {dialect}」で読み取れます。',
  },
} as const satisfies Record<string, Wording>;

type Reason = Approximation | SamplerReason;
type HasWord = Reason extends keyof typeof PICTURE_IN_WORDING ? true : never;
const everyReasonHasWords: HasWord = true;
void everyReasonHasWords;

/** What a user is to know of a reading besides its prompts, a sentence each: that it may be cut off, or why there is none. */
export function readingTroubles(reading: PictureReading, file: string, language: Language): string[] {
  const { kind, records, problems } = reading;
  const words = (key: keyof typeof PICTURE_IN_WORDING, values = {}): string =>
    say(PICTURE_IN_WORDING[key], language, { file, ...values });
  const hasPrompt = records.some(({ prompt }) => prompt !== '');
  if (kind === 'empty' && !hasPrompt) return [words('emptyFile')];
  if ((kind === 'unknown' || kind === 'gif') && !hasPrompt) return [words('otherKind')];
  const isDamaged = problems.some(({ code }) => code === 'picture-damaged');
  const rest = problems.flatMap(({ code, source, limit }) => {
    if (code === 'record-unreadable') return [words('recordUnreadable', { source })];
    if (code === 'record-too-large') return [words('recordTooLarge', { source, limit: limit ?? 0 })];
    return code === 'too-many-records' ? [words('tooManyRecords', { limit: limit ?? 0 })] : [];
  });
  return [...(isDamaged ? [words(hasPrompt ? 'mayBeCut' : 'damagedWithout')] : []), ...rest];
}

/** Where a prompt was found and why it was taken, in one line. */
export function originText({ record, origin, parameters }: PromptOption, language: Language): string {
  const words = (key: keyof typeof PICTURE_IN_WORDING, values = {}): string =>
    say(PICTURE_IN_WORDING[key], language, values);
  const seed = parameters.find(([name]) => name === 'Seed')?.[1];
  return [
    record.maker === 'unknown' ? record.source : `${record.maker} · ${record.source}`,
    ...(seed === undefined ? [] : [words('seed', { seed })]),
    ...(origin ? originParts(origin, words) : []),
  ].join(' · ');
}

type Say = (key: keyof typeof PICTURE_IN_WORDING, values?: Record<string, string>) => string;

function originParts({ reason, sampler, prompt }: GraphOrigin, words: Say): string[] {
  const nodes = [...(sampler ? [sampler] : []), ...prompt];
  const parts = nodes.map(({ id, type, title }) => words('node', { id, type: title ?? type }));
  return [words(reason), ...new Set(parts)];
}

/** What is to be known of a prompt that is not exactly what made the picture. */
export function cautions({ record, approximate }: PromptOption, language: Language): string[] {
  const words = (key: Reason | 'negativeUnused'): string => say(PICTURE_IN_WORDING[key], language);
  const reasons = approximate.map(words).join(language === 'ja' ? '、' : '; ');
  return [
    ...(reasons === '' ? [] : [say(PICTURE_IN_WORDING.about, language, { reasons })]),
    ...(record.negativeUnused && record.negative ? [words('negativeUnused')] : []),
  ];
}
