import type { Wording } from './words';

/** What is said of what the cache keeps of pictures. */
export const KEPT_PICTURES_WORDING = {
  kept: {
    en: 'Embeddings of pictures take {size} in {folder}.',
    ja: '画像の埋め込みは {folder} に{size}あります。',
  },
  howToClear: {
    en: '“spellwright cache --clear” deletes them; they are made again when they are needed.',
    ja: '「spellwright cache --clear」で削除できます。必要になれば作り直されます。',
  },
  cleared: {
    en: '{size} of embeddings of pictures were deleted from {folder}. They are made again when they are needed.',
    ja: '{folder} から画像の埋め込み{size}を削除しました。必要になれば作り直されます。',
  },
  notCleared: {
    en: 'Embeddings of pictures cannot be deleted from {folder} ({reason}). Close what uses them, and try again.',
    ja: '{folder} の画像の埋め込みを削除できません（{reason}）。使用中のプログラムを閉じて、もう一度お試しください。',
  },
} as const satisfies Record<string, Wording>;
