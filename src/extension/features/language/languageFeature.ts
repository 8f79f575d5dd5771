import * as vscode from 'vscode';
import type { Language } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import { configuredWildcardFolders } from '../../services/configuredFolders';
import type { Scores } from '../../services/scores';
import { languageId, type SpellDocuments } from '../../services/spellDocuments';
import { completionsAt, completionTriggers } from './completion';
import { emphasisEdits } from './emphasisEdits';
import { hoverAt } from './hover';
import { foldingOf, symbolsOf } from './structure';

/** Of A1111's web UI. */
const emphasisStep = 0.1;

/** What the editor knows of the spell language besides its colours: hover, completion, outline, folding, emphasis keys. */
export function registerLanguage(parts: {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly configuration: Configuration;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, documents, configuration, language } = parts;
  const selector: vscode.DocumentSelector = { language: languageId };

  const adjust = async (delta: number): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== languageId) return;
    const { document, selections } = editor;
    const at = (span: { start: number; end: number }): vscode.Range =>
      new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    const edits = emphasisEdits(
      documents.parse(document),
      selections.map(({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) })),
      delta,
    );
    if (edits.replacements.length === 0) return;
    const done = await editor.edit((builder) => {
      for (const replacement of edits.replacements) builder.replace(at(replacement), replacement.text);
    });
    if (!done) return; // the text changed meanwhile
    editor.selections = edits.selections.map((span) => {
      const { start, end } = at(span);
      return new vscode.Selection(start, end);
    });
  };

  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(selector, {
      provideHover(document, position) {
        const current = scores.get(document.uri);
        const markdown = hoverAt(document.offsetAt(position), {
          file: documents.parse(document),
          wildcards: documents.wildcards(document),
          score: current?.scoreVersion === document.version ? current.score : undefined,
          language,
        });
        return markdown && new vscode.Hover(markdown);
      },
    }),
    vscode.languages.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems: (document, position, token) =>
          completionsAt(
            document,
            position,
            {
              file: documents.parse(document),
              configuredWildcardFolders: configuredWildcardFolders(configuration, document.uri),
              language,
            },
            token,
          ),
      },
      ...completionTriggers,
    ),
    vscode.languages.registerDocumentSymbolProvider(selector, {
      provideDocumentSymbols: (document) => symbolsOf(document, documents.parse(document), language),
    }),
    vscode.languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: (document) => foldingOf(document, documents.parse(document)),
    }),
    vscode.commands.registerCommand('spellwright.increaseEmphasis', () => adjust(emphasisStep)),
    vscode.commands.registerCommand('spellwright.decreaseEmphasis', () => adjust(-emphasisStep)),
  );
}
