import { convertFile, type FileConversion } from '../core/spell/convertFile';
import type { ConvertibleDialect } from '../core/spell/dialectText';
import { expandPrompt } from '../core/spell/expandSpell';
import type { SpellFile, Wildcards } from '../core/spell/spell';
import { findFiles, type FindFilesOptions } from './findFiles';

/** More are not listed for one prompt. */
export const MOST_LISTED = 10_000;

/**
 * A spell file in another dialect, read with the wildcards that it names.
 * @param path of the file, absolute
 * @throws the signal's reason
 */
export async function convertSpells(
  file: SpellFile,
  path: string,
  to: ConvertibleDialect,
  options: Omit<FindFilesOptions, 'withImages'>,
): Promise<{ readonly conversion: FileConversion; readonly wildcards: Wildcards }> {
  const { wildcards } = (await findFiles(file, path, { ...options, withImages: false })).wildcards;
  return { conversion: convertFile(file, { to, wildcards }), wildcards };
}

export interface ListedExpansions {
  /** One prompt each, without line breaks, as the generator of the file's dialect takes it. */
  readonly lines: readonly string[];
  /** How many there are; more than `lines` where there are too many to list. */
  readonly total: number;
}

/** The prompts of a file with every slot filled in every way, for scripts that draw one a line. */
export function listExpansions(file: SpellFile, wildcards?: Wildcards): ListedExpansions {
  const lines: string[] = [];
  let total = 0;
  const options = { dialect: file.dialect, limit: MOST_LISTED, ...(wildcards && { wildcards }) };
  for (const { positive } of file.spells) {
    const all = expandPrompt(positive, options);
    total += all.total;
    for (const { raw = '' } of all.expansions) {
      const line = raw.replace(/\s*[\r\n]+\s*/g, ' ').trim();
      if (line !== '') lines.push(line);
    }
  }
  return { lines, total };
}
