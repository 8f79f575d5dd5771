import type { Lost } from '../core/spell/convertPrompt';
import type { ConvertibleDialect } from '../core/spell/dialectText';
import { LANGUAGE_WORDING } from './language';
import { say, type Language, type Wording } from './words';

/** What is said where prompts are converted to another dialect, and where their expansions are listed. */
export const CONVERT_WORDING = {
  chooseDialect: { en: 'Convert to which dialect?', ja: 'どの方言に変換しますか？' },
  sameWords: {
    en: 'The same words with the same weights; all of it can be undone',
    ja: '言葉も重みも同じまま変換します。元に戻せます',
  },
  converting: { en: 'Converting to {dialect}', ja: '{dialect} に変換しています' },
  convertedSoFar: { en: '{done} of {total} prompts', ja: '{total} 件中 {done} 件' },
  listing: { en: 'Listing all expansions', ja: 'すべての組み合わせを並べています' },
  converted: { en: 'Converted to {dialect}.', ja: '{dialect} に変換しました。' },
  isThat: { en: 'This file is {dialect} already.', ja: 'このファイルはすでに {dialect} です。' },
  willLose: {
    en: '{dialect} has no counterpart for {count} things in this file.',
    ja: 'このファイルには、{dialect} に対応するもののない書き方が {count} 個あります。',
  },
  willLoseOne: {
    en: '{dialect} has no counterpart for one thing in this file.',
    ja: 'このファイルには、{dialect} に対応するもののない書き方が一つあります。',
  },
  convertAnyway: { en: 'Convert', ja: '変換' },
  andMore: { en: '… and {count} more', ja: '…ほか {count} 個' },
  refused: {
    en: 'Nothing was converted: no way was found to write {count} of the prompts in {dialect} with the same words and weights. Weights inside of a variable, or options that differ in the brackets they open, are such. The first is in line {line}.',
    ja: '変換していません。{count} 個のプロンプトを、同じ言葉と重みのまま {dialect} で書く方法が見つかりませんでした。変数の中の重みや、選択肢をまたぐ括弧などが原因です。最初のものは {line} 行目にあります。',
  },
  changedMeanwhile: {
    en: 'The text has changed meanwhile. Convert it again.',
    ja: 'その間に本文が変わりました。もう一度変換してください。',
  },
  notASpell: { en: 'Open a spell file first.', ja: '先に呪文ファイルを開いてください。' },
  oneFile: {
    en: 'Only one file can be printed as a spell file. Name one, or use --format list or json.',
    ja: '呪文ファイルとして出力できるのは一つだけです。一つだけ指定するか、--format list または json を使ってください。',
  },
  needsDialect: {
    en: 'Say with --to which dialect to convert to: {dialects}.',
    ja: '変換先の方言を --to で指定してください（{dialects}）。',
  },
  sampled: {
    en: '{file}: {shown} of {total} combinations are listed, a sample that is always the same.',
    ja: '{file}: 全 {total} 通りのうち {shown} 通りを並べました（いつも同じ標本です）。',
  },
  at: { en: '{file}, line {line}: {what}', ja: '{file} {line} 行目: {what}' },
} as const satisfies Record<string, Wording>;

const LOST_WORDING: Readonly<Record<Lost['code'], Wording>> = {
  schedule: {
    en: '{text}: a schedule; what the sampler ends on stands there now',
    ja: '{text}: 途中で切り替わる指定。最後に使われる語だけを残します',
  },
  alternation: {
    en: '{text}: an alternation; its first option stands there now',
    ja: '{text}: 交互に切り替わる指定。最初の語だけを残します',
  },
  break: {
    en: '{text}: parts that are encoded apart; a comma stands there now',
    ja: '{text}: 別々に符号化される区切り。カンマに置き換えます',
  },
  and: {
    en: '{text}: prompts that are drawn together; a comma stands there now',
    ja: '{text}: 同時に描かれるプロンプトの区切り。カンマに置き換えます',
  },
  lora: {
    en: '{text}: it stays, but ComfyUI itself reads it as words. Load it with a node, or with a node pack that reads such tags',
    ja: '{text}: そのまま残しますが、ComfyUI 本体はただの語として読みます。ノードか、タグを読む拡張で読み込んでください',
  },
  tag: {
    en: '{text}: a tag that only A1111 and its extensions take out of the text; it goes',
    ja: '{text}: A1111 とその拡張だけが取り除くタグ。削除します',
  },
  embedding: {
    en: '{text}: A1111 finds a textual inversion by its bare name, which CLIP is then shown as a word here',
    ja: '{text}: A1111 は埋め込みを名前だけで見つけます。ここではCLIPにもその名前が語として示されます',
  },
  wildcard: {
    en: '{text}: lines of this wildcard read otherwise in the other dialect. Its files were not changed',
    ja: '{text}: このワイルドカードの行は、変換先の方言では別の意味になります。ワイルドカードのファイルは変えていません',
  },
};

/** What has no counterpart, in a sentence. */
export function lostText(code: Lost['code'], text: string, language: Language): string {
  return say(LOST_WORDING[code], language, { text });
}

/** What people call a dialect. */
export function dialectName(dialect: ConvertibleDialect, language: Language): string {
  return say(
    dialect === 'comfyui' ? LANGUAGE_WORDING.dialectComfyui : LANGUAGE_WORDING.dialectA1111,
    language,
  );
}
