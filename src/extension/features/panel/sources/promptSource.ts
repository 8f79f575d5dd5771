import * as vscode from 'vscode';
import { filledPrompt, keepOptions } from '../filledPrompt';
import type { MakeSource, PanelHost } from '../panelSource';
import type { PromptChoice } from '../../../../protocol/panel/scores';

/** What becomes of a prompt that did well: it is copied, or takes the place of its spell's slots. */
export const promptSource: MakeSource = (host) => ({
  obeys: {
    'copy-prompt': (choice) => copy(choice, host),
    'keep-options': (choice) => keep(choice, host),
  },
  dispose: () => undefined,
});

async function copy(choice: PromptChoice, host: PanelHost): Promise<void> {
  const prompt = filledPrompt(host.uri, choice, host.dependencies);
  if (!prompt) return host.notify('error', 'promptGone');
  await vscode.env.clipboard.writeText(prompt.text);
  host.notify('information', 'promptCopied');
}

async function keep(choice: PromptChoice, host: PanelHost): Promise<void> {
  const outcome = await keepOptions(await host.document(), choice, host.dependencies);
  if (outcome === 'gone') host.notify('error', 'promptGone');
  else if (outcome === 'nothing-to-do') host.notify('information', 'noSlots');
  else if (outcome === 'done') host.notify('information', 'optionsKept');
  else host.tell(outcome);
}
