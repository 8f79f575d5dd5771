import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface Asked {
  /** Of wildcards. */
  readonly folder: string;
  readonly prompt: string;
  /** More texts than this are not made. */
  readonly most: number;
}

export interface Answer {
  readonly texts?: readonly string[];
  /** Whether these are all. */
  readonly isWhole?: boolean;
  readonly error?: string;
  readonly names?: readonly string[];
}

/** A Python that has dynamicprompts, which answers one prompt after the other. */
export class Theirs {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(python: string) {
    this.#process = spawn(python, [path.join(__dirname, 'theirs.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#answers = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  fill(asked: Asked): Promise<Answer> {
    return this.#ask(asked);
  }

  async names(folder: string): Promise<readonly string[]> {
    return (await this.#ask({ folder, names: true })).names ?? [];
  }

  async #ask(asked: object): Promise<Answer> {
    this.#process.stdin!.write(`${JSON.stringify(asked)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('Python ended: does it have dynamicprompts?');
    return JSON.parse(value) as Answer;
  }

  end(): void {
    this.#process.stdin!.end();
  }
}
