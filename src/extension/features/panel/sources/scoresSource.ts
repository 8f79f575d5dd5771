import path from 'node:path';
import * as vscode from 'vscode';
import type { ExportMessage } from '../../../../protocol/panel/scores';
import type { SpellFile } from '../../../../core/spell/spell';
import type { ScoredFile } from '../../../../tasks/scoreFile';
import { systemReason } from '../../../../words/systemReason';
import { ownScore, type DocumentScore, type ShownScore } from '../../../services/scores';
import { writeWhole } from '../../../services/writeWhole';
import { askWhereToSave, exportedFile, exportText } from '../exportScores';
import { scoresMessage } from '../panelScores';
import type { MakeSource, PanelHost } from '../panelSource';

interface Result {
  readonly file: SpellFile;
  readonly score: ShownScore;
  /** For reports. */
  readonly scored?: ScoredFile;
}

/** The last scores that belong to what the file says, and their export. */
export const scoresSource: MakeSource = (host) => {
  const changed = new vscode.EventEmitter<void>();
  let result = host.score && resultOf(host.score);
  const listening = host.onDidScore((current) => {
    // A file that was closed keeps its last scores on show.
    const isForgotten = current.score === undefined && current.phase !== 'stopped';
    const next = isForgotten ? undefined : (resultOf(current) ?? result);
    if (next?.score === result?.score) return;
    result = next;
    changed.fire();
  });
  return {
    onDidChange: changed.event,
    message: () =>
      result
        ? scoresMessage(result.score, result.file, (picture) => host.shown(picture))
        : { kind: 'forget' },
    obeys: { export: (message) => exportResult(result, message, host) },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

/** Scores of an older text are none of the file's own. */
function resultOf(current: DocumentScore): Result | undefined {
  const score = ownScore(current);
  return score && { file: current.file, score, scored: current.scored };
}

async function exportResult(
  result: Result | undefined,
  { format, to }: ExportMessage,
  host: PanelHost,
): Promise<void> {
  const current = host.score;
  // Of a file that was closed, what is on show.
  if (!result?.scored || (current && resultOf(current)?.score !== result.score)) {
    host.notify('error', 'nothingToExport');
    return;
  }
  if (result.score.library) return host.notify('information', 'libraryExport');
  const { language } = host.dependencies;
  const version = String((host.context.extension.packageJSON as { version?: unknown }).version);
  const exported = await exportedFile(result.scored, host.uri, language);
  const text = exportText(exported, format, language, version);
  if (to === 'clipboard') {
    await vscode.env.clipboard.writeText(text);
    host.notify('information', 'copied');
    return;
  }
  const target = await askWhereToSave(host.uri, format, host.say('exportTitle'));
  if (!target) return;
  const file = path.posix.basename(target.path);
  try {
    await writeWhole(target, text);
    host.notify('information', 'exported', { file });
  } catch (error) {
    const reason = systemReason(error, language);
    host.dependencies.log(`${target.toString()}: ${String(error)}`);
    host.notify('error', 'exportFailed', { file, reason });
  }
}
