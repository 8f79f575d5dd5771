import type { BiasCode, BiasFinding, BiasFix } from '../core/bias/finding';
import type { EvidenceTable, Severity } from '../core/bias/rule';
import type { ConfigProblemCode } from '../core/bias/yamlData';
import type { FileErrorCode } from '../files/fileError';
import { say, type Language, type Wording } from './words';
import { YAML_WORDING } from './yaml';

/** What a rule says of a term, by the finding's code. */
export const BIAS_WORDING: Readonly<Record<BiasCode, Wording>> = {
  'job-title': {
    en: '"{term}" ties the job to one gender.',
    ja: '「{term}」は職業を1つの性別に結び付けます。',
  },
  'marked-title': {
    en: '"{term}" marks the gender as an exception to the job.',
    ja: '「{term}」は性別をその職業の例外のように示します。',
  },
  'generic-man': {
    en: '"{term}" says a man where people are meant.',
    ja: '「{term}」は、人一般を男性で表しています。',
  },
  'stereotype-phrase': {
    en: '"{term}" rests on a gender stereotype.',
    ja: '「{term}」は性別についての固定観念に基づいています。',
  },
  'unspecified-person': {
    en: 'The prompt leaves the gender of "{term}" to the model.',
    ja: '「{term}」の性別はモデルに任されています。',
  },
  'ethnicity-label': {
    en: '"{term}" is an outdated or demeaning label for people.',
    ja: '「{term}」は人に対する古い、または見下した呼び方です。',
  },
  'stereotype-combination': {
    en: '"{term}" says a negative trait of a group of people ({group}), which models exaggerate.',
    ja: '「{term}」は特定の集団（{group}）に否定的な性質を結び付けています。モデルはこれを強調しがちです。',
  },
  criminality: {
    en: '"{term}" leaves the looks of the person to the model, which draws its own stereotype of crime.',
    ja: '「{term}」の見た目はモデルに任され、犯罪についてのモデルの固定観念が描かれます。',
  },
  'beauty-default': {
    en: '"{term}" takes one skin or one body for the normal one.',
    ja: '「{term}」は特定の肌や体つきを標準とみなしています。',
  },
  'disability-term': {
    en: '"{term}" is an outdated or demeaning word for a disability or illness.',
    ja: '「{term}」は障害や病気についての古い、または見下した言葉です。',
  },
  'age-class-body': {
    en: '"{term}" demeans people for their age, class or body.',
    ja: '「{term}」は年齢、境遇、体つきで人を見下す言葉です。',
  },
  'lgbt-term': {
    en: '"{term}" is an outdated or demeaning word for sexual orientation or gender identity.',
    ja: '「{term}」は性的指向や性自認についての古い、または見下した言葉です。',
  },
  safety: {
    en: '"{term}" is on the list of sensitive content that this workspace asked to hear about.',
    ja: '「{term}」は、このワークスペースで確認するよう設定された内容です。',
  },
  custom: {
    en: '"{term}" is named by a rule of this workspace.',
    ja: '「{term}」はこのワークスペースの規則に挙げられています。',
  },
};

const SENTENCES = {
  replacement: { en: 'Say "{choice}".', ja: '「{choice}」と書けます。' },
  leftOpen: {
    en: 'That leaves the gender to the model.',
    ja: 'その場合、性別はモデルに任されます。',
  },
  replacements: { en: 'Say {choices}, as you mean it.', ja: '意味に応じて{choices}と書けます。' },
  negative: {
    en: 'In a negative prompt it is a request to avoid it; the word stays what it is.',
    ja: 'ネガティブプロンプトでは避ける指示になりますが、言葉そのものは変わりません。',
  },
  pictures: {
    en: 'Of {total} pictures of "{occupation}" by {generator}, {women} were perceived as of a woman and {men} as of a man.',
    ja: '{generator} による "{occupation}" の画像 {total} 枚のうち、{women} 枚が女性、{men} 枚が男性と認識されました。',
  },
  labour: {
    en: '{percent} % of the people in this job in the United States were women ({year}).',
    ja: '米国でこの職業に就く人の {percent} % が女性でした（{year}年）。',
  },
} as const satisfies Record<string, Wording>;

