import type { SyntaxCode } from '../core/spell/spell';
import type { Wording } from './words';
import { YAML_WORDING } from './yaml';

/** What is wrong with a spell file, and what to do. */
export const SYNTAX_WORDING: Readonly<Record<SyntaxCode, Wording>> = {
  'yaml-invalid': {
    en: 'The front matter is not valid YAML: {detail}. Correct this place; the other lines are used as they are.',
    ja: 'フロントマターがYAMLとして正しくありません: {detail}。ここを直してください。ほかの行はそのまま使われます。',
  },
  'yaml-too-long': YAML_WORDING['too-long'],
  'yaml-too-deep': YAML_WORDING['too-deep'],
  'yaml-too-many': YAML_WORDING['too-many'],
  'yaml-key-twice': YAML_WORDING['key-twice'],
  'front-matter-unclosed': {
    en: 'The front matter is not closed. Add a line "---" after its last key.',
    ja: 'フロントマターが閉じられていません。最後のキーの後に「---」だけの行を追加してください。',
  },
  'front-matter-unknown-key': {
    en: 'Unknown key "{key}". Use one of: {known}.',
    ja: '不明なキー「{key}」です。次のいずれかを使ってください: {known}。',
  },
  'front-matter-wrong-type': {
    en: 'The value of "{key}" is of the wrong kind. Write text, in quotes if it looks like a number; "images" and "template" also take a list of texts.',
    ja: '「{key}」の値の種類が違います。文字列で書いてください（数値に見えるときは引用符で囲みます）。「images」と「template」には文字列のリストも書けます。',
  },
  'template-without-slot': {
    en: 'The template "{template}" has no place for the prompt and is ignored. Write {} where the prompt goes, as in "a photo of {}".',
    ja: 'テンプレート「{template}」にはプロンプトの入る場所がないため、無視されます。「a photo of {}」のように、プロンプトの入る場所に {} を書いてください。',
  },
  'dialect-unknown': {
    en: 'Unknown dialect "{dialect}". Use one of: {known}.',
    ja: '不明な方言「{dialect}」です。次のいずれかを使ってください: {known}。',
  },
  'bracket-unclosed': {
    en: '"{bracket}" is never closed. Close it, or write a backslash before it if it is meant as text.',
    ja: '「{bracket}」が閉じられていません。閉じるか、文字として使う場合は前にバックスラッシュを付けてください。',
  },
  'bracket-unexpected': {
    en: '"{bracket}" closes nothing and is read as text. Remove it, or write a backslash before it.',
    ja: '「{bracket}」に対応する開き括弧がないため、文字として読まれます。削除するか、前にバックスラッシュを付けてください。',
  },
  'slot-empty': {
    en: 'This slot has no options. Write them between the braces, as in {red|blue}.',
    ja: 'このスロットには選択肢がありません。{red|blue} のように波括弧の中に書いてください。',
  },
  'slot-option-empty': {
    en: 'This slot has more than one empty option. Remove this one, or fill it.',
    ja: 'このスロットには空の選択肢が二つ以上あります。これを削除するか、内容を書いてください。',
  },
  'slot-pick-invalid': {
    en: 'No number stands before "$$". Write how many options to take, as in {2$$a|b|c} or {1-2$$ and $$a|b|c}.',
    ja: '「$$」の前に数がありません。{2$$a|b|c} や {1-2$$ and $$a|b|c} のように、選ぶ個数を書いてください。',
  },
  'slot-weight-invalid': {
    en: 'The option weight "{weight}" is not usable and counts as 1. Write a number of 0 or more, as in {0.5::red|blue}.',
    ja: '選択肢の重み「{weight}」は使えないため、1とみなされます。{0.5::red|blue} のように0以上の数を書いてください。',
  },
  'wildcard-missing': {
    en: 'There is no wildcard "{name}" with any lines. Create {name}.txt beside this file or in the wildcard folder, or correct the name.',
    ja: 'ワイルドカード「{name}」が見つからないか、空です。このファイルの隣かワイルドカードのフォルダーに {name}.txt を作るか、名前を直してください。',
  },
  'wildcard-cycle': {
    en: 'The wildcard "{name}" leads back to itself. Remove it from one of the files that it names.',
    ja: 'ワイルドカード「{name}」が自分自身を参照しています。参照をたどった先のファイルのどれかから取り除いてください。',
  },
  'weight-invalid': {
    en: '"{weight}" is not a weight. Write a number such as 1.2.',
    ja: '「{weight}」は重みとして読めません。1.2 のような数を書いてください。',
  },
  'expansions-sampled': {
    en: 'The slots make {total} combinations; {shown} of them, always the same, are scored. Remove options to score all.',
    ja: 'スロットの組み合わせは {total} 通りあり、そのうち決まった {shown} 通りだけを採点します。すべて採点するには選択肢を減らしてください。',
  },
  'spell-empty': {
    en: 'This spell has no prompt. Write one, or remove the spell.',
    ja: 'この呪文にはプロンプトがありません。プロンプトを書くか、この呪文を削除してください。',
  },
  'spell-name-duplicate': {
    en: 'Another spell above is called "{name}" too. Give this one a name of its own.',
    ja: '上に同じ名前「{name}」の呪文があります。別の名前を付けてください。',
  },
  'infotext-joined': {
    en: 'The {count} paragraphs above are read as one prompt, because the parameters of one picture stand below them. Where they are several prompts, write a line "### name" above each.',
    ja: '下に1枚の画像のパラメーターがあるため、上の{count}段落を1つのプロンプトとして読みます。別々のプロンプトなら、それぞれの上に「### 名前」の行を書いてください。',
  },
  'dialect-foreign': {
    en: 'This is a sign of {dialect}, which this dialect does not read: it reaches CLIP as words, or is taken out with what stands in it. Write {dialect} after "dialect:" in the front matter if there is such a dialect, or remove it.',
    ja: 'これは{dialect}の記号で、この方言では読まれません。文字としてCLIPに渡るか、中身ごと取り除かれます。フロントマターの「dialect:」に{dialect}と書くか（その方言がある場合）、取り除いてください。',
  },
  'nesting-too-deep': {
    en: 'Nested deeper than {limit} levels: what lies deeper is read as text. Remove levels.',
    ja: '入れ子が {limit} 段より深いため、それより内側は文字として読まれます。段数を減らしてください。',
  },
};
