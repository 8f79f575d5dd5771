import type { Wording } from './words';

/** What is said of a library of pictures, and of those that are found in it. */
export const FIND_WORDING = {
  nearest: { en: 'Nearest pictures of {spell}', ja: '{spell}に最も近い画像' },
  farthest: { en: 'Farthest pictures of {spell}', ja: '{spell}から最も遠い画像' },
  cosine: { en: 'cosine', ja: 'コサイン' },
  share: { en: 'p(image|prompt)', ja: 'p(画像|プロンプト)' },
  picture: { en: 'picture', ja: '画像' },
  view: {
    en: '{pictures} pictures ({different} different) · {checkpoint}. A cosine ranks how well a picture matches the text, not how good it is.',
    ja: '画像{pictures}枚（うち異なるもの{different}枚）· {checkpoint}。コサインは文との合い方の順位で、画像の良さではありません。',
  },
  moreFailures: {
    en: '{failed} pictures could not be read; the first {named} are named.',
    ja: '{failed}枚の画像を読み込めませんでした（最初の{named}枚の名前を示しました）。',
  },
} as const satisfies Record<string, Wording>;
