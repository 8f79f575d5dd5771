import type { ScoreProblemCode } from '../tasks/problem';
import type { FacedWording, Wording } from './words';

/** What only scoring finds out, and what to do. */
export const SCORE_PROBLEM_WORDING: Readonly<Record<ScoreProblemCode, FacedWording>> = {
  'no-prompts': {
    en: 'There is no prompt in this file. Write one, such as "a red apple".',
    ja: 'このファイルにはプロンプトがありません。「赤いりんご」のように書いてください。',
  },
  'no-images': {
    terminal: {
      en: 'No pictures to score against. Name some in the front matter ("images: [refs/*.jpg]") or with --images.',
      ja: '採点に使う画像がありません。フロントマター（「images: [refs/*.jpg]」）か --images で指定してください。',
    },
    editor: {
      en: 'No pictures to score against. Drop some on the panel, or name them in the front matter ("images: [refs/*.jpg]").',
      ja: '採点に使う画像がありません。パネルにドロップするか、フロントマター（「images: [refs/*.jpg]」）で指定してください。',
    },
  },
  'no-readable-images': {
    terminal: {
      en: 'None of the pictures can be read, so nothing is scored. Correct "images", or name others with --images.',
      ja: '読める画像が1枚もないため、採点できません。「images」を直すか、--images で別の画像を指定してください。',
    },
    editor: {
      en: 'None of the pictures can be read, so nothing is scored. Correct "images", or drop others on the panel.',
      ja: '読める画像が1枚もないため、採点できません。「images」を直すか、別の画像をパネルにドロップしてください。',
    },
  },
  'prompt-too-long': {
    en: '{count} tokens, but the model reads {limit}: nothing from "{word}" on has any effect. Shorten the prompt.',
    ja: '{count}トークンありますが、モデルが読むのは{limit}までです。「{word}」以降は無視されます。プロンプトを短くしてください。',
  },
  'template-too-long': {
    en: '{count} tokens with its template, but the model reads {limit}: the end of the template is lost. Shorten the prompt or the template.',
    ja: 'テンプレートを含めて{count}トークンありますが、モデルが読むのは{limit}までで、テンプレートの末尾が失われます。プロンプトかテンプレートを短くしてください。',
  },
  'server-differs': {
    en: 'The server {server} does not give the same numbers as {checkpoint} on this machine: cosine {text} for a text, {picture} for a picture, which would be 1. {cause} Compare its scores only with its own.',
    ja: 'サーバー {server} の値は、このコンピューターの {checkpoint} と同じではありません。確認用の文でコサイン {text}、画像で {picture} です（同じなら1）。{cause}スコアは同じサーバーのもの同士でだけ比べてください。',
  },
  'prompt-language': {
    terminal: {
      en: '{checkpoint} was trained on {languages} and hardly reads {script} letters: what it scores here says little. Write in a language that it reads, or choose a model that reads this one ("spellwright models list").',
      ja: '{checkpoint}の学習言語は{languages}で、{script}の文字はほとんど読めないため、このスコアはあまり当てになりません。読める言語で書くか、この言語を読めるモデルを選んでください（「spellwright models list」）。',
    },
    editor: {
      en: '{checkpoint} was trained on {languages} and hardly reads {script} letters: what it scores here says little. Write in a language that it reads, or choose a checkpoint that reads this one (“Spellwright: Choose Checkpoint…”).',
      ja: '{checkpoint}の学習言語は{languages}で、{script}の文字はほとんど読めないため、このスコアはあまり当てになりません。読める言語で書くか、この言語を読めるチェックポイントを選んでください（「Spellwright: チェックポイントを選ぶ…」）。',
    },
  },
  'too-large-to-follow': {
    en: 'This file has more than {limit} characters, too many to score while you type. Divide it, or score it with `spellwright score` in a terminal.',
    ja: 'このファイルは{limit}文字を超えているため、入力しながらの採点はできません。分割するか、ターミナルで `spellwright score` を使ってください。',
  },
  'unexpected-error': {
    terminal: {
      en: 'Something went wrong that should not: {detail}',
      ja: '予期しない問題が起きました: {detail}',
    },
    editor: {
      en: 'Something went wrong that should not. The log says more; “Restart the Engine” tries again.',
      ja: '予期しない問題が起きました。ログに詳細があります。「エンジンを再起動する」でやり直せます。',
    },
  },
};

/** What makes a server's numbers other, by which of its two towers is. */
export const SERVER_CAUSE_WORDING = {
  picture: {
    en: 'Texts agree and pictures do not: it preprocesses pictures in another way.',
    ja: '文は一致し、画像は一致しません。画像の前処理が違います。',
  },
  text: {
    en: 'Pictures agree and texts do not: it divides texts into tokens in another way.',
    ja: '画像は一致し、文は一致しません。文のトークン分割が違います。',
  },
  both: {
    en: 'Both differ: it computes with fewer digits (fp16 or bf16), or its weights are others.',
    ja: '両方とも一致しません。計算の精度が低い（fp16やbf16）か、重みが違います。',
  },
} as const satisfies Record<string, Wording>;
