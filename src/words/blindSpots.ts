import type { SlotOutcome } from '../core/why/slotTest';
import type { Sight } from '../core/why/blindSpots';
import type { WordKind } from '../core/why/wordKinds';
import type { Wording } from './words';

export const KIND_WORDING: Readonly<Record<WordKind, Wording>> = {
  colour: { en: 'colour', ja: '色' },
  object: { en: 'object', ja: 'もの' },
  number: { en: 'number', ja: '数' },
  side: { en: 'place and side', ja: '位置関係' },
  size: { en: 'size', ja: '大きさ' },
  material: { en: 'material', ja: '素材' },
  style: { en: 'style', ja: '画風' },
};

export const SIGHT_WORDING: Readonly<Record<Sight, Wording>> = {
  sees: { en: 'sees it', ja: '見分ける' },
  'cannot-tell': { en: 'can’t tell', ja: '見分けない' },
  'prefers-wrong': { en: 'prefers another', ja: '別の文を好む' },
  'too-few': { en: 'too few to say', ja: '判断できない' },
};

/** What the table of blind spots says. */
export const BLIND_SPOTS_WORDING = {
  spell: { en: 'What the checkpoint sees of “{spell}”: {text}', ja: '「{spell}」で見分けられるもの: {text}' },
  kind: { en: 'kind', ja: '種類' },
  sight: { en: 'here it', ja: '結果' },
  share: { en: 'true one wins', ja: '正しい文の勝ち' },
  interval: { en: '95 %', ja: '95 %' },
  words: { en: 'words', ja: '言葉' },
  word: { en: '{word} {share}', ja: '{word} {share}' },
  between: { en: ', ', ja: '、' },
  noWords: {
    en: 'It has no word of the lists: no colour, object, number, side, size, material or style that could be made wrong.',
    ja: '一覧にある言葉（色、もの、数、位置関係、大きさ、素材、画風）がなく、誤りに変えて試せません。',
  },
  nothing: { en: 'There is no text to make wrong.', ja: '誤りに変えて試す文がありません。' },
  advice: {
    en: 'What it can’t tell here, tuning words of that kind won’t show in the score.',
    ja: '見分けない種類の言葉は、調整してもスコアに正しく表れません。',
  },
  isItTrue: {
    en: 'Where it prefers another, look whether the text is true of these pictures; or it likes another word better on any.',
    ja: '別の文を好む場合は、呪文がこの画像に合っているか確かめてください。どの画像でも別の言葉を好むだけのこともあります。',
  },
  view: {
    en: 'Different pictures: {pictures}. Each word was replaced by wrong ones; by chance the true text wins 50 %. This is what {checkpoint} prefers, and takes for granted that the text is true of the pictures.',
    ja: '異なる画像{pictures}枚。言葉を一つずつ誤ったものに替えて比べました（偶然なら50 %）。{checkpoint} の見方であり、呪文が画像に合っていることを前提としています。',
  },
  fewPictures: {
    en: 'Fewer than 5 different pictures: too few to say anything.',
    ja: '異なる画像が5枚未満のため、判断できません。',
  },
} as const satisfies Record<string, Wording>;

export const OUTCOME_WORDING: Readonly<Record<SlotOutcome, Wording>> = {
  clear: { en: 'one option wins beyond doubt', ja: '明らかに勝つ選択肢があります' },
  open: { en: 'no option wins beyond doubt', ja: '明らかに勝つ選択肢はありません' },
  'too-few': { en: 'too few different pictures to say', ja: '異なる画像が少なく、判断できません' },
};

/** What the slot test says. */
export const SLOTS_WORDING = {
  slot: { en: 'Slot {written} of “{spell}”: {outcome}', ja: '「{spell}」のスロット {written}: {outcome}' },
  option: { en: 'option', ja: '選択肢' },
  empty: { en: '(nothing)', ja: '（なし）' },
  wins: { en: 'wins', ja: '勝ち' },
  share: { en: 'share', ja: '割合' },
  interval: { en: '95 %', ja: '95 %' },
  probability: { en: 'mean p', ja: '平均p' },
  texts: { en: 'texts', ja: '文' },
  picture: { en: 'picture', ja: '画像' },
  first: { en: 'first', ja: '1位' },
  second: { en: 'second', ja: '2位' },
  seconds: { en: 'Winner (row) against the runner-up (column):', ja: '1位（行）と2位（列）:' },
  confusion: {
    en: 'The option that the file’s name names (row) against the winner (column); {right} of {pictures} right, 95 % {interval}:',
    ja: 'ファイル名が示す選択肢（行）と1位（列）。{pictures}枚中{right}枚が一致、95 % {interval}:',
  },
  more: { en: '… and {count} more pictures', ja: '… ほか{count}枚' },
  noSlots: { en: 'No slot with a choice.', ja: '選択肢のあるスロットがありません。' },
  sampled: {
    en: 'The spell has more combinations than were scored: an option stands with those that were.',
    ja: '組み合わせの一部だけを採点しています。選択肢の値は採点した分の平均です。',
  },
  view: {
    en: 'Different pictures: {pictures}. Other slots are averaged out. This is which option {checkpoint} likes best in each picture, not what is in it.',
    ja: '異なる画像{pictures}枚。ほかのスロットは平均しています。各画像で {checkpoint} が最も合うとした選択肢であり、画像の内容そのものではありません。',
  },
} as const satisfies Record<string, Wording>;

