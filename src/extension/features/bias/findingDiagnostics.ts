import * as vscode from 'vscode';
import type { Language } from '../../../words/words';
import { SlicedWork } from '../../services/slicedWork';
import type { BiasFindings, CheckedText } from './biasFindings';
import { findingDiagnostic } from './findingDiagnostic';

/** Underlines what the rules found; nothing stays behind when a document is closed. */
export function registerFindingDiagnostics(parts: {
  readonly findings: BiasFindings;
  readonly language: Language;
}): vscode.Disposable {
  const { findings, language } = parts;
  const collection = vscode.languages.createDiagnosticCollection('spellwright-wording');
  const show = async (checked: CheckedText): Promise<void> => {
    const { document } = checked;
    const sliced = new SlicedWork();
    const diagnostics: vscode.Diagnostic[] = [];
    for (const finding of checked.findings) {
      diagnostics.push(findingDiagnostic(finding, document, language));
      await sliced.pause();
    }
    // Closed, changed or read again while the messages of a long text were worded.
    if (findings.get(document) !== checked) return;
    collection.set(document.uri, diagnostics);
  };
  return vscode.Disposable.from(
    collection,
    findings.onDidChange((checked) => {
      if (checked.findings.length === 0) collection.delete(checked.document.uri);
      else void show(checked);
    }),
  );
}
