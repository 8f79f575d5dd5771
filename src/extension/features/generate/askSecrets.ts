import * as vscode from 'vscode';
import { DRAW_WORDING } from '../../../words/drawing';
import { say, type Language, type Parameters } from '../../../words/words';
import type { GeneratorSecrets } from '../../services/generatorSecrets';
import { plainWindow } from '../../services/plainWindow';

/**
 * Asks for what an address wants to see besides. What is secret is masked.
 * @param why the address does not let anybody in, a sentence
 * @returns undefined where the user declined
 */
export async function askSecrets(
  why: string,
  url: string,
  language: Language,
): Promise<GeneratorSecrets | undefined> {
  const tell = (key: keyof typeof DRAW_WORDING, parameters?: Parameters): string =>
    say(DRAW_WORDING[key], language, parameters);
  const ask = (
    key: keyof typeof DRAW_WORDING,
    options: vscode.InputBoxOptions = {},
  ): Thenable<string | undefined> =>
    plainWindow.showInputBox({ title: tell(key), prompt: why, ignoreFocusOut: true, ...options });
  const kind = await vscode.window.showQuickPick(
    [
      { label: tell('secretPassword'), detail: tell('secretPasswordDetail'), isHeader: false },
      { label: tell('secretHeader'), detail: tell('secretHeaderDetail'), isHeader: true },
    ],
    { title: tell('secretTitle', { url: shown(url) }), placeHolder: why, ignoreFocusOut: true },
  );
  if (!kind) return undefined;
  if (kind.isHeader) {
    const name = await ask('headerNamePrompt', { value: 'Authorization' });
    const value = name ? await ask('headerValuePrompt', { password: true }) : undefined;
    return name && value ? { header: { name, value } } : undefined;
  }
  const user = await ask('userPrompt');
  const password = user === undefined ? undefined : await ask('passwordPrompt', { password: true });
  return user === undefined || password === undefined ? undefined : { user, password };
}

/** Whoever typed a password into the address does not see it here. */
function shown(url: string): string {
  return url.slice(url.lastIndexOf('@') + 1);
}
