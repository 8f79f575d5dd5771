import type { Wording } from './words';

/** What the editor says around prompt tests: the Test Explorer, its commands, and help with `expect:`. */
export const TEST_EXPLORER_WORDING = {
  controller: { en: 'Prompts', ja: 'プロンプト' },
  run: { en: 'Test', ja: 'テスト' },
  // Running
  checkedFile: {
    en: '{file}: {pictures} different {pictures:picture|pictures}, checkpoint {checkpoint}',
    ja: '{file}: 異なる画像{pictures}枚、チェックポイント {checkpoint}',
  },
  tooManyFiles: {
    en: 'The Test Explorer looks into the first {limit} spell files of the workspace. Open a file to see its tests, or leave folders out with the setting “files.exclude”.',
    ja: 'テスト エクスプローラーが調べるのは、ワークスペースの呪文ファイル{limit}件までです。それ以外は開くと表示されます。設定「files.exclude」でフォルダーを除外できます。',
  },
  saveFirst: {
    en: 'Save this file first: pictures and baselines lie beside it.',
    ja: '先にこのファイルを保存してください。画像と基準はファイルのそばに置かれます。',
  },
  nothingToTest: {
    en: 'Nothing is expected of this file yet. Write “expect:” into its front matter, or accept a baseline: “Accept as the New Baseline”.',
    ja: 'このファイルにはまだ期待がありません。フロントマターに「expect:」を書くか、「新しい基準として受け入れる」で基準を作ってください。',
  },
  // Accepting
  acceptTitle: {
    en: 'Spellwright: measuring the new baseline',
    ja: 'Spellwright: 新しい基準を測っています',
  },
  acceptMany: {
    en: 'Accept what is measured now as the baseline of {count} spells in {files} {files:file|files}? What the lock remembers of them is overwritten.',
    ja: '{files}個のファイルの呪文{count}件について、今の値を新しい基準として受け入れますか？ spellwright.lock にある以前の値は上書きされます。',
  },
  accept: { en: 'Accept', ja: '受け入れる' },
  accepted: {
    en: '{what}: the present scores are the baseline now ({lock}).',
    ja: '{what}: 今のスコアを新しい基準にしました（{lock}）。',
  },
  spellsOf: { en: '{count} {count:spell|spells} of {file}', ja: '{file} の呪文{count}件' },
  undo: { en: 'Undo', ja: '元に戻す' },
  undone: { en: 'The earlier baseline is back.', ja: '以前の基準に戻しました。' },
  undoChanged: {
    en: '{lock} has changed since: it was left as it is.',
    ja: '{lock} はその後変更されているため、そのままにしました。',
  },
  showLock: { en: 'Show the Lock', ja: 'ロックファイルを表示' },
  nothingToAccept: {
    en: 'There is no spell here whose baseline could be accepted. Open a spell file, or choose a test of one.',
    ja: '基準にできる呪文がありません。呪文ファイルを開くか、そのテストを選んでください。',
  },
  // Help with `expect:`
  keyBeats: {
    en: 'The spell fits better than this one, beyond doubt: `by` asks for more, `on` names pictures',
    ja: 'この呪文より確実に合う。`by` で差、`on` で画像を指定できます',
  },
  keyKeeps: {
    en: 'Fits no worse than when its baseline was accepted: `within` allows some loss',
    ja: '基準より悪くならない。`within` で許す差を指定できます',
  },
  keyFirstFor: {
    en: 'Of all spells of the file it fits each of these pictures best',
    ja: 'ファイルの呪文の中で、これらの画像のどれにも最もよく合う',
  },
  keyBiasAtMost: {
    en: 'No finding of biased wording above this level',
    ja: '偏った表現の指摘がこの水準を超えない',
  },
  keyFits: {
    en: 'The checkpoint reads every text to its end',
    ja: 'チェックポイントがどの文も最後まで読む',
  },
  keyWinner: {
    en: 'This option fits better than the others of its slot: `slot` says of which',
    ja: 'スロットのほかの選択肢よりよく合う。`slot` でスロットを指定できます',
  },
  keySpell: {
    en: 'The spell that is meant, by its name or its place from 1; all spells without it',
    ja: '対象の呪文（名前か、1からの番号）。書かなければすべての呪文',
  },
  keyOn: {
    en: 'Some of the pictures only: paths or globs, relative to this file',
    ja: '一部の画像だけ: このファイルからの相対パスかglob',
  },
  keyBy: { en: 'The margin: of mean cosine', ja: '必要な差（コサインの平均）' },
  keyWithin: { en: 'A loss that is allowed: of mean cosine', ja: '許す差（コサインの平均）' },
  keySlot: {
    en: 'The slot, as it is written, or its place from 1',
    ja: 'スロット（書いたとおり、または1からの番号）',
  },
  'level-none': { en: 'No finding at all', ja: '指摘が1つもない' },
  'level-hint': { en: 'Hints may stay', ja: 'ヒントまでなら可' },
  'level-information': { en: 'Hints and information may stay', ja: '情報までなら可' },
  'level-warning': { en: 'Warnings may stay too', ja: '警告までなら可' },
} satisfies Record<string, Wording>;
