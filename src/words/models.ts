import type { RedirectFault } from '../models/hubConnection';
import type { ModelErrorCode } from '../models/modelError';
import type { FacedWording, Wording } from './words';

/** Why a checkpoint could not be listed, downloaded, removed or verified, and what to do. */
export const MODEL_ERROR_WORDING: Readonly<Record<ModelErrorCode, FacedWording>> = {
  'registry-broken': {
    en: 'The model registry {path} is not right: {reason}. Correct it, or remove it.',
    ja: 'モデルの一覧 {path} に誤りがあります: {reason}。修正するか、削除してください。',
  },
  'registry-unreadable': {
    en: 'The model registry {path} cannot be read ({reason}). Check its permissions.',
    ja: 'モデルの一覧 {path} を読み取れません（{reason}）。アクセス権を確認してください。',
  },
  'model-unlisted': {
    en: 'There is no model "{model}" in the registry. Known: {known}.',
    ja: '「{model}」というモデルは一覧にありません。指定できるもの: {known}。',
  },
  'model-unreadable': {
    terminal: {
      en: '{model} has a format that this version does not read yet ({format}), so it is not downloaded. "spellwright models list" shows which ones it reads.',
      ja: '{model} の形式（{format}）はこのバージョンでは読み込めないため、ダウンロードしません。読み込めるモデルは「spellwright models list」で確認できます。',
    },
    editor: {
      en: '{model} has a format that this version does not read yet ({format}), so it is not downloaded. Choose another one.',
      ja: '{model} の形式（{format}）はこのバージョンでは読み込めないため、ダウンロードしません。ほかのものを選んでください。',
    },
  },
  'model-absent': {
    terminal: {
      en: '{model} has not been downloaded ({size}). Run: spellwright models pull {model}',
      ja: '{model} はまだダウンロードされていません（{size}）。次を実行してください: spellwright models pull {model}',
    },
    editor: {
      en: '{model} has not been downloaded ({size}). The command “Spellwright: Choose Checkpoint…” downloads it.',
      ja: '{model} はまだダウンロードされていません（{size}）。コマンド「Spellwright: チェックポイントを選ぶ…」でダウンロードできます。',
    },
  },
  offline: {
    en: 'HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set, so nothing is downloaded. Unset it, or copy the model into the cache from another machine.',
    ja: 'HF_HUB_OFFLINEかTRANSFORMERS_OFFLINEが設定されているため、ダウンロードしません。設定を外すか、ほかのコンピューターからキャッシュにモデルをコピーしてください。',
  },
  'endpoint-unusable': {
    en: 'HF_ENDPOINT is no web address: {endpoint}. It must look like https://huggingface.co; correct it, or unset it.',
    ja: 'HF_ENDPOINTがwebのアドレスではありません: {endpoint}。https://huggingface.co のような形式に修正するか、設定を外してください。',
  },
  'proxy-unusable': {
    terminal: {
      en: 'The address of the proxy cannot be used ({reason}). It must look like http://proxy.example:8080; correct HTTPS_PROXY and HTTP_PROXY.',
      ja: 'プロキシのアドレスを使えません（{reason}）。http://proxy.example:8080 のような形式で、HTTPS_PROXYとHTTP_PROXYを修正してください。',
    },
    editor: {
      en: 'The address of the proxy cannot be used ({reason}). It must look like http://proxy.example:8080; correct the setting http.proxy, or the variables HTTPS_PROXY and HTTP_PROXY where it is empty.',
      ja: 'プロキシのアドレスを使えません（{reason}）。http://proxy.example:8080 のような形式で、設定 http.proxy（空の場合は環境変数 HTTPS_PROXY と HTTP_PROXY）を修正してください。',
    },
  },
  'hub-unreachable': {
    terminal: {
      en: '{host} cannot be reached ({reason}). Check the network and the proxy (HTTPS_PROXY); what has been downloaded is kept, and the same command goes on from there.',
      ja: '{host} に接続できません（{reason}）。ネットワークとプロキシ（HTTPS_PROXY）を確認してください。ダウンロード済みの部分は保存されており、同じコマンドで続きから再開します。',
    },
    editor: {
      en: '{host} cannot be reached ({reason}). Check the network and the setting http.proxy; what has been downloaded is kept, and Retry goes on from there.',
      ja: '{host} に接続できません（{reason}）。ネットワークと設定 http.proxy を確認してください。ダウンロード済みの部分は保存されており、「再試行」で続きから再開します。',
    },
  },
  'hub-not-found': {
    en: '{host} does not have {path}. The repository may have been moved or removed; a newer Spellwright may know where it is.',
    ja: '{host} に {path} がありません。リポジトリが移動または削除された可能性があります。新しいバージョンのSpellwrightを試してください。',
  },
  'hub-unauthorized': {
    en: '{host} wants to know who asks for {path}, or refuses the token. Set HF_TOKEN to a valid token that may read, or unset it.',
    ja: '{host} が {path} の利用に認証を求めているか、トークンを拒否しました。HF_TOKENに読み取り可能な有効なトークンを設定するか、設定を外してください。',
  },
  'hub-gated': {
    en: '{host} gives {path} only to whom its authors let have it. Accept their terms on its page, and set HF_TOKEN.',
    ja: '{path} の入手には作者の許可が必要です（{host}）。モデルのページで条件に同意し、HF_TOKENを設定してください。',
  },
  'hub-busy': {
    terminal: {
      en: '{host} asks for a pause of {seconds} seconds. Run the same command after it; it goes on from where it is.',
      ja: '{host} から {seconds} 秒待つよう求められました。その後で同じコマンドを実行すると、続きから再開します。',
    },
    editor: {
      en: '{host} asks for a pause of {seconds} seconds. Retry after it; the download goes on from where it is.',
      ja: '{host} から {seconds} 秒待つよう求められました。その後で「再試行」を押すと、続きから再開します。',
    },
  },
  'hub-failed': {
    terminal: {
      en: '{host} failed with HTTP {status} for {path}. Run the same command later; it goes on from where it is.',
      ja: '{host} が {path} に対してHTTP {status} を返しました。後で同じコマンドを実行すると、続きから再開します。',
    },
    editor: {
      en: '{host} failed with HTTP {status} for {path}. Retry later; the download goes on from where it is.',
      ja: '{host} が {path} に対してHTTP {status} を返しました。後で「再試行」を押すと、続きから再開します。',
    },
  },
  'hub-not-a-file': {
    terminal: {
      en: '{host} sent something else than the file {file}, such as a login page. Check the network, the proxy and HF_ENDPOINT.',
      ja: '{host} から {file} ではないもの（ログインページなど）が返されました。ネットワーク、プロキシ、HF_ENDPOINTを確認してください。',
    },
    editor: {
      en: '{host} sent something else than the file {file}, such as a login page. Check the network, the setting http.proxy and HF_ENDPOINT.',
      ja: '{host} から {file} ではないもの（ログインページなど）が返されました。ネットワーク、設定 http.proxy、HF_ENDPOINTを確認してください。',
    },
  },
  'hub-redirects': {
    en: '{host} sends the download elsewhere ({reason}), where it cannot be followed. Check HF_ENDPOINT and the proxy.',
    ja: '{host} からの転送をたどれません（{reason}）。HF_ENDPOINTとプロキシを確認してください。',
  },
  'hub-other-file': {
    en: '{host} has another {file} in {repository} than the registry pins, so it is not downloaded. Check HF_ENDPOINT; if it is right, the registry is out of date.',
    ja: '{host} にある {repository} の {file} が、一覧に記録されたものと異なるため、ダウンロードしません。HF_ENDPOINTを確認してください。正しければ、一覧が古くなっています。',
  },
  'hub-no-hash': {
    en: '{host} states no hash of {file} in {repository}, and the registry pins none, so nothing could tell whether it arrives whole: it is not downloaded. Check HF_ENDPOINT; or write the SHA-256 of the file into an entry of your own (models.json).',
    ja: '{host} が {repository} の {file} のハッシュを示さず、一覧にも記録がないため、正しく届いたかを確かめられません。ダウンロードしませんでした。HF_ENDPOINTを確認するか、自分の一覧（models.json）にファイルのSHA-256を書いてください。',
  },
  'download-cut': {
    terminal: {
      en: 'The connection to {host} was lost again and again, with {have} of {size} bytes of {file} here. Run the same command; it goes on from there.',
      ja: '{host} との接続が何度も切れました（{file}: {size}バイト中{have}バイト取得済み）。同じコマンドで続きから再開します。',
    },
    editor: {
      en: 'The connection to {host} was lost again and again, with {have} of {size} bytes of {file} here. Retry goes on from there.',
      ja: '{host} との接続が何度も切れました（{file}: {size}バイト中{have}バイト取得済み）。「再試行」で続きから再開します。',
    },
  },
  'download-slow': {
    terminal: {
      en: '{host} sends next to nothing of {file}: less than {kilobytes} kB a minute, again and again, with {have} of {size} bytes here. Check the network and the proxy; the same command goes on from there.',
      ja: '{host} から {file} がほとんど届きません（毎分{kilobytes} kB未満が続きました。{size}バイト中{have}バイト取得済み）。ネットワークとプロキシを確認してください。同じコマンドで続きから再開します。',
    },
    editor: {
      en: '{host} sends next to nothing of {file}: less than {kilobytes} kB a minute, again and again, with {have} of {size} bytes here. Check the network and the setting http.proxy; Retry goes on from there.',
      ja: '{host} から {file} がほとんど届きません（毎分{kilobytes} kB未満が続きました。{size}バイト中{have}バイト取得済み）。ネットワークと設定 http.proxy を確認してください。「再試行」で続きから再開します。',
    },
  },
  'download-corrupt': {
    terminal: {
      en: '{file} arrived from {host} with a wrong hash and was thrown away. Run the command again; if that happens again, a proxy or mirror changes the file.',
      ja: '{host} から届いた {file} のハッシュが一致しないため、破棄しました。もう一度実行してください。繰り返す場合は、プロキシかミラーがファイルを変えています。',
    },
    editor: {
      en: '{file} arrived from {host} with a wrong hash and was thrown away. Retry; if that happens again, a proxy or mirror changes the file.',
      ja: '{host} から届いた {file} のハッシュが一致しないため、破棄しました。「再試行」を押してください。繰り返す場合は、プロキシかミラーがファイルを変えています。',
    },
  },
  'disk-full': {
    en: 'There is not enough space on the disk of {folder}{amount}. Free some, or set HF_HUB_CACHE to a folder on another disk.',
    ja: '{folder} のディスクの空きが足りません{amount}。空きを増やすか、HF_HUB_CACHEに別のディスクのフォルダーを設定してください。',
  },
  'hub-cache-unwritable': {
    en: 'The model cache {folder} cannot be written ({reason}). Make it writable, or set HF_HUB_CACHE to another folder.',
    ja: 'モデルのキャッシュ {folder} に書き込めません（{reason}）。書き込めるようにするか、HF_HUB_CACHEに別のフォルダーを設定してください。',
  },
  'cache-odd-entry': {
    terminal: {
      en: '{path} in the model cache is {kind}, where only a plain file or folder of the cache may be. Nothing was read from it or written to it. If you do not know who put it there, find out; delete it, and run the command again.',
      ja: 'モデルのキャッシュの {path} が{kind}になっています。ここに置けるのは、キャッシュ内の通常のファイルかフォルダーだけです。読み書きはしていません。心当たりがなければ原因を調べ、削除してからもう一度実行してください。',
    },
    editor: {
      en: '{path} in the model cache is {kind}, where only a plain file or folder of the cache may be. Nothing was read from it or written to it. If you do not know who put it there, find out; delete it, and try again.',
      ja: 'モデルのキャッシュの {path} が{kind}になっています。ここに置けるのは、キャッシュ内の通常のファイルかフォルダーだけです。読み書きはしていません。心当たりがなければ原因を調べ、削除してからもう一度試してください。',
    },
  },
  'file-damaged': {
    terminal: {
      en: '{file} of {model} is not what it should be: its hash differs ({path}). Run: spellwright models pull {model}',
      ja: '{model} の {file} が正しくありません。ハッシュが一致しません（{path}）。次を実行してください: spellwright models pull {model}',
    },
    editor: {
      en: '{file} of {model} is not what it should be: its hash differs ({path}). Unset HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE, and choose the checkpoint again to have it fetched anew.',
      ja: '{model} の {file} が正しくありません。ハッシュが一致しません（{path}）。HF_HUB_OFFLINEとTRANSFORMERS_OFFLINEの設定を外し、チェックポイントを選び直すと再取得します。',
    },
  },
  'remove-refused': {
    en: '{folder} is a link or leads out of the cache, so it is not deleted. Delete it yourself.',
    ja: '{folder} はリンクであるか、キャッシュの外を指しているため、削除しません。手動で削除してください。',
  },
  'picture-missing': {
    en: 'None of the published pictures is in {folder}. Fetch them into it: {urls}',
    ja: '公開されている画像が {folder} に1枚もありません。次の画像を入れてください: {urls}',
  },
  'nothing-published': {
    en: 'No scores of {model} are published that it could be held to.',
    ja: '{model} には、照合できる公開スコアがありません。',
  },
};

