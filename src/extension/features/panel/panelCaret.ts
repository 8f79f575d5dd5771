import * as vscode from 'vscode';
import { spellAt } from '../../../core/spell/places';
import type { SpellFile } from '../../../core/spell/spell';

/** In which spell of the file the caret stands, or stood before it left all of them. */
export class PanelCaret implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #spell?: number;

  /** Its place in the file; undefined before the caret was in any. */
  get spell(): number | undefined {
    return this.#spell;
  }

  follow(editor: vscode.TextEditor, file: SpellFile): void {
    const last = this.#spell !== undefined && this.#spell < file.spells.length ? this.#spell : undefined;
    const spell = spellAt(file, editor.document.offsetAt(editor.selection.active))?.index ?? last;
    if (spell === this.#spell) return;
    this.#spell = spell;
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
