import type { Wording } from './words';

/** What the editor says where the user's generator is connected and asked to draw. */
export const DRAW_WORDING = {
  // Before anything is sent
  noGenerator: {
    en: 'No generator is connected.',
    ja: '画像生成ツールに接続していません。',
  },
  noGeneratorDetail: {
    en: 'Spellwright draws with your own, running generator: A1111, Forge, SD.Next, Draw Things, ComfyUI or SwarmUI. “Connect” asks this machine’s usual addresses which of them is there, or takes an address of yours.',
    ja: 'Spellwrightは、起動中のA1111、Forge、SD.Next、Draw Things、ComfyUI、SwarmUIを使って画像を描きます。「接続…」を選ぶと、このコンピューターのよく使われるアドレスを調べます。アドレスを入力することもできます。',
  },
  connect: { en: 'Connect…', ja: '接続…' },
  outside: {
    en: 'Send prompts to {host}? It is not this machine.',
    ja: 'プロンプトを {host} に送りますか？ このコンピューターの外にあります。',
  },
  outsideDetail: {
    en: 'Prompts and parameters of what you have drawn go to {url}, and the pictures come from there. Spellwright remembers this answer for this address and asks again about another one.',
    ja: '描くときにプロンプトと生成の指定を {url} に送り、画像を受け取ります。この答えはこのアドレスについて記憶し、別のアドレスのときはもう一度確認します。',
  },
  agree: { en: 'Send to It', ja: '送る' },
  untrusted: {
    en: 'Nothing is drawn in a workspace that you have not trusted: its files would decide what is sent and written.',
    ja: '信頼していないワークスペースでは描きません。送る内容や書き込み先を、そのファイルが決めることになるためです。',
  },
  manageTrust: { en: 'Manage Workspace Trust', ja: 'ワークスペースの信頼を管理' },
  openSettings: { en: 'Open Settings', ja: '設定を開く' },
  chooseWorkflow: { en: 'Choose a Workflow…', ja: 'ワークフローを選ぶ…' },
  // Connecting
  discovering: {
    en: 'Asking this machine’s usual addresses',
    ja: 'このコンピューターのよく使われるアドレスを調べています',
  },
  connectTitle: { en: 'Connect a Generator', ja: '画像生成ツールに接続' },
  connectFound: { en: 'What answers on this machine', ja: 'このコンピューターで応答したもの' },
  connectFoundNone: {
    en: 'Nothing answers at this machine’s usual addresses. Start your generator and ask again; the web UIs of A1111’s family need --api.',
    ja: 'よく使われるアドレスでは応答がありません。画像生成ツールを起動してやり直してください（A1111系のweb UIには --api が必要です）。',
  },
  isConnected: { en: 'connected', ja: '接続中' },
  enterAddress: { en: 'Enter an Address…', ja: 'アドレスを入力…' },
  askAgain: { en: 'Ask Again', ja: 'もう一度調べる' },
  addressPrompt: {
    en: 'As the generator’s page shows it, with its path if it has one',
    ja: '画像生成ツールをブラウザーで開くときのアドレス（パスがあればパスも）',
  },
  secretTitle: { en: 'What {url} Asks For', ja: '{url} が求めるもの' },
  secretPassword: { en: 'User and Password…', ja: 'ユーザー名とパスワード…' },
  secretPasswordDetail: { en: 'Basic authentication, as of --api-auth', ja: 'Basic認証（--api-auth など）' },
  secretHeader: { en: 'A Header…', ja: 'ヘッダー…' },
  secretHeaderDetail: {
    en: 'That a proxy asks for, such as Authorization or Cookie',
    ja: 'プロキシが求めるもの（Authorization、Cookieなど）',
  },
  userPrompt: { en: 'User', ja: 'ユーザー名' },
  passwordPrompt: { en: 'Password', ja: 'パスワード' },
  headerNamePrompt: { en: 'Name of the header', ja: 'ヘッダーの名前' },
  headerValuePrompt: { en: 'Value of the header', ja: 'ヘッダーの値' },
  connectedTo: { en: 'Connected: {name} at {url}.', ja: '接続しました: {url} の {name}。' },
  disconnected: {
    en: 'The generator is disconnected; its address and what it asked for are forgotten.',
    ja: '画像生成ツールとの接続を解除し、アドレスと認証情報を削除しました。',
  },
  notConnected: { en: 'No generator is connected.', ja: '画像生成ツールに接続していません。' },
  // ComfyUI's workflow
  workflowTitle: { en: 'ComfyUI’s Workflow', ja: 'ComfyUIのワークフロー' },
  workflowNow: { en: 'Now: {name}', ja: '現在: {name}' },
  workflowNowPlain: {
    en: 'Now: a plain one (checkpoint, two texts, one sampler)',
    ja: '現在: 標準のもの（チェックポイント、テキスト2つ、サンプラー1つ）',
  },
  workflowFile: { en: 'Choose a File…', ja: 'ファイルを選ぶ…' },
  workflowFileDetail: {
    en: 'Exported with File → Export (API), or a picture that ComfyUI made',
    ja: '「File → Export (API)」で書き出したもの、またはComfyUIで作った画像',
  },
  workflowPlaces: { en: 'Correct Where Things Go…', ja: '割り当てを直す…' },
  workflowPlain: { en: 'Use the Plain One', ja: '標準のものを使う' },
  workflowKinds: { en: 'Workflows and pictures', ja: 'ワークフローと画像' },
  workflowKept: {
    en: 'ComfyUI draws with “{name}” from now on.',
    ja: 'これからは「{name}」で描きます。',
  },
  workflowPlainKept: {
    en: 'ComfyUI draws with the plain workflow from now on.',
    ja: 'これからは標準のワークフローで描きます。',
  },
  place: { en: '{slot} → {input} of node {id} ({type})', ja: '{slot} → ノード {id}（{type}）の {input}' },
  placesKept: { en: 'These places hold: {places}.', ja: 'この割り当てを使います: {places}。' },
  // Before drawing
  needsFile: {
    en: 'Save this file first: its pictures are written beside it.',
    ja: '先にこのファイルを保存してください。画像はその隣に書き込みます。',
  },
  nothingToDraw: { en: 'There is no prompt to draw here.', ja: '描くプロンプトがありません。' },
  awaitingScores: { en: 'Waiting for scores', ja: '採点を待っています' },
  noScores: {
    en: 'Which is the best is not known: the file has no scores. Give it reference pictures, or draw all.',
    ja: '採点がないため、どれが最良か分かりません。参照画像を加えるか、すべてを描いてください。',
  },
  settingUnread: {
    en: 'The setting spellwright.generate.parameters is not understood: {names}. Write it as A1111 does: “Steps: 20, Sampler: Euler a, Size: 512x768”. Known: {known}.',
    ja: '設定 spellwright.generate.parameters の「{names}」を読めません。A1111の書き方で「Steps: 20, Sampler: Euler a, Size: 512x768」のように書いてください。使えるもの: {known}。',
  },
  planning: { en: 'Planning the pictures', ja: '描く画像を数えています' },
  question: { en: 'Draw {count} {count:picture|pictures}?', ja: '{count} 枚描きますか？' },
  tooMany: {
    en: 'These are {pictures} pictures. At most {most} are drawn at once.',
    ja: '{pictures} 枚になります。一度に描けるのは {most} 枚までです。',
  },
  tooManyDetail: {
    en: 'Variants: {variants}, seeds: {seeds}. Take fewer seeds, draw one spell, or give it fewer options.',
    ja: '{variants} 通り × シード {seeds} 個です。シードを減らすか、呪文を1つだけ描くか、選択肢を減らしてください。',
  },
  questionKnown: {
    en: 'All {count} are there already.',
    ja: '{count} 枚すべてがすでにあります。',
  },
  goesTo: { en: 'They are written to {folder}.', ja: '保存先: {folder}' },
  waitsForOther: {
    en: 'Another drawing goes on with this generator: this one follows it.',
    ja: 'この画像生成ツールで別の生成が進んでいるため、それが終わってから始めます。',
  },
  andMore: { en: '… and {count} more lines', ja: '…ほか{count}行' },
  draw: { en: 'Draw', ja: '描く' },
  drawAgain: { en: 'Draw Anew', ja: '描き直す' },
  showThem: { en: 'Show Them', ja: '表示' },
  changeSeeds: { en: 'Other Number of Seeds…', ja: 'シードの数を変える…' },
  seedsPrompt: {
    en: 'Pictures of each variant, from 1 to {most}. With 5 or more, the verdict has intervals.',
    ja: '1つの文につき何枚描くか（1～{most}）。5枚以上で、判定に区間が付きます。',
  },
  seedsWrong: { en: 'A whole number from 1 to {most}.', ja: '1～{most} の整数を入力してください。' },
  // While it draws, and after
  drawing: { en: 'Drawing: {file}', ja: '生成中: {file}' },
  waiting: { en: 'waits for another drawing', ja: '別の生成を待っています' },
  queued: {
    en: 'picture {number} of {count}: waits at the generator',
    ja: '{count} 枚中 {number} 枚目: 順番待ち',
  },
  picture: { en: 'picture {number} of {count}', ja: '{count} 枚中 {number} 枚目' },
  pictureAt: { en: 'picture {number} of {count}, {percent}', ja: '{count} 枚中 {number} 枚目、{percent}' },
  done: {
    en: '{count} {count:picture|pictures} in {folder}, of which {fresh} {fresh:is|are} new.',
    ja: '{folder} に {count} 枚（新しいもの {fresh} 枚）。',
  },
  cancelled: {
    en: 'Stopped. Finished and kept in {folder}: {count} of {total}. The same command goes on from there.',
    ja: '中止しました。{total} 枚中 {count} 枚が {folder} にあります。同じコマンドで続きから描けます。',
  },
  failed: {
    en: 'Finished and kept in {folder}: {count} of {total}.',
    ja: '{total} 枚中 {count} 枚が {folder} にあります。',
  },
  folderFailed: { en: '{folder}: {reason}', ja: '{folder}: {reason}' },
  // Lens, status bar
  lensDraw: { en: 'Draw', ja: '描く' },
  lensDrawTooltip: {
    en: 'Have {url} draw all variants of this spell. How many pictures is said first.',
    ja: 'この呪文のすべての文を {url} で描きます。先に枚数を確認できます。',
  },
  statusTooltip: { en: ' Generator: {name}.', ja: '画像生成ツール: {name}。' },
  menuConnect: { en: 'Connect a generator…', ja: '画像生成ツールに接続…' },
  menuConnected: { en: 'Generator: {name}', ja: '画像生成ツール: {name}' },
  menuDraw: { en: 'Generate pictures', ja: '画像を生成' },
  asking: { en: 'Asking {url}', ja: '{url} に問い合わせ中' },
} as const satisfies Record<string, Wording>;