/** The whole message of a finding, without its evidence: what is wrong, and what to say instead. */
export function sayFinding(finding: BiasFinding, language: Language): string {
  const { code, parameters, rule, negative, text } = finding;
  const own = rule.message;
  const sentences = [own ?? say(BIAS_WORDING[code], language, parameters)];
  const choices = replacementsOf(finding);
  if (choices.length === 1) sentences.push(say(SENTENCES.replacement, language, { choice: choices[0]! }));
  if (choices.length > 1) {
    const quoted = choices.map((choice) => (language === 'ja' ? `「${choice}」` : `"${choice}"`));
    sentences.push(
      say(SENTENCES.replacements, language, { choices: quoted.join(language === 'ja' ? 'や' : ' or ') }),
    );
  }
  if (finding.fixes.some(({ leavesOpen }) => leavesOpen)) sentences.push(say(SENTENCES.leftOpen, language));
  if (negative) sentences.push(say(SENTENCES.negative, language));
  if (rule.note && text !== '') sentences.push(rule.note[language]);
  return sentences.join(language === 'ja' ? '' : ' ');
}

/** The evidence of a finding, each sentence with its generator or year; empty when there is none. */
export function sayEvidence(finding: BiasFinding, table: EvidenceTable, language: Language): string[] {
  const { evidence, rule } = finding;
  if (!evidence || rule.evidence === undefined) return [];
  const { men, women, labourWomenPercent, labourYear } = evidence;
  const sentences = [
    say(SENTENCES.pictures, language, {
      total: men + women,
      occupation: rule.evidence,
      generator: table.generator,
      women,
      men,
    }),
  ];
  if (labourWomenPercent !== undefined && labourYear !== undefined) {
    sentences.push(
      say(SENTENCES.labour, language, { percent: labourWomenPercent.toFixed(1), year: labourYear }),
    );
  }
  return sentences;
}

function replacementsOf(finding: BiasFinding): string[] {
  return finding.fixes.filter(({ kind }) => kind === 'replace').map(({ choice }) => choice);
}

/** What a quick fix offers, as its title. */
export function sayFix({ kind, choice, leavesOpen }: BiasFix, language: Language): string {
  return say(leavesOpen ? LEAVES_OPEN : FIX_WORDING[kind], language, { choice });
}

const LEAVES_OPEN: Wording = {
  en: 'Replace with "{choice}", the gender left to the model',
  ja: '「{choice}」に置き換える（性別はモデルに任せる）',
};

export const FIX_WORDING: Readonly<Record<BiasFix['kind'], Wording>> = {
  replace: { en: 'Replace with "{choice}"', ja: '「{choice}」に置き換える' },
  'say-it': { en: 'Say who is drawn: "{choice}"', ja: '誰を描くかを書く: 「{choice}」' },
  'balance-it': { en: 'Vary it: {choice}', ja: '選択肢にする: {choice}' },
  'ignore-here': { en: 'Ignore this rule here', ja: 'ここではこの規則を無視する' },
  'ignore-in-file': { en: 'Ignore this rule in this file', ja: 'このファイルではこの規則を無視する' },
};

/** Quick fixes that change other files than the one with the finding. */
export const WORKSPACE_FIX_WORDING = {
  'ignore-word': {
    en: 'Ignore "{term}" in this workspace (.spellwright.yml)',
    ja: 'このワークスペースでは「{term}」を無視する（.spellwright.yml）',
  },
  'open-rule': { en: 'Read about this rule', ja: 'この規則の説明を読む' },
} as const satisfies Record<string, Wording>;

export const SEVERITY_WORDING: Readonly<Record<Severity, Wording>> = {
  off: { en: 'off', ja: 'オフ' },
  hint: { en: 'hint', ja: 'ヒント' },
  information: { en: 'information', ja: '情報' },
  warning: { en: 'warning', ja: '警告' },
  error: { en: 'error', ja: 'エラー' },
};

