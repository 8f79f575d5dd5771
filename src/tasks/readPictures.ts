import { EngineError } from '../core/engineError';
import { readPicture } from '../core/infotext/readPicture';
import type {
  Approximation,
  GraphOrigin,
  PicturePorts,
  PictureReading,
  PictureRecord,
  RecordChoice,
} from '../core/infotext/pictureRecord';
import type { PictureReader } from '../core/ports';
import type { Dialect } from '../core/spell/spell';
import type { SpellDraft } from '../core/spell/writeSpell';
import { inflate } from '../files/inflate';
import { readPictureFile, readSidecarFiles } from '../files/readPictureFile';
import type { ReadOptions } from '../files/readTextFile';
import { asTemporaryFile } from '../files/temporaryFile';

export interface PictureDecoding {
  /**
   * Who decodes pixels that are not decoded here. Asked for only where a file says nothing in any other place and its pixels
   * may hide a record; without it such pixels are not looked at.
   */
  readonly pictures?: () => Promise<PictureReader>;
  readonly signal?: AbortSignal;
}

/**
 * What the maker of a picture wrote into it or beside it.
 * @param file absolute
 * @throws FileError where the picture cannot be read; the signal's reason
 */
export async function readPictureAt(
  file: string,
  options: ReadOptions & PictureDecoding = {},
): Promise<PictureReading> {
  const [bytes, sidecars] = await Promise.all([
    readPictureFile(file, options),
    readSidecarFiles(file, options),
  ]);
  return readPicture(bytes, { inflate, hidden: () => hiddenIn(file, options) }, sidecars);
}

/** The same of a picture that came as bytes. Where its pixels have to be decoded, it lies in a temporary folder meanwhile. */
export function readPictureBytes(bytes: Uint8Array, decoding: PictureDecoding = {}): Promise<PictureReading> {
  const hidden = async (): Promise<Hidden> =>
    decoding.pictures && asTemporaryFile(bytes, (file) => hiddenIn(file, decoding));
  return readPicture(bytes, { inflate, hidden });
}

type Hidden = Awaited<ReturnType<NonNullable<PicturePorts['hidden']>>>;

/** An engine that cannot start, or gives up, leaves the pixels unread: the rest was read. */
async function hiddenIn(file: string, { pictures, signal }: PictureDecoding): Promise<Hidden> {
  if (!pictures) return undefined;
  try {
    const reader = await pictures();
    const outcome = await reader.hiddenRecord(file, signal && { signal });
    return outcome.ok ? outcome.record : 'unreadable';
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof EngineError)) throw error;
    return 'unreadable';
  }
}

/** A prompt that a picture may be made a spell of. */
export interface PromptOption {
  readonly record: PictureRecord;
  readonly prompt: string;
  readonly negative?: string;
  readonly dialect: Dialect;
  readonly parameters: PictureRecord['parameters'];
  /** Where in a graph it comes from. */
  readonly origin?: GraphOrigin;
  readonly approximate: readonly Approximation[];
  /** The text before wildcards, styles and macros were filled in: its slots are to be live. */
  readonly isTemplate?: boolean;
}

/** The best prompt of each record as it was written, with its slots, where the maker kept that. */
export function templateOptions({ records }: PictureReading): readonly PromptOption[] {
  return records.flatMap((record) => {
    const { template } = record;
    if (!template || template.prompt.trim() === '') return [];
    const negative = template.negative ?? record.negative;
    const isSame = template.prompt === record.prompt && negative === record.negative;
    if (isSame) return [];
    const { negative: _, ...own } = ownOption(record);
    return [
      { ...own, prompt: template.prompt, isTemplate: true, ...(negative !== undefined && { negative }) },
    ];
  });
}

/** What a user is to choose from: one where nothing is to be chosen, none where there is no text. */
export function choicesOf(reading: PictureReading): readonly PromptOption[] {
  const options = promptOptions(reading);
  return [...(reading.hasChoice ? options : options.slice(0, 1)), ...templateOptions(reading)];
}

/** Whether what was read is a picture of a kind that checkpoints are shown: words can be proposed for it. */
export function canBeScored({ kind }: PictureReading): boolean {
  return kind !== 'empty' && kind !== 'unknown' && kind !== 'heic';
}

/** Best first: of each record itself, then its other texts. Records without any text are left out. */
export function promptOptions({ records }: PictureReading): readonly PromptOption[] {
  return records
    .filter(({ prompt, negative }) => prompt !== '' || (negative ?? '') !== '')
    .flatMap((record) => [ownOption(record), ...(record.choices ?? []).map((each) => choice(record, each))]);
}

function ownOption(record: PictureRecord): PromptOption {
  const { prompt, negative, dialect, origin, approximate = [] } = record;
  const parameters = [...record.parameters, ...characters(record)];
  return {
    ...{ record, prompt, dialect, parameters, approximate },
    ...(negative !== undefined && { negative }),
    ...(origin && { origin }),
  };
}

function choice(record: PictureRecord, { prompt, negative, seed, origin }: RecordChoice): PromptOption {
  const others = record.parameters.filter(([name]) => name !== 'Seed');
  const parameters = seed === undefined ? others : [...others, ['Seed', seed] as const];
  return {
    ...{ record, prompt, dialect: record.dialect, parameters, origin },
    approximate: record.approximate ?? [],
    ...(negative !== undefined && { negative }),
  };
}

/** Of NovelAI V4: their prompts stand beside the main one. */
function characters({ characters: found = [] }: PictureRecord): (readonly [string, string])[] {
  return found.flatMap(({ prompt, negative }, i) => [
    [`Character ${i + 1}`, prompt] as const,
    ...(negative ? [[`Character ${i + 1} negative`, negative] as const] : []),
  ]);
}

/** @param notes sentences for comments above the prompt */
export function draftOf(option: PromptOption, name: string, notes: readonly string[] = []): SpellDraft {
  const { prompt, negative, parameters, isTemplate } = option;
  return {
    ...{ name, prompt, parameters, notes },
    ...(isTemplate && { hasSlots: true }),
    ...(negative !== undefined && { negative }),
  };
}