/** Why a redirection is not followed: the reason in the sentence of `hub-redirects`. */
export const REDIRECT_WORDING: Readonly<Partial<Record<string, Wording>>> = {
  insecure: { en: 'to {to}', ja: '転送先: {to}' },
  'too-often': { en: 'more than {most} times', ja: '{most}回を超える転送' },
  nowhere: { en: 'nowhere', ja: '転送先なし' },
} satisfies Record<RedirectFault, Wording>;

export const MODELS_WORDING = {
  pulled: { en: 'here', ja: '取得済み' },
  partial: { en: 'begun', ja: '途中' },
  absent: { en: '-', ja: '-' },
  unreadable: { en: 'not readable yet ({format})', ja: '未対応（{format}）' },
  id: { en: 'id', ja: 'ID' },
  state: { en: 'state', ja: '状態' },
  size: { en: 'size', ja: 'サイズ' },
  speed: { en: 'speed', ja: '速度' },
  fast: { en: 'fast', ja: '高速' },
  medium: { en: 'medium', ja: '中速' },
  slow: { en: 'slow', ja: '低速' },
  languages: { en: 'languages', ja: '言語' },
  licence: { en: 'licence', ja: 'ライセンス' },
  note: { en: 'note', ja: '説明' },
  cache: { en: 'Cache: {folder}', ja: 'キャッシュ: {folder}' },
  pulling: {
    en: '{name} · {size} · licence {licence} · {repository} at {revision}',
    ja: '{name}・{size}・ライセンス {licence}・{repository}（{revision}）',
  },
  nonCommercial: {
    en: 'The licence {licence} allows no commercial use, neither of the checkpoint nor of what is chosen with it. To download it under that licence: spellwright models pull {id} --accept-licence "{licence}"',
    ja: 'ライセンス {licence} では、商用利用が認められていません（チェックポイント自体も、それで選んだ成果も）。このライセンスに従ってダウンロードするには: spellwright models pull {id} --accept-licence "{licence}"',
  },
  useAndNote: { en: '{use}. {note}', ja: '{use}。{note}' },
  newest: { en: 'the newest of main', ja: 'mainの最新' },
  remaining: { en: '{time} left', ja: '残り{time}' },
  alreadyThere: { en: 'It is here already: {folder}', ja: '取得済みです: {folder}' },
  done: { en: 'Downloaded {size}, checked: {folder}', ja: '{size}をダウンロードし、検証しました: {folder}' },
  use: {
    en: 'Use it: spellwright score --model {id} FILE',
    ja: '使い方: spellwright score --model {id} FILE',
  },
  removed: { en: 'Deleted {folder}', ja: '削除しました: {folder}' },
  notThere: { en: '{id} is not in the cache: nothing to delete.', ja: '{id} はキャッシュにありません。' },
  checking: { en: 'checking {file}', ja: '{file} を検証中' },
  replaced: {
    en: '{file} in the cache was damaged and came anew. What was there lies at {aside}; delete it if you do not need it.',
    ja: 'キャッシュの {file} が壊れていたため、再取得しました。元のファイルは {aside} に残しています。不要なら削除してください。',
  },
  unpinned: {
    en: 'No hash in the registry: {files}. Checked against what {host} itself states.',
    ja: '一覧にハッシュがないファイル: {files}。{host} 自身が示すハッシュと照合しました。',
  },
  link: {
    en: 'a link to another place',
    ja: '別の場所へのリンク',
  },
  'hard-link': {
    en: 'a file that has a second name elsewhere (a hard link)',
    ja: '別の場所にも名前を持つファイル（ハードリンク）',
  },
  folder: { en: 'a folder', ja: 'フォルダー' },
  file: { en: 'a file', ja: 'ファイル' },
  pipe: { en: 'a named pipe', ja: '名前付きパイプ' },
  socket: { en: 'a socket', ja: 'ソケット' },
  device: { en: 'a device', ja: 'デバイス' },
  'other-file': {
    en: 'another file than the one that was being written',
    ja: '書き込み中とは別のファイル',
  },
  refused: { en: 'refused', ja: '使用不可' },
  space: { en: ': {needed} needed, {free} free', ja: '（必要 {needed}、空き {free}）' },
  published: { en: 'published', ja: '公開値' },
  measured: { en: 'measured', ja: '測定値' },
  difference: { en: 'off by', ja: '差' },
  text: { en: 'text', ja: '文' },
  fetch: { en: '{picture} is not in the folder; fetch {url}', ja: '{picture} がありません。取得元: {url}' },
  source: { en: 'Published by: {source}', ja: '出典: {source}' },
  pass: {
    en: 'Passed: {cases} {cases:picture|pictures}, off by {worst} at most (allowed {tolerance}).',
    ja: '合格: 画像{cases}枚、最大の差 {worst}（許容 {tolerance}）。',
  },
  fail: {
    en: 'Failed: off by {worst} (allowed {tolerance}). The checkpoint, a file of it or this program is not what the published scores were made with.',
    ja: '不合格: 差 {worst}（許容 {tolerance}）。チェックポイント、そのファイル、またはこのプログラムが、公開スコアの条件と異なります。',
  },
  checkpoint: { en: '{checkpoint} ({hash})', ja: '{checkpoint}（{hash}）' },
} as const satisfies Record<string, Wording>;
