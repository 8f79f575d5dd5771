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

interface Insertion {
  readonly at: number;
  readonly reach: Reach;
  readonly defaultDialect: Dialect;
  readonly language: Language;
}

/** The edit that adds pictures' prompts as spells below an offset, and the pictures to `images`, without making it. */
export async function addingSpells(
  document: vscode.TextDocument,
  chosen: readonly ChosenPrompt[],
  parts: Insertion,
): Promise<SpellInsertion> {
  const adding = await spellAdder(
    document,
    chosen.map(({ picture }) => picture),
    parts,
  );
  return adding(chosen);
}

/** Makes such edits of the document's text as it is now, with one or another prompt of the pictures. */
export async function spellAdder(
  document: vscode.TextDocument,
  pictures: readonly string[],
  { at, reach, defaultDialect, language }: Insertion,
): Promise<(chosen: readonly ChosenPrompt[]) => SpellInsertion> {
  const text = document.getText();
  const images = await missingEntries(document, [...new Set(pictures)], reach);
  return (chosen) => {
    const { dialect } = chosen[0]!.option;
    return insertSpells(text, draftsOf(chosen, language), { at, images, dialect, defaultDialect });
  };
}

export function draftsOf(chosen: readonly ChosenPrompt[], language: Language): ReturnType<typeof draftOf>[] {
  return chosen.map(({ picture, option }) =>
    draftOf(option, path.parse(picture).name, cautions(option, language)),
  );
}
