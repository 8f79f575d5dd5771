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
  nothingKept: {
    en: 'No embeddings of pictures are kept in {folder}.',
    ja: '{folder} に画像の埋め込みはありません。',
  },
  clearQuestion: {
    en: 'Delete {size} of kept embeddings of pictures?',
    ja: '保存された画像の埋め込み {size} を削除しますか？',
  },
  clearDetail: {
    en: 'They lie in {folder} and are of all checkpoints. The pictures themselves stay. Embeddings are made again when they are needed, which takes its time for many pictures. “spellwright.embeddingsLimit” bounds how much is kept.',
    ja: '{folder} にあり、すべてのチェックポイントのものです。画像そのものは残ります。埋め込みは必要になれば作り直されますが、画像が多いと時間がかかります。保存量の上限は「spellwright.embeddingsLimit」で変えられます。',
  },
  clear: { en: 'Delete', ja: '削除' },
  cleared: {
    en: '{size} of embeddings of pictures were deleted from {folder}. They are made again when they are needed.',
    ja: '{folder} から画像の埋め込み{size}を削除しました。必要になれば作り直されます。',
  },
  notCleared: {
    en: 'Embeddings of pictures cannot be deleted from {folder} ({reason}). Close what uses them, and try again.',
    ja: '{folder} の画像の埋め込みを削除できません（{reason}）。使用中のプログラムを閉じて、もう一度試してください。',
  },
} as const satisfies Record<string, Wording>;
