import * as vscode from 'vscode';
import type { BiasFinding } from '../../../core/bias/finding';
import { each } from '../../../core/steps';
import type { Language } from '../../../words/words';
import { inSlices } from '../../services/slicedWork';
import type { BiasFindings, CheckedText } from './biasFindings';
import { findingDiagnostic } from './findingDiagnostic';

/** Of one document: nobody reads more, and each costs the editor time. */
const mostUnderlined = 300;

/** Underlines what the rules found, where that is too much what weighs most; nothing stays behind when a document is closed. */
export function registerFindingDiagnostics(parts: {
  readonly findings: BiasFindings;
  readonly language: Language;
}): vscode.Disposable {
  const { findings, language } = parts;
  const collection = vscode.languages.createDiagnosticCollection('spellwright-wording');
  const show = async (checked: CheckedText): Promise<void> => {
    const { document } = checked;
    const diagnostics = await inSlices(
      each(worst(checked.findings), (finding) => findingDiagnostic(finding, document, language)),
      // Closed, changed or read again while the messages of a long text were worded.
      () => findings.get(document) === checked,
    );
    if (diagnostics) collection.set(document.uri, diagnostics);
  };
  return vscode.Disposable.from(
    collection,
    findings.onDidChange((checked) => {
      if (checked.findings.length === 0) collection.delete(checked.document.uri);
      else void show(checked);
    }),
  );
}

function worst(findings: readonly BiasFinding[]): readonly BiasFinding[] {
  if (findings.length <= mostUnderlined) return findings;
  const kept: BiasFinding[] = [];
  for (const severity of ['error', 'warning', 'information', 'hint'] as const) {
    for (const finding of findings) {
      if (kept.length === mostUnderlined) return kept;
      if (finding.severity === severity) kept.push(finding);
    }
  }
  return kept;
}
