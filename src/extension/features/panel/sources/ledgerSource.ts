import * as vscode from 'vscode';
import { belongsTo } from '../../../services/liveDocuments';
import { writtenSpan } from '../../../../tasks/explainFile';
import { ledgerMessage } from '../ledgerMessage';
import type { MakeSource, PanelHost } from '../panelSource';

/** Which words carry the score of the spell under the caret, measured while the page shows them. */
export const ledgerSource: MakeSource = (host) => {
  const { uri } = host;
  const { ledgers } = host.dependencies;
  const changed = new vscode.EventEmitter<void>();
  let watching: vscode.Disposable | undefined;
  const unwatch = (): void => {
    watching?.dispose();
    watching = undefined;
  };
  const listening = vscode.Disposable.from(
    ledgers.onDidChange((each) => {
      if (each.toString() === uri.toString()) changed.fire();
    }),
    host.onDidScore(() => changed.fire()),
    host.onDidHide(unwatch),
  );
  const unitTextOf = (unit: number): string | undefined => {
    const explained = ledgers.get(uri)?.result?.explained;
    const entry = explained?.ledger.entries[unit];
    return entry && explained.text.slice(entry.unit.start, entry.unit.end);
  };
  return {
    onDidChange: changed.event,
    message: () =>
      ledgerMessage(ledgers.get(uri), {
        score: host.score,
        isUnfolded: (phrase) => ledgers.isUnfolded(uri, phrase),
      }),
    obeys: {
      'ledger-watch': ({ isOn }) => {
        if (!isOn) unwatch();
        else watching ??= ledgers.watch(uri);
      },
      'ledger-unfold': ({ unit, isOpen }) => {
        const phrase = unitTextOf(unit);
        if (phrase !== undefined) ledgers.unfold(uri, phrase, isOpen);
      },
      'ledger-measure': ({ what }) => ledgers.measure(uri, what),
      'ledger-cancel': () => ledgers.cancel(uri),
      'ledger-select': ({ units, word }) => select(units, word, host),
    },
    dispose: () => {
      unwatch();
      vscode.Disposable.from(listening, changed).dispose();
    },
  };
};

/** Selects what is written for units of the text, or for the word of one, in the editor. */
async function select(units: readonly number[], word: number | undefined, host: PanelHost): Promise<void> {
  const document = await host.document();
  const result = host.dependencies.ledgers.get(host.uri)?.result;
  const explained = result?.explained;
  if (!explained || !belongsTo(result.version, document)) return host.notify('error', 'promptGone');
  const { expansion } = result.score.prompts[result.score.spells[explained.spell]!.best!]!;
  const found = units.flatMap((unit) => {
    const entries =
      word === undefined
        ? explained.ledger.entries
        : explained.words.find(({ phrase }) => phrase === unit)?.ledger.entries;
    return entries?.[word ?? unit] ?? [];
  });
  const selections = found.map(({ unit }) => {
    const { start, end } = writtenSpan(expansion, unit, explained.slots);
    return new vscode.Selection(document.positionAt(start), document.positionAt(end));
  });
  if (selections.length === 0) return;
  const editor = await host.showEditor(selections[0]);
  editor.selections = selections;
}
