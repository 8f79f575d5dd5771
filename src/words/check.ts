import type { ExpectCode } from '../core/check/expectation';
import type { CheckCode, CheckResult, Outcome } from '../core/check/judge';
import type { Check } from '../core/check/plan';
import type { CheckProblemCode } from '../tasks/testProblem';
import { SEVERITY_WORDING } from './bias';
import { difference, differenceInterval } from './numbers';
import { say, type FacedWording, type Language, type Wording } from './words';

/** What is wrong with an expectation as it is written, and what to do. */
export const EXPECT_WORDING: Readonly<Record<ExpectCode, Wording>> = {
  'expect-not-a-list': {
    en: 'After "expect:" comes a list, one expectation a dash: "- keeps: baseline".',
    ja: '「expect:」の後には「- keeps: baseline」のように、期待を「-」の付いたリストで書きます。',
  },
  'expect-not-a-mapping': {
    en: 'This should be keys with values, such as "fits: context".',
    ja: 'ここには「fits: context」のように、キーと値を書きます。',
  },
  'expect-nothing': {
    en: 'This says nothing that could be tested. Write one of: {known}.',
    ja: '確かめる内容がありません。次のいずれかを書いてください: {known}。',
  },
  'expect-two': {
    en: '"{first}" and "{second}" are two expectations. Give each a dash of its own.',
    ja: '「{first}」と「{second}」は別々の期待です。それぞれに「-」を付けて分けてください。',
  },
  'expect-unknown-key': {
    en: 'Unknown key "{key}". Known are: {known}.',
    ja: '不明なキー「{key}」です。使えるキー: {known}。',
  },
  'expect-key-slip': {
    en: 'Unknown key "{key}". Did you mean "{fix}"?',
    ja: '不明なキー「{key}」です。「{fix}」のことですか？',
  },
  'expect-key-elsewhere': {
    en: '"{key}" says nothing beside "{kind}". Remove it; beside "{kind}" stand: {known}.',
    ja: '「{kind}」には「{key}」を付けられません。取り除いてください。「{kind}」に付けられるのは {known} です。',
  },
  'expect-text': {
    en: '"{key}" needs a text here, such as a name or a path.',
    ja: '「{key}」には名前やパスなどの文字列を書いてください。',
  },
  'expect-margin': {
    en: '"{key}" is a difference of cosine: a number from 0 to 2, such as 0.01.',
    ja: '「{key}」はコサイン類似度の差です。0.01 のように0から2までの数を書いてください。',
  },
  'expect-value': {
    en: 'After "{key}:" comes one of: {known}.',
    ja: '「{key}:」の後には、次のいずれかを書きます: {known}。',
  },
  'expect-too-many': {
    en: 'More than {limit} stand in this list: what follows is not tested. Remove some; leave "spell" out to speak of every spell, or name pictures with *.',
    ja: 'このリストは{limit}個を超えており、これより後はテストしません。減らしてください。「spell」を省けばすべての呪文を、画像は * でまとめて書けます。',
  },
  'expect-spell-needed': {
    en: 'Which spell is it that "{kind}"? Name it: "spell: NAME".',
    ja: '「{kind}」がどの呪文の話か分かりません。「spell: 名前」で指定してください。',
  },
  'expect-spell-unknown': {
    en: 'No spell of the file is called "{spell}". Is it one of these: {known}?',
    ja: '「{spell}」という名前の呪文はこのファイルにありません。次のいずれかですか？ {known}',
  },
  'expect-beats-itself': {
    en: '"{spell}" cannot beat itself. Name another spell.',
    ja: '「{spell}」を自分自身と比べることはできません。別の呪文を指定してください。',
  },
  'expect-slot-needed': {
    en: 'This spell has several slots. Say which by its number: "slot: 1". They are: {known}.',
    ja: 'この呪文にはスロットが複数あります。「slot: 1」のように番号で指定してください。スロット: {known}',
  },
  'expect-slot-unknown': {
    en: 'This spell has no slot {slot} with a choice. Those that it has: {known}.',
    ja: 'この呪文に、選択肢のあるスロット「{slot}」はありません。あるのは: {known}',
  },
  'expect-option-unknown': {
    en: 'The slot has no option "{option}". It has: {known}.',
    ja: 'このスロットに選択肢「{option}」はありません。あるのは: {known}',
  },
  'expect-pictures-none': {
    en: '"{pattern}" names none of the pictures that this file is scored on. Correct it, or name the picture under "images" too.',
    ja: '「{pattern}」に当てはまる画像が、このファイルの参照画像にありません。直すか、「images」にも書いてください。',
  },
};

