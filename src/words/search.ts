import type { SearchBeginning, SearchedSpell, WinnerVerdict } from '../tasks/searchPictures';
import { checkpointLabel } from '../core/score/export/exportedFile';
import { cosine, difference, differenceInterval } from './numbers';
import { say, type Language, type Wording } from './words';

/** What a search with a generator says, in the terminal and in the editor. */
export const SEARCH_WORDING = {
  needsGenerate: {
    en: '{options} need --generate: without it no generator is asked.',
    ja: '{options} は --generate と一緒に使います。付けなければ生成ツールには尋ねません。',
  },
  plan: {
    en: '{spell}: {budget} pictures at most on {name} at {url}: {search} to search with, and {fresh} seeds of the start and the winner each to judge. A picture that is there already is not drawn again.',
    ja: '「{spell}」: {url} の {name} で最大 {budget} 枚。探索に {search} 枚、判定に開始時の文と最良の文を新しいシード {fresh} 個ずつ描きます。すでにある画像は描き直しません。',
  },
  heldOut: {
    en: 'Different reference pictures: {search} to search with, {heldOut} held out to judge.',
    ja: '異なる参照画像: 探索に {search} 枚、判定用に残すもの {heldOut} 枚。',
  },
  tooFewToHoldOut: {
    en: 'One different reference picture: too few to hold out. The winner is judged on fresh seeds, but on the picture that chose it.',
    ja: '異なる参照画像が1枚のため、判定用に残せません。新しいシードで判定しますが、画像は選ぶのに使ったものです。',
  },
  target: { en: 'Target: “{target}”.', ja: '目標: 「{target}」。' },
  nothingToComeCloseTo: {
    en: '{spell}: there is nothing to come close to. Name reference pictures, or a text with --target.',
    ja: '「{spell}」: 近づける目標がありません。参照画像を指定するか、--target で文を指定してください。',
  },
  noTarget: {
    en: 'There is nothing to come close to. Name reference pictures in the file.',
    ja: '近づける目標がありません。ファイルに参照画像を指定してください。',
  },
  searching: { en: 'searching', ja: '探索中' },
  found: {
    en: '“{spell}”, seed {seed}: {wordings} wordings in {rounds} rounds, {pictures} pictures ({known} were there already)',
    ja: '「{spell}」 シード{seed}: {rounds}ラウンドで{wordings}通り、画像{pictures}枚（うち{known}枚はすでにあったもの）',
  },
  from: { en: 'from: {text}', ja: '元: {text}' },
  to: { en: 'to:   {text}', ja: '結果: {text}' },
  tried: {
    en: 'The search drew the winner {tries} times. Its closest picture: {file} ({closeness})',
    ja: '探索での試行は{tries}回。最も近い画像: {file}（{closeness}）',
  },
  roundLine: {
    en: 'round {round}: best {best}, median {median}, start {start} ({pictures} pictures)',
    ja: '第{round}ラウンド: 最良 {best}、中央値 {median}、開始時 {start}（{pictures}枚）',
  },
  judged: {
    en: '{checkpoint}: {gain}{sure} closer than the start, on {seeds} fresh seeds and {on} ({start} → {winner})',
    ja: '{checkpoint}: 新しいシード{seeds}個と{on}で、近さは開始時の文より {gain}{sure}（{start} → {winner}）',
  },
  sure: { en: ' (95 %: {interval})', ja: '（95 %: {interval}）' },
  onHeldOut: {
    en: 'reference pictures that the search did not see ({references})',
    ja: '探索に使わなかった参照画像{references}枚',
  },
  onSearch: {
    en: 'the reference pictures that chose it ({references}, too few to hold out)',
    ja: '選ぶのに使った参照画像{references}枚（判定用に残すには足りません）',
  },
  onText: { en: 'the text', ja: '目標の文' },
  tooFewSeeds: {
    en: 'Fewer than 5 fresh seeds: too few to say how sure this is.',
    ja: '新しいシードが5個未満のため、どれほど確かかは言えません。',
  },
  mayBeChance: {
    en: 'The interval does not lie above 0: this may be chance. A larger budget tells more.',
    ja: '区間が0を上回っておらず、偶然かもしれません。枚数を増やすと分かりやすくなります。',
  },
  noBetter: {
    en: 'Nothing better was found: keep what you have.',
    ja: 'より良い文は見つかりませんでした。元のままにしてください。',
  },
  notJudged: {
    en: 'It was ended before the winner was judged: nobody knows yet what it is worth. The same search again goes on from the pictures that are there.',
    ja: '最良の文を判定する前に終わったため、本当の効果はまだ分かりません。同じ探索をもう一度行うと、できた画像を使って続きます。',
  },
  noJudge: {
    en: 'A search learns to please its checkpoint. A second one can judge: “judge:” in the file, or --judge.',
    ja: '探索は、使ったチェックポイントに気に入られるものを見つけがちです。ファイルの judge: か --judge で、2つ目のチェックポイントに判定させられます。',
  },
  noJudgeInEditor: {
    en: 'A search learns to please its checkpoint. A second one can judge: “judge:” in the file, or the setting “spellwright.judge”.',
    ja: '探索は、使ったチェックポイントに気に入られるものを見つけがちです。ファイルの judge: か設定 spellwright.judge で、2つ目のチェックポイントに判定させられます。',
  },
  judgeFailed: {
    en: 'The second checkpoint could not judge: {reason}',
    ja: '2つ目のチェックポイントは判定できませんでした: {reason}',
  },
  sameJudge: {
    en: 'The second checkpoint is the one that searched: it adds nothing.',
    ja: '2つ目のチェックポイントが探索に使ったものと同じため、判定の役に立ちません。',
  },
  kept: { en: 'Pictures and their records: {folder}', ja: '画像と記録: {folder}' },
  ended: {
    en: 'Ended before its time: {reason} All that was drawn is kept, and the same search goes on from there.',
    ja: '途中で終わりました: {reason} できた画像はすべて残っており、同じ探索はそこから続きます。',
  },
  stopped: {
    en: 'Stopped. All that was drawn is kept, and the same search goes on from there.',
    ja: '止めました。できた画像はすべて残っており、同じ探索はそこから続きます。',
  },
} as const satisfies Record<string, Wording>;

