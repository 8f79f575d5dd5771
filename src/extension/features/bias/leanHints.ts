import * as vscode from 'vscode';
import { leanHeadOf } from '../../../core/bias/leanHead';
import { each } from '../../../core/steps';
import type { Language } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import type { Leans } from '../../services/leans';
import { inSlices } from '../../services/slicedWork';
import type { BiasFindings } from './biasFindings';
import { openRuleLink } from './openRule';
import { leanRule } from './pageToRead';
import { sayLean } from './sayLean';

/** Of one document: nobody reads more, and each costs the editor time. */
const mostHints = 300;

/** A quiet hint at each person word for which the checkpoint leans beyond doubt. */
export function registerLeanHints(parts: {
  readonly leans: Leans;
  readonly findings: BiasFindings;
  readonly configuration: Configuration;
  readonly language: Language;
}): vscode.Disposable {
  const { leans, findings, configuration, language } = parts;
  const collection = vscode.languages.createDiagnosticCollection('spellwright-lean');
  const show = async (document: vscode.TextDocument): Promise<void> => {
    const lean = leans.get(document.uri);
    const checked = findings.get(document);
    if (!lean || configuration.biasLean.value !== 'hint') {
      collection.delete(document.uri);
      return;
    }
    if (!checked) return; // the text has changed: what stands there moves with it until it is read
    const shown = new Map(lean.words.filter((word) => word.lean.shown).map((word) => [word.head, word]));
    const people = checked.findings.flatMap((finding) => {
      const word = shown.get(leanHeadOf(finding, lean.languages)?.head ?? '');
      return word ? [{ finding, word }] : [];
    });
    const hints = each(people.slice(0, mostHints), ({ finding, word }) => {
      const { start, end } = finding.span;
      const diagnostic = new vscode.Diagnostic(
        new vscode.Range(document.positionAt(start), document.positionAt(end)),
        sayLean(lean, word, language).join(language === 'ja' ? '' : ' '),
        vscode.DiagnosticSeverity.Hint,
      );
      diagnostic.source = 'spellwright';
      diagnostic.code = { value: leanRule, target: openRuleLink(leanRule) };
      return diagnostic;
    });
    const diagnostics = await inSlices(
      hints,
      () =>
        findings.get(document) === checked &&
        leans.get(document.uri) === lean &&
        configuration.biasLean.value === 'hint',
    );
    if (diagnostics) collection.set(document.uri, diagnostics);
  };
  return vscode.Disposable.from(
    collection,
    leans.onDidChange(({ uri }) => {
      const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
      if (document) void show(document);
      else collection.delete(uri);
    }),
    findings.onDidChange(({ document }) => void show(document)),
    configuration.biasLean.onDidChange(() =>
      vscode.workspace.textDocuments.forEach((document) => void show(document)),
    ),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
  );
}
