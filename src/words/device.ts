import type { Accelerator, DeviceExclusion, DeviceRefusal, DeviceState } from '../core/device';
import { say, type Language, type Wording } from './words';

/** What is said of what computes pictures. */
export const DEVICE_WORDING = {
  cpu: { en: 'the processor', ja: 'CPU' },
  wasm: {
    en: 'the processor with WebAssembly, about {times} times slower than native code, which there is none of for this machine',
    ja: 'CPU（WebAssembly。この環境向けのネイティブコードがないため、約 {times} 倍の時間がかかります）',
  },
  wasmTooltip: {
    en: ' Computed with WebAssembly: there is no native code for this machine. The scores are the same, about {times} times slower.',
    ja: 'WebAssembly で計算しています（この環境向けのネイティブコードがありません）。スコアは同じですが、約 {times} 倍の時間がかかります。',
  },
  notYet: { en: 'not chosen yet', ja: '未選択' },
  pictures: { en: 'Pictures are computed by {device}', ja: '画像の計算: {device}' },
  agrees: {
    en: 'Its embeddings lie {difference} from the processor’s at most, which is less than any digit shown.',
    ja: 'CPUの埋め込みとの差は最大 {difference} で、表示される桁には現れません。',
  },
  unavailable: {
    en: '{device} could not be started: {detail}',
    ja: '{device} を起動できませんでした: {detail}',
  },
  crashed: {
    en: '{device} ended the engine, when it was tried or at work, and is not tried again.',
    ja: '{device} を試したとき、または計算中にエンジンが終了したため、使用をやめました。',
  },
  differs: {
    en: '{device} gives other numbers than the processor (distance {detail}), and is not used. A newer driver may help.',
    ja: '{device} の計算結果がCPUと異なるため（差 {detail}）、使用しません。ドライバーを更新すると直ることがあります。',
  },
  failed: {
    en: '{device} broke off at work, and the processor goes on: {detail}',
    ja: '{device} が計算の途中で止まったため、CPUに切り替えました: {detail}',
  },
  unkept: {
    en: '{device} is not tried: nothing can be kept in the cache folder, so a trial that ends the engine would be repeated again and again.',
    ja: 'キャッシュのフォルダーに書き込めないため、{device} は試しません（試してエンジンが終了しても、記録できず繰り返してしまいます）。',
  },
  server: { en: 'the server {server}', ja: 'サーバー {server}' },
  excludedExport: {
    en: 'The checkpoint is an ONNX export, whose pictures the processor computes: {asked} is not used.',
    ja: 'このチェックポイントは ONNX 形式で、画像はCPUで計算します。指定された {asked} は使いません。',
  },
  excludedUnkept: {
    en: 'Nothing can be kept in the cache folder, so no other device is tried: {asked} is not used.',
    ja: 'キャッシュのフォルダーに書き込めないため、ほかの装置は試しません。指定された {asked} は使いません。',
  },
  excludedServer: {
    en: 'The server computes with what it has: {asked} is not used.',
    ja: 'サーバーが自身の装置で計算します。指定された {asked} は使いません。',
  },
  excludedWasm: {
    en: 'WebAssembly computes with the processor alone: {asked} is not used.',
    ja: 'WebAssembly は CPU だけで計算します。指定された {asked} は使いません。',
  },
  anew: { en: 'Try Again', ja: 'もう一度試す' },
  settings: { en: 'Open Settings', ja: '設定を開く' },
  noneAsked: {
    en: 'The setting spellwright.device has another device compute them.',
    ja: 'ほかの装置を使うには設定 spellwright.device を変更してください。',
  },
  unknown: {
    en: 'SPELLWRIGHT_DEVICE is “{asked}”, which is no device: {known}.',
    ja: 'SPELLWRIGHT_DEVICE の「{asked}」という装置はありません。使えるもの: {known}。',
  },
  choosing: { en: 'Comparing the device with the processor…', ja: '装置の計算結果をCPUと比べています…' },
} as const satisfies Readonly<Record<string, Wording>>;

const NAMES: Readonly<Record<Accelerator, string>> = {
  webgpu: 'WebGPU',
  directml: 'DirectML',
  coreml: 'Core ML',
  cuda: 'CUDA',
};

const EXCLUSIONS: Readonly<Record<DeviceExclusion, Wording>> = {
  export: DEVICE_WORDING.excludedExport,
  unkept: DEVICE_WORDING.excludedUnkept,
  server: DEVICE_WORDING.excludedServer,
  wasm: DEVICE_WORDING.excludedWasm,
};

/** How many times longer WebAssembly takes, about: see docs/performance.md. */
export const WASM_TIMES = 4;

/** What computes pictures, in a few words. */
export function deviceLine({ pictures, runtime, server = '' }: DeviceState, language: Language): string {
  const device =
    runtime !== undefined
      ? say(DEVICE_WORDING[runtime], language, { times: WASM_TIMES })
      : pictures === undefined || pictures === 'cpu' || pictures === 'server'
        ? say(DEVICE_WORDING[pictures ?? 'notYet'], language, { server })
        : NAMES[pictures];
  return say(DEVICE_WORDING.pictures, language, { device });
}

/** All that is known of it, a sentence each. */
export function deviceDetails(state: DeviceState, language: Language): string[] {
  const { asked, excluded, difference, refused } = state;
  const name = asked === 'cpu' || asked === 'auto' ? asked : NAMES[asked];
  return [
    ...(excluded ? [say(EXCLUSIONS[excluded], language, { asked: name })] : []),
    ...(difference === undefined
      ? []
      : [say(DEVICE_WORDING.agrees, language, { difference: difference.toExponential(0) })]),
    ...refused.map((refusal) => refusalText(refusal, language)),
  ];
}

function refusalText({ device, reason, detail }: DeviceRefusal, language: Language): string {
  return say(DEVICE_WORDING[reason], language, { device: NAMES[device], detail });
}
