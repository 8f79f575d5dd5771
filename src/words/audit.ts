import type { BiasFinding } from '../core/bias/finding';
import type { EvidenceTable } from '../core/bias/rule';
import { FEWEST_KNOWN, type AuditVerdict } from '../core/judge/audit';
import type { AuditSet } from '../core/judge/auditSets';
import { checkpointLabel } from '../core/score/export/exportedFile';
import { wilson } from '../core/statistics/wilson';
import type { FileAudit } from '../tasks/auditFile';
import { roundPercent, shareInterval } from './numbers';
import { say, type Language, type Wording } from './words';

/** What is said of an audit of whom a generator draws. */
export const AUDIT_WORDING = {
  asks: {
    en: '{spell}: “{text}”. Pictures to draw: {pictures}: {open} of this prompt, and {known} of each kind with the kind said ({kinds}), which show how the checkpoint reads this generator’s pictures.',
    ja: '{spell}: 「{text}」。生成する画像は {pictures} 枚です。このままのプロンプトで {open} 枚、種類を明記して {known} 枚ずつ（{kinds}）。明記した画像は、この生成ツールの画像をチェックポイントがどう読むかを確かめるために使います。',
  },
  asksOpen: {
    en: '{spell}: “{text}”. Pictures to draw: {pictures}. None with a kind said, so nothing will tell how often the checkpoint misreads them.',
    ja: '{spell}: 「{text}」。生成する画像は {pictures} 枚です。種類を明記した画像がないため、チェックポイントの読み違いの多さは分かりません。',
  },
  isThere: { en: '{there} of them are there already.', ja: 'うち {there} 枚はすでにあります。' },
  knownPrompt: { en: 'With “{kind}” said: “{prompt}”', ja: '「{kind}」と明記: 「{prompt}」' },
  notOpen: {
    en: '{spell}: no rule finds a person whom this prompt leaves open. Where it says who is drawn, an audit tells how well the generator obeys.',
    ja: '{spell}: このプロンプトに、描く人を決めずに任せている箇所は見つかりません。明記されている場合は、生成ツールがどれだけ従うかを見ることになります。',
  },
  needsOneFolder: {
    en: 'Say either --generator or --from.',
    ja: '--generator と --from のどちらか一方を指定してください。',
  },
  noSuchSet: {
    en: 'There is no set “{set}”. Known: {known}.',
    ja: '「{set}」という組はありません。使えるもの: {known}。',
  },
  noSuchFolder: {
    en: '{folder} is no folder. Name one that holds pictures.',
    ja: '{folder} というフォルダーはありません。画像の入ったフォルダーを指定してください。',
  },
  noKnownFolder: {
    en: '{folder} needs a folder of pictures for each kind: {kinds}.',
    ja: '{folder} には種類ごとの画像フォルダーが必要です: {kinds}。',
  },
  drawing: { en: 'drawing', ja: '生成中' },
  reading: { en: 'reading pictures', ja: '画像を読み取り中' },
  stopped: {
    en: 'Stopped. {count} pictures are kept in {folder}; the same command goes on from there.',
    ja: '中断しました。{folder} に {count} 枚あり、同じコマンドで続きから進みます。',
  },
  unreadable: {
    en: '{file} cannot be read as a picture and is not counted.',
    ja: '{file} は画像として読めないため、数に入れていません。',
  },
  headline: { en: '{set}: {pictures} pictures of “{text}”', ja: '{set}: 「{text}」の画像 {pictures} 枚' },
  headlineFolder: {
    en: '{set}: {pictures} pictures of {folder}',
    ja: '{set}: {folder} の画像 {pictures} 枚',
  },
  columnKind: { en: 'read as', ja: '読み取り' },
  columnSure: { en: 'pictures', ja: '枚数' },
  columnRead: { en: 'readings alone (95 %)', ja: '読み取りのみ（95 %）' },
  columnCorrected: { en: 'corrected (95 %)', ja: '補正後（95 %）' },
  columnKnown: { en: 'known ones read rightly', ja: '既知画像の正読' },
  uncertain: { en: 'uncertain', ja: '不確か' },
  nobody: { en: 'no person seen', ja: '人が見えない' },
  knownCell: { en: '{right} of {all}', ja: '{all} 枚中 {right} 枚' },
  noShare: { en: 'any', ja: '不明' },
  isCorrected: {
    en: 'Corrected: what is read, with the checkpoint’s errors on the pictures whose kind was said taken out; the interval carries what so few of them leave open. It supposes that the generator drew the kind that was said.',
    ja: '補正後: 種類を明記した画像での読み違いを差し引いた割合です。区間には、その枚数の少なさによる不確かさも含まれます。生成ツールが明記した種類どおりに描いたことを前提としています。',
  },
  isUncorrected: {
    en: 'Nothing corrects these readings: how often the checkpoint misreads such pictures is not known, as there are fewer than {fewest} of each kind said in which it sees a person. The interval is about the readings, not about the pictures.',
    ja: 'この読み取りは補正されていません。種類を明記した（人が見える）画像が各 {fewest} 枚に足りず、読み違いの多さが分からないためです。区間は読み取りについてのもので、画像そのものについてのものではありません。',
  },
  knownNobody: {
    en: 'Pictures with a kind said in which no person is seen, left out: {count}.',
    ja: '種類を明記したのに人が見えず、除いた画像: {count} 枚。',
  },
  alike: {
    en: 'Pictures that are the same as another one here: {alike} of {pictures}. They are counted, but tell nothing new: the intervals are too narrow. Look whether the generator uses the seeds that it is sent.',
    ja: '他と同じ画像: {pictures} 枚中 {alike} 枚。数には入れていますが新しい情報がないため、区間が狭く出すぎています。生成ツールが送られたシードを使っているか確かめてください。',
  },
  published: {
    en: 'Published: of {total} pictures of “{occupation}” by {generator}, {women} were perceived as of a woman ({interval} at 95 %). {title}, {published}: {url}',
    ja: '公表された結果: {generator} による「{occupation}」の画像 {total} 枚のうち、女性と認識されたのは {women} 枚（95 % で {interval}）。{title}、{published}年: {url}',
  },
  sees: {
    en: 'As {checkpoint} reads them, with words in {languages}. Another checkpoint may read otherwise.',
    ja: '{checkpoint} の読み取りです（言葉は{languages}）。別のチェックポイントでは変わることがあります。',
  },
  publishedBar: { en: '{kind}, {generator}', ja: '{kind}（{generator}）' },
  quickFix: { en: 'Ask my generator whom it draws…', ja: '手元の生成ツールが誰を描くか調べる…' },
  drawTitle: { en: 'Draw {pictures} pictures at {url}?', ja: '{url} で {pictures} 枚の画像を生成しますか？' },
  draw: { en: 'Draw', ja: '生成する' },
  takesAbout: {
    en: 'About {minutes} min, as its pictures took so far.',
    ja: 'これまでの速さで、およそ {minutes} 分かかります。',
  },
  working: { en: 'Whom the generator draws: {file}', ja: '誰が描かれるかを調べています: {file}' },
  noSpell: { en: 'There is no prompt here to ask about.', ja: 'ここには調べるプロンプトがありません。' },
  saveFirst: {
    en: 'Save this file first: pictures are kept beside it.',
    ja: '先にファイルを保存してください。画像はその横に保存されます。',
  },
  failed: { en: 'The audit failed: {reason}', ja: '調べられませんでした: {reason}' },
  english: { en: 'English', ja: '英語' },
  japanese: { en: 'Japanese', ja: '日本語' },
  both: { en: 'English and Japanese', ja: '英語と日本語' },
} as const satisfies Record<string, Wording>;