/** What the editor says outside of the panel, and what it writes into the file. */
export const SEARCH_EDITOR_WORDING = {
  goesOn: {
    en: 'A search with the generator goes on for this file already: stop that one first.',
    ja: 'このファイルでは、すでに生成ツールで探している途中です。先にそちらを止めてください。',
  },
  noScores: {
    en: 'There are no scores of this text to begin with. Score the file first.',
    ja: 'このテキストのスコアがまだありません。先に採点してください。',
  },
  noPrompt: {
    en: 'This spell has no prompt to begin with. Write a few words first.',
    ja: 'この呪文にはプロンプトがありません。先に言葉をいくつか書いてください。',
  },
  picturesGone: {
    en: 'A picture has gone since the scores were made. Wait for the new ones, and start again.',
    ja: '採点の後に画像が1枚なくなりました。新しいスコアを待って、もう一度始めてください。',
  },
  progress: {
    en: 'Searching with the generator for {file}: {budget} pictures',
    ja: '{file} のために生成ツールで探しています（{budget}枚）',
  },
  nameOf: { en: '{spell} found', ja: '{spell} 探索版' },
} as const satisfies Record<string, Wording>;

/** What the panel's section says. */
export const SEARCH_PANEL_WORDING = {
  search: { en: 'Search with the Generator', ja: '生成ツールで探す' },
  searchOf: { en: 'Search with the Generator: “{spell}”', ja: '生成ツールで探す: 「{spell}」' },
  searchWhat: {
    en: 'Has your own generator draw changed wordings of the spell under the caret, round by round, and goes on with those whose pictures come closest to the reference pictures. Half of the different references are held out: on them, and on fresh seeds, the winner is judged beside the spell as it is.',
    ja: 'カーソル位置の呪文の言葉を変えながら自分の生成ツールに描かせ、参照画像に近い画像になったものから続けます。異なる参照画像の半分は探索に使わず、その画像と新しいシードで、元の呪文と比べて判定します。',
  },
  searchSettings: { en: '{budget} pictures, all together.', ja: '合計{budget}枚。' },
  searchOn: { en: 'They are drawn at {url}.', ja: '{url} で描きます。' },
  searchNoGenerator: {
    en: 'No generator is connected yet: you are asked for it first.',
    ja: '生成ツールがまだ接続されていません。始めるときに尋ねます。',
  },
  searchChange: { en: 'Change…', ja: '変更…' },
  searchStart: { en: 'Search', ja: '探す' },
  searchAgain: { en: 'Search Again', ja: 'もう一度探す' },
  searchStop: { en: 'Stop and Keep All', ja: '止めてすべて残す' },
  searchPreparing: { en: 'Getting ready…', ja: '準備しています…' },
  searchStopping: { en: 'Stopping…', ja: '止めています…' },
  searchLooked: { en: '{looked} of {budget} pictures', ja: '{budget}枚のうち{looked}枚' },
  searchStopped: SEARCH_WORDING.stopped,
  searchPicture: { en: 'Picture of “{text}”', ja: '「{text}」の画像' },
  searchClosest: {
    en: 'The closest picture so far: {closeness}, mean cosine with the references of the search',
    ja: 'これまでで最も近い画像: {closeness}（探索に使う参照画像との平均コサイン）',
  },
  searchHeldOut: {
    en: 'Different references: {searched} to search with, {heldOut} held out. Fresh seeds of each to judge: {seeds}.',
    ja: '異なる参照画像: 探索に{searched}枚、判定用に{heldOut}枚。判定の新しいシード: {seeds}個ずつ。',
  },
  searchNoneHeldOut: {
    en: 'Different references: {searched}, too few to hold out. Fresh seeds of each to judge: {seeds}.',
    ja: '異なる参照画像は{searched}枚で、判定用に残すには足りません。判定の新しいシード: {seeds}個ずつ。',
  },
  searchKnown: {
    en: 'Pictures: {looked}, of which {known} were there already.',
    ja: '画像{looked}枚（うち{known}枚はすでにあったもの）。',
  },
  searchChart: {
    en: 'Expected closeness by round. The start: {from}; the best now: {best}.',
    ja: 'ラウンドごとの近さの見積もり。開始時の文は {from}、今の最良は {best}。',
  },
  searchBest: { en: 'best', ja: '最良' },
  searchMedian: { en: 'median', ja: '中央値' },
  searchFirst: { en: 'start', ja: '開始時' },
  searchPictures: { en: 'pictures', ja: '画像' },
  searchReplace: { en: 'Take in Place of the Prompt', ja: 'プロンプトと入れ替える' },
  searchPromptChanged: {
    en: 'The prompt that it began with has changed, or is gone: there is nothing to take the place of. “Insert Below the Spell” writes it as a spell of its own.',
    ja: '開始時のプロンプトが変わったか、なくなったため、入れ替えられません。「呪文の下に挿入」で別の呪文として書き込めます。',
  },
  searchTaken: {
    en: 'It stands in the file. Undo takes it out again.',
    ja: 'ファイルに入れました。元に戻すこともできます。',
  },
} as const satisfies Record<string, Wording>;

