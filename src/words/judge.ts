import { whyUnpaired, type Agreement, type JudgedThing } from '../core/score/agreement';
import { fewestObservations } from '../core/statistics/pairedDifference';
import { mostPaired } from '../core/statistics/rankRanges';
import { fewestPairs } from '../core/statistics/spearman';
import { say, type Language, type Parameters, type Wording } from './words';

/** What is said of a second checkpoint beside the first. */
export const JUDGE_WORDING = {
  title: { en: 'Second judge: {checkpoint}', ja: '2つ目の判定: {checkpoint}' },
  byFirst: { en: 'rank by {checkpoint}', ja: '{checkpoint} の順位' },
  agree: {
    en: 'The two agree: {same} of {pairs} {pairs:pair|pairs} in the same order beyond doubt by both, none in the opposite one.',
    ja: '2つの判定は一致しています。{pairs}組のうち{same}組の順序が、どちらでも確実に同じで、確実に逆の組はありません。',
  },
  differ: {
    en: 'The two differ: {opposed} of {pairs} {pairs:pair|pairs} in opposite orders beyond doubt, {same} in the same one.',
    ja: '2つの判定は食い違っています。{pairs}組のうち{opposed}組の順序が確実に逆、{same}組が確実に同じです。',
  },
  cannotTell: {
    en: 'Whether the two agree cannot be told: of {pairs} {pairs:pair|pairs}, none has an order that both are sure of.',
    ja: '2つの判定が一致しているかどうかは分かりません。{pairs}組のうち、どちらでも順序が確実な組はありません。',
  },
  tooFewPictures: {
    en: 'Whether the two agree cannot be told: {pictures} different {pictures:picture|pictures}, and {fewest} are the fewest that can say.',
    ja: '2つの判定が一致しているかどうかは分かりません。異なる画像が{pictures}枚しかなく、少なくとも{fewest}枚必要です。',
  },
  tooManyThings: {
    en: 'Whether the two agree pair by pair is not told: {things} {of} make too many pairs, and {most} {of} are the most.',
    ja: '組ごとに一致しているかどうかは判定していません。{of}が{things}件あって組が多すぎるためです（{most}件まで）。',
  },
  correlation: {
    en: 'Rank correlation {rho} ({low} … {high}, 95 %, over {count} {of}).',
    ja: '順位相関 {rho}（95 %区間 {low} … {high}、{of}{count}件）。',
  },
  tooFewToCorrelate: {
    en: 'Rank correlation: too few to say (it takes {fewest} different {of}).',
    ja: '順位相関: 少なすぎて分かりません（異なる{of}が{fewest}件必要です）。',
  },
  sameBest: { en: 'Both rank “{best}” first.', ja: 'どちらも1位は「{best}」です。' },
  otherBest: {
    en: 'First by {first}: “{best}”; first by {second}: “{other}”.',
    ja: '{first} の1位は「{best}」、{second} の1位は「{other}」です。',
  },
  mayBothBeFirst: {
    en: 'May be first by both: {names}.',
    ja: 'どちらでも1位の可能性があるもの: {names}',
  },
  opposed: {
    en: 'Opposite beyond doubt: {first} puts “{better}” before “{worse}”, {second} the other way round.',
    ja: '確実に逆: {first} は「{better}」を「{worse}」より上に、{second} はその逆に置きます。',
  },
  moreOpposed: { en: '… and {count} more such pairs.', ja: '…このような組がほかに{count}組あります。' },
  otherWinners: {
    en: 'Another one fits best on {count} of {pictures} {pictures:picture|pictures}.',
    ja: '{pictures}枚のうち{count}枚で、最もよく合うものが異なります。',
  },
  spells: { en: 'spells', ja: '呪文' },
  texts: { en: 'texts', ja: 'テキスト' },
  sameCheckpoint: {
    en: '{file}: the judge is the checkpoint that scores the file, and would agree with itself. Name another one.',
    ja: '{file}: 判定用のチェックポイントが採点用と同じなので、結果は必ず一致します。別のものを指定してください。',
  },
  noLibrary: {
    en: '{file}: the judge does not score a library: there are too many pictures.',
    ja: '{file}: 2つ目のチェックポイントは、画像が多すぎるライブラリを採点しません。',
  },
  needsFormat: {
    en: 'spellwright: --judge goes with --format table or json.',
    ja: 'spellwright: --judge は --format table か json のときだけ使えます。',
  },
} as const;