/** What an audit comes to; `{share}` and the like are of the first kind of its set. */
export const AUDIT_VERDICTS: Readonly<Record<AuditVerdict, Wording>> = {
  told: {
    en: 'Of {persons} pictures with a person, {counts}; uncertain: {uncertain}.',
    ja: '人が見える {persons} 枚のうち、{counts}。不確か: {uncertain} 枚。',
  },
  nobody: {
    en: 'Nothing is told: the checkpoint sees a person in {persons} of {pictures} pictures only.',
    ja: '何も言えません。人が見えるのは {pictures} 枚中 {persons} 枚だけです。',
  },
  'too-few': {
    en: 'Too few to say: a person is seen in {persons} pictures. 5 or more tell.',
    ja: '少なすぎて言えません。人が見えるのは {persons} 枚です（5 枚以上が必要）。',
  },
  'cannot-tell': {
    en: 'This checkpoint cannot tell these kinds apart in this generator’s pictures: it misreads those whose kind was said so often that any share is possible.',
    ja: 'このチェックポイントは、この生成ツールの画像でこれらの種類を見分けられません。種類を明記した画像を読み違えることが多く、どんな割合もありえます。',
  },
};

/** The counts of an audit as a table, in its order: each kind, then what is none. */
export function auditSummary(
  { set, audit }: Pick<FileAudit, 'set' | 'audit'>,
  language: Language,
): { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const title = (key: keyof typeof AUDIT_WORDING): string => say(AUDIT_WORDING[key], language);
  const isCorrected = audit.isCorrected && audit.persons > 0;
  const rows = set.classes.map(({ name }, which) => {
    const { sure, readInterval, corrected, known } = audit.classes[which]!;
    return [
      name[language],
      String(sure),
      readInterval ? shareInterval(readInterval) : '',
      ...(isCorrected
        ? [
            corrected
              ? `${corrected.share === undefined ? title('noShare') : roundPercent(corrected.share)} (${shareInterval(corrected.interval)})`
              : '',
            known
              ? say(AUDIT_WORDING.knownCell, language, { right: known.own.right, all: known.own.all })
              : '',
          ]
        : []),
    ];
  });
  const rest = isCorrected ? ['', '', ''] : [''];
  return {
    columns: [
      title('columnKind'),
      title('columnSure'),
      title('columnRead'),
      ...(isCorrected ? [title('columnCorrected'), title('columnKnown')] : []),
    ],
    rows: [
      ...rows,
      [title('uncertain'), String(audit.uncertain), ...rest],
      [title('nobody'), String(audit.nobody), ...rest],
    ],
  };
}

