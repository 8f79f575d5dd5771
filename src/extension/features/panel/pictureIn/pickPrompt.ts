import path from 'node:path';
import * as vscode from 'vscode';
import { plainText } from '../../../../core/plainText';
import type { PromptOption } from '../../../../tasks/readPictures';
import { originText, PICTURE_IN_WORDING } from '../../../../words/pictureIn';
import { say, type Language } from '../../../../words/words';

/** Characters of a prompt that a list shows. */
const shownLength = 200;

/** Asks which prompt of a picture is meant: each with where it stands and why it was taken. Undefined when the user left. */
export async function pickPrompt(
  picture: string,
  options: readonly PromptOption[],
  language: Language,
): Promise<PromptOption | undefined> {
  const picked = await vscode.window.showQuickPick(
    options.map((option) => itemOf(option, language)),
    {
      placeHolder: say(PICTURE_IN_WORDING.chooseWhich, language, { file: path.basename(picture) }),
      matchOnDetail: true,
      matchOnDescription: true,
    },
  );
  return picked?.option;
}

function itemOf(
  option: PromptOption,
  language: Language,
): vscode.QuickPickItem & { readonly option: PromptOption } {
  const line = (text: string): string => plainText(text.replace(/\s+/g, ' ').trim().slice(0, shownLength));
  const origin = plainText(originText(option, language));
  return {
    label: line(option.prompt) || '–',
    description: option.isTemplate ? `${say(PICTURE_IN_WORDING.withSlots, language)} · ${origin}` : origin,
    ...(option.negative && { detail: `− ${line(option.negative)}` }),
    option,
  };
}
