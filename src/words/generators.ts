import type { GenerationRemark, GenerationRemarkCode, GeneratorFamily } from '../generators/generator';
import type { GeneratorError, GeneratorErrorCode } from '../generators/generatorError';
import { say, type Language, type Wording } from './words';

/** Why there is no picture, and what to do. */
export const GENERATOR_WORDING: Readonly<Record<GeneratorErrorCode, Wording>> = {
  'generator-address-unusable': {
    en: '“{url}” is no address of a generator. Write it as its page shows it, such as http://127.0.0.1:7860.',
    ja: '「{url}」は画像生成ツールのアドレスとして使えません。http://127.0.0.1:7860 のように、ブラウザーで開くときのアドレスを書いてください。',
  },
  'generator-header-unusable': {
    en: 'The header “{name}” cannot be sent: its name or its value holds signs that no header may hold. Write it anew, on one line.',
    ja: 'ヘッダー「{name}」は送れません。名前か値に、ヘッダーでは使えない文字があります。1行で書き直してください。',
  },
  'generator-unreachable': {
    en: 'Nobody answers at {url} ({reason}). Start the generator, or correct the address.',
    ja: '{url} から応答がありません（{reason}）。画像生成ツールを起動するか、アドレスを直してください。',
  },
  'generator-silent': {
    en: '{url} takes the question and says nothing for {seconds} s. It may be loading a model: try again in a while, or start it anew.',
    ja: '{url} に接続できましたが、{seconds}秒たっても応答がありません。モデルの読み込み中かもしれません。少し待ってからやり直すか、画像生成ツールを再起動してください。',
  },
  'generator-unknown': {
    en: 'What answers at {url} is no generator known here. Give the address of A1111, Forge, SD.Next, Draw Things, ComfyUI or SwarmUI, with its path if it has one.',
    ja: '{url} で応答しているのは、対応している画像生成ツールではありません。A1111、Forge、SD.Next、Draw Things、ComfyUI、SwarmUIのアドレスを（パスがあればパスも含めて）指定してください。',
  },
  'generator-unsupported': {
    en: '{name} answers at {url}; Spellwright cannot have it draw. Use A1111, Forge, SD.Next, Draw Things, ComfyUI or SwarmUI.',
    ja: '{url} で応答しているのは {name} で、Spellwrightからは画像を生成できません。A1111、Forge、SD.Next、Draw Things、ComfyUI、SwarmUIを使ってください。',
  },
  'generator-api-off': {
    en: 'The web UI at {url} runs without its API. Start it with --api (in webui-user: COMMANDLINE_ARGS=--api).',
    ja: '{url} のWeb UIは、APIが無効になっています。--api を付けて起動してください（webui-userでは COMMANDLINE_ARGS=--api）。',
  },
  'generator-unauthorized': {
    en: '{url} does not let Spellwright in ({status}). Give the user and password of its API, or the header that its proxy asks for.',
    ja: '{url} に接続を拒否されました（{status}）。APIのユーザー名とパスワード、またはプロキシが求めるヘッダーを指定してください。',
  },
  'generator-redirects': {
    en: '{url} sends on to {to}, and nothing was sent there. If that is the generator, give its address; if it is a login, give what it asks for.',
    ja: '{url} が {to} へ転送しようとしたため、何も送らずに止めました。転送先が画像生成ツールなら、そのアドレスを指定してください。ログインページなら、認証情報を指定してください。',
  },
  'generator-html': {
    en: '{url} answers {path} with a web page ({status}): a login, a proxy or another program. Open the address in a browser to see it, and correct the address or sign in.',
    ja: '{url} は {path} にWebページで応答しました（{status}）。ログイン画面、プロキシ、または別のプログラムです。ブラウザーで開いて確かめ、アドレスを直すか認証情報を指定してください。',
  },
  'generator-cut': {
    en: 'The connection to {url} broke off in the middle of an answer. See whether the generator still runs, and ask again.',
    ja: '{url} との接続が応答の途中で切れました。画像生成ツールが動いているか確かめて、もう一度実行してください。',
  },
  'generator-answer-unreadable': {
    en: 'What {url} answers to {path} cannot be read. Update the generator, or see whether another program answers there.',
    ja: '{url} の {path} への応答を読み取れません。画像生成ツールを更新するか、別のプログラムが応答していないか確かめてください。',
  },
  'generator-answer-too-large': {
    en: 'The answer of {url} to {path} is larger than {megabytes} MB and was not read. Ask for a smaller picture.',
    ja: '{url} の {path} への応答が {megabytes} MBを超えたため、読み込みませんでした。画像を小さくしてください。',
  },
  'generator-refused': {
    en: '{url} refuses ({status}): {detail}. Change what it complains about; its own log says more.',
    ja: '{url} が要求を拒否しました（{status}）: {detail}。指摘された点を直してください。詳しくは画像生成ツールのログにあります。',
  },
  'generator-sampler-unknown': {
    en: '{url} has no sampler “{sampler}”. Choose another{list}.',
    ja: '{url} にサンプラー「{sampler}」はありません。別のものを選んでください{list}。',
  },
  'generator-scheduler-unknown': {
    en: '{url} has no scheduler “{scheduler}”. Choose another{list}.',
    ja: '{url} にスケジューラー「{scheduler}」はありません。別のものを選んでください{list}。',
  },
  'generator-model-missing': {
    en: '{url} has no model “{model}”. Choose another, or put it into the generator’s folder{list}.',
    ja: '{url} にモデル「{model}」はありません。別のものを選ぶか、画像生成ツールのフォルダーに入れてください{list}。',
  },
  'generator-model-needed': {
    en: '{url} draws with no model unless one is named. Name a model that it has.',
    ja: '{url} はモデルを指定しないと画像を生成できません。使えるモデルを指定してください。',
  },
  'generator-seed-unusable': {
    en: '“{seed}” is no seed here. Give a whole number from 0 to {highest}.',
    ja: '「{seed}」はシードとして使えません。0から{highest}までの整数を指定してください。',
  },
  'generator-out-of-memory': {
    en: 'The generator at {url} has no memory left for this picture ({detail}). Ask for a smaller size or a smaller model, or end what else uses the graphics card.',
    ja: '{url} の画像生成ツールで、この画像を生成するメモリーが足りません（{detail}）。サイズかモデルを小さくするか、GPUを使っているほかのプログラムを終了してください。',
  },
  'generator-interrupted': {
    en: 'Somebody else stopped the picture at {url}; the half-made one was dropped. Ask again.',
    ja: '{url} で、ほかの操作によって生成が中断されました。途中の画像は破棄しました。もう一度実行してください。',
  },
  'generator-picture-missing': {
    en: '{url} ended without a picture and does not say why. Its own page or log may; then ask again.',
    ja: '{url} は画像を返さずに終了し、理由も示していません。画像生成ツールの画面かログを確かめて、もう一度実行してください。',
  },
  'generator-picture-unreadable': {
    en: 'What {url} gave as a picture is none that can be read{kind}. Have it write PNG, JPEG or WebP (in its settings).',
    ja: '{url} が返した画像を読み取れません{kind}。画像生成ツールの設定で、PNG、JPEG、WebPのいずれかで書き出すようにしてください。',
  },
};

