import type { RecordedRemark } from '../core/judge/generationRecord';
import type {
  GenerationRemark,
  GenerationRemarkCode,
  GeneratorFamily,
  GeneratorIdentity,
} from '../generators/generator';
import type { GeneratorError, GeneratorErrorCode } from '../generators/generatorError';
import type { WorkflowRemark } from '../generators/comfyui/workflow/bindings';
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
    ja: '{url} のweb UIは、APIが無効になっています。--api を付けて起動してください（webui-userでは COMMANDLINE_ARGS=--api）。',
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
    ja: '{url} は {path} にwebページで応答しました（{status}）。ログイン画面、プロキシ、または別のプログラムです。ブラウザーで開いて確かめ、アドレスを直すか認証情報を指定してください。',
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
    ja: '{url} の画像生成ツールで、この画像を生成するメモリが足りません（{detail}）。サイズかモデルを小さくするか、GPUを使っているほかのプログラムを終了してください。',
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
  'workflow-unreadable': {
    en: 'The workflow is no JSON. Export it anew from ComfyUI: File → Export (API).',
    ja: 'ワークフローをJSONとして読み取れません。ComfyUIの「File → Export (API)」で書き出し直してください。',
  },
  'workflow-ui-format': {
    en: 'This is a workflow as ComfyUI’s editor saves it, which cannot be sent. Export it with File → Export (API), or give a picture that it made.',
    ja: 'これはComfyUIの編集画面で保存したワークフローで、そのままでは送れません。「File → Export (API)」で書き出すか、そのワークフローで生成した画像を指定してください。',
  },
  'workflow-empty': {
    en: 'No node of a workflow is in this file. Export one from ComfyUI: File → Export (API).',
    ja: 'このファイルにワークフローのノードがありません。ComfyUIの「File → Export (API)」で書き出してください。',
  },
  'workflow-too-large': {
    en: 'The workflow is larger than is read ({limit}). Give a smaller one.',
    ja: 'ワークフローが大きすぎて読み込めません（上限: {limit}）。小さくしてください。',
  },
  'workflow-prompt-unbound': {
    en: 'Where the prompt goes in this workflow is not sure{candidates}. Choose the node and its input, title the node “Positive Prompt”, or write %prompt% into it.',
    ja: 'このワークフローのどこにプロンプトを入れるのか決められません{candidates}。ノードと入力を選ぶか、ノードのタイトルを「Positive Prompt」にするか、入力に %prompt% と書いてください。',
  },
  'workflow-seed-unbound': {
    en: 'This workflow has no seed that can be set, so every picture would be the same. Choose the node and its input, or write %seed% into it.',
    ja: 'このワークフローには設定できるシードがなく、どの画像も同じになってしまいます。ノードと入力を選ぶか、入力に %seed% と書いてください。',
  },
  'bindings-unreadable': {
    en: 'The file of chosen places of the workflow cannot be read. Correct it, or take it away: places are looked for anew then.',
    ja: 'ワークフローの割り当てのファイルを読み取れません。直すか、削除してください。削除すると自動で割り当てます。',
  },
  'bindings-slot-unknown': {
    en: '“{slot}” is nothing that can be set in a workflow. These are: {known}.',
    ja: '「{slot}」はワークフローに割り当てられません。使えるもの: {known}。',
  },
  'bindings-place-unknown': {
    en: 'The workflow has no input “{input}” at a node {node} of the type that was chosen for “{slot}”. It may have been exported anew: choose again.',
    ja: 'ワークフローに、「{slot}」に選んだ種類のノード {node} の入力「{input}」がありません。書き出し直したのであれば、選び直してください。',
  },
  'generator-graph-refused': {
    en: '{url} does not take the workflow{place}: {detail}. Correct it in ComfyUI and export it anew.',
    ja: '{url} がワークフローを受け付けません{place}: {detail}。ComfyUIで直して、書き出し直してください。',
  },
  'generator-node-missing': {
    en: '{url} has no node of the type {type} (node {node}). Install the extension that brings it, or take the node out of the workflow.',
    ja: '{url} に {type} というノードがありません（ノード {node}）。そのノードを含む拡張を入れるか、ワークフローから外してください。',
  },
  'generator-node-failed': {
    en: 'A node of the workflow failed at {url}{place}: {detail}. ComfyUI’s log says more.',
    ja: '{url} でワークフローのノードがエラーになりました{place}: {detail}。詳しくはComfyUIのログにあります。',
  },
  'generator-request-lost': {
    en: '{url} knows nothing of the request any more: it was started anew, or somebody took it out of the queue. Ask again.',
    ja: '{url} から要求がなくなりました。再起動されたか、ほかの操作でキューから外されています。もう一度実行してください。',
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
  'generation-loras-unused': {
    en: 'This workflow does not read LoRA tags: {names}. Load them with a LoraLoader node in ComfyUI.',
    ja: 'このワークフローはLoRAタグを読みません: {names}。ComfyUIでLoraLoaderノードを使って読み込んでください。',
  },
  'generation-negative-unused': {
    en: 'The negative prompt did nothing: {why}.',
    ja: 'ネガティブプロンプトは使われませんでした。{why}。',
  },
  'generation-outputs-dropped': {
    en: 'A part of the workflow was refused and left out, at node {node} ({type}): {detail}. The rest ran.',
    ja: 'ワークフローの一部（ノード {node}、{type}）は受け付けられず、残りだけが実行されました: {detail}',
  },
};

