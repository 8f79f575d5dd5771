import path from 'node:path';
import type * as vscode from 'vscode';
import { addImages, removeImages, type FrontMatterEdit } from '../../../core/spell/editFrontMatter';
import { parseFrontMatter } from '../../../core/spell/frontMatter';
import { finish } from '../../../core/steps';
import type { Replacement } from '../../../core/yaml/replacement';
import type { FrontMatter } from '../../../core/spell/spell';
import type { Reach } from '../../../files/reach';
import { resolveImages } from '../../../files/resolveImages';
import { mostLibraryPictures } from '../../../tasks/scoreLibrary';
import { applyToDocument, type EditOutcome, type EditRefusal } from '../../services/documentEdit';
import { namedPicture, writtenPath } from './picturePath';
import { isSaved, pathOf } from '../../services/places';

/** Why no picture can be added to a spell file, if so: asked before any is saved beside it. */
export function whyNoPicture(document: vscode.TextDocument): EditRefusal | undefined {
  const text = document.getText();
  return refusalOf(addImages(text, frontMatterOf(text).span, ['picture.png']));
}

/**
 * Adds pictures to the `images` of a spell file; those that an entry there already covers need no edit.
 * @param reach of what the file names
 */
export async function addPictures(
  document: vscode.TextDocument,
  pictures: readonly string[],
  reach: Reach,
): Promise<EditOutcome> {
  const folder = path.dirname(pathOf(document.uri));
  // An entry may have taken a picture away before: then taking that entry out brings it back.
  const named = new Set(entriesOf(document));
  const exclusions = pictures
    .map((picture) => `!${writtenPath(folder, picture)}`)
    .filter((exclusion) => named.has(exclusion));
  if (exclusions.length > 0) {
    const outcome = await change(document, (text, block) => removeImages(text, block, exclusions));
    if (outcome !== 'done') return outcome;
  }
  const covered = await covers(document, reach);
  const missing = pictures.filter((picture) => !covered.has(picture));
  if (missing.length === 0) return 'nothing-to-do';
  const entries = missing.map((picture) => writtenPath(folder, picture));
  return change(document, (text, block) => addImages(text, block, entries));
}

/**
 * The edit that adds pictures to the `images` of a spell file, without making it; none where an entry covers them all.
 * @param reach of what the file names
 */
export async function addingPictures(
  document: vscode.TextDocument,
  pictures: readonly string[],
  reach: Reach,
): Promise<readonly Replacement[] | EditRefusal> {
  const text = document.getText();
  const entries = await missingEntries(document, pictures, reach);
  if (entries.length === 0) return [];
  const edit = addImages(text, frontMatterOf(text).span, entries);
  return edit.ok ? edit.replacements : refusalOf(edit)!;
}

/** Entries for pictures that no entry of a spell file covers yet. @param reach of what the file names */
export async function missingEntries(
  document: vscode.TextDocument,
  pictures: readonly string[],
  reach: Reach,
): Promise<string[]> {
  const hasFolder = isSaved(document.uri);
  const covered = hasFolder ? await covers(document, reach) : new Set(entriesOf(document));
  return (
    pictures
      .filter((picture) => !covered.has(picture))
      // A file that lies nowhere yet names pictures by their whole paths.
      .map((picture) => (hasFolder ? writtenPath(path.dirname(pathOf(document.uri)), picture) : picture))
  );
}

/**
 * Takes a picture out of the `images` of a spell file: its own entry goes; where a glob or a folder names it, an entry
 * `!path` is added.
 * @param picture absolute, or for a picture that does not exist its entry as written
 * @param reach of what the file names
 */
export async function removePicture(
  document: vscode.TextDocument,
  picture: string,
  reach: Reach,
): Promise<EditOutcome> {
  const folder = path.dirname(pathOf(document.uri));
  const absolute = namedPicture(folder, picture);
  const own = entriesOf(document).filter(
    (entry) =>
      entry === picture ||
      [entry, entry.replaceAll('\\', '/')].some((each) => namedPicture(folder, each) === absolute),
  );
  if (own.length > 0) {
    const outcome = await change(document, (text, block) => removeImages(text, block, own));
    if (outcome !== 'done') return outcome;
  }
  const covered = await covers(document, reach);
  if (!covered.has(absolute)) return own.length > 0 ? 'done' : 'nothing-to-do';
  return change(document, (text, block) => addImages(text, block, [`!${writtenPath(folder, absolute)}`]));
}

async function change(
  document: vscode.TextDocument,
  edit: (text: string, block: FrontMatter['span']) => FrontMatterEdit,
): Promise<EditOutcome> {
  return applyToDocument(document, (text) => {
    const result = edit(text, frontMatterOf(text).span);
    return result.ok ? result.replacements : refusalOf(result)!;
  });
}

function refusalOf(edit: FrontMatterEdit): EditRefusal | undefined {
  if (edit.ok) return undefined;
  return edit.code === 'front-matter-full' ? 'full' : 'unreadable';
}

async function covers(document: vscode.TextDocument, reach: Reach): Promise<ReadonlySet<string>> {
  const { avoid: _, ...frontMatter } = frontMatterOf(document.getText()); // an unwanted picture is named all the same
  const limit = mostLibraryPictures;
  return new Set((await resolveImages({ frontMatter }, pathOf(document.uri), { reach, limit })).paths);
}

function entriesOf(document: vscode.TextDocument): string[] {
  return frontMatterOf(document.getText()).images.map(({ value }) => value);
}

let lastRead: { readonly text: string; readonly frontMatter: FrontMatter } | undefined;

/** All that an edit of pictures needs of a text, read once for as long as the text stays the same. */
function frontMatterOf(text: string): FrontMatter {
  if (lastRead?.text !== text) {
    const { frontMatter } = finish(parseFrontMatter(text, text.startsWith('\ufeff') ? 1 : 0));
    lastRead = { text, frontMatter };
  }
  return lastRead.frontMatter;
}
