import { askedAndRan } from '../../../core/judge/askedAndRan';
import { canTell } from '../../../core/judge/verdict';
import { mean } from '../../../core/statistics/moments';
import type { FileScore } from '../../../core/score/fileScore';
import type {
  GalleryMessage,
  PanelDrawing,
  PanelDrawn,
  PanelMaking,
  PanelStandingOfVariant,
  PanelVariant,
  PanelVerdict,
} from '../../../protocol/panel/gallery';
import { changeText } from '../../../words/generated';
import {
  familyName,
  generationRemarkText,
  isGenerationRemark,
  isGeneratorFamily,
} from '../../../words/generators';
import type { panelWords } from '../../../words/panel';
import type { Language, Parameters } from '../../../words/words';
import type { DocumentPictures, JudgedGalleryPicture } from '../../services/generatedPictures';
import type { Drawing } from '../../services/generators';

export interface GalleryOptions {
  readonly language: Language;
  say(key: keyof typeof panelWords, parameters?: Parameters): string;
  /** How an absolute path is written for people. */
  shown(file: string): string;
  /** Address of a picture for the webview; the version changes when the picture does. */
  address(file: string, version: string): string;
}

export interface GalleryState {
  /** Undefined while nobody looks. */
  readonly pictures: DocumentPictures | undefined;
  /** As they were when they were judged last: a verdict goes with its own variants. */
  readonly judged: DocumentPictures | undefined;
  /** Scores of the text as it stands. */
  readonly score: FileScore | undefined;
  /** Absolute paths of the pictures that the file names. */
  readonly references: ReadonlySet<string>;
  readonly hasGenerator: boolean;
}

const PHASES = {
  looking: 'reading',
  waiting: 'waiting',
  judging: 'judging',
  judged: 'ready',
  stopped: 'stopped',
  failed: 'failed',
} as const satisfies Record<DocumentPictures['phase'], GalleryMessage['phase']>;

/** What the page is told of a file's pictures. */
export function galleryMessage(state: GalleryState, options: GalleryOptions): GalleryMessage {
  const { pictures, judged, score, hasGenerator } = state;
  const common = { kind: 'gallery', hasGenerator } as const;
  if (!pictures) return { ...common, phase: 'idle', variants: [], pictures: [], isStale: false, remarks: [] };
  const rows = new Rows();
  // In the order of the file; of what it does not hold any more, the newest first.
  const there = variantsOf(pictures);
  for (const [at, variant] of pictures.variants.entries())
    if (there.has(at))
      rows.of({ ...(variant.name !== undefined && { spell: variant.name }), text: variant.expansion.text });
  for (const picture of pictures.pictures) rowOf(picture, pictures, rows, options);
  const drawn = pictures.pictures.map((picture) => drawnOf(picture, pictures, rows, state, options));
  const source =
    pictures.phase === 'judged'
      ? pictures
      : judged !== undefined && pictures.verdict === judged.verdict
        ? judged
        : undefined;
  const verdict = source && verdictOf(source, rows);
  return {
    ...common,
    phase: PHASES[pictures.phase],
    ...(pictures.progress && { progress: pictures.progress }),
    ...(pictures.error !== undefined && { error: pictures.error }),
    variants: rows.variants,
    pictures: drawn,
    ...(verdict && { verdict }),
    // Numbers stand below pictures, too, where no variant has any to be told of.
    isStale: pictures.verdict !== undefined && pictures.score !== score,
    remarks: remarksOf(pictures, options),
  };
}

/** Places of the variants that have pictures. */
function variantsOf({ pictures }: DocumentPictures): ReadonlySet<number> {
  return new Set(
    pictures.flatMap(({ match, variant }) => (match === 'exact' && variant !== undefined ? [variant] : [])),
  );
}

/** Rows of the grid: wordings, each once. */
class Rows {
  readonly variants: PanelVariant[] = [];
  readonly #at = new Map<string, number>();

