import type { Wording } from '../../src/words/words';

/** What the pages of the rules say besides the rules' own texts. */
export const RULE_PAGE_WORDING = {
  title: { en: 'Rules', ja: '規則' },
  madeFrom: {
    en: 'Made from `rules/` by `npm run rules`. How they are matched and measured: [bias.md](../bias.md).',
    ja: '`npm run rules` が `rules/` から作ったページです。言葉の探し方と測定の結果は[偏った表現](../bias.md)にあります。',
  },
  counts: { en: '{en} English, {ja} Japanese', ja: '英語 {en}件、日本語 {ja}件' },
  // Behind the severity
  onlyBefore: { en: ', only before: {words}', ja: '、次の語の前だけ: {words}' },
  onlyPerson: { en: ', only before a person', ja: '、人を表す言葉の前だけ' },
  onlyAlone: { en: ', only where no noun follows', ja: '、後に名詞が続かないところだけ' },
  onlyPersonOrAlone: {
    en: ', only before a person or where no noun follows',
    ja: '、人を表す言葉の前か、後に名詞が続かないところだけ',
  },
  // What stands in the place of a term that describes a noun
  beforeNoun: { en: 'before a noun "{words}"', ja: '名詞の前では「{words}」' },
  afterPerson: { en: 'after the person it describes "{words}"', ja: '説明している人の後では「{words}」' },
  inPlace: { en: 'In place of the term {words}.', ja: '言い換えは、{words}になります。' },
  // Where a term does not count
  notIn: { en: 'Not in: {words}', ja: '次の表現の中では数えません: {words}' },
  notBeside: { en: 'Not beside: {words}', ja: '次の語の横では数えません: {words}' },
  // What was measured of an occupation
  pictures: {
    en: '{generator}, "{occupation}": {women} of {total} pictures perceived as of a woman',
    ja: '{generator}、「{occupation}」: 画像 {total} 枚のうち {women} 枚が女性と認識されました',
  },
  labour: {
    en: '; {percent} % women in this job in the United States ({year})',
    ja: '。米国でこの職業に就く人の {percent} % が女性でした（{year}年）',
  },
  source: { en: 'Source: <{source}>', ja: '出典: <{source}>' },
} as const satisfies Record<string, Wording>;

/** How words of a list, and sentences, are put together. */
export const JOINED = {
  list: { en: ', ', ja: '、' },
  end: { en: '.', ja: '。' },
} as const satisfies Record<string, Wording>;
