import * as vscode from 'vscode';
import { leanHeadOf } from '../../../core/bias/leanHead';
import type { Language } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import type { Leans } from '../../services/leans';
import type { BiasFindings } from './biasFindings';
import { leanRule, openRuleLink } from './openRule';
import { sayLean } from './sayLean';

/** A quiet hint at each person word for which the checkpoint leans beyond doubt. */
export function registerLeanHints(parts: {
  readonly leans: Leans;
  readonly findings: BiasFindings;
  readonly configuration: Configuration;
  readonly language: Language;
}): vscode.Disposable {
  const { leans, findings, configuration, language } = parts;
  const collection = vscode.languages.createDiagnosticCollection('spellwright-lean');
  const show = (document: vscode.TextDocument): void => {
    const lean = leans.get(document.uri);
    const checked = findings.get(document);
    if (!lean || configuration.biasLean.value !== 'hint') return collection.delete(document.uri);
    if (!checked) return; // the text has changed: what stands there moves with it until it is read
    const shown = new Map(lean.words.filter((word) => word.lean.shown).map((word) => [word.head, word]));
    const diagnostics = checked.findings.flatMap((finding) => {
      const word = shown.get(leanHeadOf(finding, lean.languages)?.head ?? '');
      if (!word) return [];
      const { start, end } = finding.span;
      const diagnostic = new vscode.Diagnostic(
        new vscode.Range(document.positionAt(start), document.positionAt(end)),
        sayLean(lean, word, language).join(language === 'ja' ? '' : ' '),
        vscode.DiagnosticSeverity.Hint,
      );
      diagnostic.source = 'spellwright';
      diagnostic.code = { value: leanRule, target: openRuleLink(leanRule) };
      return [diagnostic];
    });
    collection.set(document.uri, diagnostics);
  };
  return vscode.Disposable.from(
    collection,
    leans.onDidChange(({ uri }) => {
      const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
      if (document) show(document);
      else collection.delete(uri);
    }),
    findings.onDidChange(({ document }) => show(document)),
    configuration.biasLean.onDidChange(() => vscode.workspace.textDocuments.forEach(show)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
  );
}