/** What to know of a picture that came. */
export const GENERATION_REMARK_WORDING: Readonly<Record<GenerationRemarkCode, Wording>> = {
  'generation-other-model': {
    en: 'Asked for the model {asked}, and {ran} drew: the generator passed over the choice. Choose the model at its own page, or update it.',
    ja: 'モデル {asked} を指定しましたが、実際に使われたのは {ran} です（画像生成ツールが指定を無視しました）。画像生成ツールの画面でモデルを選ぶか、更新してください。',
  },
  'generation-other-sampler': {
    en: 'Asked for the sampler {asked}, and {ran} ran. Choose one that the generator lists.',
    ja: 'サンプラー {asked} を指定しましたが、実際に使われたのは {ran} です。画像生成ツールの一覧にあるものを選んでください。',
  },
  'generation-other-seed': {
    en: 'Asked for the seed {asked}, and the picture has {ran}: it does not pair with the others. Take random seeds out of the workflow.',
    ja: 'シード {asked} を指定しましたが、この画像のシードは {ran} です。ほかの画像と対応しません。ワークフローのランダムなシードを外してください。',
  },
  'generation-other-size': {
    en: 'Asked for {asked} pixels, and the picture has {ran}. The generator takes other sizes.',
    ja: 'サイズ {asked} を指定しましたが、この画像は {ran} です。画像生成ツールが別のサイズに変えました。',
  },
  'generation-unverified': {
    en: 'The generator does not say which model ran, so nobody can tell whether it was the one asked for.',
    ja: '実際に使われたモデルを画像生成ツールが示さないため、指定どおりかどうか確かめられません。',
  },
  'generation-unused': {
    en: 'This generator has no place for: {names}. The picture was made without.',
    ja: 'この画像生成ツールでは使えない指定があり、無視されました: {names}',
  },
  'generation-loras-unknown': {
    en: 'The generator does not have these LoRAs and passes over their tags: {names}. Put them into its folder, or take the tags out.',
    ja: '次のLoRAは画像生成ツールになく、タグは無視されます: {names}。フォルダーに入れるか、タグを外してください。',
  },
};

const PARTS = {
  has: { en: '; it has {known}', ja: '（あるもの: {known}）' },
  hasMore: { en: '; it has {known} and {more} more', ja: '（あるもの: {known}、ほか{more}件）' },
  kind: { en: ' ({kind})', ja: '（{kind}）' },
} as const satisfies Record<string, Wording>;

/** What is wrong with a generator, and what to do, in a sentence or two. */
export function generatorErrorText({ code, parameters }: GeneratorError, language: Language): string {
  const { known = '', more = 0, kind = 'unknown' } = parameters;
  const list = known === '' ? '' : say(more === 0 ? PARTS.has : PARTS.hasMore, language, { known, more });
  const shownKind = kind === 'unknown' ? '' : say(PARTS.kind, language, { kind });
  return say(GENERATOR_WORDING[code], language, { ...parameters, list, kind: shownKind });
}

export function generationRemarkText({ code, parameters }: GenerationRemark, language: Language): string {
  return say(GENERATION_REMARK_WORDING[code], language, parameters);
}

const FAMILIES: Readonly<Record<GeneratorFamily, string>> = {
  a1111: 'A1111',
  forge: 'Forge',
  sdnext: 'SD.Next',
  drawthings: 'Draw Things',
  comfyui: 'ComfyUI',
  swarmui: 'SwarmUI',
};

/** What people call a generator. */
export function familyName(family: GeneratorFamily): string {
  return FAMILIES[family];
}
