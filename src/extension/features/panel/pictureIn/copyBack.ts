import * as vscode from 'vscode';
import { spellLimit } from '../../../../core/score/scoreSpellFile';
import { comfyText, infotextOf } from '../../../../core/spell/copyBack';
import { expandPrompt } from '../../../../core/spell/expandSpell';
import { fillPrompt } from '../../../../core/spell/fillPrompt';
import { spellAt } from '../../../../core/spell/places';
import type { Prompt, Spell, SpellFile } from '../../../../core/spell/spell';
import { PICTURE_IN_WORDING } from '../../../../words/pictureIn';
import { say, type Language, type Parameters } from '../../../../words/words';
import type { Configuration } from '../../../services/configuration';
import { plainWindow } from '../../../services/plainWindow';
import type { Scores } from '../../../services/scores';
import { languageId, type SpellDocuments } from '../../../services/spellDocuments';
import { bestPrompt, filledPrompt } from '../filledPrompt';

interface Parts {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly configuration: Configuration;
  readonly language: Language;
}

/** As long as other sentences of the status bar stay. */
const shownMs = 5000;

/** The spell at the caret for a generator: as an infotext, or for ComfyUI's text box. Slots are filled as "Copy Best Prompt" does. */
export function registerCopyBack(parts: Parts): vscode.Disposable {
  const { language } = parts;
  const tell = (key: keyof typeof PICTURE_IN_WORDING, parameters?: Parameters): string =>
    say(PICTURE_IN_WORDING[key], language, parameters);
  const withSpell = (copy: (filled: FilledSpell) => Promise<void>) => (editor: vscode.TextEditor) => {
    const filled = filledSpell(editor, parts);
    if (filled) void copy(filled);
    else void plainWindow.showInformationMessage(tell('noSpellHere'));
  };
  return vscode.Disposable.from(
    vscode.commands.registerTextEditorCommand(
      'spellwright.copyInfotext',
      withSpell(async ({ prompt, negative, spell }) => {
        await vscode.env.clipboard.writeText(infotextOf(prompt, negative, spell.parameters));
        plainWindow.setStatusBarMessage(tell('infotextCopied'), shownMs);
      }),
    ),
    vscode.commands.registerTextEditorCommand(
      'spellwright.copyForComfyUI',
      withSpell(async ({ prompt, spell, file }) => {
        const steps = spell.positive.steps;
        const { text, lost } = comfyText(prompt, file.dialect, steps === undefined ? {} : { steps });
        await vscode.env.clipboard.writeText(text);
        if (lost.length === 0) plainWindow.setStatusBarMessage(tell('comfyCopied'), shownMs);
        else void plainWindow.showWarningMessage(tell('comfyLost', { lost: [...new Set(lost)].join(' · ') }));
      }),
    ),
  );
}

interface FilledSpell {
  readonly file: SpellFile;
  readonly spell: Spell;
  readonly prompt: string;
  readonly negative: string;
}

/** The spell at the caret with its slots filled: by its best text where it has scores, else by the first options. */
function filledSpell({ document, selection }: vscode.TextEditor, parts: Parts): FilledSpell | undefined {
  if (document.languageId !== languageId) return undefined;
  const file = parts.documents.parse(document.getText());
  const spell = spellAt(file, document.offsetAt(selection.active));
  if (!spell) return undefined;
  const expansionLimit = (): number => parts.configuration.expansionLimit.value;
  const fill = (prompt: Prompt | undefined): string => {
    if (!prompt) return '';
    const options = {
      dialect: file.dialect,
      wildcards: parts.documents.wildcards(document),
      limit: spellLimit(file, expansionLimit()),
    };
    const [first] = expandPrompt(prompt, options).expansions;
    return first ? (fillPrompt(prompt, first.id, options)?.text ?? '') : '';
  };
  const current = parts.scores.get(document.uri);
  const best = bestPrompt(current, spell.index);
  const scored = best && filledPrompt(document.uri, best, { ...parts, expansionLimit }, file.text);
  const prompt = scored?.text ?? fill(spell.positive);
  const negative = fill(spell.negative);
  return prompt === '' && negative === '' ? undefined : { file, spell, prompt, negative };
}
