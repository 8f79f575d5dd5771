import type * as vscode from 'vscode';
import { INFOTEXT_NAMES } from '../../../core/judge/readParameters';
import { parametersAgain } from '../../../core/judge/askedAndRan';
import { setParameters } from '../../../core/spell/setParameters';
import { parametersLine } from '../../../core/spell/writeSpell';
import type { Span } from '../../../core/spell/spell';
import { applyToDocument, type EditOutcome } from '../../services/documentEdit';
import type { JudgedGalleryPicture } from '../../services/generatedPictures';
import { belongsTo } from '../../services/liveDocuments';
import type { SpellDocuments } from '../../services/spellDocuments';

type Wanted = readonly (readonly [name: string, value: string])[];

/** What a picture says of its making, as the own line of a spell names it: all of it, or the seed alone. */
export function parametersToCopy(picture: JudgedGalleryPicture, what: 'seed' | 'parameters'): Wanted {
  const { record, found, seed } = picture;
  if (what === 'seed') return seed === undefined ? [] : [['Seed', seed]];
  if (record) return parametersAgain(record);
  const told = new Map(found?.parameters.filter(([name]) => INFOTEXT_NAMES.includes(name)));
  if (seed !== undefined) told.set('Seed', seed);
  return [...told];
}

export interface CopyRequest {
  readonly picture: JudgedGalleryPicture;
  readonly what: 'seed' | 'parameters';
  /** Version of the document that the picture's place is of. */
  readonly version: number | undefined;
  readonly documents: SpellDocuments;
}

/**
 * Writes what made a picture into its spell, undoably.
 * @returns `gone` where its spell is no more, or the file has changed since; a text that somebody has to write themselves
 */
export async function copyParameters(
  document: vscode.TextDocument,
  { picture, what, version, documents }: CopyRequest,
): Promise<EditOutcome | 'gone' | { readonly unwritten: string }> {
  const { spell } = picture;
  const wanted = parametersToCopy(picture, what);
  if (wanted.length === 0) return 'nothing-to-do';
  if (spell === undefined || !belongsTo(version, document)) return 'gone';
  let isWritable = true;
  const outcome = await applyToDocument(document, (text) => {
    const edit = setParameters(documents.parse(text), spell, wanted);
    isWritable = edit.ok;
    return edit.ok ? edit.replacements : [];
  });
  return isWritable ? outcome : { unwritten: parametersLine(wanted) };
}

/** Where the text of a picture stands now: the prompt of its spell. */
export async function placeOfPrompt(
  document: vscode.TextDocument,
  picture: JudgedGalleryPicture,
  version: number | undefined,
  documents: SpellDocuments,
): Promise<Span | undefined> {
  if (picture.spell === undefined || !belongsTo(version, document)) return undefined;
  const file = await documents.read(document);
  const prompt = file?.spells[picture.spell]?.positive;
  if (!prompt) return undefined;
  const { span, source } = prompt;
  const start = span.start + source.length - source.trimStart().length;
  return { start, end: start + source.trim().length };
}
