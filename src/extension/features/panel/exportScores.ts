import * as vscode from 'vscode';
import { toCsv } from '../../../core/score/export/csv';
import type { ExportedFile } from '../../../core/score/export/exportedFile';
import { toJson } from '../../../core/score/export/json';
import { toMarkdown } from '../../../core/score/export/markdown';
import type { ExportFormat } from '../../../protocol/panel/scores';
import { problemSteps } from '../../../tasks/problems';
import type { ScoredFile } from '../../../tasks/scoreFile';
import { markdownWords } from '../../../words/markdownWords';
import { exportedProblems } from '../../../words/problemText';
import type { Language } from '../../../words/words';
import { inSlices } from '../../services/slicedWork';

const kinds: Record<ExportFormat, { readonly extension: string; readonly label: string }> = {
  csv: { extension: 'csv', label: 'CSV' },
  json: { extension: 'json', label: 'JSON' },
  markdown: { extension: 'md', label: 'Markdown' },
};

/** What a report tells of a file, with everything that is wrong with it, as `spellwright score` tells it. */
export async function exportedFile(
  scored: ScoredFile,
  uri: vscode.Uri,
  language: Language,
): Promise<ExportedFile> {
  const problems = await inSlices(problemSteps(scored), () => true);
  const shown = (file: string): string => vscode.workspace.asRelativePath(file);
  return {
    path: vscode.workspace.asRelativePath(uri),
    file: scored.file,
    score: scored.score,
    problems: exportedProblems(problems!, scored.file.text, { language, shown }),
  };
}

/** The same tables that the command line writes. */
export function exportText(
  file: ExportedFile,
  format: ExportFormat,
  language: Language,
  version: string,
): string {
  switch (format) {
    case 'csv':
      return toCsv([file]);
    case 'json':
      return toJson([file], { version });
    case 'markdown':
      return toMarkdown([file], markdownWords(language));
  }
}

/** Asks where to save, beside the spell file at first; undefined when the user does not want to. */
export async function askWhereToSave(
  spellFile: vscode.Uri,
  format: ExportFormat,
  title: string,
): Promise<vscode.Uri | undefined> {
  const { extension, label } = kinds[format];
  return vscode.window.showSaveDialog({
    title,
    defaultUri: spellFile.with({ path: spellFile.path.replace(/\.[^./]*$/, '') + `.${extension}` }),
    filters: { [label]: [extension] },
  });
}
