import * as vscode from 'vscode';
import { leanMessage } from '../leanMessage';
import type { MakeSource } from '../panelSource';

/** How far the loaded checkpoint leans for the person words of the file. */
export const leanSource: MakeSource = ({ uri, dependencies: { leans } }) => {
  const changed = new vscode.EventEmitter<void>();
  const listening = leans.onDidChange((lean) => {
    if (lean.uri.toString() === uri.toString()) changed.fire();
  });
  return {
    onDidChange: changed.event,
    message: () => leanMessage(leans.get(uri)),
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};
