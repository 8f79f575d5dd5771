import type * as vscode from 'vscode';
import { spellLimit } from '../../../core/score/scoreSpellFile';
import { fillPrompt, type FilledPrompt } from '../../../core/spell/fillPrompt';
import type { PromptChoice } from '../../../protocol/panel/scores';
import { ownScore, type DocumentScore } from '../../services/scores';
import { applyToDocument, type EditOutcome } from '../../services/documentEdit';
import type { PanelDependencies } from './panelDependencies';

type Needed = Pick<PanelDependencies, 'scores' | 'documents' | 'expansionLimit'>;

/**
 * A prompt that was scored, with its slots filled.
 * @param text of the file now, where it may have changed
 * @returns undefined when it has other scores by now, or none
 */
export function filledPrompt(
  uri: vscode.Uri,
  { spell, id }: PromptChoice,
  { scores, documents, expansionLimit }: Needed,
  text?: string,
): FilledPrompt | undefined {
  const current = scores.get(uri);
  const file = ownScore(current) && current?.file;
  const prompt = file?.spells[spell]?.positive;
  if (!file || !prompt || (text !== undefined && text !== file.text)) return undefined;
  const wildcards = documents.wildcards({ uri });
  return fillPrompt(prompt, id, {
    dialect: file.dialect,
    wildcards,
    limit: spellLimit(file, expansionLimit()),
  });
}

/** Puts the options that a prompt chose in place of its spell's slots, undoably; `gone` when it has other scores by now. */
export async function keepOptions(
  document: vscode.TextDocument,
  choice: PromptChoice,
  needed: Needed,
): Promise<EditOutcome | 'gone'> {
  let isThere = true;
  const outcome = await applyToDocument(document, (text) => {
    const prompt = filledPrompt(document.uri, choice, needed, text);
    isThere = prompt !== undefined;
    return prompt?.replacements ?? [];
  });
  return isThere ? outcome : 'gone';
}

/** The prompt that stands first, of the file or of one spell; undefined while there is none. */
export function bestPrompt(current: DocumentScore | undefined, spell?: number): PromptChoice | undefined {
  const score = ownScore(current);
  const first = spell === undefined ? score?.spells.find(({ rank }) => rank === 1) : score?.spells[spell];
  const best = first?.best === undefined ? undefined : score?.prompts[first.best];
  return best && { spell: best.spell, id: best.expansion.id };
}