/** Why a negative prompt does nothing. */
export const UNUSED_NEGATIVE_WORDING = {
  zeroed: { en: 'the workflow zeroes it', ja: 'ワークフローでゼロにされています' },
  'cfg-1': { en: 'at CFG 1 it has no effect', ja: 'CFGが1では効果がありません' },
  none: { en: 'the workflow has no place for one', ja: 'ワークフローに入れる場所がありません' },
  shared: {
    en: 'the workflow takes the prompt itself in its place',
    ja: 'ワークフローがその場所でプロンプトを使っています',
  },
  several: {
    en: 'the workflow makes it of several texts, and which is it is not sure',
    ja: 'ワークフローでは複数のテキストから作られ、どれに入れるか決められません',
  },
} as const satisfies Record<string, Wording>;

/** What stands between a prompt of a workflow and its picture. */
const CHANGED_WORDING = {
  rewritten: { en: 'a language model rewrites it', ja: '言語モデルが書き換えます' },
  random: { en: 'a node draws words at random', ja: 'ノードがランダムな語を加えます' },
  'unknown-node': { en: 'it goes through a node that is not known', ja: '未知のノードを通ります' },
  'unknown-switch': {
    en: 'a switch may choose another text',
    ja: '切り替えノードが別のテキストを選ぶことがあります',
  },
} as const satisfies Record<string, Wording>;

/** What to know of a workflow before a picture is made. */
export const WORKFLOW_REMARK_WORDING: Readonly<Record<WorkflowRemark['code'], Wording>> = {
  'workflow-prompt-unbound': GENERATOR_WORDING['workflow-prompt-unbound'],
  'workflow-seed-unbound': GENERATOR_WORDING['workflow-seed-unbound'],
  'workflow-negative-unused': {
    en: 'A negative prompt does nothing in this workflow: {why}.',
    ja: 'このワークフローではネガティブプロンプトは使われません。{why}。',
  },
  'workflow-prompt-changed': {
    en: 'The picture is not made of the prompt as it stands: {why}.',
    ja: 'プロンプトはそのままでは使われません。{why}。',
  },
  'workflow-several-samplers': {
    en: 'Several samplers with different texts: the prompt goes to that of node {id}. Choose another if it is the wrong one.',
    ja: '異なるテキストを使うサンプラーが複数あります。プロンプトはノード {id} に入ります。違う場合は選び直してください。',
  },
  'workflow-texts-differ': {
    en: 'The encoder of node {id} has several texts that differ: all are set to the prompt.',
    ja: 'ノード {id} のエンコーダーには異なるテキストが複数ありますが、すべてにプロンプトを入れます。',
  },
  'workflow-size-fixed': {
    en: 'The workflow decides the size itself (by a picture, or by a node that computes it): a width and height are not set.',
    ja: 'サイズはワークフロー（元の画像か、計算するノード）で決まるため、幅と高さは設定されません。',
  },
  'workflow-batch': {
    en: 'The workflow makes {count} pictures at once: one is made instead, so that each has a seed of its own.',
    ja: 'ワークフローは一度に{count}枚生成しますが、画像ごとにシードを決められるよう1枚ずつ生成します。',
  },
};

