import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { DocumentScore } from '../../../src/extension/services/scores';
import { api, closeAll, eventually, extension, openNew, replaceAll, scored, withSetting } from './editor';

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
    const following = api().onDidChangeEngineState((state) => void states.push(state));
    const before = api().enginePid();
    assert.ok(before !== undefined, 'an engine is running');
    await replaceAll(editor, many('castle at night'));
    await eventually('scoring', () => (phases.includes('scoring') ? true : undefined));
    process.kill(before, 'SIGKILL');
    const score = await scored(document);
    listening.dispose();
    following.dispose();
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
    await withSetting('stepLimit', 5, async () => {
      process.kill(before!, 'SIGSTOP');
      await replaceAll(editor, many('plum'));
      await eventually('an engine that is stuck', () => (states.includes('stuck') ? true : undefined));
      await vscode.commands.executeCommand('spellwright.waitLonger');
      assert.equal(states.at(-1), 'working');
      await eventually('it to be told again', () => (states.at(-1) === 'stuck' ? true : undefined));
      await vscode.commands.executeCommand('notifications.clearAll');
      await vscode.commands.executeCommand('spellwright.restartEngine');
    });
    const score = await scored(document);
    following.dispose();
    assert.equal(score.prompts.length, 256);
    assert.notEqual(api().enginePid(), before);
    assert.throws(() => process.kill(before!, 0), /ESRCH/);
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
});
