import type { Wording } from './words';

/** What `spellwright test` says around its results. */
export const TEST_WORDING = {
  nothing: {
    en: '{path} says nothing to test. Write "expect:" in its front matter, or accept a baseline with --update.',
    ja: '{path} には確かめる内容がありません。フロントマターに「expect:」を書くか、--update で基準を作ってください。',
  },
  nothingAtAll: {
    en: 'No spell file says anything to test. Write "expect:" in the front matter of one, or accept baselines with --update.',
    ja: '確かめる内容のある呪文ファイルがありません。フロントマターに「expect:」を書くか、--update で基準を作ってください。',
  },
  of: {
    en: '{pictures} {pictures:picture|pictures}, {different} different · {checkpoint}',
    ja: '画像{pictures}枚（異なるもの{different}枚）・{checkpoint}',
  },
  ofPacked: {
    en: '{pictures} packed {pictures:picture|pictures}, {different} different · {checkpoint}',
    ja: 'ロックにある画像{pictures}枚（異なるもの{different}枚）・{checkpoint}',
  },
  accepted: { en: 'Baseline written: {path}', ja: '基準を書き込みました: {path}' },
  notAccepted: {
    en: 'No baseline written for {path}: correct what is wrong with it first.',
    ja: '{path} の基準は書き込みませんでした。先に誤りを直してください。',
  },
  passed: { en: '{count} passed', ja: '合格{count}件' },
  failed: { en: '{count} failed', ja: '不合格{count}件' },
  unsure: { en: '{count} cannot tell', ja: '判断できない{count}件' },
  wrong: { en: '{count} could not be tested', ja: '確かめられない{count}件' },
  strict: {
    en: 'What cannot be told fails, as --strict asks.',
    ja: '--strict の指定により、判断できないものも不合格とします。',
  },
  update: {
    en: 'spellwright test --update accepts what is measured as the baseline.',
    ja: 'spellwright test --update で、測った結果を基準として受け入れます。',
  },
  intervals: {
    en: 'Differences are of mean cosine. All intervals of a file against its baseline hold together at 95 %, and so do those of its other expectations.',
    ja: '差は平均コサインの差です。基準との比較の区間は、ファイルごとに全体で95 %の確かさで成り立ち、ほかの期待の区間も同様です。',
  },
} as const satisfies Record<string, Wording>;
