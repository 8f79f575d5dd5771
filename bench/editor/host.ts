/** Runs inside the extension host, started by VS Code as an extension's tests are. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/extension/extension';
import { threadClock } from '../../test/integration/suite/threadClock';
import { BlockWatch } from './blockWatch';
import { folderVariable, signals, spellFile, type HostFigures } from './hostFigures';

export async function run(): Promise<void> {
  const folder = process.env[folderVariable]!;
  try {
    await measure(folder);
  } catch (error) {
    writeFileSync(path.join(folder, signals.failed), String(error));
    throw error;
  }
}

async function measure(folder: string): Promise<void> {
  const at = (name: string): string => path.join(folder, name);
  const extension = vscode.extensions.getExtension<ExtensionApi>('spellwright.spellwright')!;

  const clock = await threadClock();
  const [start, startOfProcessor] = [performance.now(), clock()];
  const { scores } = await extension.activate();
  const [activation, activationOfProcessor] = [performance.now() - start, clock() - startOfProcessor];

  const opening = performance.now();
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, spellFile);
  await vscode.window.showTextDocument(uri);
  await until(() => {
    const known = scores.get(uri);
    if (known?.phase === 'failed') throw new Error(known.error);
    return known?.phase === 'ready';
  });
  const firstScores = performance.now() - opening;

  await vscode.commands.executeCommand('spellwright.openPanel');
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One });
  await pause(3000);
  const idle = new BlockWatch(clock);
  await pause(2000);
  idle.stop();

  const watch = new BlockWatch(clock);
  writeFileSync(at(signals.ready), '');
  await until(() => existsSync(at(signals.typed)));
  watch.stop();
  const figures: HostFigures = {
    activation,
    activationOfProcessor,
    firstScores,
    longestIdleBlock: idle.longest,
    longestIdleBlockOfProcessor: idle.longestOfProcessor,
    longestBlock: watch.longest,
    longestBlockOfProcessor: watch.longestOfProcessor,
  };
  writeFileSync(at(signals.figures), JSON.stringify(figures));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(20);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
