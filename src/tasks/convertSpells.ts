import { convertFileSteps, type FileConversion, type FileConvertOptions } from '../core/spell/convertFile';
import type { ConvertibleDialect } from '../core/spell/dialectText';
import { expandPrompt } from '../core/spell/expandSpell';
import { paced, type Steps } from '../core/steps';
import type { SpellFile, Wildcards } from '../core/spell/spell';
import { pauses } from '../files/pauses';
import { findFiles, type FindFilesOptions } from './findFiles';

/** More are not listed for one prompt. */
const MOST_LISTED = 10_000;
/** More are not listed for a file, in lines and in characters: an editor opens no larger text. */
const MOST_LINES = 100_000;
const MOST_CHARACTERS = 2 ** 24;

/**
 * A spell file in another dialect, read with the wildcards that it names.
 * @param path of the file, absolute
 * @throws the signal's reason
 */
export async function convertSpells(
  file: SpellFile,
  path: string,
  to: ConvertibleDialect,
  options: Omit<FindFilesOptions, 'withImages'> & Pick<FileConvertOptions, 'onConverted'>,
): Promise<{ readonly conversion: FileConversion; readonly wildcards: Wildcards }> {
  const { wildcards } = (await findFiles(file, path, { ...options, withImages: false })).wildcards;
  const { onConverted } = options;
  const steps = convertFileSteps(file, { to, wildcards, ...(onConverted && { onConverted }) });
  return { conversion: await paced(steps, pauses(options.signal)), wildcards };
}

export interface ListedExpansions {
  /** One prompt each, without line breaks, as the generator of the file's dialect takes it. */
  readonly lines: readonly string[];
  /** How many there are; more than `lines` where there are too many to list. */
  readonly total: number;
}

/** The prompts of a file with every slot filled in every way, for scripts that draw one a line; one spell a step. */
export function* listExpansions(file: SpellFile, wildcards?: Wildcards): Steps<ListedExpansions> {
  const lines: string[] = [];
  let total = 0;
  let characters = 0;
  for (const { positive } of file.spells) {
    yield;
    const isFull = lines.length >= MOST_LINES || characters >= MOST_CHARACTERS;
    const limit = isFull ? 1 : Math.min(MOST_LISTED, MOST_LINES - lines.length);
    const all = expandPrompt(positive, { dialect: file.dialect, limit, ...(wildcards && { wildcards }) });
    total += all.total;
    for (const { raw = '' } of all.expansions) {
      if (lines.length >= MOST_LINES || characters >= MOST_CHARACTERS) break;
      const line = raw.replace(/\s*[\r\n]+\s*/g, ' ').trim();
      if (line === '') {
        // It says nothing, and is none of those that are left out.
        total--;
        continue;
      }
      lines.push(line);
      characters += line.length;
    }
  }
  return { lines, total };
}

/** The same where nobody else waits for the thread. */
export function listInTurns(
  file: SpellFile,
  wildcards: Wildcards | undefined,
  signal?: AbortSignal,
): Promise<ListedExpansions> {
  return paced(listExpansions(file, wildcards), pauses(signal));
}
