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
    ja: 'Spellwrightは、起動中のA1111、Forge、SD.Next、Draw Things、ComfyUI、SwarmUIを使って画像を描きます。「接続…」を選ぶと、このコンピューターのよくあるアドレスを調べます。アドレスを入力することもできます。',
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
  asking: { en: 'Asking {url}', ja: '{url} に問い合わせ中' },
} as const satisfies Record<string, Wording>;