/** What keeps expectations or the lock from being read. */
export const CHECK_PROBLEM_WORDING: Readonly<Record<CheckProblemCode, FacedWording>> = {
  'tests-missing': {
    en: 'This file says nothing to test. Write "tests:", and below it "- files: NAME.spell" with "expect:".',
    ja: 'テストする内容がありません。「tests:」の下に「- files: 名前.spell」と「expect:」を書いてください。',
  },
  'tests-files-missing': {
    en: 'Say which files these expectations speak of: "files: NAME.spell", or a list.',
    ja: 'どのファイルへの期待か分かりません。「files: 名前.spell」かリストで書いてください。',
  },
  'tests-match-nothing': {
    en: 'No file is called "{pattern}" here. Correct the name.',
    ja: '「{pattern}」に当てはまるファイルがありません。名前を直してください。',
  },
  'lock-conflict': {
    terminal: {
      en: 'This lock holds two versions that were not merged (line {line}). Take either; if both sides changed prompts or pictures, run "spellwright test --update" then.',
      ja: 'ロックファイルの{line}行目に、統合されていない2つの版があります。どちらかを選び、プロンプトや画像が両方で変わっていれば、その後に "spellwright test --update" を実行してください。',
    },
    editor: {
      en: 'This lock holds two versions that were not merged (line {line}). Take either; if both sides changed prompts or pictures, accept the baseline anew then.',
      ja: 'ロックファイルの{line}行目に、統合されていない2つの版があります。どちらかを選び、プロンプトや画像が両方で変わっていれば、その後に基準を受け入れ直してください。',
    },
  },
  'lock-damaged': {
    terminal: {
      en: 'This is no lock that can be read ({detail}). Take it from your repository again, or delete it and write it anew with "spellwright test --update".',
      ja: 'ロックファイルを読めません（{detail}）。リポジトリから取り出し直すか、削除してから "spellwright test --update" で作り直してください。',
    },
    editor: {
      en: 'This is no lock that can be read ({detail}). Take it from your repository again, or delete it and accept the baseline anew.',
      ja: 'ロックファイルを読めません（{detail}）。リポジトリから取り出し直すか、削除してから基準を受け入れ直してください。',
    },
  },
  'lock-later': {
    en: 'A later Spellwright wrote this lock (format {version}, this one reads {known}). Update Spellwright.',
    ja: 'より新しいSpellwrightが書いたロックファイルです（形式{version}、読めるのは{known}まで）。Spellwrightを更新してください。',
  },
  'lock-link': {
    en: 'The lock is a link, and is not written through it. Replace it by the file.',
    ja: 'ロックファイルがリンクのため、書き込みません。実際のファイルに置き換えてください。',
  },
  'lock-unwritable': {
    en: 'The lock cannot be written: {detail}.',
    ja: 'ロックファイルに書き込めません: {detail}',
  },
  'lock-other-checkpoint': {
    terminal: {
      en: 'The pictures are packed for {before}, and this is {now}: scores of different checkpoints do not compare. Choose that model, or run "spellwright test --pack" where the pictures are.',
      ja: '画像の埋め込みは{before}のもので、使っているのは{now}です。チェックポイントが違うスコアは比べられません。同じモデルを選ぶか、画像のある場所で "spellwright test --pack" を実行してください。',
    },
    editor: {
      en: 'The pictures are packed for {before}, and this is {now}: scores of different checkpoints do not compare. Choose that checkpoint, or pack the pictures anew where they are.',
      ja: '画像の埋め込みは{before}のもので、使っているのは{now}です。チェックポイントが違うスコアは比べられません。同じチェックポイントを選ぶか、画像のある場所で埋め込みを作り直してください。',
    },
  },
  'lock-pictures-changed': {
    en: 'Of the {locked} pictures of the baseline {gone} are gone or changed, and {added} are new: compared is on those that are the same. One that was saved anew counts as another.',
    ja: '基準の画像{locked}枚のうち{gone}枚がなくなったか変わり、{added}枚が新しく加わっています。同じ画像だけで比べます。保存し直した画像は別の画像と見なされます。',
  },
  'lock-pictures-replaced': {
    en: 'Of the {locked} pictures of the earlier baseline {gone} are gone or changed, and {added} are new: the baseline is on {now} now. If that was not meant, bring the pictures and the lock back.',
    ja: '以前の基準の画像{locked}枚のうち{gone}枚がなくなったか変わり、{added}枚が新しく加わっています。今の基準は画像{now}枚のものです。意図したものでなければ、画像とロックファイルを元に戻してください。',
  },
  'lock-spells-gone': {
    terminal: {
      en: 'The baseline holds spells that are not in the file: {spells}. "spellwright test --update" forgets them.',
      ja: '基準にある呪文がファイルにありません: {spells}。"spellwright test --update" で基準から消えます。',
    },
    editor: {
      en: 'The baseline holds spells that are not in the file: {spells}. Accepting the file as the new baseline forgets them.',
      ja: '基準にある呪文がファイルにありません: {spells}。ファイルを新しい基準として受け入れると、基準から消えます。',
    },
  },
  'lock-partly': {
    en: 'Pictures or checkpoint are others than those of the baseline, so single spells cannot be accepted. Accept the whole file.',
    ja: '画像かチェックポイントが基準と違うため、呪文を1つだけ受け入れることはできません。ファイル全体を受け入れてください。',
  },
};

