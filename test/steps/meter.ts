import { Session, type Profiler } from 'node:inspector';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createContext, Script } from 'node:vm';
import { buildSync } from 'esbuild';
import { meterNatives, type NativeMeter } from './natives';

/**
 * Counts the steps that code takes, which no other work on the machine changes: how often each block of it runs, as the
 * JavaScript engine's own coverage counts, and the units that its string, array and regular expression calls go through.
 * The code is bundled and loaded anew, in a context whose built-in functions count.
 */
export class Meter<Module> {
  readonly module: Module;
  readonly #session = new Session();
  readonly #natives: NativeMeter;
  readonly #file: string;

  /** @param entry relative to the repository's root */
  constructor(entry: string) {
    this.#file = `metered:${entry}`;
    const [bundle] = buildSync({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      write: false,
    }).outputFiles;
    // Blocks are counted of functions that are compiled after this.
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    const context = createContext({
      ...{ process, Buffer, console, performance, URL, TextDecoder, TextEncoder },
      ...{ AbortController, AbortSignal, setTimeout, clearTimeout, setImmediate, queueMicrotask },
    });
    this.#natives = meterNatives(context);
    const exports = {};
    const load = new Script(`(function (exports, require, module) {${bundle!.text}\n})`, {
      filename: this.#file,
    });
    const module = { exports };
    (load.runInContext(context) as (...given: unknown[]) => void)(
      exports,
      createRequire(resolve(entry)),
      module,
    );
    this.module = module.exports as Module;
  }

  /** Steps of `work`; the same each time, once caches of the engine's are warm. */
  count(work: (module: Module) => unknown): number {
    this.#blocks();
    this.#natives.take();
    work(this.module);
    return this.#natives.take() + this.#blocks();
  }

  /** The same for work that waits; nothing else of the module may run meanwhile. */
  async countAsync(work: (module: Module) => Promise<unknown>): Promise<number> {
    this.#blocks();
    this.#natives.take();
    await work(this.module);
    return this.#natives.take() + this.#blocks();
  }

  stop(): void {
    this.#post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }

  /** Blocks that ran since the last call. */
  #blocks(): number {
    const { result } = this.#post('Profiler.takePreciseCoverage') as Profiler.TakePreciseCoverageReturnType;
    let sum = 0;
    for (const { url, functions } of result)
      if (url === this.#file)
        for (const { ranges } of functions) for (const { count } of ranges) sum += count;
    return sum;
  }

  /** An inspector of the same thread answers before `post` returns. */
  #post(method: string, parameters?: object): unknown {
    let answer: unknown;
    this.#session.post(method, parameters, (error, result) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  }
}
