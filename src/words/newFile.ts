import type { Wording } from './words';

/** What an empty spell file offers to begin with. */
export const NEW_FILE_WORDING = {
  name: { en: 'a name', ja: '名前' },
  prompt: { en: 'a {red|green} apple on a table', ja: 'テーブルの上の{赤い|青い}りんご' },
  offer: { en: 'A first spell, to write over', ja: '書き換えて使う最初の呪文' },
} satisfies Record<string, Wording>;