/** What was found, as a sentence about the spell. */
const FOUND_WORDING: Readonly<Record<CheckCode, Wording>> = {
  beats: {
    en: 'Better than "{b}"{margin} on {pictures} {pictures:picture|pictures}: {numbers}.',
    ja: '画像{pictures}枚で「{b}」より{margin}良い: {numbers}',
  },
  'beats-not': {
    en: 'Not better than "{b}"{margin} on {pictures} {pictures:picture|pictures}: {numbers}.',
    ja: '画像{pictures}枚で「{b}」より{margin}良くない: {numbers}',
  },
  'beats-open': {
    en: '{pictures} {pictures:picture|pictures} cannot tell whether it is better than "{b}"{margin}: {numbers}. More pictures would.',
    ja: '画像{pictures}枚では「{b}」より{margin}良いかどうか分からない: {numbers}。画像を増やすと分かります。',
  },
  'beats-same': {
    en: 'To the checkpoint it reads the same as "{b}".',
    ja: 'チェックポイントには「{b}」と同じに読まれる。',
  },
  keeps: {
    en: 'No worse than its baseline{margin} on {pictures} {pictures:picture|pictures}: {numbers}.',
    ja: '画像{pictures}枚で基準より{margin}悪くなったとは言えない: {numbers}',
  },
  'keeps-same': { en: 'The same as its baseline.', ja: '基準と同じ。' },
  'keeps-better': {
    en: 'Better than its baseline on {pictures} {pictures:picture|pictures}: {numbers}.',
    ja: '画像{pictures}枚で基準より良い: {numbers}',
  },
  'keeps-worse': {
    en: 'Worse than its baseline{margin} on {pictures} {pictures:picture|pictures}: {numbers}.',
    ja: '画像{pictures}枚で基準より{margin}悪い: {numbers}',
  },
  'keeps-none': {
    en: 'There is no baseline of "{spell}" yet. Accept what is measured as one.',
    ja: '「{spell}」の基準がまだありません。測った結果を基準として受け入れてください。',
  },
  'keeps-checkpoint': {
    en: 'The baseline is of {before}, and this is {now}: scores of different checkpoints do not compare. Accept a new baseline.',
    ja: '基準は{before}のもので、使っているのは{now}です。チェックポイントが違うスコアは比べられません。新しい基準を受け入れてください。',
  },
  'keeps-pictures': {
    en: 'The baseline is of other pictures, and this spell has several texts, whose choice depends on them. Accept a new baseline.',
    ja: '基準の画像が違い、この呪文には複数の文があって選び方が画像で変わるため、比べられません。新しい基準を受け入れてください。',
  },
  'keeps-few': {
    en: 'Of the {locked} {locked:picture|pictures} of the baseline {pictures} different {pictures:one is|ones are} there unchanged, and it takes {needed} to compare. One that was saved anew counts as another. Bring the pictures back, or accept a new baseline.',
    ja: '基準の画像{locked}枚のうち、変わっていない異なる画像は{pictures}枚で、比べるには{needed}枚必要です（保存し直した画像は別の画像と見なされます）。画像を元に戻すか、新しい基準を受け入れてください。',
  },
  first: {
    en: 'First for {pictures} {pictures:picture|pictures}{margin}; closest is "{other}" for {picture}: {lead}.',
    ja: '画像{pictures}枚で{margin}一番。最も近いのは{picture}での「{other}」: {lead}',
  },
  'first-not': {
    en: 'Not first for {picture}{margin}: "{other}" is there, {lead}.',
    ja: '{picture}で{margin}一番ではない: 「{other}」との差 {lead}',
  },
  'first-alone': {
    en: 'The file has no other spell to be before.',
    ja: 'このファイルには比べる呪文がほかにありません。',
  },
  'bias-at-most': {
    en: 'No finding of wording above "{level}".',
    ja: '「{level}」を超える言葉の指摘はない。',
  },
  'bias-above': {
    en: '{count} {count:finding|findings} of wording above "{level}": "{text}" ({severity}, {rule}).',
    ja: '「{level}」を超える言葉の指摘が{count}件: 「{text}」（{severity}、{rule}）',
  },
  fits: { en: '{tokens} of {limit} tokens.', ja: '{limit}トークンのうち{tokens}。' },
  'fits-not': {
    en: '{tokens} tokens, but the model reads {limit}: nothing from "{word}" on has any effect.',
    ja: '{tokens}トークンありますが、モデルが読むのは{limit}までで、「{word}」以降は無視されます。',
  },
  winner: {
    en: '"{option}" is better than each other option{margin} on {pictures} {pictures:picture|pictures} (ahead on {wins}); closest is "{other}": {numbers}.',
    ja: '画像{pictures}枚で「{option}」がほかのどの選択肢より{margin}良い（{wins}枚で首位）。最も近いのは「{other}」: {numbers}',
  },
  'winner-not': {
    en: '"{option}" is not better than "{other}"{margin} on {pictures} {pictures:picture|pictures} (ahead on {wins}): {numbers}.',
    ja: '画像{pictures}枚で「{option}」は「{other}」より{margin}良くない（{wins}枚で首位）: {numbers}',
  },
  'winner-open': {
    en: '{pictures} {pictures:picture|pictures} cannot tell whether "{option}" is better than "{other}"{margin} (ahead on {wins}): {numbers}. More pictures would.',
    ja: '画像{pictures}枚では「{option}」が「{other}」より{margin}良いかどうか分からない（{wins}枚で首位）: {numbers}。画像を増やすと分かります。',
  },
  'too-few': {
    en: '{pictures} different {pictures:picture|pictures} cannot tell; it takes {needed}.',
    ja: '異なる画像が{pictures}枚では分からない（{needed}枚必要）。',
  },
  'no-prompt': { en: 'There is no prompt to test.', ja: '確かめるプロンプトがありません。' },
  'not-scored': { en: 'Nothing could be scored.', ja: '採点できませんでした。' },
};

