import * as vscode from 'vscode';
import { addNegativePhrase, addPhrase, removePart, type TextChoice } from '../../../core/craft/editPrompt';
import { slotText } from '../../../core/craft/slotText';
import type { Suggested } from '../../../core/craft/suggest';
import { spellLimit } from '../../../core/score/scoreSpellFile';
import { expandPrompt } from '../../../core/spell/expandSpell';
import { parseSpellFile } from '../../../core/spell/parseSpellFile';
import type { SpellFile } from '../../../core/spell/spell';
import { spellKeys } from '../../../core/spell/spellKeys';
import { insertSpells, type SpellInsertion } from '../../../core/spell/writeSpell';
import { applyReplacements, type Replacement } from '../../../core/yaml/replacement';
import type { TextUnit } from '../../../core/why/textUnits';
import { applyToDocument } from '../../services/documentEdit';
import type { PanelHost } from './panelSource';

/** The text of a spell that something was measured on. */
export interface MeasuredText {
  readonly file: SpellFile;
  readonly spell: number;
  /** Of the expansion. */
  readonly id: string;
  readonly text: string;
}

export type PhraseEdit =
  | { readonly kind: 'add'; readonly phrase: string }
  | { readonly kind: 'avoid'; readonly phrase: string }
  | { readonly kind: 'remove'; readonly phrase: string; readonly unit: TextUnit };

const done = { add: 'suggestAdded', avoid: 'suggestAvoided', remove: 'suggestRemoved' } as const;

/** Makes an edit that was proposed, undoably, in the spell as it stands now; says so, or why it could not be made. */
export async function makePhraseEdit(
  edit: PhraseEdit,
  measured: MeasuredText,
  host: PanelHost,
): Promise<void> {
  const { documents } = host.dependencies;
  const document = await host.document();
  let why: 'suggestGone' | 'suggestCannotEdit' | undefined;
  const outcome = await applyToDocument(document, (text) => {
    const file = documents.parse(text);
    const choice = choiceIn(file, measured, host);
    const replacements = choice && replacementsOf(edit, file, choice, measured.text);
    why = choice ? (replacements ? undefined : 'suggestCannotEdit') : 'suggestGone';
    return replacements ?? [];
  });
  if (why) host.notify('error', why, { phrase: edit.phrase });
  else if (outcome === 'done') host.notify('information', done[edit.kind], { phrase: edit.phrase });
  else host.tell(outcome);
}

/** Where the spell is now, and which of its texts is meant: the measured one, else its first. */
function choiceIn(file: SpellFile, measured: MeasuredText, host: PanelHost): TextChoice | undefined {
  const { documents, expansionLimit } = host.dependencies;
  const spell = keysOf(file).indexOf(keysOf(measured.file)[measured.spell]!);
  const prompt = file.spells[spell]?.positive;
  if (!prompt) return undefined;
  const wildcards = documents.wildcards({ uri: host.uri });
  const fill = { limit: spellLimit(file, expansionLimit()), ...(wildcards && { wildcards }) };
  const { expansions } = expandPrompt(prompt, { dialect: file.dialect, ...fill });
  const id = expansions.some((each) => each.id === measured.id) ? measured.id : expansions[0]?.id;
  return { spell, ...fill, ...(id !== undefined && { id }) };
}

function replacementsOf(
  edit: PhraseEdit,
  file: SpellFile,
  choice: TextChoice,
  measured: string,
): readonly Replacement[] | undefined {
  if (edit.kind === 'add') return addPhrase(file, edit.phrase, choice);
  if (edit.kind === 'avoid') return addNegativePhrase(file, edit.phrase, choice);
  return removePart(file, { ...edit.unit, of: measured }, choice);
}

/** Writes a prompt from pictures as a spell below the one at the caret, or as text in the place of the caret. */
export async function writePrompt(
  suggested: Suggested,
  where: 'below' | 'caret',
  host: PanelHost,
): Promise<void> {
  const document = await host.document();
  const editor = host.editor() ?? (await host.showEditor());
  const { selection } = editor;
  let isPossible = true;
  const outcome = await applyToDocument(document, (text) => {
    if (where === 'caret') {
      const [start, end] = [document.offsetAt(selection.start), document.offsetAt(selection.end)];
      return [{ start, end, text: slotText(suggested.steps) }];
    }
    const at = document.offsetAt(selection.active);
    const insertion = suggestedSpell(suggested, host.dependencies.documents.parse(text), {
      at,
      name: host.say('suggestSpellName'),
    });
    isPossible = insertion.ok;
    return insertion.ok ? insertion.replacements : [];
  });
  const text = slotText(suggested.steps);
  if (!isPossible) return host.notify('error', 'suggestCannotEdit', { phrase: text });
  if (outcome !== 'done') return host.tell(outcome);
  host.notify('information', 'suggestWritten', { text });
  const written = document.getText().lastIndexOf(text);
  if (written >= 0)
    editor.revealRange(new vscode.Range(document.positionAt(written), document.positionAt(written)));
}

/** More than a prompt of slots with three options has. */
const mostWays = 3 ** 8;

/** A spell of a prompt from pictures; without its slots where the file's dialect reads none. */
export function suggestedSpell(
  { steps, text }: Pick<Suggested, 'steps' | 'text'>,
  file: SpellFile,
  {
    at,
    name,
    notes = [],
    images = [],
  }: {
    readonly at: number;
    readonly name: string;
    readonly notes?: readonly string[];
    readonly images?: readonly string[];
  },
): SpellInsertion {
  const options = { at, images, defaultDialect: file.dialect };
  const withSlots = insertSpells(
    file.text,
    [{ name, notes, prompt: slotText(steps), hasSlots: true }],
    options,
  );
  if (withSlots.ok && readsAs(file, withSlots.replacements, text)) return withSlots;
  return insertSpells(file.text, [{ name, notes, prompt: text }], options);
}

function readsAs(file: SpellFile, replacements: readonly Replacement[], text: string): boolean {
  const after = parseSpellFile(applyReplacements(file.text, replacements), { defaultDialect: file.dialect });
  return after.spells.some(({ positive }) => {
    const { expansions } = expandPrompt(positive, { dialect: after.dialect, limit: mostWays });
    return expansions.some((each) => each.text === text);
  });
}

function keysOf({ spells }: SpellFile): readonly string[] {
  return spellKeys(spells.map(({ name }) => name?.value));
}
