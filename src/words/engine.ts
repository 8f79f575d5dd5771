import type { EngineErrorCode } from '../core/engineError';
import type { EngineWork } from '../core/ports';
import { say, type FacedWording, type Language, type Wording } from './words';

/** Why there are no scores, and what to do. */
export const ENGINE_WORDING: Readonly<Record<EngineErrorCode, FacedWording>> = {
  'model-unknown': {
    terminal: {
      en: 'There is no model named "{model}". Use {known}, an id that “spellwright models list” shows, or the path of a checkpoint folder.',
      ja: '「{model}」というモデルはありません。{known}、「spellwright models list」に出るID、チェックポイントのフォルダーのパスのいずれかを指定してください。',
    },
    editor: {
      en: 'There is no model named "{model}". The command “Spellwright: Choose Checkpoint…” lists those that there are; a folder is named by its path.',
      ja: '「{model}」というモデルはありません。コマンド「Spellwright: チェックポイントを選ぶ…」に一覧があります。フォルダーはパスで指定してください。',
    },
  },
  'model-not-pulled': {
    terminal: {
      en: 'The model {model} has not been downloaded ({megabytes} MB). Run: spellwright models pull {model}',
      ja: 'モデル {model} はまだダウンロードされていません（{megabytes} MB）。次を実行してください: spellwright models pull {model}',
    },
    editor: {
      en: 'The model {model} has not been downloaded ({megabytes} MB). The command “Spellwright: Choose Checkpoint…” downloads it, or takes another.',
      ja: 'モデル {model} はまだダウンロードされていません（{megabytes} MB）。コマンド「Spellwright: チェックポイントを選ぶ…」でダウンロードするか、ほかのものを選べます。',
    },
  },
  'model-folder-missing': {
    en: 'The model folder {folder} does not exist or is not a folder. Correct the path, or download the model again.',
    ja: 'モデルのフォルダー {folder} が存在しないか、フォルダーではありません。パスを直すか、モデルをもう一度ダウンロードしてください。',
  },
  'model-file-missing': {
    en: 'The model folder {folder} lacks {file}. Download this file into it, or choose another model.',
    ja: 'モデルのフォルダー {folder} に {file} がありません。このファイルをダウンロードして入れるか、別のモデルを選んでください。',
  },
  'model-file-empty': {
    en: 'The model file {file} in {folder} is empty. Download it again.',
    ja: 'モデルのフォルダー {folder} の {file} が空です。もう一度ダウンロードしてください。',
  },
  'model-file-pointer': {
    en: 'Instead of the model file {file} there is a Git LFS pointer to it: the folder was cloned without Git LFS. Install Git LFS and run “git lfs pull” in {folder}.',
    ja: 'モデルのファイル {file} の代わりに、Git LFSのポインターが置かれています（Git LFSなしで複製したフォルダーです）。Git LFSをインストールし、{folder} で「git lfs pull」を実行してください。',
  },
  'model-file-broken': {
    en: 'The model file {file} is damaged or not what it should be: {reason}. Download it again.',
    ja: 'モデルのファイル {file} が壊れているか、正しい内容ではありません: {reason}。もう一度ダウンロードしてください。',
  },
  'model-unsupported': {
    en: 'This kind of model cannot be used: {kind}. Choose a CLIP checkpoint in the format of Hugging Face or open_clip.',
    ja: 'この種類のモデルは使えません: {kind}。Hugging Face形式かopen_clip形式のCLIPチェックポイントを選んでください。',
  },
  'places-unsupported': {
    en: 'The model {model} does not tell what it sees where: its files hold finished graphs. Choose a CLIP checkpoint with safetensors weights.',
    ja: 'モデル {model} では、画像のどこに何を見ているかを調べられません（完成したグラフだけが入っているため）。safetensors形式の重みを持つCLIPチェックポイントを選んでください。',
  },
  'attention-unsupported': {
    en: 'The model {model} does not tell its attention: its files hold finished graphs. Choose a CLIP checkpoint with safetensors weights.',
    ja: 'モデル {model} では、アテンションを調べられません（完成したグラフだけが入っているため）。safetensors形式の重みを持つCLIPチェックポイントを選んでください。',
  },
  'model-key-unknown': {
    en: 'The key {key} ({file}) is not known here and may change every score. If it changes nothing, delete its line; else choose another checkpoint.',
    ja: '{file} のキー {key} は、Spellwrightの知らない項目で、すべてのスコアを変える可能性があります。何も変えないのなら、その行を削除してください。そうでなければ、別のチェックポイントを選んでください。',
  },
  'model-pattern-unbounded': {
    en: 'The model divides texts by the pattern {pattern} ({file}), which might take for ever on some of them, so it is not run. Choose another checkpoint.',
    ja: 'このモデルが文を分割するパターン {pattern}（{file}）は、文によっては処理が終わらないおそれがあるため、実行しません。別のチェックポイントを選んでください。',
  },
  'out-of-memory': {
    en: 'There is not enough memory: {detail}. Close other programs, or choose a smaller model, fewer variants or smaller pictures.',
    ja: 'メモリが足りません: {detail}。ほかのプログラムを閉じるか、小さいモデル、少ない展開、小さい画像にしてください。',
  },
  'nowhere-writable': {
    en: 'Nothing can be written: neither in the cache folder {cache} nor in the temporary folder {temporary} ({reason}). The engine needs one of them. Make one writable, free some space, or set XDG_CACHE_HOME or TMPDIR to another folder.',
    ja: '書き込める場所がありません。キャッシュのフォルダー {cache} にも一時フォルダー {temporary} にも書き込めません（{reason}）。エンジンにはどちらかが必要です。どちらかを書き込めるようにするか、空き容量を増やすか、XDG_CACHE_HOME または TMPDIR で別のフォルダーを指定してください。',
  },
  'model-changed': {
    en: 'The files of the model {model} were changed while they were in use, so these scores were not finished. Score again: the model is then read anew.',
    ja: '使用中にモデル {model} のファイルが変更されたため、採点を中止しました。もう一度実行すると、モデルを読み込み直します。',
  },
  'model-changing': {
    en: 'The model file {file} is being written to, so nothing can be scored by it. Wait until the download or training has finished, then score again.',
    ja: 'モデルのファイル {file} が書き込み中のため、採点できません。ダウンロードや学習が終わってから、もう一度実行してください。',
  },
  'engine-crashed': {
    en: 'The engine crashed {crashes} times on the same request and gave it up: {detail}. Leave out the text or picture that was added last; the log says more.',
    ja: '同じ処理でエンジンが {crashes} 回異常終了したため、中止しました: {detail}。最後に追加した文か画像を外してみてください。詳しくはログを見てください。',
  },
  'engine-start-failed': {
    en: 'The engine cannot be started: {detail}. Install Spellwright again; the log says more.',
    ja: 'エンジンを起動できません: {detail}。Spellwrightをもう一度インストールしてください。詳しくはログを見てください。',
  },
  'engine-stuck': {
    en: 'One step of the engine had not ended after {seconds} s, so it was given up. Leave out the text or picture that was added last, choose another checkpoint, or allow more time (--step-limit, in the editor “spellwright.stepLimit”).',
    ja: 'エンジンの1つの処理が {seconds} 秒たっても終わらなかったため、中止しました。最後に追加した文か画像を外すか、別のチェックポイントを選ぶか、待ち時間を延ばしてください（--step-limit、エディターでは「spellwright.stepLimit」）。',
  },
  'engine-stopped': {
    terminal: {
      en: 'The engine was stopped before it had answered. Run the command again.',
      ja: '結果が出る前にエンジンが停止されました。コマンドをもう一度実行してください。',
    },
    editor: {
      en: 'The engine was stopped before it had answered. The command “Spellwright: Score Again” starts it again.',
      ja: '結果が出る前にエンジンが停止されました。コマンド「Spellwright: もう一度採点する」で再開できます。',
    },
  },
  'cache-unwritable': {
    en: 'The cache folder {folder} cannot be written: {reason}. Make it writable, or choose another one.',
    ja: 'キャッシュのフォルダー {folder} に書き込めません: {reason}。書き込めるようにするか、別のフォルダーを選んでください。',
  },
  'server-address-unusable': {
    en: '"{server}" is no address of a server. Write it like https://towers.example.org:8000, without user, password or token.',
    ja: '「{server}」はサーバーのアドレスとして使えません。https://towers.example.org:8000 のように、ユーザー名・パスワード・トークンを含めずに書いてください。',
  },
  'server-unreachable': {
    terminal: {
      en: 'The server {server} cannot be reached ({reason}). See whether it runs and whether this machine may connect to it, or score without it.',
      ja: 'サーバー {server} に接続できません（{reason}）。サーバーが動いているか、このコンピューターから接続できるかを確かめるか、サーバーなしで採点してください。',
    },
    editor: {
      en: 'The server {server} cannot be reached ({reason}). See whether it runs and whether this machine may connect to it, or go back to this machine with “Spellwright: Connect a Server for Scoring…”.',
      ja: 'サーバー {server} に接続できません（{reason}）。サーバーが動いているか、このコンピューターから接続できるかを確かめるか、「Spellwright: 採点用サーバーに接続…」でこのコンピューターでの採点に戻してください。',
    },
  },
  'server-certificate': {
    en: 'The certificate of {server} is not trusted ({reason}), so nothing was sent. If your team signs its own certificates, name the file of its authority in the environment variable NODE_EXTRA_CA_CERTS and start again; else somebody may be reading along.',
    ja: '{server} の証明書が信頼できないため（{reason}）、何も送信していません。チームが独自の認証局を使っている場合は、その証明書ファイルを環境変数NODE_EXTRA_CA_CERTSに指定して起動し直してください。そうでなければ、通信が盗み見られているおそれがあります。',
  },
  'server-unauthorized': {
    terminal: {
      en: 'The server {server} refused the token (HTTP {status}). Put the right one into the environment variable SPELLWRIGHT_SERVER_TOKEN.',
      ja: 'サーバー {server} がトークンを受け付けませんでした（HTTP {status}）。正しいトークンを環境変数SPELLWRIGHT_SERVER_TOKENに設定してください。',
    },
    editor: {
      en: 'The server {server} refused the token (HTTP {status}). Enter the right one with the command “Spellwright: Connect a Server for Scoring…”.',
      ja: 'サーバー {server} がトークンを受け付けませんでした（HTTP {status}）。コマンド「Spellwright: 採点用サーバーに接続…」で正しいトークンを入力してください。',
    },
  },
  'server-redirects': {
    en: 'The server {server} sends requests on to {to}, which you have not confirmed, so nothing was sent there. If that is the right address, set it as the server.',
    ja: 'サーバー {server} が、確認されていない {to} へ転送しようとしたため、そこには何も送信していません。正しいアドレスであれば、それをサーバーとして設定してください。',
  },
  'server-busy': {
    en: 'The server {server} is too busy and asks to wait {seconds} s. Score again later, or ask whoever runs it for more replicas.',
    ja: 'サーバー {server} が混雑しており、{seconds} 秒待つよう求めています。しばらくしてからもう一度採点するか、サーバーの管理者にレプリカの追加を頼んでください。',
  },
  'server-slow': {
    terminal: {
      en: 'The server {server} has not answered a request within {seconds} s. See whether it is overloaded, or score without it.',
      ja: 'サーバー {server} が {seconds} 秒以内に応答しませんでした。負荷が高すぎないか確かめるか、サーバーなしで採点してください。',
    },
    editor: {
      en: 'The server {server} has not answered a request within {seconds} s. See whether it is overloaded, or go back to this machine with “Spellwright: Connect a Server for Scoring…”.',
      ja: 'サーバー {server} が {seconds} 秒以内に応答しませんでした。負荷が高すぎないか確かめるか、「Spellwright: 採点用サーバーに接続…」でこのコンピューターでの採点に戻してください。',
    },
  },
  'server-token-unusable': {
    terminal: {
      en: 'The token for the server {server} cannot be sent: it holds characters other than ASCII letters, digits and signs. Put the right one into the environment variable SPELLWRIGHT_SERVER_TOKEN.',
      ja: 'サーバー {server} のトークンに送れない文字（ASCIIの英数字と記号以外）が含まれています。正しいトークンを環境変数SPELLWRIGHT_SERVER_TOKENに設定してください。',
    },
    editor: {
      en: 'The token for the server {server} cannot be sent: it holds characters other than ASCII letters, digits and signs. Enter the right one with the command “Spellwright: Connect a Server for Scoring…”.',
      ja: 'サーバー {server} のトークンに送れない文字（ASCIIの英数字と記号以外）が含まれています。コマンド「Spellwright: 採点用サーバーに接続…」で正しいトークンを入力してください。',
    },
  },
  'server-failed': {
    en: 'The server {server} failed (HTTP {status}). {detail} Its log says more; score again, or without it.',
    ja: 'サーバー {server} でエラーが起きました（HTTP {status}）。{detail} 詳しくはサーバーのログを見てください。もう一度採点するか、サーバーなしで採点してください。',
  },
  'server-answer': {
    en: 'The answer of the server {server} cannot be used: {fault}. See whether the address is that of a server with /v1/embeddings and whether its model is the right one.',
    ja: 'サーバー {server} の応答は使えません: {fault}。/v1/embeddingsを持つサーバーのアドレスか、モデルが正しいかを確かめてください。',
  },
  'server-model-unknown': {
    terminal: {
      en: 'The server {server} has no model "{model}", but: {known}. Name one with --server-model.',
      ja: 'サーバー {server} に「{model}」というモデルはありません。あるのは次のモデルです: {known}。--server-model で指定してください。',
    },
    editor: {
      en: 'The server {server} has no model "{model}", but: {known}. Name one in the setting “spellwright.server.model”.',
      ja: 'サーバー {server} に「{model}」というモデルはありません。あるのは次のモデルです: {known}。設定「spellwright.server.model」で指定してください。',
    },
  },
  'server-other-checkpoint': {
    en: 'The model {model} of the server {server} is not the checkpoint {checkpoint}: of one text and one picture it makes other numbers (cosines {text} and {picture}; 1 would be the same). Choose the checkpoint that the server runs, or have it run this one.',
    ja: 'サーバー {server} のモデル {model} は、チェックポイント {checkpoint} ではありません。確認用の文と画像で異なる値になりました（コサイン {text} と {picture}。同じなら1）。サーバーが使っているチェックポイントを選ぶか、サーバー側をこのチェックポイントにしてください。',
  },
  'server-changing': {
    en: 'The server {server} answers for {model} now with one model and now with another, so nothing can be scored by it. Wait until all its replicas run the same, then score again.',
    ja: 'サーバー {server} の {model} への応答が、毎回違うモデルのものになるため、採点できません。すべてのレプリカが同じものになってから、もう一度実行してください。',
  },
  'server-only-embeds': {
    en: 'The server {server} gives embeddings and nothing of what happens inside {model}. Score without the server for this.',
    ja: 'サーバー {server} が返すのは埋め込みだけで、{model} の内部は調べられません。これを見るには、サーバーなしで採点してください。',
  },
  internal: {
    en: 'Something in Spellwright went wrong: {detail}. Please report this with the log.',
    ja: 'Spellwrightの内部で問題が起きました: {detail}。ログを添えて報告してください。',
  },
};