  of(variant: Omit<PanelVariant, 'isGone'>, isGone = false): number {
    const key = JSON.stringify([variant.spell, variant.text, isGone, variant.change]);
    const known = this.#at.get(key);
    if (known !== undefined) return known;
    this.#at.set(key, this.variants.length);
    return this.variants.push({ ...variant, isGone }) - 1;
  }
}

function rowOf(
  { match, variant, text, record, change }: JudgedGalleryPicture,
  { variants }: DocumentPictures,
  rows: Rows,
  { language }: Pick<GalleryOptions, 'language'>,
): number {
  const own = variant === undefined ? undefined : variants[variant];
  const spell = own ? own.name : (record?.spell ?? undefined);
  const isExact = match === 'exact' && own !== undefined;
  return rows.of(
    {
      ...(spell !== undefined && { spell }),
      text: isExact ? own.expansion.text : text,
      ...(change && { change: changeText(change, language) }),
    },
    !isExact,
  );
}

function drawnOf(
  picture: JudgedGalleryPicture,
  pictures: DocumentPictures,
  rows: Rows,
  { references }: GalleryState,
  options: GalleryOptions,
): PanelDrawn {
  const { say, shown, address } = options;
  const { file, seed, origin, judged, record, time } = picture;
  const id = shown(file);
  const isUnreadable = pictures.verdict?.unreadable.includes(file) ?? false;
  const near = judged?.nearest && pictures.score?.images[judged.nearest.reference];
  return {
    id,
    variant: rowOf(picture, pictures, rows, options),
    ...(seed !== undefined && { seed }),
    origin,
    // Only what the engine has read within its bounds: a browser would try to show a file of any size.
    ...(judged && { src: address(file, record?.hash ?? String(time)) }),
    ...(isUnreadable && { failure: say('galleryUnreadable', { file: id }) }),
    ...(judged && { own: judged.ownProbability }),
    ...(judged?.closeness !== undefined && { closeness: judged.closeness }),
    ...(near && { nearest: { picture: shown(near.path), cosine: judged!.nearest!.cosine } }),
    isReference: references.has(file),
    differs: record !== undefined && askedAndRan(record).some(({ differs }) => differs),
  };
}

function verdictOf(source: DocumentPictures, rows: Rows): PanelVerdict | undefined {
  const { verdict: judged, variants, pictures, score } = source;
  if (!judged) return undefined;
  const { checkpoint, verdict, references, compared } = judged;
  const own = new Map<number, number[]>();
  for (const { match, variant, judged: each } of pictures)
    if (match === 'exact' && variant !== undefined && each)
      own.set(variant, [...(own.get(variant) ?? []), each.ownProbability]);
  const standings = [...own].map(([variant, shares]): PanelStandingOfVariant => {
    const { name, expansion } = variants[variant]!;
    const { closeness, rank, ranks, behind } = verdict.variants[variant] ?? {};
    return {
      variant: rows.of({ ...(name !== undefined && { spell: name }), text: expansion.text }),
      ...(rank !== undefined && { rank }),
      ...(ranks && { ranks: { first: ranks.first, last: ranks.last } }),
      ...(closeness !== undefined && { closeness }),
      ...(behind && {
        behind: {
          difference: behind.difference,
          ...(behind.interval && { low: behind.interval.low, high: behind.interval.high }),
        },
      }),
      own: mean(shares),
      pictures: shares.length,
    };
  });
  if (standings.length === 0) return undefined;
  const { foretold } = verdict;
  const seeds = compared.length < 2 ? 0 : verdict.seeds.length;
  return {
    checkpoint: { id: checkpoint.id, hash: checkpoint.hash },
    references,
    seeds,
    canTell: canTell(seeds),
    standings,
    ...(foretold && {
      foretold: {
        rho: foretold.rho,
        low: foretold.interval.low,
        high: foretold.interval.high,
        pairs: foretold.pairs,
      },
    }),
    wasScored: (score?.images.length ?? 0) > 0,
  };
}

