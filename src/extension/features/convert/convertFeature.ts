import * as vscode from 'vscode';
import { convertFileSteps } from '../../../core/spell/convertFile';
import { CONVERTIBLE, type ConvertibleDialect } from '../../../core/spell/dialectText';
import { LineStarts } from '../../../core/lineStarts';
import type { Steps } from '../../../core/steps';
import type { SpellFile } from '../../../core/spell/spell';
import { listExpansions } from '../../../tasks/convertSpells';
import { CONVERT_WORDING, dialectName, lostText } from '../../../words/convert';
import { say, type Language, type Parameters } from '../../../words/words';
import { languageId, type SpellDocuments } from '../../services/spellDocuments';
import { inSlices } from '../../services/slicedWork';
import { applyToDocument } from '../../services/documentEdit';
import { plainWindow } from '../../services/plainWindow';

interface Parts {
  readonly documents: SpellDocuments;
  readonly language: Language;
}

/** As long as other sentences of the status bar stay. */
const shownMs = 5000;
/** A dialog with more lines leaves no room for its buttons. */
const mostNamed = 12;
const longestNamed = 60;
/** What is done sooner needs no progress. */
const patienceMs = 500;
const redrawMs = 100;

/** Spell files in the dialect of another generator, and all prompts of a file, one a line. */
export function registerConvert(parts: Parts): vscode.Disposable {
  const { language } = parts;
  const tell = (key: keyof typeof CONVERT_WORDING, parameters?: Parameters): string =>
    say(CONVERT_WORDING[key], language, parameters);
  const withSpells =
    (run: (document: vscode.TextDocument, file: SpellFile, wanted: unknown) => Promise<void>) =>
    async (wanted?: unknown): Promise<void> => {
      const document = vscode.window.activeTextEditor?.document;
      const file = document?.languageId === languageId ? await parts.documents.read(document) : undefined;
      if (document && file) await run(document, file, wanted);
      else void plainWindow.showInformationMessage(tell('notASpell'));
    };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      'spellwright.convertDialect',
      // A key of the user's own may name the dialect.
      withSpells(async (document, file, wanted) => {
        const to = CONVERTIBLE.find((each) => each === wanted) ?? (await chooseDialect(file, language));
        if (to) await convertDocument(document, file, to, parts);
      }),
    ),
    vscode.commands.registerCommand(
      'spellwright.listExpansions',
      withSpells(async (document, file) => {
        const listed = await patiently(tell('listing'), () =>
          listExpansions(file, parts.documents.wildcards(document)),
        );
        if (!listed) return;
        const { lines, total } = listed;
        const content = lines.map((line) => `${line}\n`).join('');
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
        if (total > lines.length) {
          const name = vscode.workspace.asRelativePath(document.uri);
          const shown = total === Infinity ? '2^53+' : total;
          void plainWindow.showInformationMessage(
            tell('sampled', { file: name, shown: lines.length, total: shown }),
          );
        }
      }),
    ),
  );
}

/**
 * Takes steps without holding the editor; what takes longer than a moment shows how far it is, and can be cancelled.
 * @returns undefined once it is cancelled
 */
async function patiently<T>(
  title: string,
  stepsOf: (report: (message: string) => void) => Steps<T>,
): Promise<T | undefined> {
  let message = '';
  let report = (): void => undefined;
  let isCancelled = false;
  const work = inSlices(
    stepsOf((now) => {
      message = now;
    }),
    () => {
      report();
      return !isCancelled;
    },
  );
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const showing = setTimeout(() => {
    void plainWindow.withProgress(options, (progress, token) => {
      let shownAt = 0;
      report = (): void => {
        if (performance.now() - shownAt < redrawMs) return;
        shownAt = performance.now();
        progress.report({ message });
      };
      token.onCancellationRequested(() => (isCancelled = true));
      return work.then(
        () => undefined,
        () => undefined,
      );
    });
  }, patienceMs);
  try {
    return await work;
  } finally {
    clearTimeout(showing);
  }
}

async function chooseDialect(file: SpellFile, language: Language): Promise<ConvertibleDialect | undefined> {
  const others = CONVERTIBLE.filter((dialect) => dialect !== file.dialect);
  const chosen = await vscode.window.showQuickPick(
    others.map((dialect) => ({
      label: dialectName(dialect, language),
      description: dialect,
      detail: say(CONVERT_WORDING.sameWords, language),
      dialect,
    })),
    { title: say(CONVERT_WORDING.chooseDialect, language) },
  );
  return chosen?.dialect;
}

/** Says before what the other dialect has no counterpart for; then converts, as one undoable step. */
async function convertDocument(
  document: vscode.TextDocument,
  file: SpellFile,
  to: ConvertibleDialect,
  { documents, language }: Parts,
): Promise<void> {
  const tell = (key: keyof typeof CONVERT_WORDING, parameters?: Parameters): string =>
    say(CONVERT_WORDING[key], language, parameters);
  const dialect = dialectName(to, language);
  if (to === file.dialect) {
    void plainWindow.showInformationMessage(tell('isThat', { dialect }));
    return;
  }
  const conversion = await patiently(tell('converting', { dialect }), (report) =>
    convertFileSteps(file, {
      to,
      wildcards: documents.wildcards(document),
      onConverted: (done, total) => report(tell('convertedSoFar', { done, total })),
    }),
  );
  if (!conversion) return;
  if (!conversion.ok) {
    const [first] = conversion.refused;
    const { line } = new LineStarts(file.text).positionAt(first?.start ?? 0);
    void plainWindow.showErrorMessage(tell('refused', { count: conversion.refused.length, dialect, line }));
    return;
  }
  const { lost, replacements } = conversion;
  if (lost.length > 0) {
    const named = lost.slice(0, mostNamed).map(({ code, span }) => {
      const written = file.text.slice(span.start, Math.min(span.end, span.start + longestNamed));
      return `• ${lostText(code, written, language)}`;
    });
    if (lost.length > mostNamed) named.push(tell('andMore', { count: lost.length - mostNamed }));
    const answer = await plainWindow.showWarningMessage(
      tell(lost.length === 1 ? 'willLoseOne' : 'willLose', { dialect, count: lost.length }),
      { modal: true, detail: named.join('\n') },
      tell('convertAnyway'),
    );
    if (answer === undefined) return;
  }
  const outcome = await applyToDocument(document, (text) =>
    text === file.text ? replacements : 'unreadable',
  );
  if (outcome === 'done') plainWindow.setStatusBarMessage(tell('converted', { dialect }), shownMs);
  else void plainWindow.showWarningMessage(tell('changedMeanwhile'));
}
