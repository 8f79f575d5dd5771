/**
 * Scores the examples with WebGPU on a graphics processor that software plays (SwiftShader, which comes with Chromium), and
 * compares every number with the processor's. Slow: minutes. Ends with 1 where a number that is shown would differ.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureChromium } from '../editor/chromium';
import { root } from '../editor/repository';

const run = promisify(execFile);
const program = path.join(root, 'dist', 'cli.js');
/** Half of the last digit that is shown of a cosine. */
const largest = 5e-5;

async function main(): Promise<number> {
  ensureChromium(console.log);
  const drivers = '/usr/lib/chromium';
  const cache = await mkdtemp(path.join(tmpdir(), 'spellwright-device-'));
  const environment = (device: string): NodeJS.ProcessEnv => ({
    ...process.env,
    XDG_CACHE_HOME: path.join(cache, device),
    SPELLWRIGHT_DEVICE: device,
    LD_LIBRARY_PATH: drivers,
    VK_ICD_FILENAMES: path.join(drivers, 'vk_swiftshader_icd.json'),
  });
  const ask = async (device: string, words: readonly string[]): Promise<string> => {
    const options = { env: environment(device), cwd: root, maxBuffer: 2 ** 28 };
    return (await run(process.execPath, [program, ...words], options)).stdout;
  };
  try {
    console.log((await ask('webgpu', ['device'])).trim());
    const score = ['score', 'examples/1-first-steps.spell', '--format', 'json'];
    const [own, other] = [await ask('cpu', score), await ask('webgpu', score)].map(
      (text) => JSON.parse(text) as unknown,
    );
    const { count, difference } = compared(own, other);
    console.log(`${count} numbers of ${score[1]!} differ by ${difference.toExponential(1)} at most`);
    return count > 0 && difference < largest ? 0 : 1;
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

/** @returns the largest difference of numbers at the same places; infinite where anything else differs */
function compared(own: unknown, other: unknown): { readonly count: number; readonly difference: number } {
  if (typeof own === 'number' && typeof other === 'number')
    return { count: 1, difference: Math.abs(own - other) };
  if (typeof own !== 'object' || typeof other !== 'object' || own === null || other === null)
    return { count: 0, difference: own === other ? 0 : Infinity };
  const keys = Object.keys(own);
  if (keys.join() !== Object.keys(other).join()) return { count: 0, difference: Infinity };
  const parts = keys.map((key) =>
    compared((own as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
  );
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    difference: Math.max(0, ...parts.map((part) => part.difference)),
  };
}

void main().then((code) => (process.exitCode = code));