/** What the sections of the panel say. */
export const BLIND_SPOTS_PANEL_WORDING = {
  slotsOf: { en: 'Slots of “{spell}”', ja: '「{spell}」のスロット' },
  slotsNone: {
    en: 'This spell has no slot with a choice. Write {a|b} to test which option fits.',
    ja: 'この呪文には選択肢のあるスロットがありません。{a|b} と書くと、どちらが合うかを試せます。',
  },
  slotClear: OUTCOME_WORDING.clear,
  slotOpen: OUTCOME_WORDING.open,
  slotTooFew: OUTCOME_WORDING['too-few'],
  slotOption: SLOTS_WORDING.option,
  slotWins: SLOTS_WORDING.wins,
  slotShare: { en: 'share (95 %)', ja: '割合（95 %）' },
  slotProbability: SLOTS_WORDING.probability,
  slotPictures: { en: 'Picture by picture', ja: '画像ごと' },
  slotPicture: SLOTS_WORDING.picture,
  slotFirst: SLOTS_WORDING.first,
  slotSecond: SLOTS_WORDING.second,
  slotSeconds: SLOTS_WORDING.seconds,
  slotConfusion: SLOTS_WORDING.confusion,
  slotEmpty: SLOTS_WORDING.empty,
  slotSampled: SLOTS_WORDING.sampled,
  slotView: SLOTS_WORDING.view,

  blindSpots: { en: 'Blind spots', ja: '見分けられないもの' },
  blindSpotsOf: { en: 'Blind spots in “{spell}”', ja: '「{spell}」で見分けられないもの' },
  blindSpotsWhat: {
    en: 'Makes the words of the spell wrong one by one, and tells which kinds of them the checkpoint sees in these pictures: colour, object, number, side, size, material, style.',
    ja: '呪文の言葉を一つずつ誤りに替え、色、もの、数、位置関係、大きさ、素材、画風のうち、どれをチェックポイントがこの画像で見分けるかを調べます。',
  },
  blindSpotsTest: { en: 'Test this spell', ja: 'この呪文を試す' },
  blindSpotsAgain: { en: 'Test again', ja: 'もう一度試す' },
  blindSpotsTesting: { en: 'Testing…', ja: '調べています…' },
  blindSpotsStale: {
    en: 'This is of a text, a spell or pictures as they were before.',
    ja: '変更前の文、別の呪文、または変更前の画像での結果です。',
  },
  blindSpotsNothing: BLIND_SPOTS_WORDING.nothing,
  blindSpotsNoWords: BLIND_SPOTS_WORDING.noWords,
  sightKind: BLIND_SPOTS_WORDING.kind,
  sightHere: BLIND_SPOTS_WORDING.sight,
  sightShare: { en: 'true one wins (95 %)', ja: '正しい文の勝ち（95 %）' },
  sightWords: BLIND_SPOTS_WORDING.words,
  sightAdvice: BLIND_SPOTS_WORDING.advice,
  sightIsItTrue: BLIND_SPOTS_WORDING.isItTrue,
  sightView: BLIND_SPOTS_WORDING.view,
  sightSees: SIGHT_WORDING.sees,
  sightCannotTell: SIGHT_WORDING['cannot-tell'],
  sightPrefersWrong: SIGHT_WORDING['prefers-wrong'],
  sightTooFew: SIGHT_WORDING['too-few'],
  kindColour: KIND_WORDING.colour,
  kindObject: KIND_WORDING.object,
  kindNumber: KIND_WORDING.number,
  kindSide: KIND_WORDING.side,
  kindSize: KIND_WORDING.size,
  kindMaterial: KIND_WORDING.material,
  kindStyle: KIND_WORDING.style,
} satisfies Record<string, Wording>;
