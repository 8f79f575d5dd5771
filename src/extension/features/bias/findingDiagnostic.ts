import * as vscode from 'vscode';
import type { BiasFinding } from '../../../core/bias/finding';
import { rulePage } from '../../../core/bias/rulePage';
import { sayFinding } from '../../../words/bias';
import type { Language } from '../../../words/words';
import { openRuleLink } from './openRule';

const severities = {
  hint: vscode.DiagnosticSeverity.Hint,
  information: vscode.DiagnosticSeverity.Information,
  warning: vscode.DiagnosticSeverity.Warning,
  error: vscode.DiagnosticSeverity.Error,
} as const;

/** A finding as the editor underlines it. Its code leads to the rule's page, which is part of the installation. */
export function findingDiagnostic(
  finding: BiasFinding,
  document: vscode.TextDocument,
  language: Language,
): vscode.Diagnostic {
  const { span, severity, ruleId } = finding;
  const range = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
  const diagnostic = new vscode.Diagnostic(range, sayFinding(finding, language), severities[severity]);
  diagnostic.source = 'spellwright';
  diagnostic.code =
    rulePage(finding.rule) === undefined ? ruleId : { value: ruleId, target: openRuleLink(ruleId) };
  return diagnostic;
}
