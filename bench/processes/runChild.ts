import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bundleOf } from '../../test/engine/process/engineBundle';
import { root } from '../folders';
import type { Answer } from './answer';

/**
 * Runs a program of this folder in a fresh process, bundled, so that no loader is in its memory.
 * @param program relative to the repository's root
 */
export async function runChild(program: string, ...parameters: readonly string[]): Promise<Answer> {
  const { stdout } = await promisify(execFile)(process.execPath, [await bundleOf(program), ...parameters], {
    cwd: root,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Answer;
}
