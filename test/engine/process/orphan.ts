import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { bundleOf } from './engineBundle';

export interface Orphan {
  readonly parent: ChildProcess;
  /** Of the engine, which loads its checkpoint or is at work. */
  readonly pid: number;
  /** Resolves when its loop has begun, or one of its steps takes long. */
  readonly stuck: Promise<unknown>;
}

/**
 * Starts a process that has an engine embed texts, to be killed by a test.
 * @param engine its entry point
 */
export async function orphanParent(
  engine: string,
  modelFolder: string,
  texts: readonly string[],
): Promise<Orphan> {
  const program = await bundleOf('test/engine/process/orphanParentMain.ts');
  const parent = spawn(
    process.execPath,
    [program, await bundleOf(engine), modelFolder, JSON.stringify(texts)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines = createInterface(parent.stdout)[Symbol.asyncIterator]();
  const { value: pid } = (await lines.next()) as { value: string };
  assert.match(pid, /^\d+$/);
  return { parent, pid: Number(pid), stuck: lines.next() };
}
