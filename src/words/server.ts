import type { Wording } from './words';

/** What the editor says while a server for scoring is connected. */
export const SERVER_WORDING = {
  title: { en: 'Connect a server for scoring', ja: '採点用サーバーに接続' },
  leave: {
    en: 'Score on this machine again, without {server}',
    ja: '{server} をやめ、このコンピューターで採点する',
  },
  another: { en: 'Connect another server…', ja: '別のサーバーに接続…' },
  addressPrompt: {
    en: 'Address of a server with /v1/embeddings that runs the checkpoint in use. Only a test text and a test picture are sent before you confirm.',
    ja: '使用中のチェックポイントを動かしている、/v1/embeddingsを持つサーバーのアドレス。確認するまでは、テスト用の文と画像だけが送られます。',
  },
  tokenPrompt: {
    en: 'Its token, kept in the editor’s secret storage. Leave it empty if the server asks for none, or to keep the one that is stored.',
    ja: 'サーバーのトークン（エディターのシークレットストレージに保存されます）。不要な場合や、保存済みのものを使う場合は空のままにしてください。',
  },
  checking: { en: 'Asking {server}…', ja: '{server} に問い合わせています…' },
  chooseModel: { en: 'Which model of the server?', ja: 'サーバーのどのモデルを使いますか' },
  again: { en: 'Try Again', ja: 'やり直す' },
  confirm: { en: 'Score on {server} from now on?', ja: '今後 {server} で採点しますか？' },
  plan: {
    en: 'Its model {model} is {checkpoint} of this machine: cosine {text} for a test text, {picture} for a test picture (1 would be the same numbers).\n\nOf every spell file that is scored, the prompts are sent to {server} as they are, and the pictures shrunk to what the checkpoint sees ({size} × {size} pixels, no metadata). Nothing goes anywhere else. Scores carry the server’s name and are not compared with those of this machine.',
    ja: 'サーバーのモデル {model} は、このコンピューターの {checkpoint} と一致します。テスト用の文でコサイン {text}、画像で {picture} です（同じ値なら1）。\n\n採点する呪文ファイルのプロンプトはそのまま、画像はチェックポイントが見る大きさ（{size} × {size} ピクセル、メタデータなし）に縮小して {server} に送られます。ほかの場所には送られません。スコアにはサーバー名が付き、このコンピューターのスコアとは比べられません。',
  },
  use: { en: 'Use {server}', ja: '{server} を使う' },
  used: {
    en: 'Spell files are scored on {server}. The same command ends that.',
    ja: '{server} で採点します。同じコマンドで元に戻せます。',
  },
  unconfirmed: {
    en: 'The settings name {server} as the server for scoring, which you have not confirmed. Prompts and shrunk pictures would be sent there. Until you confirm it, everything is scored on this machine.',
    ja: '採点用サーバーとして {server} が設定されていますが、まだ確認されていません。使うと、プロンプトと縮小した画像が送られます。確認するまでは、このコンピューターで採点します。',
  },
  keepHere: { en: 'Keep It on This Machine', ja: 'このコンピューターで採点' },
} as const satisfies Record<string, Wording>;
