import type { Change } from '../core/judge/matchPicture';
import { say, type Language, type Wording } from './words';

/** What is said of the pictures of a spell file that are there. */
export const GENERATED_WORDING = {
  looking: { en: 'reading pictures', ja: '画像を読んでいます' },
  there: {
    en: 'Pictures of {file}: {count} (drawn from here: {drawn}, made elsewhere: {found}), of {variants} of {all} variants.',
    ja: '{file} の画像: {count} 枚（ここで描いたもの {drawn} 枚、ほかで作ったもの {found} 枚）。{all} 通りのうち {variants} 通り。',
  },
  none: {
    en: '{file} has no pictures in {folder}. Draw some with “spellwright generate”, or name the folder of those made elsewhere with --from.',
    ja: '{folder} に {file} の画像はありません。「spellwright generate」で描くか、ほかで作った画像のフォルダーを --from で指定してください。',
  },
  noneOf: {
    en: 'None of them is of {file}: no prompt in them is one of its texts.',
    ja: '{file} の画像はありません。どの画像のプロンプトも、このファイルの文と一致しません。',
  },
  from: { en: '{folder}: {count} pictures.', ja: '{folder}: {count} 枚。' },
  fromCut: {
    en: '{folder}: it has more pictures than the newest {most}, which were looked at.',
    ja: '{folder}: 画像が多いため、新しい {most} 枚だけを調べました。',
  },
  fromMissing: {
    en: '{folder}: no such folder, or it cannot be read.',
    ja: '{folder}: フォルダーがないか、読み取れません。',
  },
  unsettled: {
    en: 'Pictures that are still being written, and were left out: {count}.',
    ja: '書き込み中のため除いた画像: {count} 枚。',
  },
  earlier: {
    en: 'Of an earlier text, and not compared: {count}.',
    ja: '前の文の画像（比較には入れません）: {count} 枚。',
  },
  near: {
    en: '{picture}: looks like “{variant}”, and is not compared: {change}.',
    ja: '{picture}: 「{variant}」に似ていますが、比較には入れません（{change}）。',
  },
  moreNear: { en: 'Further ones that look like a variant: {count}.', ja: 'ほかにも似た画像: {count} 枚。' },
  ambiguous: {
    en: 'Of several variants with the same text the first is meant: {count} pictures.',
    ja: '同じ文がいくつかあるため、最初の文の画像とみなしました: {count} 枚。',
  },
  uncompared: {
    en: 'Variants with too few pictures that pair (same seed, made alike), and not compared: {count}.',
    ja: '対になる画像（同じシード、同じ設定）が足りず、比較に入れなかった文: {count} 通り。',
  },
  noPairs: {
    en: 'No two variants have pictures that pair (same seed, made alike), so none can be said to be closer.',
    ja: '対になる画像（同じシード、同じ設定）がないため、どの文が近いかは言えません。',
  },
  changed: {
    en: 'Changed since they were drawn, and left out: {count}.',
    ja: '描いた後に変更されたため除いた画像: {count} 枚。',
  },
  doubles: {
    en: 'Copies of pictures that are there already, counted once: {count}.',
    ja: 'すでにある画像の写し（一度だけ数えます）: {count} 枚。',
  },
  asReferences: {
    en: 'Reference pictures themselves, compared with the other references, and counted in no verdict: {count}.',
    ja: '参照画像でもある画像（ほかの参照画像とだけ比べ、判定には数えません）: {count} 枚。',
  },
  unreadable: { en: '{file} cannot be read as a picture.', ja: '{file} は画像として読めません。' },
  leftOut: {
    en: 'Older pictures that were not judged: {count}. The newest {most} are.',
    ja: '判定していない古い画像: {count} 枚（新しい {most} 枚を判定します）。',
  },
  words: { en: '“{drawn}” in place of “{written}”', ja: '「{written}」が「{drawn}」' },
  wordsAdded: { en: '“{drawn}” more', ja: '「{drawn}」が加わっている' },
  wordsMissing: { en: 'without “{written}”', ja: '「{written}」がない' },
  weights: { en: 'other weights', ja: '重みが違う' },
  signs: {
    en: 'other LoRA tags, schedules or joints',
    ja: 'LoRAのタグ、スケジュール、区切りが違う',
  },
  negative: { en: 'another negative prompt', ja: 'ネガティブプロンプトが違う' },
  style: { en: 'a style or wildcard added words', ja: 'スタイルかワイルドカードで語が加わっている' },
  approximate: {
    en: 'what was drawn is known only roughly',
    ja: '実際に描かれた文が正確には分からない',
  },
} as const satisfies Record<string, Wording>;

/** What keeps a picture from being one of a variant, as part of a sentence. */
export function changeText(change: Change, language: Language): string {
  if (change.code !== 'words') return say(GENERATED_WORDING[change.code], language);
  const { written, drawn } = change;
  const key = written === '' ? 'wordsAdded' : drawn === '' ? 'wordsMissing' : 'words';
  return say(GENERATED_WORDING[key], language, { written, drawn });
}
