import * as vscode from 'vscode';
import type { BiasFinding } from '../../../core/bias/finding';
import type { EvidenceTable } from '../../../core/bias/rule';
import type { Matcher } from '../../../core/bias/matcher';
import { leanHeadOf } from '../../../core/bias/leanHead';
import { BIAS_EDITOR_WORDING } from '../../../words/biasEditor';
import { say, type Language } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import type { EngineService } from '../../services/engineService';
import type { Leans } from '../../services/leans';
import type { ModelLibrary } from '../../services/modelLibrary';
import { plainWindow } from '../../services/plainWindow';
import type { Scores } from '../../services/scores';
import { languageId, type SpellDocuments } from '../../services/spellDocuments';
import { BiasFindings } from './biasFindings';
import { biasHover } from './biasHover';
import { registerFindingDiagnostics } from './findingDiagnostics';
import { fixAllEdits } from './fixAllEdits';
import { ignoreWord, ignoreWordCommand } from './ignoreWord';
import { registerLeanHints } from './leanHints';
import { LeanService } from './leanService';
import { openRule, openRuleCommand } from './openRule';
import { QuickFixes } from './quickFixes';
import { RuleBook } from './ruleBook';
import { sayIt, sayItCommand } from './sayIt';
import { sayLean, sayMeasuring } from './sayLean';
import { SettingsFiles } from './settingsFiles';
import { workspaceEditOf } from './workspaceEdit';
import { installedPath, pathOf } from '../../services/places';

export interface Bias extends vscode.Disposable {
  readonly leans: Leans;
  /** What was published of how occupations are drawn. */
  readonly evidence: EvidenceTable;
  /** What finds biased wording in a document, by its settings. */
  matcherFor(uri: vscode.Uri): Promise<Matcher>;
  /** Fires when the settings of documents are others. */
  readonly onDidChangeRules: vscode.Event<void>;
}

/** Biased wording: underlined, explained, and what may be done about it. */
export function registerBias(
  context: vscode.ExtensionContext,
  parts: {
    readonly scores: Scores;
    readonly documents: SpellDocuments;
    readonly engine: EngineService;
    readonly library: ModelLibrary;
    readonly configuration: Configuration;
    readonly language: Language;
    readonly log: (line: string) => void;
  },
): Bias {
  const { scores, documents, engine, library, configuration, language, log } = parts;
  const book = new RuleBook(installedPath(context, 'dist'));
  const settings = new SettingsFiles(() => book.rules, language);
  const findings = new BiasFindings(book, settings, documents, configuration, log);
  const leanFolder = pathOf(vscode.Uri.joinPath(context.globalStorageUri, 'leans'));
  const leans = new LeanService({
    folder: leanFolder,
    findings,
    scores,
    engine,
    configuration,
    languagesOf: (checkpoint) => library.languagesOf(checkpoint),
    log,
  });

  const fixAll = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document;
    const checked = document && (await findings.current(document));
    const edits = fixAllEdits(checked?.findings ?? []);
    if (!document || edits.length === 0) {
      void plainWindow.showInformationMessage(say(BIAS_EDITOR_WORDING.nothingToFix, language));
    } else if (!(await vscode.workspace.applyEdit(workspaceEditOf(document, edits)))) {
      void plainWindow.showWarningMessage(say(BIAS_EDITOR_WORDING.changedMeanwhile, language));
    }
  };
  /** Asked for by name: the rule of the word at the caret. */
  const ruleAtCaret = (): string | undefined => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return undefined;
    return findingAt(
      findings.get(editor.document)?.findings,
      editor.document.offsetAt(editor.selection.active),
    )?.ruleId;
  };

  const leanOf = (uri: vscode.Uri, finding: BiasFinding): string[] => {
    const known = leans.get(uri);
    const head = known && leanHeadOf(finding, known.languages)?.head;
    if (!known || head === undefined) return [];
    const word = known.words.find((each) => each.head === head);
    if (word) return sayLean(known, word, language);
    return known.phase === 'measuring' ? sayMeasuring(known, language) : [];
  };

  const registrations = vscode.Disposable.from(
    settings,
    findings,
    leans,
    registerFindingDiagnostics({ findings, language }),
    registerLeanHints({ leans, findings, configuration, language }),
    forLanguages(configuration, (selector) =>
      vscode.Disposable.from(
        vscode.languages.registerCodeActionsProvider(
          selector,
          new QuickFixes(findings, language, (document) => documents.isSpell(document)),
          QuickFixes.metadata,
        ),
        vscode.languages.registerHoverProvider(selector, {
          async provideHover(document, position) {
            const checked = await findings.current(document);
            const finding = findingAt(checked?.findings, document.offsetAt(position));
            if (!finding) return undefined;
            const { start, end } = finding.span;
            const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
            return new vscode.Hover(
              biasHover(finding, book.rules.evidence, leanOf(document.uri, finding), language),
              range,
            );
          },
        }),
      ),
    ),
    vscode.commands.registerCommand(openRuleCommand, (ruleId?: unknown) =>
      openRule(context.extensionUri, book.rules, ruleId ?? ruleAtCaret(), language),
    ),
    vscode.commands.registerCommand('spellwright.fixAll', fixAll),
    vscode.commands.registerCommand(
      sayItCommand,
      async (document: vscode.TextDocument, version: number, finding: BiasFinding) =>
        sayIt(document, version, finding, language),
    ),
    vscode.commands.registerCommand(ignoreWordCommand, (uri: vscode.Uri, word: string) =>
      ignoreWord(uri, word, settings, language),
    ),
  );
  const matcherFor = async (uri: vscode.Uri): Promise<Matcher> =>
    book.matcher((await settings.of(uri)).settings);
  return {
    leans,
    get evidence() {
      return book.rules.evidence;
    },
    matcherFor,
    onDidChangeRules: settings.onDidChange,
    dispose: () => registrations.dispose(),
  };
}

function findingAt(findings: readonly BiasFinding[] | undefined, offset: number): BiasFinding | undefined {
  return findings?.find(({ span }) => span.start <= offset && offset <= span.end);
}

/** Keeps something registered for spell files and the languages of the setting, whatever that is set to. */
function forLanguages(
  { biasLanguages }: Configuration,
  register: (selector: vscode.DocumentSelector) => vscode.Disposable,
): vscode.Disposable {
  const selector = (): vscode.DocumentSelector =>
    [languageId, ...biasLanguages.value].map((language) => ({ language }));
  let registered = register(selector());
  const listening = biasLanguages.onDidChange(() => {
    registered.dispose();
    registered = register(selector());
  });
  return new vscode.Disposable(() => {
    listening.dispose();
    registered.dispose();
  });
}
