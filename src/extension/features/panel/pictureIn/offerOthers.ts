import path from 'node:path';
import * as vscode from 'vscode';
import type { SpellInsertion } from '../../../../core/spell/writeSpell';
import { applyReplacements } from '../../../../core/yaml/replacement';
import type { PromptOption } from '../../../../tasks/readPictures';
import { PICTURE_IN_WORDING } from '../../../../words/pictureIn';
import { say, type Language, type Parameters } from '../../../../words/words';
import { applyToDocument } from '../../../services/documentEdit';
import { plainWindow } from '../../../services/plainWindow';
import { pickPrompt } from './pickPrompt';

/** A spell of the best prompt of a picture, which the editor may be about to add, and what else it could be. */
export interface OfferedSpell {
  readonly document: vscode.TextDocument;
  /** Absolute. */
  readonly picture: string;
  /** Best first; two at least. */
  readonly options: readonly PromptOption[];
  /** The edit of the document's text as it is now, with one of the options. */
  readonly adding: (option: PromptOption) => SpellInsertion;
  readonly language: Language;
}

/** Changes of a document after which nobody switches to another form of a drop any more. */
const fewChanges = 10;
const waiting = new WeakMap<vscode.TextDocument, vscode.Disposable>();

/**
 * Offers the other prompts once the best one stands in the text. The editor does not tell which of the edits that it was
 * given it makes, now or later: it is seen by the text.
 */
export function offerOthers(offered: OfferedSpell): void {
  const { document, options, adding } = offered;
  const before = document.getText();
  const best = adding(options[0]!);
  if (!best.ok) return;
  const after = applyReplacements(before, best.replacements);
  const { version } = document;
  const listening = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document !== document) return;
    if (isText(document, after)) {
      listening.dispose();
      void offerNow(offered, before, after);
    } else if (document.version > version + fewChanges) listening.dispose();
  });
  waiting.get(document)?.dispose();
  waiting.set(document, listening);
}

/** Line ends are the document's own. */
function isText(document: vscode.TextDocument, text: string): boolean {
  const plain = (one: string): string => one.replace(/\r\n?/g, '\n');
  return plain(document.getText()) === plain(text);
}

async function offerNow(offered: OfferedSpell, before: string, after: string): Promise<void> {
  const { document, picture, options, adding, language } = offered;
  const tell = (key: keyof typeof PICTURE_IN_WORDING, parameters?: Parameters): string =>
    say(PICTURE_IN_WORDING[key], language, parameters);
  const count = options.length - 1;
  const file = path.basename(picture);
  const choose = tell('chooseOther');
  const message = count === 1 ? tell('otherPrompt', { file }) : tell('otherPrompts', { file, count });
  if ((await plainWindow.showInformationMessage(message, choose)) !== choose) return;
  const option = await pickPrompt(picture, options, language);
  if (!option || option === options[0]) return;
  const spells = path.posix.basename(document.uri.path);
  const other = adding(option);
  if (!other.ok) return void plainWindow.showErrorMessage(tell('cannotInsert', { file: spells }));
  const wanted = applyReplacements(before, other.replacements);
  let isAsItWas = true;
  const outcome = await applyToDocument(document, (text) => {
    isAsItWas = text === after;
    return isAsItWas ? [difference(text, wanted)] : [];
  });
  if (!isAsItWas) void plainWindow.showWarningMessage(tell('changedMeanwhile', { file: spells }));
  else if (outcome !== 'done') void plainWindow.showErrorMessage(tell('insertRefused', { file: spells }));
}

/** The one replacement that makes a text another. */
function difference(from: string, to: string): { start: number; end: number; text: string } {
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start++;
  let same = 0;
  while (same < most - start && from[from.length - 1 - same] === to[to.length - 1 - same]) same++;
  return { start, end: from.length - same, text: to.slice(start, to.length - same) };
}