const MARGIN_WORDING = {
  by: { en: ' by {amount}', ja: '{amount}以上' },
  within: { en: ' by more than {amount}', ja: '{amount}を超えて' },
} as const;

export const OUTCOME_WORDING: Readonly<Record<Outcome, Wording>> = {
  passed: { en: 'passed', ja: '合格' },
  failed: { en: 'failed', ja: '不合格' },
  unsure: { en: 'cannot tell', ja: '判断できない' },
  wrong: { en: 'cannot be tested', ja: '確かめられない' },
};

/** What is expected, in few words. */
const EXPECTATION_WORDING: Readonly<Record<Check['kind'], Wording>> = {
  beats: { en: 'beats "{other}"{margin}{on}', ja: '「{other}」より{margin}良い{on}' },
  keeps: { en: 'at least as good as its baseline{margin}{on}', ja: '基準より{margin}悪くない{on}' },
  'first-for': { en: 'first for {pictures}{margin}', ja: '{pictures}で{margin}一番' },
  'bias-at-most': { en: 'no finding of wording above "{level}"', ja: '「{level}」を超える言葉の指摘がない' },
  fits: { en: 'fits into the context', ja: 'コンテキストに収まる' },
  winner: {
    en: 'the winner of the slot {slot} is "{option}"{margin}{on}',
    ja: 'スロット{slot}の勝者が「{option}」{margin}{on}',
  },
};
const ON_WORDING: Wording = { en: ' on {pictures}', ja: '（{pictures}で）' };

