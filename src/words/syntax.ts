import type { SyntaxCode } from '../core/spell/spell';
import { EXPECT_WORDING } from './check';
import type { Wording } from './words';
import { YAML_WORDING } from './yaml';

/** What is wrong with a spell file, and what to do. */
export const SYNTAX_WORDING: Readonly<Record<SyntaxCode, Wording>> = {
  ...EXPECT_WORDING,
  'yaml-list-open': {
    en: 'The list or text that begins here is not closed, or a comma is missing in it. Write [a.png, b.png]; a name with signs such as [ { , # goes in quotes.',
    ja: 'ここで始まるリストが閉じられていないか、カンマが抜けています。[a.png, b.png] のように書き、「[」「{」「,」「#」などを含む名前は引用符で囲んでください。',
  },
  'yaml-bracket-extra': {
    en: 'This bracket closes nothing. Remove it, or put the whole text in quotes.',
    ja: 'この括弧に対応する開き括弧がありません。削除するか、全体を引用符で囲んでください。',
  },
  'yaml-quote-open': {
    en: 'The text in quotes is not closed. Write the closing quotation mark at its end.',
    ja: '引用符が閉じられていません。終わりに引用符を書いてください。',
  },
  'yaml-after-value': {
    en: 'Here something follows a value that has ended already. Put the whole value in one pair of quotes, or several into a list: [a.png, b.png].',
    ja: '値が終わった後に文字が続いています。値の全体を1組の引用符で囲むか、複数なら [a.png, b.png] のようにリストにしてください。',
  },
  'yaml-colon-in-text': {
    en: 'This text holds a colon with a space behind it, which makes a key of it. Put the text in quotes.',
    ja: '文字列の中にコロンと空白があり、キーとして読まれます。文字列を引用符で囲んでください。',
  },
  'yaml-colon-missing': {
    en: 'A colon is missing here. Write "key: value", with a space behind the colon.',
    ja: 'ここにコロンがありません。「キー: 値」のように、コロンの後に空白を入れて書いてください。',
  },
  'yaml-dash': {
    en: 'A list with dashes begins on the next line, one dash a line. Or write it in brackets: [a.png, b.png].',
    ja: '「-」のリストは次の行から1行に1つずつ書きます。[a.png, b.png] のように角括弧で書くこともできます。',
  },
  'yaml-indent': {
    en: 'This line is indented in another way than those that it belongs to. Let keys begin at the start of their lines, and list items below each other.',
    ja: 'この行の字下げがほかの行とそろっていません。キーは行頭から、リストの項目は縦にそろえて書いてください。',
  },
  'yaml-tab': {
    en: 'A tab stands at the start of this line. Use spaces, or begin at the start of the line.',
    ja: '行の先頭にタブがあります。空白にするか、行頭から書いてください。',
  },
  'yaml-escape': {
    en: 'In double quotes a backslash begins a special character. Write \\\\, use / between folders, or use single quotes.',
    ja: '二重引用符の中では、バックスラッシュは特別な意味を持ちます。\\\\ と書くか、フォルダーの区切りに / を使うか、一重引用符で囲んでください。',
  },
  'yaml-other': {
    en: 'This place of the front matter cannot be read. Write "key: value", and put texts that hold signs in quotes; the other lines are used as they are.',
    ja: 'フロントマターのここを読めません。「キー: 値」の形で、記号を含む文字列は引用符で囲んで書いてください。ほかの行はそのまま使われます。',
  },
  'yaml-too-long': YAML_WORDING['too-long'],
  'yaml-too-deep': YAML_WORDING['too-deep'],
  'yaml-too-many': YAML_WORDING['too-many'],
  'yaml-key-twice': YAML_WORDING['key-twice'],
  'front-matter-unclosed': {
    en: 'The front matter is not closed. Add a line "---" after its last key.',
    ja: 'フロントマターが閉じられていません。最後のキーの後に「---」だけの行を追加してください。',
  },
  'front-matter-no-keys': {
    en: 'Here a key is expected, with a colon and a space behind it, such as "images: [refs/*.jpg]".',
    ja: 'ここには「images: [refs/*.jpg]」のように、キー、コロン、空白の順に書いてください。',
  },
  'front-matter-colon': {
    en: 'Write "{fix}": a key has the colon ":" behind it, and then a space.',
    ja: '「{fix}」と書いてください。キーの後には半角のコロン「:」と空白が必要です。',
  },
  'front-matter-unquoted': {
    en: 'Put quotes around {text}: without them, {sign} has a meaning of its own here. Write {fix}.',
    ja: '{text} を引用符で囲んでください。囲まないと、ここでは「{sign}」が特別な意味を持ちます。{fix} と書きます。',
  },
  'front-matter-key-slip': {
    en: 'Unknown key "{key}". Did you mean "{fix}"?',
    ja: '不明なキー「{key}」です。「{fix}」のことですか？',
  },
  'front-matter-unknown-key': {
    en: 'Unknown key "{key}". Use one of: {known}.',
    ja: '不明なキー「{key}」です。次のいずれかを使ってください: {known}。',
  },
  'front-matter-wrong-type': {
    en: 'The value of "{key}" is not a text. Write one, in quotes if it looks like a number; "images" and "template" also take a list of texts.',
    ja: '「{key}」の値が文字列ではありません。文字列で書いてください（数値に見えるときは引用符で囲みます）。「images」と「template」には文字列のリストも書けます。',
  },
  'template-without-slot': {
    en: 'The template "{template}" has no place for the prompt and is ignored. Write {} where the prompt goes, as in "a photo of {}".',
    ja: 'テンプレート「{template}」にはプロンプトの入る場所がないため、無視されます。「a photo of {}」のように、プロンプトの入る場所に {} を書いてください。',
  },
  'generate-unread': {
    en: '"{name}: {value}" is nothing that a picture can be generated with. Known here: {known}.',
    ja: '「{name}: {value}」は生成の指定として読めません。使えるもの: {known}。',
  },
  'dialect-unknown': {
    en: 'Unknown dialect "{dialect}". Use one of: {known}.',
    ja: '不明な方言「{dialect}」です。次のいずれかを使ってください: {known}。',
  },
  'dialect-slip': {
    en: 'Unknown dialect "{dialect}". Did you mean "{fix}"?',
    ja: '不明な方言「{dialect}」です。「{fix}」のことですか？',
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
    ja: 'このスロットには空の選択肢が2つ以上あります。これを削除するか、内容を書いてください。',
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
  'variable-missing': {
    en: 'The variable "{name}" has no value here, so it stays as text. Give it one with ${{name}=…} or a default with ${{name}:…}.',
    ja: '変数「{name}」に値がないため、文字のまま残ります。${{name}=…} で値を、または ${{name}:…} で既定値を指定してください。',
  },
  'variable-cycle': {
    en: 'The variable "{name}" leads back to itself. Remove it from its own value.',
    ja: '変数「{name}」が自分自身を参照しています。値の中からその変数を取り除いてください。',
  },
  'wrap-incomplete': {
    en: 'A wrap command needs "$$" between what goes around and what goes inside: %{photo of ...$$a cat}.',
    ja: 'ラップ命令には、外側と内側を区切る「$$」が必要です。例: %{photo of ...$$a cat}',
  },
  'infotext-joined': {
    en: 'The {count} paragraphs above are read as one prompt, because the parameters of one picture stand below them. Where they are several prompts, write a line "### name" above each.',
    ja: '下に1枚の画像のパラメーターがあるため、上の{count}段落を1つのプロンプトとして読みます。別々のプロンプトなら、それぞれの上に「### 名前」の行を書いてください。',
  },
  'infotext-apart': {
    en: 'Only the prompt right above belongs to these parameters. The paragraphs before it are read as spells of their own: {count}. Where they are parts of this prompt, remove the blank lines between them.',
    ja: 'このパラメーターはすぐ上のプロンプトだけのものとして読みます。その前の段落（{count}個）は別々の呪文になります。1つのプロンプトの一部なら、間の空行を取り除いてください。',
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
