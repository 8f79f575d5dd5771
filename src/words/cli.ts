import type { Wording } from './words';

/** What `spellwright` says of itself in its help. */
export const HELP_WORDING = {
  description: {
    en: 'Scores text-to-image prompts against reference pictures with CLIP, on this machine.',
    ja: '画像生成プロンプト（呪文）を参照画像と照らし、このコンピューター上のCLIPで採点します。',
  },
  score: {
    en: 'rank the prompts of spell files by how well they fit their pictures',
    ja: '呪文ファイルのプロンプトを、画像への合い方で順位付けします',
  },
  explain: {
    en: 'weigh the words of each spell: what carries its score, what says nothing, what hurts',
    ja: '呪文の言葉ごとに、スコアを支えるもの、効果のないもの、下げるものを調べます',
  },
  blindspots: {
    en: 'make the words of each spell wrong, and tell which kinds of them the checkpoint sees in the pictures',
    ja: '呪文の言葉を誤りに替え、色や数など、どの種類をチェックポイントが見分けるかを調べます',
  },
  kind: { en: 'only words of these kinds', ja: 'この種類の言葉だけを調べます' },
  slots: {
    en: 'tell which option of each slot every picture takes',
    ja: 'スロットごとに、各画像がどの選択肢に最も合うかを調べます',
  },
  where: {
    en: 'find a phrase in the pictures of a spell file: where each of them shows it, or that it does not',
    ja: '呪文ファイルの参照画像のどこに語句が見られるか（見られないか）を調べます',
  },
  phrase: { en: 'what to look for; it need not stand in the file', ja: '探す語句（ファイルになくても可）' },
  whereSpell: {
    en: 'hold the phrase against those of this spell only, instead of all',
    ja: 'すべての呪文ではなく、この名前の呪文の語句とだけ比べます',
  },
  wherePicture: {
    en: 'only these pictures of the file: paths, or names without their folder',
    ja: '対象の画像（パス、またはフォルダーなしのファイル名）',
  },
  method: {
    en: 'what the map shows: contrast with other phrases, evidence for the phrase, or both',
    ja: '地図の示すもの（ほかの語句との対比、語句への寄与、またはその両方）',
  },
  windows: {
    en: 'look at several parts of each picture, too: finer, and some ten times as long',
    ja: '画像を部分に分けても調べます（細かくなりますが、約10倍の時間がかかります）',
  },
  out: {
    en: 'where to write the pictures with their maps: a folder that is there, or a .png for one picture',
    ja: '地図を重ねた画像の保存先（既存のフォルダー、または1枚なら .png）',
  },
  overwrite: { en: 'replace files that are there already', ja: '既存のファイルを置き換えます' },
  spell: { en: 'only the spell of this name', ja: 'この名前の呪文だけを調べます' },
  find: {
    en: 'find the pictures of a folder that a text, or each spell of a file, fits best',
    ja: '文、またはファイルの呪文ごとに、最もよく合う画像をフォルダーから探します',
  },
  findText: { en: 'a prompt, or a .spell file', ja: 'プロンプト、または .spell ファイル' },
  findPictures: {
    en: 'folders, with all that is below them, pictures and patterns',
    ja: 'フォルダー（その下すべてを含む）、画像、パターン',
  },
  findMost: { en: 'tell the best N pictures', ja: '上位N枚を示します' },
  mcp: {
    en: 'serve tools to agents (Model Context Protocol) on standard input and output',
    ja: 'エージェント向けのツールを標準入出力で提供します（Model Context Protocol）',
  },
  allowTools: {
    en: 'the only folders that agents may have read; the current one without it',
    ja: 'エージェントが読んでよいフォルダー（指定しなければ現在のフォルダーだけ）',
  },
  words: { en: 'the words of each phrase, too', ja: '語句の中の言葉も一つずつ調べます' },
  pairs: {
    en: 'what two phrases make together, too',
    ja: '2つの語句の組み合わせの効果も調べます',
  },
  suggest: {
    en: 'propose a prompt for pictures, and what would help the spells of a file',
    ja: '画像に合うプロンプトと、呪文に足すとよい言葉を提案します',
  },
  evolve: {
    en: 'search for a better prompt of each spell, judged on pictures that the search did not see',
    ja: '呪文をより良いプロンプトへ進化させ、探索に使わない画像で確かめます',
  },
  evolveGenerate: {
    en: 'have your own generator draw the wordings, and search by its pictures',
    ja: '自分の生成ツールに描かせ、その画像で探します',
  },
  budget: {
    en: 'with --generate: pictures to look at, all together',
    ja: '--generate で見る画像の枚数（合計）',
  },
  target: {
    en: 'with --generate: a text that the pictures are to come close to, in place of the reference pictures',
    ja: '--generate で、参照画像の代わりに画像を近づける文',
  },
  judge: {
    en: 'with --generate: a second checkpoint that judges the winner (or judge: in the file)',
    ja: '--generate で、結果を判定する2つ目のチェックポイント（ファイルの judge: でも指定できます）',
  },
  scoreJudge: {
    en: 'a second checkpoint that scores the same file by itself (or judge: in the file); tables and JSON',
    ja: '同じファイルを独立に採点する2つ目のチェックポイント（ファイルの judge: でも指定できます。表とJSONのみ）',
  },
  keep: { en: 'phrases that stay as they are', ja: 'そのまま残す語句' },
  population: { en: 'prompts that live at once', ja: '同時に生かすプロンプトの数' },
  rounds: { en: 'how often all of them are measured', ja: '世代の数' },
  seed: { en: 'the same seed finds the same', ja: '同じシードなら同じ結果になります' },
  lists: {
    en: 'phrases to choose from besides those that come with it: text, CSV and wildcard files, or folders of them',
    ja: '付属の言葉に加えて使うリスト（テキスト、CSV、ワイルドカードのファイルか、そのフォルダー）',
  },
  promptOnly: {
    en: 'a prompt from the pictures, and nothing of the spells',
    ja: '画像からのプロンプトだけを出し、呪文は調べません',
  },
  quality: {
    en: 'words of praise too, such as "masterpiece"',
    ja: '「傑作」のような品質を褒める言葉も候補にします',
  },
  phraseLanguage: { en: 'the language of the phrases', ja: '候補にする言葉の言語' },
  most: { en: 'at most N phrases', ja: '最大N個の語句' },
  shapley: {
    en: 'Shapley’s values, too: exact up to 10 phrases, sampled beyond',
    ja: 'シャープレイ値も測ります（語句10個までは厳密に、それを超えると抽出して）',
  },
  attention: {
    en: 'show which words and which places of a picture the model reads, layer by layer',
    ja: 'モデルが読んでいる言葉と画像の場所を、層ごとに示します',
  },
  picture: {
    en: 'the picture to look at, by its path or name (default: the first)',
    ja: '調べる画像のパスまたは名前（既定: 最初の画像）',
  },
  layer: {
    en: 'up to this layer, counted from 1 (default: the last)',
    ja: 'この層まで（1から数える。既定: 最後の層）',
  },
  mapOut: {
    en: 'where to write the picture with the map over it: a .png',
    ja: '地図を重ねた画像の保存先（.png）',
  },
  own: { en: 'that layer alone, not those before it too', ja: 'その層だけを、前の層を重ねずに示します' },
  health: {
    en: 'check the reference pictures: alike, too small, cropped, unlike the others, taken over by a written word',
    ja: '参照画像を調べます（重複、小ささ、切り落とし、仲間はずれ、書かれた文字による誤認）',
  },
  tokens: {
    en: 'count the tokens of each prompt, and show what the model does not read',
    ja: 'プロンプトごとにトークンを数え、モデルに読まれない部分を示します',
  },
  read: {
    en: 'make a spell file of the prompts that generators wrote into pictures',
    ja: '画像に書き込まれた生成時のプロンプトから、呪文ファイルを作ります',
  },
  readFiles: {
    en: 'pictures, or folders that hold some (PNG, JPEG, WebP, AVIF)',
    ja: '画像（PNG、JPEG、WebP、AVIF）、またはそれを含むフォルダー',
  },
  readDialect: {
    en: 'dialect of the spell file; without it, that of most of the prompts',
    ja: '呪文ファイルの方言（省略時は、最も多いプロンプトの方言）',
  },
  readTemplate: {
    en: 'the text as it was written, with its slots, where a picture holds that too',
    ja: 'スロットを埋める前の文が画像にあれば、それを使います',
  },
  generate: {
    en: 'have your own generator draw the variants with the same seeds, and judge the pictures',
    ja: '手元の生成ツールに同じシードで画像を描かせ、どれが参照画像に近いかを判定します',
  },
  device: {
    en: 'say what computes pictures, after comparing it with the processor: SPELLWRIGHT_DEVICE names it',
    ja: '画像を計算する装置を、CPUと比べてから表示します（装置は SPELLWRIGHT_DEVICE で指定）',
  },
  deviceAgain: {
    en: 'try what was refused before once more',
    ja: '以前に使えなかった装置も、もう一度試します',
  },
  generated: {
    en: 'list and judge the pictures of spell files that are there, drawn from here or made elsewhere',
    ja: '呪文ファイルの画像（ここで描いたもの、ほかで作ったもの）を一覧にして判定します',
  },
  generatedFrom: {
    en: 'folders with pictures made elsewhere, matched by what they say of their making',
    ja: 'ほかで作った画像のフォルダー。画像に書かれたプロンプトで照合します',
  },
  generatedOut: {
    en: 'folder of the drawn pictures; without it, “generated” beside the file',
    ja: '描いた画像のフォルダー（省略時はファイルの横の「generated」）',
  },
  cache: {
    en: 'say how much the cache keeps of pictures',
    ja: 'キャッシュにある画像の埋め込みの大きさを表示します',
  },
  cacheClear: {
    en: 'delete it: it is made again when it is needed',
    ja: 'それを削除します（必要になれば作り直します）',
  },
  generators: {
    en: 'ask this machine’s usual addresses which generators answer',
    ja: 'このコンピューターのよく使われるアドレスに、生成ツールがあるか尋ねます',
  },
  generator: {
    en: 'address of the generator (or SPELLWRIGHT_GENERATOR)',
    ja: '生成ツールのアドレス（または SPELLWRIGHT_GENERATOR）',
  },
  generateSpell: { en: 'only the spell of this name', ja: 'この名前の呪文だけ' },
  generateBest: {
    en: 'of each spell only the text that scores best',
    ja: '呪文ごとに、スコアが最も高い文だけ',
  },
  seeds: { en: 'pictures of each variant', ja: '一つの文から作る枚数' },
  firstSeed: {
    en: 'the first seed; the others follow it (that of the file, else 1)',
    ja: '最初のシード。残りは続きの番号（省略時はファイルの指定、なければ1）',
  },
  generateParameters: {
    en: 'what the file does not say, as A1111 writes it: "Steps: 20, Sampler: Euler a"',
    ja: 'ファイルにない指定（A1111の書き方。例: "Steps: 20, Sampler: Euler a"）',
  },
  workflow: {
    en: 'ComfyUI: a workflow of your own (exported for the API), or a picture that it made',
    ja: 'ComfyUI: 自分のワークフロー（API形式）、またはそれで作った画像',
  },
  bindings: {
    en: 'ComfyUI: which places of the workflow take what; written there where the file is missing',
    ja: 'ComfyUI: ワークフローのどこに何を入れるか（ファイルがなければ書き出します）',
  },
  generateOut: {
    en: 'folder for the pictures; without it, “generated” beside the file',
    ja: '画像の保存先（省略時はファイルの横の「generated」）',
  },
  generatePlan: { en: 'say what would be drawn, and draw nothing', ja: '何を描くかだけを示し、描きません' },
  generateAgain: { en: 'draw anew what is there already', ja: 'すでにある画像も描き直します' },
  audit: {
    en: 'whom your own generator draws where a prompt leaves that open, as the checkpoint reads the pictures',
    ja: 'プロンプトが任せている人物を、手元の生成ツールがどう描くかを調べます（チェックポイントの読み取り）',
  },
  auditPictures: { en: 'pictures of the prompt as it is', ja: 'このままのプロンプトで作る枚数' },
  auditKnown: {
    en: 'pictures of each kind with the kind said, which show how often it is misread; 4 or more',
    ja: '種類を明記して作る枚数（種類ごと、4枚以上）。読み違いの多さを確かめます',
  },
  auditNoKnown: {
    en: 'none of these: readings alone, which nothing corrects',
    ja: 'それらを作らず、補正のない読み取りだけにします',
  },
  auditSet: { en: 'which kinds are told apart', ja: '見分ける種類の組' },
  auditFrom: {
    en: 'pictures that are there, instead of a generator',
    ja: '生成せず、このフォルダーにある画像を調べます',
  },
  auditKnownFrom: {
    en: 'with --from: a folder that holds one of pictures for each kind, such as woman and man',
    ja: '--from と併用: 種類ごとのフォルダー（woman、man など）に分けた画像のあるフォルダー',
  },
  test: {
    en: 'tell whether spells keep what is expected of them, and whether any got worse than its baseline',
    ja: '呪文が期待どおりか、基準より悪くなっていないかを確かめます',
  },
  testFiles: {
    en: 'spell files, folders that hold some, or a spellwright.test.yml; the current folder without any',
    ja: '呪文ファイル、それを含むフォルダー、または spellwright.test.yml（省略時は現在のフォルダー）',
  },
  update: {
    en: 'accept what is measured as the baseline (spellwright.lock)',
    ja: '測った結果を新しい基準として spellwright.lock に書き込みます',
  },
  pack: {
    en: 'the same, with the embeddings of the pictures: later runs need no pictures',
    ja: '画像の埋め込みも書き込みます（以後のテストに画像は不要）',
  },
  strict: { en: 'fail where the pictures cannot tell', ja: '画像では判断できないものも不合格とします' },
  convert: {
    en: 'write a spell file in the dialect of another generator, or list all of its prompts',
    ja: '呪文ファイルを別の生成ツールの方言に書き換えるか、プロンプトをすべて並べます',
  },
  convertTo: { en: 'dialect to convert to', ja: '変換先の方言' },
  convertFrom: {
    en: 'dialect of files that name none (a1111)',
    ja: '方言の指定がないファイルの方言（a1111）',
  },
  lint: {
    en: 'name biased wording in spell files and texts, with what to write instead',
    ja: '呪文ファイルや文章の偏った表現を、言い換えとともに示します',
  },
  models: {
    en: 'list, download, delete and verify checkpoints',
    ja: 'チェックポイントの一覧、ダウンロード、削除、検証をします',
  },
  modelsList: { en: 'show which models there are, and which are here', ja: 'モデルと取得状況を一覧します' },
  acceptLicence: {
    en: 'names the licence that is accepted, where it forbids commercial use',
    ja: '商用利用を禁じるライセンスの場合、その名前を書いて同意します',
  },
  modelsPull: { en: 'download a model', ja: 'モデルをダウンロードします' },
  modelsPath: { en: 'print the folder of a downloaded model', ja: '取得済みモデルのフォルダーを表示します' },
  modelsRemove: {
    en: 'delete a downloaded model, for all programs that use the Hugging Face cache',
    ja: '取得済みモデルを削除します（Hugging Faceのキャッシュを使うすべてのプログラムが対象）',
  },
  modelsVerify: {
    en: 'compare scores with those that others published',
    ja: '公開されているスコアと照合します',
  },
  modelId: { en: 'id of a model, see "models list"', ja: 'モデルのID（「models list」で確認）' },
  pictures: {
    en: 'the folder with the published pictures',
    ja: '公開されている画像を入れたフォルダー',
  },
  maxSeverity: {
    en: 'exit with 1 when a finding is at or above this level',
    ja: 'この段階以上の指摘があれば、終了コードを1にします',
  },
  files: {
    en: 'spell files, folders that hold some, or - for the standard input',
    ja: '呪文ファイル、それを含むフォルダー、または標準入力（-）',
  },
  images: {
    en: 'pictures besides those that the files name: paths or globs, relative to the current folder',
    ja: 'ファイル内の指定に加える画像（現在のフォルダーからの相対パスまたはglob）',
  },
  allow: {
    en: 'folders besides their own and its repository that spell files may search, or have links into',
    ja: '呪文ファイルから探せる（またはリンクをたどれる）フォルダーを追加します（既定は、そのフォルダーとリポジトリ）',
  },
  model: {
    en: 'a model id or the folder of a checkpoint, instead of the one that the file names',
    ja: 'モデルのID、またはチェックポイントのフォルダー（ファイル内の指定より優先）',
  },
  server: {
    en: 'run the checkpoint on the server at this address: texts and shrunk pictures are sent there (also SPELLWRIGHT_SERVER; the token is SPELLWRIGHT_SERVER_TOKEN)',
    ja: 'このアドレスのサーバーでチェックポイントを動かします。文と縮小した画像を送ります（環境変数SPELLWRIGHT_SERVERでも可。トークンはSPELLWRIGHT_SERVER_TOKEN）',
  },
  serverModel: {
    en: 'the model’s name on the server, where it has several',
    ja: 'サーバー上のモデル名（複数あるとき）',
  },
  format: { en: 'how to write the result', ja: '結果の書式' },
  top: {
    en: 'show no more than this many prompts of a file (a table shows 20 unless told)',
    ja: 'ファイルごとに表示するプロンプトの最大数（表では既定で20）',
  },
  stepLimit: {
    en: 'give up when the engine takes longer than this for one step, such as one text or picture (default: 600)',
    ja: 'エンジンの1つの処理（1つの文や画像など）がこの秒数を超えたら打ち切ります（既定: 600）',
  },
  noColor: { en: 'write without colours (as NO_COLOR does)', ja: '色を付けずに出力します（NO_COLORと同じ）' },
  help: { en: 'show this help', ja: 'このヘルプを表示します' },
  version: { en: 'show the version', ja: 'バージョンを表示します' },
  exitCodes: {
    en: 'Exit codes: 0 done, 1 done but problems were named, 2 wrong use or nothing could be scored, 130 stopped.',
    ja: '終了コード: 0 完了、1 完了したが問題あり、2 使い方の誤り、または採点できなかった、130 中断。',
  },
} as const satisfies Record<string, Wording>;