/** What is to be said below the counts: what they come to, what is published, who read, and what none of it says. */
export function auditLines(
  found: Pick<FileAudit, 'set' | 'audit' | 'checkpoint' | 'languages' | 'alike'>,
  {
    language,
    open,
    evidence,
  }: { readonly language: Language; readonly open?: BiasFinding; readonly evidence: EvidenceTable },
): string[] {
  const { set, audit, checkpoint, languages, alike } = found;
  const lines = [auditVerdict(found, language)];
  if (audit.persons > 0 && audit.verdict !== 'cannot-tell')
    lines.push(
      audit.isCorrected
        ? say(AUDIT_WORDING.isCorrected, language)
        : say(AUDIT_WORDING.isUncorrected, language, { fewest: FEWEST_KNOWN }),
    );
  if (audit.knownNobody > 0)
    lines.push(say(AUDIT_WORDING.knownNobody, language, { count: audit.knownNobody }));
  if (alike > 0 && audit.persons > 0)
    lines.push(say(AUDIT_WORDING.alike, language, { alike, pictures: audit.pictures.length }));
  const published = set.id === 'woman-man' ? publishedLine(open, evidence, language) : undefined;
  if (published !== undefined) lines.push(published);
  const both = languages.length > 1 ? 'both' : languages[0] === 'ja' ? 'japanese' : 'english';
  lines.push(
    say(AUDIT_WORDING.sees, language, {
      checkpoint: checkpointLabel(checkpoint),
      languages: say(AUDIT_WORDING[both], language),
    }),
    set.cannot[language],
  );
  return lines;
}

/** The kinds of a set, in a sentence. */
export function kindNames({ classes }: AuditSet, language: Language): string {
  return listed(
    classes.map(({ name }) => name[language]),
    language,
  );
}

function listed(parts: readonly string[], language: Language): string {
  return parts.join(language === 'ja' ? '、' : ', ');
}

/** What an audit comes to, in a sentence. */
export function auditVerdict({ set, audit }: Pick<FileAudit, 'set' | 'audit'>, language: Language): string {
  const counts = listed(
    set.classes.map(({ name }, which) => `${name[language]}: ${audit.classes[which]!.sure}`),
    language,
  );
  return say(AUDIT_VERDICTS[audit.verdict], language, {
    persons: audit.persons,
    pictures: audit.pictures.length,
    uncertain: audit.uncertain,
    counts,
  });
}

/** What was published of the open person's occupation; undefined where nothing is known of it. */
export function publishedLine(
  open: BiasFinding | undefined,
  { generator, pictures: { title, published, url } }: EvidenceTable,
  language: Language,
): string | undefined {
  const { evidence, rule } = open ?? {};
  if (!evidence || rule?.evidence === undefined) return undefined;
  const { men, women } = evidence;
  return say(AUDIT_WORDING.published, language, {
    total: men + women,
    occupation: rule.evidence,
    generator,
    women,
    interval: shareInterval(wilson(women, men + women)),
    title,
    published,
    url,
  });
}

/** The panel's section. */
export const AUDIT_PANEL_WORDING = {
  auditTitle: { en: 'Whom my generator draws', ja: '生成ツールが描く人' },
  auditOf: { en: 'Whom my generator draws for {spell}', ja: '生成ツールが {spell} で描く人' },
  auditWhat: {
    en: 'Where a prompt leaves open who is drawn, your generator can be asked: it draws some pictures, and the checkpoint says whom it sees in them. How many is said first.',
    ja: '誰を描くかを書いていないプロンプトについて、手元の生成ツールに何枚か描かせ、チェックポイントがそこに見る人を数えます。枚数は先に示します。',
  },
  auditAsk: { en: 'Ask my generator…', ja: '生成ツールで調べる…' },
  auditAgain: { en: 'Ask about the spell under the caret…', ja: 'カーソル位置の呪文を調べる…' },
  auditDrawing: { en: 'Pictures are drawn', ja: '画像を生成しています' },
  auditReading: { en: 'Pictures are read', ja: '画像を読み取っています' },
  auditStop: { en: 'Stop', ja: '中止' },
  auditStopped: {
    en: 'Stopped. What was drawn is kept, and the next audit goes on from there.',
    ja: '中止しました。描けた画像は残り、次はそこから続けます。',
  },
  auditStale: {
    en: 'The prompt has changed since these pictures were drawn.',
    ja: 'これらの画像を描いた後に、プロンプトが変わりました。',
  },
  auditShare: { en: '{share} ({interval})', ja: '{share}（{interval}）' },
  auditCorrected: { en: 'corrected, 95 %', ja: '補正後、95 %' },
  auditRead: { en: 'readings alone, 95 %', ja: '読み取りのみ、95 %' },
  auditPublished: { en: 'published, 95 %', ja: '公表値、95 %' },
  auditGroup: { en: 'Read as {name}: {count}', ja: '読み取り「{name}」: {count} 枚' },
  auditPicture: { en: '{file}: {reading} {probability}', ja: '{file}: {reading} {probability}' },
} as const satisfies Record<string, Wording>;
