import * as vscode from 'vscode';
import { plainText } from '../../../core/plainText';
import { MODEL_PICKER_WORDING } from '../../../words/modelPicker';
import { say, type Language } from '../../../words/words';
import type { ModelChoice, ModelEntry } from './modelChoices';

/** What the user wants with an entry. */
export interface Picked {
  readonly wish: 'use' | 'remove' | 'open-page';
  readonly choice: ModelChoice;
}

interface ModelItem extends vscode.QuickPickItem {
  readonly entry?: ModelEntry;
}

interface WishButton extends vscode.QuickInputButton {
  readonly wish: Picked['wish'];
}

/**
 * Shows entries in their groups; buttons of an entry delete it or open its page.
 * @returns undefined when the user wants nothing
 */
export function pickModel(
  entries: readonly ModelEntry[],
  shown: { readonly title: string; readonly placeholder: string; readonly language: Language },
): Promise<Picked | undefined> {
  const { title, placeholder, language } = shown;
  const picker = vscode.window.createQuickPick<ModelItem>();
  picker.title = title;
  picker.placeholder = placeholder;
  // "Japanese" or "MIT" finds as well as a name does.
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = entries.flatMap((entry, index): ModelItem[] => {
    const item: ModelItem = {
      entry,
      // The state is in words too: an icon alone would say nothing to a screen reader.
      ...namedOf(entry, language),
      detail: entry.note ? plainText(entry.note) : undefined,
      buttons: buttonsOf(entry, language),
    };
    if (entries[index - 1]?.group === entry.group) return [item];
    const label = say(MODEL_PICKER_WORDING[entry.group], language);
    return [{ label, kind: vscode.QuickPickItemKind.Separator }, item];
  });
  picker.activeItems = picker.items.filter(({ entry }) => entry?.inUse);
  return new Promise((resolve) => {
    const end = (picked: Picked | undefined): void => {
      resolve(picked);
      picker.hide();
    };
    picker.onDidAccept(() => {
      const entry = picker.selectedItems[0]?.entry ?? picker.activeItems[0]?.entry;
      if (entry) end({ wish: 'use', choice: entry.choice });
    });
    picker.onDidTriggerItemButton(({ button, item }) => {
      if (item.entry) end({ wish: (button as WishButton).wish, choice: item.entry.choice });
    });
    picker.onDidHide(() => {
      resolve(undefined); // too late for a picked one, which has resolved it
      picker.dispose();
    });
    picker.show();
  });
}

/**
 * While somebody searches, the editor puts what is found in labels before what is found elsewhere: what cannot be read has its
 * name elsewhere, and so stays last.
 */
function namedOf(entry: ModelEntry, language: Language): Pick<ModelItem, 'label' | 'description'> {
  const { group, name, facts } = entry;
  const icon = `$(${iconOf(entry)})`;
  if (group !== 'notReadable') return { label: `${icon} ${plainText(name)}`, description: plainText(facts) };
  return {
    label: `${icon} ${say(MODEL_PICKER_WORDING.unreadable, language)}`,
    description: plainText(`${name} · ${facts}`),
  };
}

function iconOf({ choice, inUse, group }: ModelEntry): string {
  if (inUse) return 'check';
  if (choice.kind === 'browse') return 'folder-opened';
  return { here: 'package', toDownload: 'cloud-download', notReadable: 'circle-slash' }[group];
}

function buttonsOf({ choice, isRemovable }: ModelEntry, language: Language): WishButton[] {
  if (choice.kind !== 'registered') return [];
  const button = (wish: WishButton['wish'], icon: string, key: 'openPage' | 'removeButton'): WishButton => ({
    wish,
    iconPath: new vscode.ThemeIcon(icon),
    tooltip: say(MODEL_PICKER_WORDING[key], language),
  });
  return [
    button('open-page', 'link-external', 'openPage'),
    ...(isRemovable ? [button('remove', 'trash', 'removeButton')] : []),
  ];
}
