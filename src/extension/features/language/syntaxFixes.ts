import * as vscode from 'vscode';
import { DIALECTS } from '../../../core/spell/frontMatter';
import type { SyntaxDiagnostic } from '../../../core/spell/spell';
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
      const written = writtenFor(found);
      return written.map((text) => {
        const title = say(LANGUAGE_WORDING.fixWrite, this.language, { text });
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(document.uri, place, text);
        action.isPreferred = written.length === 1;
        action.diagnostics = diagnostics.filter((each) => each.code === code && each.range.isEqual(place));
        return action;
      });
    });
  }
}

/** What may be written in place of what is wrong; the first is the best. */
function writtenFor({ code, parameters }: SyntaxDiagnostic): readonly string[] {
  if (parameters.fix !== undefined) return [String(parameters.fix)];
  return code === 'dialect-unknown' ? DIALECTS : [];
}
