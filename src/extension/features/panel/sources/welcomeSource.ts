import * as vscode from 'vscode';
import type { ModelOffer } from '../../../../protocol/panel/shell';
import type { MakeSource } from '../panelSource';

/** Whether the user has been told, and wants to hear no more, what the bundled checkpoint cannot judge. */
const noteKey = 'spellwright.firstRunNoteDismissed';

/** Which file it is, in which language, and what the bundled checkpoint cannot judge. */
export const welcomeSource: MakeSource = (host) => {
  const { uri, context, dependencies } = host;
  const changed = new vscode.EventEmitter<void>();
  const isNoted = (): boolean => context.globalState.get(noteKey, false);
  let offer: ModelOffer | undefined;
  if (!isNoted()) {
    void dependencies.offer().then((found) => {
      offer = found;
      if (found && !isNoted()) changed.fire();
    });
  }
  const listening = host.onDidChangeLock(() => changed.fire());
  return {
    onDidChange: changed.event,
    message: () => {
      const firstRunNote = !isNoted();
      return {
        kind: 'welcome',
        uri: uri.toString(),
        locked: host.isLocked,
        language: dependencies.language,
        firstRunNote,
        offer: firstRunNote ? offer : undefined,
        fixedCheckpoint: dependencies.fixedCheckpoint,
      };
    },
    obeys: {
      'dismiss-note': async () => {
        await context.globalState.update(noteKey, true);
        changed.fire();
      },
      'choose-model': ({ model }) =>
        vscode.commands.executeCommand('spellwright.chooseModel', model, uri.toString()),
    },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};