/** The headings that the argument parser puts into its help. */
export const HELP_TITLE_WORDING: Readonly<Record<string, Wording>> = {
  'Usage:': { en: 'Usage:', ja: '使い方:' },
  'Arguments:': { en: 'Arguments:', ja: '引数:' },
  'Options:': { en: 'Options:', ja: 'オプション:' },
  'Commands:': { en: 'Commands:', ja: 'コマンド:' },
};

/** Wrong use, by the argument parser's code. */
export const USAGE_WORDING: Readonly<Record<string, Wording>> = {
  'commander.unknownOption': { en: 'Unknown option {what}.', ja: '不明なオプション {what} です。' },
  'commander.unknownCommand': { en: 'Unknown command {what}.', ja: '不明なコマンド {what} です。' },
  /** As below, for what may also come through a pipe. */
  'commander.missingFile': {
    en: 'Name at least one {what}, or - for the standard input.',
    ja: '{what} を1つ以上指定するか、標準入力なら - を指定してください。',
  },
  'commander.missingArgument': { en: 'Name at least one {what}.', ja: '{what} を1つ以上指定してください。' },
  'commander.optionMissingArgument': {
    en: 'Option {what} needs a value.',
    ja: 'オプション {what} には値が必要です。',
  },
  'commander.missingMandatoryOptionValue': {
    en: 'Option {what} is needed.',
    ja: 'オプション {what} が必要です。',
  },
  'commander.invalidArgument': {
    en: 'Option {what} cannot be "{value}". It takes: {values}.',
    ja: 'オプション {what} に「{value}」は使えません。使える値: {values}。',
  },
  'commander.excessArguments': { en: 'Too many arguments.', ja: '引数が多すぎます。' },
};