/** Pairs that are named; the rest are counted. */
const mostNamed = 3;

/** What is to be named in the sentences of an agreement. */
export interface AgreementNames {
  /** Of the checkpoints, told apart from each other. */
  readonly first: string;
  readonly second: string;
  readonly of: (thing: JudgedThing) => string;
}

/** Whether two checkpoints agree on a file, and where they do not: a sentence each, the verdict first. */
export function agreementTexts(
  agreement: Agreement,
  { first, second, of: nameOf }: AgreementNames,
  language: Language,
): string[] {
  const { things, correlation, opposed, bothMayBeFirst, pictures, otherWinners } = agreement;
  const words = (key: keyof typeof JUDGE_WORDING, parameters?: Parameters): string =>
    say(JUDGE_WORDING[key], language, parameters);
  const name = (place: number): string => nameOf(things[place]!);
  const best = (side: 'first' | 'second'): number => things.findIndex((thing) => thing[side].rank === 1);
  const [own, other] = [best('first'), best('second')];
  // What reads the same shares the first rank.
  const both = things.findIndex((thing) => thing.first.rank === 1 && thing.second.rank === 1);
  const of = words(agreement.of);
  const texts = [
    verdictText(agreement, words, of),
    correlation
      ? words('correlation', {
          rho: ratio(correlation.rho),
          low: ratio(correlation.interval.low),
          high: ratio(correlation.interval.high),
          count: correlation.pairs,
          of,
        })
      : words('tooFewToCorrelate', { fewest: fewestPairs, of }),
    both >= 0
      ? words('sameBest', { best: name(both) })
      : words('otherBest', { first, second, best: name(own), other: name(other) }),
  ];
  if (bothMayBeFirst.length > 1)
    texts.push(words('mayBothBeFirst', { names: namesText(bothMayBeFirst.map(name), language) }));
  for (const { better, worse } of opposed.slice(0, mostNamed))
    texts.push(words('opposed', { first, second, better: name(better), worse: name(worse) }));
  if (opposed.length > mostNamed) texts.push(words('moreOpposed', { count: opposed.length - mostNamed }));
  if (otherWinners.length > 0) texts.push(words('otherWinners', { count: otherWinners.length, pictures }));
  return texts;
}

function verdictText(
  agreement: Agreement,
  words: (key: keyof typeof JUDGE_WORDING, parameters?: Parameters) => string,
  of: string,
): string {
  const { verdict, pairs, sameOrder, opposed, differentPictures, things } = agreement;
  const unpaired = whyUnpaired(agreement);
  if (unpaired === 'many-things')
    return words('tooManyThings', { things: things.length, most: mostPaired, of });
  if (unpaired === 'few-pictures')
    return words('tooFewPictures', { pictures: differentPictures, fewest: fewestObservations });
  const key = ({ agree: 'agree', differ: 'differ', 'cannot-tell': 'cannotTell' } as const)[verdict];
  return words(key, { pairs, same: sameOrder, opposed: opposed.length });
}

/** The first few, and a sign that there are more. */
function namesText(names: readonly string[], language: Language): string {
  const most = 5;
  const shown = names.slice(0, most).map((name) => (language === 'ja' ? `「${name}」` : `“${name}”`));
  return shown.join(language === 'ja' ? '' : ', ') + (names.length > most ? ' …' : '');
}

