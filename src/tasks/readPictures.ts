import { readPicture } from '../core/infotext/readPicture';
import type {
  Approximation,
  GraphOrigin,
  PictureReading,
  PictureRecord,
  RecordChoice,
} from '../core/infotext/pictureRecord';
import type { Dialect } from '../core/spell/spell';
import type { SpellDraft } from '../core/spell/writeSpell';
import { inflate } from '../files/inflate';
import { readPictureFile, readSidecarFiles } from '../files/readPictureFile';
import type { ReadOptions } from '../files/readTextFile';

/**
 * What the maker of a picture wrote into it or beside it.
 * @param file absolute
 * @throws FileError where the picture cannot be read
 */
export async function readPictureAt(file: string, options: ReadOptions = {}): Promise<PictureReading> {
  const [bytes, sidecars] = await Promise.all([
    readPictureFile(file, options),
    readSidecarFiles(file, options),
  ]);
  return readPicture(bytes, { inflate }, sidecars);
}

/** The same of a picture that came as bytes. */
export function readPictureBytes(bytes: Uint8Array): Promise<PictureReading> {
  return readPicture(bytes, { inflate });
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
  const { prompt, negative, parameters } = option;
  return { name, prompt, parameters, notes, ...(negative !== undefined && { negative }) };
}