/** What an option takes that has no list of values. */
export const SEED_WORDING: Wording = { en: 'a seed of up to 20 digits', ja: '20桁までの数字のシード' };
export const POSITIVE_INTEGER_WORDING: Wording = { en: 'a whole number from 1', ja: '1以上の整数' };
export const INTEGER_RANGE_WORDING: Wording = {
  en: 'a whole number from {smallest} to {largest}',
  ja: '{smallest}以上{largest}以下の整数',
};

export const CLI_WORDING = {
  seeHelp: { en: 'See: {command} --help', ja: '参照: {command} --help' },
  error: { en: 'error', ja: 'エラー' },
  warning: { en: 'warning', ja: '警告' },
  information: { en: 'note', ja: '情報' },
  stopped: { en: 'Stopped.', ja: '中断しました。' },
  outputFailed: {
    en: 'The output could not be written to its end: {reason}. Make room or write it elsewhere, then run the same command again.',
    ja: '結果を最後まで書き込めませんでした: {reason}。空き容量を増やすか出力先を変えて、同じコマンドをもう一度実行してください。',
  },
  stalled: {
    en: '{what} Ctrl+C stops; at {limit} s it is given up (--step-limit).',
    ja: '{what}Ctrl+Cで中断できます。{limit} 秒で打ち切ります（--step-limit）。',
  },
  stalledEnd: { en: '{what} It is given up.', ja: '{what}打ち切ります。' },
  stalledSilent: {
    en: '{what} Ctrl+C stops; at {limit} s it is started again.',
    ja: '{what}Ctrl+Cで中断できます。{limit} 秒で再起動します。',
  },
  stalledRestart: { en: '{what} It is started again.', ja: '{what}再起動します。' },
  summary: {
    en: '{pictures} {pictures:picture|pictures} · {prompts} {prompts:prompt|prompts} · {checkpoint} ({hash})',
    ja: '画像{pictures}枚・プロンプト{prompts}件・{checkpoint}（{hash}）',
  },
  moreProblems: {
    en: '… and {count} more of {code}; “spellwright score --format json” names them all',
    ja: '… {code} はほかに{count}件（「spellwright score --format json」ですべて出力）',
  },
  more: {
    en: '… and {count} more; --top {all} shows them',
    ja: '… ほか{count}件（--top {all} で表示）',
  },
  nearDuplicates: {
    en: '{pictures} pictures, {different} different: near-duplicates count as one in every mean; “fits best” counts all.',
    ja: '画像{pictures}枚のうち異なるのは{different}枚です。平均ではほぼ同じ画像を1枚と数えますが、「最良の画像」はすべてを数えます。',
  },
  onlySameFiles: {
    en: 'Among more than {limit} pictures only equal files are found: other near-duplicates count singly.',
    ja: '画像が{limit}枚を超えるため、同一のファイルだけを重複と見なし、ほかのほぼ同じ画像は1枚ずつ数えています。',
  },
  fewPictures: {
    en: 'Fewer than 5 different pictures: too few to say which differences are real.',
    ja: '異なる画像が5枚未満のため、どの差が確かなものかは判断できません。',
  },
  ranges: {
    en: 'Sorted by cosine. A range such as 1–2 holds the ranks that something may truly have; all ranges and intervals of a table hold together at 95 %.',
    ja: 'コサインの順です。「1–2」のような範囲は、真の順位として考えられるもの。表の範囲と区間は、全体で同時に95 %の確かさで成り立ちます。',
  },
  mayBeBest: {
    en: '{count} of the {spells} spells may be the best.',
    ja: '{spells}個の呪文のうち、{count}個が最良である可能性があります。',
  },
  shares: {
    en: 'p: the shares of a picture sum to 100 % over the different texts of a table.',
    ja: 'p: 1枚の画像の取り分は、表の異なる文の合計で100 %になります。',
  },
  variants: {
    en: 'Variants of {spell}: {texts} different texts',
    ja: '{spell} の展開: 異なる文は{texts}件',
  },
  variantsChosen: {
    en: 'Variants of {spell}: {texts} different texts; the best has {chosen} on the pictures that chose it, {judged} on pictures that did not',
    ja: '{spell} の展開: 異なる文は{texts}件。最良の文は、選ぶのに使った画像で{chosen}、使わなかった画像で{judged}',
  },
  variantsOnePicture: {
    en: 'Variants of {spell}: {texts} different texts; the best was chosen on the only picture that judges it',
    ja: '{spell} の展開: 異なる文は{texts}件。最良の文は、評価と同じ1枚の画像で選ばれています',
  },
  same: { en: '{prompts} variants, the same for CLIP', ja: '{prompts}通り、CLIPには同じ' },
  bestByPicture: { en: 'Best for each picture', ja: '画像ごとの最良' },
  rank: { en: '#', ja: '#' },
  behind: { en: 'behind the first (95 %)', ja: '1位との差（95 %区間）' },
  spellProbability: { en: 'p(spell|image)', ja: 'p(呪文|画像)' },
  promptProbability: { en: 'p(prompt|image)', ja: 'p(文|画像)' },
  fitsBest: { en: 'fits best', ja: '最良の画像' },
  cosine: { en: 'cosine', ja: 'コサイン' },
  tokens: { en: 'tokens', ja: 'トークン' },
  spell: { en: 'spell', ja: '呪文' },
  prompt: { en: 'prompt', ja: 'プロンプト' },
  pictures: { en: 'pictures', ja: '画像数' },
  picture: { en: 'picture', ja: '画像' },
  lost: { en: 'not read', ja: '読まれない部分' },
  loading: { en: 'loading the model', ja: 'モデルを読み込み中' },
  searching: { en: 'looking for files: {names} seen', ja: 'ファイルを検索中: {names}件' },
  speed: { en: '{rate}/s, {left} left', ja: '毎秒{rate}枚、残り{left}' },
  working: { en: 'texts and pictures', ja: '文と画像' },
} as const satisfies Record<string, Wording>;