/** What is wrong with `.spellwright.yml`, and what to do. */
export const CONFIG_PROBLEM_WORDING: Readonly<Record<ConfigProblemCode, Wording>> = {
  'config-yaml-invalid': {
    en: 'This is not valid YAML: {detail}',
    ja: 'YAMLとして正しくありません: {detail}',
  },
  'config-yaml-too-long': YAML_WORDING['too-long'],
  'config-yaml-too-deep': YAML_WORDING['too-deep'],
  'config-yaml-too-many': YAML_WORDING['too-many'],
  'config-yaml-key-twice': YAML_WORDING['key-twice'],
  'config-wrong-type': { en: '{path} must be {wanted}.', ja: '{path} の値の種類が違います（{wanted}）。' },
  'config-unknown-key': {
    en: 'Unknown key "{key}". Known here: {known}.',
    ja: '不明なキー「{key}」です。ここで使えるキー: {known}。',
  },
  'config-missing-key': { en: '{path} needs the key {key}.', ja: '{path} にはキー {key} が必要です。' },
  'config-unknown-value': {
    en: '"{value}" is not known for {path}. Use one of: {known}.',
    ja: '{path} に「{value}」は使えません。次のいずれかを使ってください: {known}。',
  },
  'config-too-many': {
    en: '{path} has more than {limit} entries: "{first}" and the {left} after it are ignored.',
    ja: '{path} の項目が {limit} 個を超えています。「{first}」と、その後の {left} 個は使われません。',
  },
  'config-too-many-words': {
    en: 'The rules under {path} have more than {limit} words together: the rule "{first}" and the {left} after it are ignored.',
    ja: '{path} の規則の語が合わせて {limit} 個を超えています。規則「{first}」と、その後の {left} 個の規則は使われません。',
  },
  'config-text-too-long': {
    en: 'A word under {path} is longer than {limit} characters and is left out.',
    ja: '{path} に {limit} 文字を超える語があるため、その語は使われません。',
  },
  'config-term-without-letter': {
    en: '"{term}" under {path} is not a word: it needs a letter, and no blanks around it.',
    ja: '{path} の「{term}」は語ではありません。文字を含め、前後に空白を置かないでください。',
  },
  'config-name-invalid': {
    en: 'The rule name "{name}" may hold small letters, digits and hyphens only.',
    ja: '規則の名前「{name}」に使えるのは、英小文字、数字、ハイフンだけです。',
  },
  'config-unknown-rule': {
    en: 'There is no rule or category "{name}".',
    ja: '「{name}」という規則や分類はありません。',
  },
};

const unreadableSettings: Wording = {
  en: 'The settings file {path} cannot be read ({detail}). Check its permissions, or remove it.',
  ja: '設定ファイル {path} を読み取れません（{detail}）。アクセス権を確認するか、削除してください。',
};

/** Why a settings file that is there cannot be read, and what to do. */
export const SETTINGS_ERROR_WORDING: Readonly<Record<FileErrorCode, Wording>> = {
  'file-is-folder': {
    en: 'The settings file {path} is a folder. Put a file in its place, or remove it.',
    ja: '設定ファイル {path} がフォルダーになっています。ファイルに置き換えるか、削除してください。',
  },
  'file-too-large': {
    en: 'The settings file {path} has {detail} bytes, more than it may have (8 MiB). Shorten it, or remove it.',
    ja: '設定ファイル {path} が{detail}バイトあり、上限（8 MiB）を超えています。短くするか、削除してください。',
  },
  'file-pointer': {
    en: 'In place of the settings file {path} there is a Git LFS pointer to it: it was cloned without Git LFS. Install Git LFS and run “git lfs pull” in its folder.',
    ja: '設定ファイル {path} の代わりに、Git LFSのポインターが置かれています（Git LFSなしで複製したファイルです）。Git LFSをインストールし、このファイルのフォルダーで「git lfs pull」を実行してください。',
  },
  'file-not-text': {
    en: 'The settings file {path} is not UTF-8 text. Save it with the encoding UTF-8, or remove it.',
    ja: '設定ファイル {path} がUTF-8のテキストではありません。文字コードをUTF-8にして保存するか、削除してください。',
  },
  'file-special': {
    en: 'The settings file {path} is a pipe, a socket or a device. Put a file in its place, or remove it.',
    ja: '設定ファイル {path} がパイプ、ソケット、またはデバイスになっています。ファイルに置き換えるか、削除してください。',
  },
  'file-outside': {
    en: 'The settings file {path} is a link that leads out of the folders that may be read, so it is not read. Put the file itself there, or remove the link.',
    ja: '設定ファイル {path} は、読み込める範囲の外へのリンクなので、読み込みません。ファイルそのものを置くか、リンクを削除してください。',
  },
  'file-unreadable': unreadableSettings,
  // Of no settings file that is there.
  'file-missing': unreadableSettings,
  'folder-without-spells': unreadableSettings,
  'folder-without-pictures': unreadableSettings,
  'picture-file-too-large': unreadableSettings,
  'folder-too-large': unreadableSettings,
};

/** `spellwright lint` */
export const LINT_WORDING = {
  clean: { en: 'No findings in {files} {files:file|files}.', ja: '{files} 個のファイルに指摘はありません。' },
  summary: {
    en: '{findings} {findings:finding|findings} in {files} {files:file|files}, {loud} at or above "{level}".',
    ja: '{files} 個のファイルに {findings} 件の指摘、うち「{level}」以上は {loud} 件です。',
  },
} as const satisfies Record<string, Wording>;
