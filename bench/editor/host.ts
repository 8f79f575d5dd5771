/** Runs inside the extension host, started by VS Code as an extension's tests are. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/extension/extension';
import { threadClock } from '../../test/integration/suite/threadClock';
import { BlockWatch } from './blockWatch';
import { folderVariable, signals, spellFile, type Change, type HostFigures } from './hostFigures';

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

  const echoes = await echo();
  await vscode.commands.executeCommand('spellwright.openPanel');
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One });
  await pause(3000);
  const idle = new BlockWatch(clock);
  await pause(2000);
  idle.stop();

  const changes: Change[] = [];
  let stale = 0;
  const now = (): number => performance.timeOrigin + performance.now();
  vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (document.uri.toString() === uri.toString() && contentChanges.length > 0)
      changes.push({ version: document.version, at: now() });
  });
  // Listens after the panel: what it is told is sent.
  scores.onDidChange(({ phase, problems, version, scoreVersion }) => {
    if (phase !== 'ready' || problems !== undefined || version !== scoreVersion) return;
    const last = changes.at(-1);
    if (last && last.version !== version) stale++;
    else if (last && last.scored === undefined) changes[changes.length - 1] = { ...last, scored: now() };
  });
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
    echoes,
    changes,
    stale,
  };
  writeFileSync(at(signals.figures), JSON.stringify(figures));
}

/** A page of the benchmark's own that sends back what it is sent. @returns milliseconds there and back */
async function echo(): Promise<number[]> {
  const panel = vscode.window.createWebviewPanel('bench.echo', 'echo', vscode.ViewColumn.Beside, {
    enableScripts: true,
  });
  const answered = new vscode.EventEmitter<void>();
  panel.webview.onDidReceiveMessage(() => answered.fire());
  const answer = (): Promise<void> =>
    new Promise((resolve) => {
      const once = answered.event(() => {
        once.dispose();
        resolve();
      });
    });
  const ready = answer();
  panel.webview.html = `<script>
    const host = acquireVsCodeApi();
    addEventListener('message', ({ data }) => host.postMessage(data));
    host.postMessage('ready');
  </script>`;
  await ready;
  const times: number[] = [];
  for (let round = 0; round < 40; round++) {
    const start = performance.now();
    const back = answer();
    void panel.webview.postMessage({ round });
    await back;
    times.push(performance.now() - start);
    await pause(20);
  }
  panel.dispose();
  await pause(500);
  return times.slice(10);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(20);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