/** How many pictures, and what judges: said before anything is drawn. */
export function beginningTexts(
  { budget, freshSeeds, references }: SearchBeginning,
  {
    spell,
    name,
    url,
    target,
    language,
  }: {
    readonly spell: string;
    readonly name: string;
    readonly url: string;
    readonly target?: string;
    readonly language: Language;
  },
): string[] {
  const search = budget - 2 * freshSeeds;
  const plan = { spell, budget, name, url, search, fresh: freshSeeds };
  const { search: seen, heldOut } = references;
  return [
    say(SEARCH_WORDING.plan, language, plan),
    target !== undefined
      ? say(SEARCH_WORDING.target, language, { target })
      : heldOut === 0
        ? say(SEARCH_WORDING.tooFewToHoldOut, language)
        : say(SEARCH_WORDING.heldOut, language, { search: seen, heldOut }),
  ];
}

/** What each checkpoint says of the winner, one sentence each, and what is to be said of that. */
export function worthTexts(
  found: Pick<SearchedSpell, 'text' | 'from' | 'verdicts' | 'isSameJudge' | 'judgeFailure'>,
  language: Language,
  face: 'editor' | 'terminal',
): string[] {
  if (found.text === found.from) return [say(SEARCH_WORDING.noBetter, language)];
  const [first] = found.verdicts;
  if (!first) return [say(SEARCH_WORDING.notJudged, language)];
  const remark =
    first.gain <= 0
      ? SEARCH_WORDING.noBetter
      : !first.interval
        ? SEARCH_WORDING.tooFewSeeds
        : first.interval.low <= 0
          ? SEARCH_WORDING.mayBeChance
          : undefined;
  return [
    ...found.verdicts.map((verdict) => verdictText(verdict, language)),
    ...(remark ? [say(remark, language)] : []),
    ...(found.isSameJudge ? [say(SEARCH_WORDING.sameJudge, language)] : []),
    ...(found.verdicts.length === 1 && !found.isSameJudge && found.judgeFailure === undefined
      ? [say(SEARCH_WORDING[face === 'editor' ? 'noJudgeInEditor' : 'noJudge'], language)]
      : []),
  ];
}

function verdictText(
  { checkpoint, on, references, seeds, start, winner, gain, interval }: WinnerVerdict,
  language: Language,
): string {
  const places = { 'held-out': 'onHeldOut', search: 'onSearch', text: 'onText' } as const;
  return say(SEARCH_WORDING.judged, language, {
    checkpoint: checkpointLabel(checkpoint),
    gain: difference(gain),
    sure: interval ? say(SEARCH_WORDING.sure, language, { interval: differenceInterval(interval) }) : '',
    seeds,
    on: say(SEARCH_WORDING[places[on]], language, { references }),
    start: cosine(start),
    winner: cosine(winner),
  });
}