/** What a check expects of its spell: `beats "Plain" by 0.01`. */
export function expectationText({ expectation }: Check, language: Language): string {
  const names = (patterns: readonly { readonly value: string }[]): string =>
    patterns.map(({ value }) => value).join(', ');
  const margin =
    'by' in expectation
      ? marginText('by', expectation.by, language)
      : 'within' in expectation
        ? marginText('within', expectation.within, language)
        : '';
  const on =
    'on' in expectation && expectation.on
      ? say(ON_WORDING, language, { pictures: names(expectation.on) })
      : '';
  return say(EXPECTATION_WORDING[expectation.kind], language, {
    margin,
    on,
    other: expectation.kind === 'beats' ? expectation.other.value : '',
    pictures: expectation.kind === 'first-for' ? names(expectation.pictures) : '',
    level: expectation.kind === 'bias-at-most' ? expectation.level : '',
    slot: expectation.kind === 'winner' ? (expectation.slot?.value ?? '') : '',
    option: expectation.kind === 'winner' ? expectation.option.value : '',
  }).replace(/ {2,}/g, ' ');
}

/** What a test found, in a sentence. @param shown how an absolute path is written for people */
export function resultText(
  result: CheckResult,
  language: Language,
  shown: (path: string) => string = (path) => path,
): string {
  const { code, parameters, difference: by, interval } = result;
  const wording =
    code in FOUND_WORDING ? FOUND_WORDING[code as CheckCode] : EXPECT_WORDING[code as ExpectCode];
  const numbers =
    by === undefined ? '' : difference(by) + (interval ? ` (${differenceInterval(interval)})` : '');
  const margin =
    'within' in parameters
      ? marginText('within', Number(parameters.within), language)
      : marginText('by', Number(parameters.by ?? 0), language);
  const { picture, severity } = parameters;
  return say(wording, language, {
    ...parameters,
    ...(typeof picture === 'string' && { picture: shown(picture) }),
    ...(isSeverity(severity) && { severity: say(SEVERITY_WORDING[severity], language) }),
    numbers,
    lead: by === undefined ? '' : difference(by),
    margin,
  });
}

function isSeverity(value: unknown): value is keyof typeof SEVERITY_WORDING {
  return typeof value === 'string' && value in SEVERITY_WORDING;
}

function marginText(kind: keyof typeof MARGIN_WORDING, amount: number, language: Language): string {
  return amount === 0 ? '' : say(MARGIN_WORDING[kind], language, { amount });
}