const PARTS = {
  candidates: { en: '; it may be one of: {candidates}', ja: '（候補: {candidates}）' },
  place: { en: ' (node {node}, {type} {input})', ja: '（ノード {node}、{type} {input}）' },
  has: { en: '; it has {known}', ja: '（あるもの: {known}）' },
  hasMore: { en: '; it has {known} and {more} more', ja: '（あるもの: {known}、ほか{more}件）' },
  kind: { en: ' ({kind})', ja: '（{kind}）' },
} as const satisfies Record<string, Wording>;

/** What is wrong with a generator, and what to do, in a sentence or two. */
export function generatorErrorText({ code, parameters }: GeneratorError, language: Language): string {
  const {
    known = '',
    more = 0,
    kind = 'unknown',
    candidates = '',
    node = '',
    type = '',
    input = '',
  } = parameters;
  const list = known === '' ? '' : say(more === 0 ? PARTS.has : PARTS.hasMore, language, { known, more });
  return say(GENERATOR_WORDING[code], language, {
    ...parameters,
    list,
    kind: kind === 'unknown' ? '' : say(PARTS.kind, language, { kind }),
    candidates: candidates === '' ? '' : say(PARTS.candidates, language, { candidates }),
    place: node === '' ? '' : say(PARTS.place, language, { node, type, input }).replace(/ (?=[)）])/, ''),
  });
}

/** Whether it is one that is worded here: kept remarks can be of a later version, or of anybody. */
export function isGenerationRemark(remark: {
  readonly code: string;
  readonly parameters: GenerationRemark['parameters'];
}): remark is GenerationRemark {
  return Object.hasOwn(GENERATION_REMARK_WORDING, remark.code);
}

export function generationRemarkText({ code, parameters }: GenerationRemark, language: Language): string {
  const why = reasonText(UNUSED_NEGATIVE_WORDING, parameters.reason, language);
  return say(GENERATION_REMARK_WORDING[code], language, { ...parameters, why });
}

/** What the user should know of how pictures were drawn, in the order of the pictures, each sentence once. */
export function generationRemarkTexts(
  drawn: Iterable<{ readonly remarks: readonly RecordedRemark[] }>,
  language: Language,
): string[] {
  const texts = Array.from(drawn, ({ remarks }) =>
    remarks.filter(isGenerationRemark).map((remark) => generationRemarkText(remark, language)),
  );
  return [...new Set(texts.flat())];
}

/** What the user should know of a workflow, and what to do. */
export function workflowRemarkText({ code, parameters }: WorkflowRemark, language: Language): string {
  const reasons = code === 'workflow-prompt-changed' ? CHANGED_WORDING : UNUSED_NEGATIVE_WORDING;
  const why = reasonText(reasons, parameters.reason, language);
  const { nodes = '' } = parameters;
  const candidates = nodes === '' ? '' : say(PARTS.candidates, language, { candidates: nodes });
  return say(WORKFLOW_REMARK_WORDING[code], language, { ...parameters, why, candidates });
}

function reasonText(
  table: Readonly<Record<string, Wording>>,
  reason: string | number | undefined,
  language: Language,
): string {
  const wording = typeof reason === 'string' && Object.hasOwn(table, reason) ? table[reason] : undefined;
  return wording ? say(wording, language) : '';
}

const FAMILIES: Readonly<Record<GeneratorFamily, string>> = {
  a1111: 'A1111',
  forge: 'Forge',
  sdnext: 'SD.Next',
  drawthings: 'Draw Things',
  comfyui: 'ComfyUI',
  swarmui: 'SwarmUI',
};

/** Whether it is a family that is known here: kept records can be of a later version. */
export function isGeneratorFamily(name: string): name is GeneratorFamily {
  return Object.hasOwn(FAMILIES, name);
}

/** What people call a generator. */
export function familyName(family: GeneratorFamily): string {
  return FAMILIES[family];
}

/** With its version, where it says one. */
export function generatorName({ family, version }: GeneratorIdentity): string {
  return version === undefined ? familyName(family) : `${familyName(family)} ${version}`;
}
