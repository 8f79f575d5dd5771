import path from 'node:path';
import type * as vscode from 'vscode';
import type { PictureReading } from '../../../../core/infotext/pictureRecord';
import { meansTheSame } from '../../../../core/spell/meansTheSame';
import type { Dialect } from '../../../../core/spell/spell';
import { insertSpells, type SpellInsertion } from '../../../../core/spell/writeSpell';
import type { Reach } from '../../../../files/reach';
import { draftOf, promptOptions, type PromptOption } from '../../../../tasks/readPictures';
import { cautions } from '../../../../words/pictureIn';
import type { Language } from '../../../../words/words';
import type { SpellDocuments } from '../../../services/spellDocuments';
import { missingEntries } from '../pictureEdits';

/** A picture, and the prompt of it that is to become a spell. */
export interface ChosenPrompt {
  /** Absolute. */
  readonly picture: string;
  readonly option: PromptOption;
}

/** The best prompt of each picture that holds any. */
export function bestPrompts(
  readings: readonly { readonly picture: string; readonly reading: PictureReading }[],
): ChosenPrompt[] {
  return readings.flatMap(({ picture, reading }) => {
    const [option] = promptOptions(reading);
    return option ? [{ picture, option }] : [];
  });
}

/** The prompts that a file's dialect would read otherwise than their own. A file without spells takes theirs. */
export function foreignPrompts(
  document: vscode.TextDocument,
  chosen: readonly ChosenPrompt[],
  documents: SpellDocuments,
): { readonly own: Dialect; readonly foreign: readonly ChosenPrompt[] } {
  const file = documents.parse(document.getText());
  const isFree = file.spells.length === 0 && !file.frontMatter.dialect;
  const own = (isFree && chosen[0]?.option.dialect) || file.dialect;
  return { own, foreign: chosen.filter(({ option }) => !meansTheSame(option, option.dialect, own)) };
}

/** The edit that adds pictures' prompts as spells below an offset, and the pictures to `images`, without making it. */
export async function addingSpells(
  document: vscode.TextDocument,
  chosen: readonly ChosenPrompt[],
  parts: {
    readonly at: number;
    readonly reach: Reach;
    readonly defaultDialect: Dialect;
    readonly language: Language;
  },
): Promise<SpellInsertion> {
  const { at, reach, defaultDialect, language } = parts;
  const pictures = [...new Set(chosen.map(({ picture }) => picture))];
  const images = await missingEntries(document, pictures, reach);
  const dialect = chosen[0]!.option.dialect;
  return insertSpells(document.getText(), draftsOf(chosen, language), {
    at,
    images,
    dialect,
    defaultDialect,
  });
}

export function draftsOf(chosen: readonly ChosenPrompt[], language: Language): ReturnType<typeof draftOf>[] {
  return chosen.map(({ picture, option }) =>
    draftOf(option, path.parse(picture).name, cautions(option, language)),
  );
}
