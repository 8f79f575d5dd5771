import * as vscode from 'vscode';
import { DIALECTS } from '../../../core/spell/frontMatter';
import { closingEdit } from '../../../core/spell/editFrontMatter';
import type { SpellFile, SyntaxDiagnostic } from '../../../core/spell/spell';
import type { Replacement } from '../../../core/yaml/replacement';
import { LANGUAGE_WORDING } from '../../../words/language';
import { say, type Language } from '../../../words/words';
import type { SpellDocuments } from '../../services/spellDocuments';

/** Quick fixes of what is wrong with the text itself: whatever its parser knows how to write better. */
export class SyntaxFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  constructor(
    private readonly documents: SpellDocuments,
    private readonly language: Language,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const file = await this.documents.read(document);
    if (file === undefined) return [];
    return file.diagnostics.flatMap((found) => {
      const { code, span } = found;
      const place = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
      if (place.intersection(range) === undefined) return [];
      const fixes = this.#fixesOf(file, found);
      return fixes.map(({ title, edit: { start, end, text } }) => {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        const replaced = new vscode.Range(document.positionAt(start), document.positionAt(end));
        action.edit.replace(document.uri, replaced, text);
        action.isPreferred = fixes.length === 1;
        action.diagnostics = diagnostics.filter((each) => each.code === code && each.range.isEqual(place));
        return action;
      });
    });
  }

  #fixesOf(file: SpellFile, found: SyntaxDiagnostic): readonly Fix[] {
    if (found.code === 'front-matter-unclosed') {
      const edit = closingEdit(file);
      return edit ? [{ title: say(LANGUAGE_WORDING.fixClose, this.language), edit }] : [];
    }
    return writtenFor(found).map((text) => ({
      title: say(LANGUAGE_WORDING.fixWrite, this.language, { text }),
      edit: { ...found.span, text },
    }));
  }
}

interface Fix {
  readonly title: string;
  readonly edit: Replacement;
}

/** What may be written in place of what is wrong; the first is the best. */
function writtenFor({ code, parameters }: SyntaxDiagnostic): readonly string[] {
  if (parameters.fix !== undefined) return [String(parameters.fix)];
  return code === 'dialect-unknown' ? DIALECTS : [];
}
