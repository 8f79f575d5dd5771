import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DocumentScore } from '../../../src/extension/services/scores';
import {
  api,
  closeAll,
  eventually,
  extension,
  fileUri,
  openNew,
  replace,
  replaceAll,
  scored,
  withSetting,
} from './editor';

const head = '---\nimages: refs/*.png\n---\n';
/** 256 prompts that no test before has had. */
const many = (word: string): string => `${head}{a|b|c|d} {e|f|g|h} {i|j|k|l} {m|n|o|p} ${word}\n`;

describe('the engine', () => {
  before(() => extension().activate());
  afterEach(closeAll);

  it('is forked with ONNX Runtime silenced', async function () {
    if (process.platform !== 'linux') this.skip(); // reads /proc
    const { document } = await openNew('silent.spell', `${head}a silent apple\n`);
    await scored(document);
    const environment = readFileSync(`/proc/${api().enginePid()}/environ`, 'utf8').split('\0');
    assert.ok(environment.includes('ORT_DISABLE_TELEMETRY=1'));
  });

  it('recovers when it is killed while it scores, and loses nothing', async () => {
    const editor = await openNew('killed.spell', many('apple'));
    const { document } = editor;
    await scored(document);
    const uri = document.uri.toString();
    const phases: DocumentScore['phase'][] = [];
    const listening = api().scores.onDidChange((current) => {
      if (current.uri.toString() === uri) phases.push(current.phase);
    });
    const states: string[] = [];
    const before = api().enginePid();
    assert.ok(before !== undefined, 'an engine is running');
    const following = api().onDidChangeEngineState((state) => {
      // At once: by the time that anybody is told of scoring, it may have answered.
      if (state === 'working' && !states.includes(state)) process.kill(before, 'SIGKILL');
      states.push(state);
    });
    const score = await (async () => {
      await replaceAll(editor, many('castle at night'));
      await eventually('another state', () => (states.includes('restarting') ? true : undefined));
      return scored(document);
    })().finally(() => vscode.Disposable.from(listening, following).dispose());
    assert.ok(states.includes('restarting'), `the status bar was told: ${states.join(' ')}`);
    assert.equal(score.prompts.length, 256);
    assert.ok(!phases.includes('failed'), phases.join(' '));
    await replaceAll(editor, many('castle by day'));
    await scored(document);
    assert.notEqual(api().enginePid(), before);
  });

  it('says when it is stopped, and loses nothing when it is started again', async function () {
    if (process.platform === 'win32') this.skip(); // stops no processes
    const editor = await openNew('stuck.spell', many('pear'));
    const { document } = editor;
    await scored(document);
    const before = api().enginePid();
    const states: string[] = [];
    const following = api().onDidChangeEngineState((state) => void states.push(state));
    try {
      await withSetting('stepLimit', 5, async () => {
        process.kill(before!, 'SIGSTOP');
        await replaceAll(editor, many('plum'));
        await eventually('an engine that is stuck', () => (states.includes('stuck') ? true : undefined));
        const { length } = states;
        await vscode.commands.executeCommand('spellwright.waitLonger');
        await eventually('it to be waited for', () => states[length] === 'working' || undefined);
        await eventually('it to be told again', () => (states.at(-1) === 'stuck' ? true : undefined));
        await vscode.commands.executeCommand('notifications.clearAll');
        await vscode.commands.executeCommand('spellwright.restartEngine');
      });
      const score = await scored(document);
      assert.equal(score.prompts.length, 256);
      assert.notEqual(api().enginePid(), before);
      await eventually('the end of the one that was stopped', () => !isThere(before!) || undefined);
    } finally {
      following.dispose();
      goOn(before!);
    }
  });

  it('gives the same numbers after a restart', async () => {
    const { document } = await openNew('restarted.spell', `${head}{a red apple|a castle|two cats}\n`);
    const before = await scored(document);
    const pid = api().enginePid();
    await vscode.commands.executeCommand('spellwright.restartEngine');
    const after = await eventually('scores of another engine', () => {
      const current = api().scores.get(document.uri);
      return api().enginePid() !== undefined && api().enginePid() !== pid && current?.phase === 'ready'
        ? current.score
        : undefined;
    });
    assert.equal(after.prompts.length, before.prompts.length);
    after.cosine.forEach((value, i) => assert.ok(Math.abs(value - before.cosine[i]!) < 1e-6));
  });

  it('scores anew by itself when the weights of its checkpoint are overwritten in place', async () => {
    const mini = vscode.Uri.file(path.join(extension().extensionPath, 'models', 'mini'));
    await vscode.workspace.fs.copy(mini, fileUri('trained'), { overwrite: true });
    const weights = fileUri('trained', 'model.safetensors').fsPath;
    const text = '---\nmodel: ./trained\nimages: refs/*.png\n---\n{a red apple|a castle|two cats}\n';
    const editor = await openNew('trained.spell', text);
    const { document } = editor;
    const other = await openNew('trained-too.spell', text);
    const before = await scored(document);
    await scored(other.document);
    await overwrite(weights, (byte) => byte ^ 0x80);
    // Known words and pictures only, beside one that is new: what is remembered must not stand beside it.
    await replace(other, 'two cats', 'two dogs');
    const hashes = async (): Promise<boolean> => {
      const scores = await Promise.all([document, other.document].map(scored));
      return scores.every(({ checkpoint }) => checkpoint.hash !== before.checkpoint.hash);
    };
    await eventually('scores by the new weights', async () => ((await hashes()) ? true : undefined));
    const changed = await scored(document);
    const first = (await scored(other.document)).cosine;
    for (const i of [0, 1]) assert.ok(Math.abs(changed.cosine[i]! - first[i]!) < 1e-6, 'the same prompts');
    assert.ok(changed.cosine.some((value, i) => Math.abs(value - before.cosine[i]!) > 1e-3));
    await overwrite(weights, (byte) => byte ^ 0x80);
    await replace(other, 'two dogs', 'two cats');
    const again = await eventually('the first scores', async () => {
      const score = await scored(document);
      return score.checkpoint.hash === before.checkpoint.hash ? score : undefined;
    });
    again.cosine.forEach((value, i) => assert.ok(Math.abs(value - before.cosine[i]!) < 1e-6));
  });

  it('serves two files that name different models by turns, and neither costs the other anything', async () => {
    const mini = vscode.Uri.file(path.join(extension().extensionPath, 'models', 'mini'));
    await vscode.workspace.fs.copy(mini, fileUri('second'), { overwrite: true });
    const first = await openNew('by-mini.spell', `${head}{a red apple|a castle} 0\n`);
    const second = await openNew(
      'by-second.spell',
      '---\nmodel: ./second\nimages: refs/*.png\n---\n{a red apple|a castle} 0\n',
    );
    const editors = [first, second];
    const uris = editors.map(({ document }) => document.uri);
    await Promise.all(editors.map(({ document }) => scored(document)));
    const pids = uris.map((uri) => api().enginePid(uri));
    assert.ok(pids[0] !== undefined && pids[1] !== undefined && pids[0] !== pids[1], pids.join(' '));
    const seen: string[] = [];
    const following = vscode.Disposable.from(
      api().scores.onDidChange(({ uri, phase }) => {
        if (uris.some((each) => each.toString() === uri.toString())) seen.push(phase);
      }),
      api().onDidChangeEngineState((state) => void seen.push(`engine ${state}`)),
    );
    for (let round = 1; round <= 4; round++) {
      // Both at once, and then one after the other.
      for (const editor of editors) await replace(editor, ` ${round - 1}\n`, ` ${round}\n`);
      if (round % 2 === 0) await scored(first.document);
      await Promise.all(editors.map(({ document }) => scored(document)));
    }
    assert.ok(
      !seen.some((each) => /failed|waiting|engine (stopped|starting|restarting)/.test(each)),
      seen.join(' '),
    );
    assert.deepEqual(
      uris.map((uri) => api().enginePid(uri)),
      pids,
    );
    // The same weights under another name.
    const [one, two] = await Promise.all(editors.map(({ document }) => scored(document)));
    assert.deepEqual(two!.cosine, one!.cosine);
    assert.equal(two!.checkpoint.id, 'second');

    // What becomes of one model is nothing to the files of the other.
    seen.length = 0;
    await overwrite(fileUri('second', 'model.safetensors').fsPath, (byte) => byte ^ 0x80);
    await replace(second, ' 4\n', ' 5\n');
    await eventually('scores by the new weights', async () =>
      (await scored(second.document)).checkpoint.hash === two!.checkpoint.hash ? undefined : true,
    );
    assert.equal(api().scores.get(uris[0]!)?.score, one);
    assert.equal(api().enginePid(uris[0]), pids[0]);
    following.dispose();
  });

  it('that is stopped holds up the files of its own model only', async function () {
    if (process.platform === 'win32') this.skip(); // stops no processes
    const mini = vscode.Uri.file(path.join(extension().extensionPath, 'models', 'mini'));
    await vscode.workspace.fs.copy(mini, fileUri('stopped'), { overwrite: true });
    const well = await openNew('well.spell', `${head}{a red apple|a castle} 0\n`);
    const stopped = await openNew(
      'stopped.spell',
      '---\nmodel: ./stopped\nimages: refs/*.png\n---\n{a red apple|a castle} 0\n',
    );
    const before = await Promise.all([well, stopped].map(({ document }) => scored(document)));
    const [wellUri, stoppedUri] = [well.document.uri, stopped.document.uri];
    const [wellPid, stoppedPid] = [api().enginePid(wellUri), api().enginePid(stoppedUri)];
    await withSetting('stepLimit', 5, async () => {
      process.kill(stoppedPid!, 'SIGSTOP');
      await replace(stopped, ' 0\n', ' 1\n');
      await eventually('an engine that is stuck', () =>
        api().engineState(stoppedUri) === 'stuck' ? true : undefined,
      );
      await eventually('one that is well', () => api().engineState(wellUri) === 'ready' || undefined);
      await replace(well, ' 0\n', ' 1\n');
      assert.equal((await scored(well.document)).prompts.length, before[0]!.prompts.length);
      assert.equal(api().engineState(stoppedUri), 'stuck');
      const kept = api().scores.get(wellUri)!.score;
      await vscode.commands.executeCommand('notifications.clearAll');
      await vscode.commands.executeCommand('spellwright.restartEngine', stoppedUri.toString());
      assert.equal((await scored(stopped.document)).prompts.length, before[1]!.prompts.length);
      assert.equal(api().scores.get(wellUri)!.score, kept);
    }).finally(() => goOn(stoppedPid!));
    assert.equal(api().enginePid(wellUri), wellPid);
    assert.notEqual(api().enginePid(stoppedUri), stoppedPid);
  });
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** One that a test which failed left stopped would stay so. */
function goOn(pid: number): void {
  if (isThere(pid)) process.kill(pid, 'SIGCONT');
}

/** Writes to the upper bytes of a third of a file's 16-bit weights, in the file itself. */
async function overwrite(file: string, change: (byte: number) => number): Promise<void> {
  const bytes = await readFile(file);
  const head = 8 + Number(bytes.readBigUInt64LE());
  for (let at = head + 1; at < head + (bytes.length - head) / 3; at += 2) bytes[at] = change(bytes[at]!);
  const handle = await open(file, 'r+');
  await handle.write(bytes, 0, bytes.length, 0);
  await handle.close();
}
