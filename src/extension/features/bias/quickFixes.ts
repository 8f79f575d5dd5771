import * as vscode from 'vscode';
import type { BiasFinding, BiasFix } from '../../../core/bias/finding';
import { sayFix, WORKSPACE_FIX_WORDING } from '../../../words/bias';
import { AUDIT_WORDING } from '../../../words/audit';
import { BIAS_EDITOR_WORDING } from '../../../words/biasEditor';
import { say, type Language } from '../../../words/words';
import { auditCommand } from '../../services/audits';
import type { BiasFindings } from './biasFindings';
import { fixAllEdits } from './fixAllEdits';
import { findingDiagnostic } from './findingDiagnostic';
import { ignoreWordCommand } from './ignoreWord';
import { openRuleCommand } from './openRule';
import { sayItCommand } from './sayIt';
import { workspaceEditOf } from './workspaceEdit';

export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('spellwright');

/** What the author may do about the findings at a place. Nothing is done without being chosen, and all of it can be undone. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind],
  };

  constructor(
    private readonly findings: BiasFindings,
    private readonly language: Language,
    private readonly isSpell: (document: vscode.TextDocument) => boolean,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const checked = await this.findings.current(document);
    if (!checked) return [];
    const { QuickFix } = vscode.CodeActionKind;
    if (only && !only.contains(QuickFix)) {
      return only.contains(fixAllKind) ? this.#fixAll(document, checked.findings) : [];
    }
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    return checked.findings
      .filter(({ span }) => span.start <= end && span.end >= start)
      .flatMap((finding) => this.#fixesOf(finding, document));
  }

  #fixAll(document: vscode.TextDocument, findings: readonly BiasFinding[]): vscode.CodeAction[] {
    const edits = fixAllEdits(findings);
    if (edits.length === 0) return [];
    const action = new vscode.CodeAction(say(BIAS_EDITOR_WORDING.fixAll, this.language), fixAllKind);
    action.edit = workspaceEditOf(document, edits);
    return [action];
  }

  #fixesOf(finding: BiasFinding, document: vscode.TextDocument): vscode.CodeAction[] {
    const { fixes, ruleId, text } = finding;
    const of = (...kinds: readonly BiasFix['kind'][]): vscode.CodeAction[] =>
      fixes.filter(({ kind }) => kinds.includes(kind)).map((fix) => this.#edit(fix, document));
    const sayIt = this.#command(say(BIAS_EDITOR_WORDING.sayIt, this.language), {
      command: sayItCommand,
      arguments: [document, document.version, finding],
    });
    const ignoreWord = this.#command(
      say(WORKSPACE_FIX_WORDING['ignore-word'], this.language, { term: text }),
      {
        command: ignoreWordCommand,
        arguments: [document.uri, text],
      },
    );
    const openRule = this.#command(say(WORKSPACE_FIX_WORDING['open-rule'], this.language), {
      command: openRuleCommand,
      arguments: [ruleId],
    });
    const askGenerator = this.#command(say(AUDIT_WORDING.quickFix, this.language), {
      command: auditCommand,
      arguments: [document.uri, finding.span.start],
    });
    // Other documents than spells have no prompt that could be drawn.
    const canAsk = finding.category === 'gender/unspecified-person' && this.isSpell(document);
    const actions = [
      ...of('replace', 'balance-it'),
      ...(fixes.some(({ kind }) => kind === 'say-it') ? [sayIt] : []),
      ...(canAsk ? [askGenerator] : []),
      ...of('ignore-here', 'ignore-in-file'),
      ignoreWord,
      ...(finding.category === 'custom' ? [] : [openRule]),
    ];
    const diagnostic = findingDiagnostic(finding, document, this.language);
    for (const action of actions) action.diagnostics = [diagnostic];
    return actions;
  }

  #edit(fix: BiasFix, document: vscode.TextDocument): vscode.CodeAction {
    const { kind, edits, safeForAll } = fix;
    const action = new vscode.CodeAction(sayFix(fix, this.language), vscode.CodeActionKind.QuickFix);
    action.edit = workspaceEditOf(document, edits);
    // What the rule says without a doubt: the editor's "Auto Fix" takes it.
    action.isPreferred = kind === 'replace' && safeForAll;
    return action;
  }

  #command(title: string, command: Omit<vscode.Command, 'title'>): vscode.CodeAction {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { title, ...command };
    return action;
  }
}
