/**
 * Runs inside the jail: `commands` is every command, a download from the real hub, and an attempt that must be seen;
 * `engine` is an engine that works for half a minute. Prints what was tried, as JSON.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineClient } from '../../src/client/engineClient';
import { runCli } from '../cli/runCli';
import { FakeHub } from '../models/fakeHub';
import { attempts, since, type Attempts } from './attempts';
import { everyCommand, leftElsewhere, workFiles } from './everyCommand';
import { NameServer } from './nameServer';
import { Sandbox } from './sandbox';

/** Telemetry is sent some ten seconds after the library has started. */
const lifeSeconds = 30;

export interface Tried extends Attempts {
  readonly what: string;
  /** Names that were asked for. */
  readonly names: readonly string[];
  /** What went otherwise than it should, so that too little may have been tried. */
  readonly wrong?: string;
  /** Files that were left where none should be. */
  readonly left: readonly string[];
}

async function main(): Promise<void> {
  const nameServer = await NameServer.start();
  const hub = await FakeHub.start();
  const sandbox = new Sandbox({ xdg: true }, workFiles(hub));
  const tried: Tried[] = [];
  let before = attempts();
  const note = (what: string, wrong?: string): void => {
    const names = nameServer.asked.splice(0);
    tried.push({ what, names, ...since(before), wrong, left: leftElsewhere(sandbox) });
    before = attempts();
  };

  if (process.argv[2] === 'engine') {
    await liveFor(lifeSeconds, sandbox);
    note('an engine');
  } else await runCommands(hub, sandbox, note);

  nameServer.stop();
  await hub.stop();
  sandbox.remove();
  console.log(JSON.stringify(tried));
}

async function runCommands(
  hub: FakeHub,
  sandbox: Sandbox,
  note: (what: string, wrong?: string) => void,
): Promise<void> {
  for await (const { words, code, expected, stderr } of everyCommand(sandbox, hub))
    note(words, code === expected ? undefined : stderr);

  const pull = await runCli(['models', 'pull', 'clip-vit-b-32'], {
    cwd: sandbox.folder,
    environment: sandbox.environment,
  });
  note('pull from the real hub', pull.code === 2 ? undefined : pull.stderr);

  // An address for documentation (RFC 5737): nobody is there.
  await assert.rejects(once(connect(443, '192.0.2.1'), 'connect'), /ENETUNREACH/);
  note('an address');
}

/** An engine as the editor has one, with work every now and then. */
async function liveFor(seconds: number, sandbox: Sandbox): Promise<void> {
  process.env = { ...sandbox.environment }; // which the engine inherits
  const client = new EngineClient({
    engineFile: resolve('dist/engine.js'),
    modelFolder: resolve('models/mini'),
    threads: 1,
    log: () => undefined,
  });
  for (let second = 0; second < seconds; second++) {
    await client.embedTexts([`a red apple, ${second}`]);
    await delay(1000);
  }
  client.dispose();
}

void main();
