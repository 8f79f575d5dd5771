import { spawn } from 'node:child_process';

/** Each is `npm run test:NAME`; from the quickest to say what is wrong to the slowest. */
export const suiteNames = ['unit', 'faults', 'integration', 'browser'] as const;

export interface Suite {
  readonly name: string;
  /** For the system's shell. */
  readonly command: string;
}

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

/** What tests print of themselves, each on a line of its own: `12 passing (3s)`, `1 failing`. */
export function countTests(output: string): Outcome {
  const plain = output.replace(/\x1b\[[\d;]*m/g, '');
  const count = (word: string): number =>
    [...plain.matchAll(new RegExp(`^[ \\t]*(\\d+) ${word}\\b`, 'gm'))].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  return { passed: count('passing'), failed: count('failing') };
}

/**
 * A suite that breaks without naming a test that failed, or that runs none, counts as one failure, and says so as a suite
 * does: whoever reads the output finds the same numbers.
 */
export async function runSuite(
  { name, command }: Suite,
  write: (text: string) => void,
  colours = false,
): Promise<Outcome> {
  const child = spawn(command, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(colours && { MOCHA_COLORS: '1' }) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      write(text);
    });
  const ended = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  const counted = countTests(output);
  const silent =
    ended !== 0 && counted.failed === 0
      ? `${name} ended with ${ended} and named no test`
      : counted.passed + counted.failed === 0 && `${name} ran no test`;
  if (silent) write(`\n  1 failing (${silent})\n`);
  return { passed: counted.passed, failed: silent ? 1 : counted.failed };
}

/** Runs them one after the other, whatever became of those before, and ends with a line on each. */
export async function runSuites(
  suites: readonly Suite[],
  write: (text: string) => void,
  colours = false,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const lines: string[] = [];
  for (const suite of suites) {
    const started = performance.now();
    const outcome = await runSuite(suite, write, colours);
    const minutes = ((performance.now() - started) / 60_000).toFixed(1);
    outcomes.push(outcome);
    lines.push(`${suite.name}: ${outcome.passed} passed, ${outcome.failed} failed, in ${minutes} minutes`);
  }
  write(`\n${lines.join('\n')}\n`);
  return outcomes;
}