/** What a user should know of what is not shown, or not judged. */
function remarksOf(pictures: DocumentPictures, { say, shown }: GalleryOptions): string[] {
  const { verdict, watched } = pictures;
  const uncompared =
    verdict && verdict.references > 0 && verdict.compared.length > 1
      ? variantsOf(pictures).size - verdict.compared.length
      : 0;
  return [
    ...(uncompared > 0 ? [say('galleryUncompared', { count: uncompared })] : []),
    ...(verdict && verdict.leftOut > 0 ? [say('galleryLeftOut', { count: verdict.leftOut })] : []),
    ...(verdict && verdict.changed.length > 0
      ? [say('galleryChanged', { count: verdict.changed.length })]
      : []),
    ...(verdict && verdict.asReferences.length > 0
      ? [say('galleryAsReferences', { count: verdict.asReferences.length })]
      : []),
    ...watched.folders
      .filter(({ isMissing }) => isMissing)
      .map(({ folder }) => say('galleryFolderMissing', { folder: shown(folder) })),
  ];
}

/** How a picture was made. */
export function makingOf(
  { file, record, found, match, time, variant, change }: JudgedGalleryPicture,
  variants: DocumentPictures['variants'],
  { language, shown, say }: Pick<GalleryOptions, 'language' | 'shown' | 'say'>,
): PanelMaking {
  const id = shown(file);
  const own = variant === undefined ? undefined : variants[variant];
  const near =
    change && own
      ? say('galleryNear', { variant: own.expansion.text, change: changeText(change, language) })
      : undefined;
  const place = { isThere: match === 'exact', ...(near !== undefined && { near }) };
  if (!record) {
    const { prompt = '', negative, maker = 'unknown', parameters = [] } = found ?? {};
    return {
      ...{ id, prompt, ...place, remarks: [] },
      ...(negative !== undefined && { negative }),
      ...(maker !== 'unknown' && { generator: maker }),
      time: new Date(time).toISOString(),
      parameters: parameters.map(([name, ran]) => ({ name, ran, differs: false })),
    };
  }
  const { prompt, negative, generator, url, remarks } = record;
  const name = isGeneratorFamily(generator) ? familyName(generator) : generator;
  return {
    ...{ id, prompt, ...place, time: record.time, seconds: record.seconds },
    ...(negative !== null && { negative }),
    generator: `${name}, ${url}`,
    parameters: askedAndRan(record),
    remarks: remarks.filter(isGenerationRemark).map((remark) => generationRemarkText(remark, language)),
  };
}

/** More of a preview is none. */
const largestPreview = 4 * 1024 * 1024;

/** What is drawn just then; undefined when nothing is. */
export function drawingOf(drawing: Drawing | undefined, isStopping: boolean): PanelDrawing | undefined {
  if (!drawing || drawing.isOver) return undefined;
  const { plan, drawn, current, isWaiting } = drawing;
  const request = current && plan.requests[current.index];
  const preview = current?.preview;
  const left = secondsLeft(drawing);
  return {
    phase: isStopping ? 'stopping' : 'drawing',
    done: drawn.length,
    total: plan.requests.length,
    ...(request && {
      text: plan.variants[request.variant]!.expansion.text,
      seed: request.parameters.seed,
    }),
    ...(current?.fraction !== undefined && { fraction: current.fraction }),
    ...((isWaiting || current?.isQueued) && { isQueued: true }),
    ...(preview && preview.byteLength <= largestPreview && { preview }),
    ...(left !== undefined && { left }),
  };
}

/** By what its pictures took so far, or those before; undefined where nobody knows. */
function secondsLeft({ plan, drawn, current }: Drawing): number | undefined {
  const fresh = drawn.filter(({ isKnown }) => !isKnown).map(({ record }) => record.seconds);
  const each = fresh.length > 0 ? mean(fresh) : plan.secondsEach;
  if (each === undefined) return undefined;
  const there = new Set(drawn.map(({ index }) => index));
  const open = plan.requests.filter(({ known }, index) => !known && !there.has(index)).length;
  return Math.max(0, each * (open - (current?.fraction ?? 0)));
}
