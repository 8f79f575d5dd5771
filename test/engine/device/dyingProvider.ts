/** A process whose accelerator takes it along at its third run, after the trial: `dyingProvider.ts FOLDER HASH`. */
import { AcceleratedSession } from '../../../src/engine/device/acceleratedSession';
import { DeviceMemory } from '../../../src/engine/device/deviceMemory';
import type { LazySession } from '../../../src/engine/session';

const [folder, hash] = process.argv.slice(2) as [string, string];
const width = 8;
let runs = 0;

const runner = (isAccelerator: boolean): Pick<LazySession, 'run' | 'dispose'> => ({
  run: ({ pixels }) => {
    if (isAccelerator && ++runs === 3) process.kill(process.pid, 'SIGKILL');
    const embeds = Float32Array.from({ length: pixels!.shape[0]! * width }, (_, i) => 1 + (i % width));
    return Promise.resolve({ embeds });
  },
  dispose: () => Promise.resolve(),
});

async function main(): Promise<void> {
  const session = new AcceleratedSession({
    ...{ choice: 'webgpu', platform: 'linux', input: 'pixels', output: 'embeds', imageSize: 2 },
    session: (accelerator) => runner(accelerator !== undefined),
    memory: new DeviceMemory(folder, hash, '1.0'),
  });
  for (let picture = 0; picture < 5; picture++)
    await session.run({ pixels: { data: new Float32Array(12), shape: [1, 3, 2, 2] } });
  process.stdout.write(`computed by ${session.state.pictures}`);
}

void main();
