import * as vscode from 'vscode';
import { shortHash } from '../../../core/score/export/exportedFile';
import { spellRows } from '../../../core/score/export/reportRows';
import { explainSpell, type ExplainedSpell } from '../../../tasks/explainFile';
import { failureProblem } from '../../../tasks/problem';
import { explainedMarkdown } from '../../../words/explainedMarkdown';
import { problemText } from '../../../words/problemText';
import { WHY_WORDING } from '../../../words/why';
import { say, type Language, type Parameters } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import { editorDocuments } from '../../services/editorDocuments';
import type { EngineService } from '../../services/engineService';
import type { Ledgers, OnRequest } from '../../services/ledgers';
import type { Panels } from '../../services/panels';
import { plainWindow } from '../../services/plainWindow';
import { ownScore, type Scores } from '../../services/scores';
import { SlicedWork } from '../../services/slicedWork';
import { section } from '../../services/settingValues';
import { registerLedgerHover } from './ledgerHover';
import { registerLedgerMarks } from './ledgerMarks';
import { pathOf } from '../../services/places';

/** The ledger of words in the editor, and its commands. */
export function registerLedger(parts: {
  readonly ledgers: Ledgers;
  readonly scores: Scores;
  readonly engine: EngineService;
  readonly configuration: Configuration;
  readonly panels: Panels;
  readonly language: Language;
}): vscode.Disposable {
  const { ledgers, scores, engine, configuration, panels, language } = parts;
  const words = (key: keyof typeof WHY_WORDING, parameters?: Parameters): string =>
    say(WHY_WORDING[key], language, parameters);

  const areShown = (uri: vscode.Uri): boolean => {
    const { value } = configuration.wordEffects;
    return value === 'always' || (value === 'panel' && ledgers.isWatched(uri));
  };

  /** Opens the list, and has measured what is asked for besides. */
  const explain = (argument: unknown, what?: OnRequest): void => {
    const uri = panels.target(argument);
    if (!uri) return;
    panels.openPanel(uri, { show: { kind: 'show-ledger' } });
    if (what) ledgers.measure(uri, what);
  };

  const explainFile = async (argument: unknown): Promise<void> => {
    const uri = panels.target(argument);
    const document = uri && editorDocuments.documents.find((each) => each.uri.toString() === uri.toString());
    const current = uri && scores.get(uri);
    const score = ownScore(current, document);
    if (!current?.scored || !score || score.images.length === 0) {
      void plainWindow.showInformationMessage(words('noScores'));
      return;
    }
    const { scored, file } = current;
    const path = vscode.workspace.asRelativePath(current.uri);
    const rows = spellRows(file, score);
    const explained = await plainWindow.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: words('fileTitle', { file: path }),
        cancellable: true,
      },
      async (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        const found: { readonly name: string; readonly explained: ExplainedSpell }[] = [];
        try {
          const embedder = await engine.embedder({ uri: current.uri, file });
          for (const { name, spell } of rows) {
            progress.report({
              message: words('weighing', { spell: name }),
              increment: 100 / rows.length,
            });
            const options = {
              withWords: true,
              signal: abort.signal,
              priority: 'visible',
              pause: new SlicedWork().pause,
            } as const;
            const each = await explainSpell(scored, spell.spell, embedder, options);
            if (each) found.push({ name, explained: each });
          }
          return found;
        } catch (error) {
          if (abort.signal.aborted) return undefined;
          const problem = failureProblem(error, pathOf(current.uri));
          if (!problem) throw error;
          void plainWindow.showErrorMessage(problemText(problem, { language, face: 'editor' }));
          return undefined;
        }
      },
    );
    if (!explained) return;
    const checkpoint = `${score.checkpoint.id} ${shortHash(score.checkpoint.hash)}`;
    const about = {
      path,
      checkpoint,
      differentPictures: score.differentImages,
    };
    const content = explainedMarkdown(about, explained, language);
    const report = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(report);
  };

  const toggle = async (): Promise<void> => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const { value } = configuration.wordEffects;
    const isOn = uri ? areShown(uri) : value !== 'never';
    const settings = vscode.workspace.getConfiguration(section);
    // The workspace's own value would win.
    const isOfWorkspace = settings.inspect('wordEffects')?.workspaceValue !== undefined;
    await settings.update(
      'wordEffects',
      isOn ? 'never' : 'always',
      isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
    );
    plainWindow.setStatusBarMessage(words(isOn ? 'effectsHidden' : 'effectsShown'), 5000);
  };

  return vscode.Disposable.from(
    registerLedgerMarks({ ledgers, scores, configuration, areShown }),
    registerLedgerHover({ ledgers, language, areShown }),
    vscode.commands.registerCommand('spellwright.explainSpell', (argument?: unknown) => explain(argument)),
    vscode.commands.registerCommand('spellwright.explainPairs', (argument?: unknown) =>
      explain(argument, 'pairs'),
    ),
    vscode.commands.registerCommand('spellwright.explainExactly', (argument?: unknown) =>
      explain(argument, 'shapley'),
    ),
    vscode.commands.registerCommand('spellwright.explainFile', explainFile),
    vscode.commands.registerCommand('spellwright.toggleWordEffects', toggle),
  );
}