/** What is wrong with the answer of a server. */
export const ANSWER_FAULT_WORDING: Readonly<Record<string, Wording>> = {
  html: { en: 'it is a web page', ja: 'webページが返されました' },
  json: { en: 'it is not what /v1/embeddings answers', ja: '/v1/embeddingsの応答の形ではありません' },
  count: {
    en: 'it has more or fewer embeddings than were asked for',
    ja: '埋め込みの数が、求めた数と違います',
  },
  index: {
    en: 'it does not say which embedding is whose',
    ja: 'どの埋め込みがどの入力のものか示されていません',
  },
  width: {
    en: 'its embeddings are of another length than the checkpoint’s',
    ja: '埋め込みの次元数がチェックポイントと違います',
  },
  numbers: {
    en: 'an embedding has no direction (NaN or zeros)',
    ja: '埋め込みに向きがありません（NaNまたは0）',
  },
  size: { en: 'it is far larger than what was asked for', ja: '求めたものよりはるかに大きい応答です' },
};

/** What the engine has been doing for too long; `step` where that is not known. */
const WORK_WORDING: Readonly<Record<EngineWork | 'step', Wording>> = {
  loading: { en: 'loading the checkpoint', ja: 'チェックポイントの読み込み' },
  opening: { en: 'opening the checkpoint’s graph', ja: 'チェックポイントのグラフの準備' },
  tokens: { en: 'splitting a text into tokens', ja: '文のトークン分割' },
  turn: { en: 'running the checkpoint', ja: 'チェックポイントの計算' },
  picture: { en: 'reading a picture', ja: '画像の読み込み' },
  step: { en: 'at one step', ja: '1つの処理' },
};

const STALL_WORDING = {
  work: {
    en: 'The engine has been {work} for {seconds} s without getting on.',
    ja: 'エンジンの処理（{work}）が {seconds} 秒間進んでいません。',
  },
  silent: {
    en: 'The engine has not responded for {seconds} s: its process was stopped, or the machine is too busy to run it.',
    ja: 'エンジンが {seconds} 秒間応答していません。プロセスが停止されているか、コンピューターの負荷が高すぎます。',
  },
} as const satisfies Record<string, Wording>;

/** What is wrong with an engine that is stuck, in one sentence. */
export function stallText(
  stall: { readonly work: EngineWork | undefined; readonly isSilent: boolean; readonly seconds: number },
  language: Language,
): string {
  const { work = 'step', isSilent, seconds } = stall;
  const wording = isSilent ? STALL_WORDING.silent : STALL_WORDING.work;
  return say(wording, language, { work: say(WORK_WORDING[work], language), seconds });
}