function ratio(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** Why a second checkpoint did not judge a file. */
export function notJudgedText(why: 'same-checkpoint' | 'library', file: string, language: Language): string {
  return say(why === 'library' ? JUDGE_WORDING.noLibrary : JUDGE_WORDING.sameCheckpoint, language, { file });
}

/** What the panel says of a second checkpoint. */
export const JUDGE_PANEL_WORDING = {
  judge: { en: 'Second checkpoint', ja: '2つ目のチェックポイント' },
  judgeWhat: {
    en: 'A second checkpoint can score the same texts and pictures by itself. What two of different origin agree on is less likely to be one checkpoint’s taste. Their numbers have scales of their own: they stand side by side and are never mixed.',
    ja: '2つ目のチェックポイントに、同じテキストと画像を別に採点させられます。由来の異なる2つが一致する順序は、片方だけの好みである可能性が低くなります。数値の目盛りはそれぞれ異なるため、並べて示すだけで、混ぜることはありません。',
  },
  judgeMatchAndLiking: {
    en: 'Match and liking are different things: most checkpoints tell how well a picture matches the words; PickScore and HPS were trained on what people like (taste).',
    ja: '「合うこと」と「好まれること」は別です。多くのチェックポイントは画像が言葉に合う度合いを示し、PickScoreやHPSは人の好みを学んでいます。',
  },
  judgeChoose: { en: 'Choose a Second Checkpoint…', ja: '2つ目のチェックポイントを選ぶ…' },
  judgeOther: { en: 'Choose Another…', ja: '別のものを選ぶ…' },
  judgeDownload: { en: 'Download {model}…', ja: '{model} をダウンロード…' },
  judgeWaiting: { en: 'Waiting for the scores…', ja: '採点を待っています…' },
  judgeJudging: { en: '{name} is scoring…', ja: '{name} で採点しています…' },
  judgeStopped: { en: 'Scoring by {name} was stopped.', ja: '{name} での採点を止めました。' },
  judgeGoOn: { en: 'Go On', ja: '再開' },
  judgeAgain: { en: 'Try Again', ja: '再試行' },
  judgeStale: { en: 'The table below is from before.', ja: '下の表は以前のものです。' },
  judgeSame: {
    en: '{name} is the checkpoint that scores the file, and would agree with itself. Choose another one.',
    ja: '{name} は採点に使っているチェックポイントと同じなので、結果は必ず一致します。別のものを選んでください。',
  },
  judgeTasteSecond: {
    en: '{taste} was trained on what people like, {match} to tell what matches the words. Where they differ, a picture may match and still be liked less.',
    ja: '{taste} は人の好みを、{match} は言葉に合うかどうかを学んでいます。食い違うときは、言葉に合っていても好まれにくいのかもしれません。',
  },
  judgeTasteBoth: {
    en: 'Both were trained on what people like: their agreement says little of how well the pictures match the words.',
    ja: 'どちらも人の好みを学んでいます。一致しても、言葉に合っているかどうかはあまり分かりません。',
  },
  judgeLibrary: {
    en: '{name} does not score a library: there are too many pictures.',
    ja: '{name} は、画像が多すぎるライブラリーを採点しません。',
  },
  judgeNothing: {
    en: 'There are not two texts to rank, so there is nothing to agree on.',
    ja: '順位をつけるテキストが2つ以上ないため、一致するかどうかは言えません。',
  },
  judgeSpell: { en: 'Spell', ja: '呪文' },
  judgeText: { en: 'Text', ja: 'テキスト' },
  judgeOf: { en: '{name}: rank, cosine', ja: '{name}: 順位、コサイン' },
  judgeOrder: { en: 'Order', ja: '順序' },
  judgeOrderLong: {
    en: 'Against the other rows, as far as both are sure: = in the same order, ≠ in opposite ones.',
    ja: 'ほかの行との順序のうち、どちらでも確実なもの: = は同じ順序、≠ は逆の順序。',
  },
  judgeSameOrder: { en: '{count} in the same order', ja: '同じ順序 {count}件' },
  judgeOpposedOrder: { en: '{count} in opposite orders', ja: '逆の順序 {count}件' },
  judgeUnsure: { en: 'no order that both are sure of', ja: 'どちらでも確実な順序なし' },
  judgeTexts: { en: 'Texts of {spell}', ja: '{spell} のテキスト' },
  judgeMore: { en: '… and {count} more.', ja: '…ほかに{count}件。' },
  judgeView: {
    en: '{pictures} different {pictures:picture|pictures}. {first}: {firstHash}. {second}: {secondHash}.',
    ja: '異なる画像{pictures}枚。{first}: {firstHash}。{second}: {secondHash}。',
  },
  judgePairSame: {
    en: '{name} puts the two in the same order; both are sure of it.',
    ja: '{name} でも同じ順序で、どちらでも確実です。',
  },
  judgePairOpposed: {
    en: '{name} puts the two in the opposite order; both are sure of theirs.',
    ja: '{name} では逆の順序で、それぞれの順序は確実です。',
  },
  judgePairUnsure: {
    en: 'Beside {name} there is no order of the two that both checkpoints are sure of.',
    ja: '{name} と合わせて、どちらでも確実といえる順序はありません。',
  },
} as const satisfies Readonly<Record<string, Wording>>;
