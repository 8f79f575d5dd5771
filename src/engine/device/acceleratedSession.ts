import type {
  Accelerator,
  DeviceChoice,
  DeviceChoosing,
  DeviceRefusal,
  DeviceState,
} from '../../core/device';
import type { LazySession, SessionTensor } from '../session';
import { workUnits } from '../workUnits';
import { acceleratorsFor } from './accelerators';
import { canaryPixels, differenceOf, largestDifference } from './canary';
import type { DeviceMemory } from './deviceMemory';

type Runner = Pick<LazySession, 'run' | 'dispose'>;

export interface AcceleratedSessionParts {
  readonly choice: DeviceChoice;
  readonly platform: NodeJS.Platform;
  /** A session of the same graph, on the processor where no accelerator is named. Opens at its first need. */
  readonly session: (accelerator?: Accelerator) => Runner;
  /** Names of the graph's input of pixels and its output of embeddings. */
  readonly input: string;
  readonly output: string;
  readonly imageSize: number;
  readonly memory: DeviceMemory;
}

/**
 * Runs a graph of pictures on the accelerator that the user chose, where that gives the processor's numbers; on the processor
 * where it does not, cannot be started, or breaks off. What was refused once is not tried again.
 */
export class AcceleratedSession implements Runner {
  readonly #parts: AcceleratedSessionParts;
  readonly #processor: Runner;
  readonly #refused = new Map<Accelerator, DeviceRefusal>();
  #used:
    | { readonly device: 'cpu' | Accelerator; readonly runner: Runner; readonly difference?: number }
    | undefined;
  #choosing: Promise<Runner> | undefined;
  #expected: Float32Array | undefined;

  constructor(parts: AcceleratedSessionParts) {
    this.#parts = parts;
    this.#processor = parts.session();
  }

  get state(): DeviceState {
    const { choice } = this.#parts;
    return {
      asked: choice,
      ...(this.#used && { pictures: this.#used.device }),
      ...(this.#used?.difference !== undefined && { difference: this.#used.difference }),
      refused: [...this.#refused.values()],
    };
  }

  async choose(choosing: DeviceChoosing): Promise<void> {
    if (choosing === 'later') return;
    if (choosing === 'anew') {
      await this.#choosing?.catch(() => undefined);
      // What it computes just then breaks off, and is computed by what is chosen.
      if (this.#used && this.#used.runner !== this.#processor) await this.#used.runner.dispose();
      this.#used = undefined;
      this.#choosing = undefined;
      this.#refused.clear();
      await this.#parts.memory.forget();
    }
    await this.#chosen();
  }

  /** See `LazySession.run`. */
  run: LazySession['run'] = async (inputs, outputs) => {
    const runner = await this.#chosen();
    try {
      return await runner.run(inputs, outputs);
    } catch (error) {
      if (runner === this.#processor) throw error;
      // Of several runs that broke off together, the first one tells.
      if (this.#used?.runner === runner) {
        const { device } = this.#used as { device: Accelerator };
        this.#used = undefined;
        this.#choosing = this.#instead(device, runner, error);
      }
      return this.run(inputs, outputs);
    }
  };

  async dispose(): Promise<void> {
    await this.#choosing?.catch(() => undefined);
    if (this.#used && this.#used.runner !== this.#processor) await this.#used.runner.dispose();
    await this.#processor.dispose();
  }

  #chosen(): Promise<Runner> {
    this.#choosing ??= this.#choose().catch((error: unknown) => {
      this.#choosing = undefined;
      throw error;
    });
    return this.#choosing;
  }

  async #instead(device: Accelerator, runner: Runner, error: unknown): Promise<Runner> {
    await runner.dispose().catch(() => undefined);
    await this.#refuse({ device, reason: 'failed', detail: reasonOf(error) });
    return this.#choose();
  }

  async #choose(): Promise<Runner> {
    const { choice, platform, memory } = this.#parts;
    const candidates = acceleratorsFor(choice, platform);
    if (candidates.length > 0 && this.#refused.size === 0) {
      const remembered = await memory.read();
      this.#expected = remembered.expected;
      for (const each of remembered.refused)
        if (candidates.includes(each.device)) this.#refused.set(each.device, each);
    }
    for (const device of candidates) {
      if (this.#refused.has(device)) continue;
      const outlived = await memory.trying(device);
      if (!outlived) {
        // Whoever cannot note a trial would repeat one that ends the process, again and again.
        this.#refused.set(device, { device, reason: 'unavailable', detail: 'nothing can be kept' });
        continue;
      }
      const runner = this.#parts.session(device);
      try {
        const difference = await workUnits.during('opening', () => this.#differenceOf(runner));
        if (difference <= largestDifference) {
          this.#used = { device, runner, difference };
          return runner;
        }
        await this.#refuse({ device, reason: 'differs', detail: difference.toExponential(1) });
      } catch (error) {
        if (error instanceof ProcessorError) throw error.cause;
        await this.#refuse({ device, reason: 'unavailable', detail: reasonOf(error) });
      } finally {
        await outlived();
      }
      await runner.dispose().catch(() => undefined);
    }
    this.#used = { device: 'cpu', runner: this.#processor };
    return this.#processor;
  }

  /** How far what it makes of the canary pictures lies from what the processor makes of them. */
  async #differenceOf(runner: Runner): Promise<number> {
    const { input, output, imageSize, memory } = this.#parts;
    const pixels: Readonly<Record<string, SessionTensor>> = { [input]: canaryPixels(imageSize) };
    const own = (await runner.run(pixels))[output]!.slice();
    const difference = this.#expected ? differenceOf(own, this.#expected) : Infinity;
    if (difference <= largestDifference) return difference;
    // Nothing is kept yet, or what is kept is not to be believed before an accelerator is refused for it.
    const expected = await this.#processor.run(pixels).catch((cause: unknown) => {
      throw new ProcessorError('the processor cannot run it either', { cause });
    });
    this.#expected = expected[output]!.slice();
    await memory.write({ expected: this.#expected, refused: [...this.#refused.values()] });
    return differenceOf(own, this.#expected);
  }

  async #refuse(refusal: DeviceRefusal): Promise<void> {
    this.#refused.set(refusal.device, refusal);
    await this.#parts.memory.write({
      ...(this.#expected && { expected: this.#expected }),
      refused: [...this.#refused.values()],
    });
  }
}

/** What fails on the processor, too, is no fault of an accelerator. */
class ProcessorError extends Error {}

/** The runtime tells the place in its sources before it tells the reason. */
function reasonOf(error: unknown): string {
  const told = error instanceof Error ? error.message : String(error);
  return told.split('\n', 1)[0]!.slice(-300);
}
