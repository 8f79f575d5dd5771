import * as vscode from 'vscode';
import type { Tokenization } from '../../../core/ports';
import type { SpellFile } from '../../../core/spell/spell';
import type { Language } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import { configuredWildcardFolders } from '../../services/configuredFolders';
import type { EngineService } from '../../services/engineService';
import type { PictureFolders } from '../../services/pictureFolders';
import { ownScore, type Scores } from '../../services/scores';
import { inSlices } from '../../services/slicedWork';
import { languageId, type SpellDocuments } from '../../services/spellDocuments';
import { completionsAt, completionTriggers } from './completion';
import { belongsTo } from '../../services/liveDocuments';
import { dialectFixes } from './dialectFix';
import { emphasisEdits } from './emphasisEdits';
import { hoverAt } from './hover';
import { foldingSteps, symbolSteps } from './structure';
import { SyntaxFixes } from './syntaxFixes';

/** Of A1111's web UI. */
const emphasisStep = 0.1;

/** What the editor knows of the spell language besides its colours: hover, completion, outline, folding, emphasis keys. */
export function registerLanguage(parts: {
  readonly scores: Scores;
  readonly engine: EngineService;
  readonly documents: SpellDocuments;
  readonly configuration: Configuration;
  readonly pictureFolders: PictureFolders;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, engine, documents, configuration, pictureFolders, language } = parts;
  const selector: vscode.DocumentSelector = { language: languageId };

  const tokenize = async (
    document: vscode.TextDocument,
    file: SpellFile,
    texts: readonly string[],
  ): Promise<readonly Tokenization[]> => {
    const embedder = await engine.embedder({ uri: document.uri, file });
    return embedder.tokenize(texts);
  };

  const adjust = async (editor: vscode.TextEditor, delta: number): Promise<void> => {
    const { document, selections } = editor;
    const at = (span: { start: number; end: number }): vscode.Range =>
      new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    const file = await documents.read(document);
    if (file === undefined) return;
    const edits = emphasisEdits(
      file,
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

  let last: Promise<unknown> = Promise.resolve();
  /** A key that is held comes again before the editor has made the edit of the one before, on whose text it is to work. */
  const press = (delta: number): Promise<void> | undefined => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== languageId) return undefined;
    const own = last.then(() => adjust(editor, delta));
    last = own.catch(() => undefined);
    return own;
  };

  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(selector, {
      async provideHover(document, position) {
        const file = await documents.read(document);
        if (file === undefined) return undefined;
        const score = ownScore(scores.get(document.uri), document);
        const markdown = await hoverAt(document.offsetAt(position), {
          file,
          wildcards: documents.wildcards(document),
          score,
          language,
          // Without a score the checkpoint may not be loaded yet, which takes longer than a hover may.
          ...(score && { tokenize: (texts) => tokenize(document, file, texts) }),
        });
        return markdown && new vscode.Hover(markdown);
      },
    }),
    vscode.languages.registerCompletionItemProvider(
      selector,
      {
        async provideCompletionItems(document, position, token) {
          const file = await documents.read(document);
          if (file === undefined) return undefined;
          const folders = configuredWildcardFolders(configuration, document.uri);
          const reach = await pictureFolders.reach(document.uri, folders);
          const facts = { file, configuredWildcardFolders: folders, reach, language };
          return completionsAt(document, position, facts, token);
        },
      },
      ...completionTriggers,
    ),
    vscode.languages.registerCodeActionsProvider(
      selector,
      new SyntaxFixes(documents, language),
      SyntaxFixes.metadata,
    ),
    vscode.languages.registerCodeActionsProvider(
      selector,
      {
        async provideCodeActions(document, range) {
          const file = await documents.read(document);
          return file && dialectFixes(document, range, file, language);
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.languages.registerDocumentSymbolProvider(selector, {
      async provideDocumentSymbols(document) {
        const file = await documents.read(document);
        const { version } = document;
        return file && inSlices(symbolSteps(document, file, language), () => belongsTo(version, document));
      },
    }),
    vscode.languages.registerFoldingRangeProvider(selector, {
      async provideFoldingRanges(document) {
        const file = await documents.read(document);
        const { version } = document;
        return file && inSlices(foldingSteps(document, file), () => belongsTo(version, document));
      },
    }),
    vscode.commands.registerCommand('spellwright.increaseEmphasis', () => press(emphasisStep)),
    vscode.commands.registerCommand('spellwright.decreaseEmphasis', () => press(-emphasisStep)),
  );
}
