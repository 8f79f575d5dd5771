import type {
  Accelerator,
  DeviceChoice,
  DeviceChoosing,
  DeviceRefusal,
  DeviceState,
} from '../../core/device';
import { EngineError } from '../../core/engineError';
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
  #isDisposed = false;
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
    if (choosing === 'anew') this.#begin(this.#anew(this.#choosing));
    await this.#chosen();
  }

  /** See `LazySession.run`. */
  run: LazySession['run'] = async (inputs, outputs) => {
    const runner = await this.#chosen();
    try {
      return await this.#runOn(runner, inputs, outputs);
    } catch (error) {
      // What is disposed of breaks off through no fault of its own.
      if (runner === this.#processor || this.#isDisposed) throw error;
      // Of several runs that broke off together, the first one tells.
      if (this.#used?.runner === runner) {
        const { device } = this.#used as { device: Accelerator };
        this.#used = undefined;
        this.#begin(this.#instead(device, runner, error));
      }
      return this.run(inputs, outputs);
    }
  };

  /** What ends the process at work is known to the next one. */
  async #runOn(
    runner: Runner,
    ...[inputs, outputs]: Parameters<LazySession['run']>
  ): ReturnType<LazySession['run']> {
    const device = this.#used?.runner === runner ? this.#used.device : 'cpu';
    if (device === 'cpu') return runner.run(inputs, outputs);
    const outlived = this.#parts.memory.working(device);
    try {
      return await runner.run(inputs, outputs);
    } finally {
      outlived();
    }
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#choosing?.catch(() => undefined);
    if (this.#used && this.#used.runner !== this.#processor) await this.#used.runner.dispose();
    await this.#processor.dispose();
  }

  #chosen(): Promise<Runner> {
    return this.#choosing ?? this.#begin(this.#choose());
  }

  /** All runs wait for it; where it fails, the next one chooses again. */
  #begin(choice: Promise<Runner>): Promise<Runner> {
    const choosing: Promise<Runner> = choice.catch((error: unknown) => {
      if (this.#choosing === choosing) this.#choosing = undefined;
      throw error;
    });
    choosing.catch(() => undefined); // told of by whoever waits
    return (this.#choosing = choosing);
  }

  /** @param earlier what was chosen or is being chosen: two choices at once would leave a session behind */
  async #anew(earlier: Promise<Runner> | undefined): Promise<Runner> {
    // Before it is disposed of: what it computes just then breaks off, and is computed by what is chosen.
    this.#used = undefined;
    const runner = await earlier?.catch(() => undefined);
    this.#used = undefined;
    if (runner && runner !== this.#processor) await runner.dispose().catch(() => undefined);
    this.#refused.clear();
    await this.#parts.memory.forget();
    return this.#choose();
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
        this.#refused.set(device, { device, reason: 'unkept', detail: '' });
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

/** The runtime tells the place in its sources, and what it held to be true there, before it tells the reason. */
function reasonOf(error: unknown): string {
  const cause = error instanceof EngineError ? error.cause : error;
  const told = cause instanceof Error ? cause.message : String(cause ?? error);
  return told
    .split('\n', 1)[0]!
    .replace(/^.* was false\. /, '')
    .slice(-300);
}
