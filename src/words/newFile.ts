import type { Wording } from './words';

/** What somebody begins with: an empty spell file, and the examples. */
export const NEW_FILE_WORDING = {
  name: { en: 'a name', ja: '名前' },
  prompt: { en: 'a {red|green} apple on a table', ja: 'テーブルの上の{赤い|青い}りんご' },
  offer: { en: 'A first spell, to write over', ja: '書き換えて使う最初の呪文' },
  whereExamples: { en: 'Copy the Examples Into…', ja: '例のコピー先を選択' },
  copyHere: { en: 'Copy Here', ja: 'ここにコピー' },
  copying: { en: 'Copying the examples', ja: '例をコピーしています' },
  copied: {
    en: 'The examples are in {folder}. They are yours to change.',
    ja: '例を {folder} にコピーしました。自由に書き換えられます。',
  },
  openFolder: { en: 'Open the Folder in a New Window', ja: '新しいウィンドウでフォルダーを開く' },
  cannotCopy: {
    en: 'The examples could not be copied into {folder}: {reason}. Choose another folder.',
    ja: '例を {folder} にコピーできませんでした。{reason}。別のフォルダーを選んでください。',
  },
} satisfies Record<string, Wording>;
