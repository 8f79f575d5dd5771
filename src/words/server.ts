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
    en: 'Its model {model} was compared with {checkpoint} of this machine: cosine {text} for a test text, {picture} for a test picture (1 would be the same numbers).{differs}\n\nOf whatever is scored, also for agents that use Spellwright’s tools in this editor, the texts are sent to {server} as they are, and the pictures shrunk to what the checkpoint sees ({size} × {size} pixels, no metadata). Nothing goes anywhere else.{clear} Scores carry the server’s name and are not compared with those of this machine.',
    ja: 'サーバーのモデル {model} を、このコンピューターの {checkpoint} と比べました。テスト用の文でコサイン {text}、画像で {picture} です（同じ値なら1）。{differs}\n\n採点されるものはすべて（このエディターでSpellwrightのツールを使うエージェントが求めたものも含む）、文はそのまま、画像はチェックポイントが見る大きさ（{size} × {size} ピクセル、メタデータなし）に縮小して {server} に送られます。ほかの場所には送られません。{clear}スコアにはサーバー名が付き、このコンピューターのスコアとは比べられません。',
  },
  differs: {
    en: ' They are not quite the same, so scores will differ; every file that is scored says so.',
    ja: '完全には一致しないため、スコアに差が出ます。採点した各ファイルにその旨が表示されます。',
  },
  clear: {
    en: ' The connection is not encrypted (http): the network in between can read them, and the token.',
    ja: '接続は暗号化されていません（http）。経路上のネットワークから、これらとトークンを読み取れます。',
  },
  use: { en: 'Use {server}', ja: '{server} を使う' },
  used: {
    en: 'Spell files are scored on {server}. The same command ends that.',
    ja: '{server} で採点します。同じコマンドで元に戻せます。',
  },
  unconfirmed: {
    en: 'The settings name {server} as the server for scoring, which you have not confirmed. Prompts and shrunk pictures would be sent there.{clear} Until you confirm it, everything is scored on this machine.',
    ja: '採点用サーバーとして {server} が設定されていますが、まだ確認されていません。使うと、プロンプトと縮小した画像が送られます。{clear}確認するまでは、このコンピューターで採点します。',
  },
  keepHere: { en: 'Keep It on This Machine', ja: 'このコンピューターで採点' },
} as const satisfies Record<string, Wording>;
