import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const cli = resolve(__dirname, '../../dist/cli.js');
export const tinyModel = resolve(__dirname, '../fixtures/checkpoints/hf-quick-gelu');

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What it reads, which ends when it has written so many lines; nothing by default. */
  readonly talk?: { readonly lines: readonly string[]; readonly answers: number };
}

/** Starts the built program as a script would: no terminal, no input, its cache below `cwd`. */
export function startCli(
  words: readonly string[],
  { cwd, environment, talk }: RunOptions,
): { readonly process: ChildProcess; readonly done: Promise<CliResult> } {
  assert.ok(existsSync(cli), 'build first: npm run build');
  const child = spawn(process.execPath, [cli, ...words], {
    cwd,
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', XDG_CACHE_HOME: join(cwd, '.cache'), ...environment },
    stdio: [talk ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  talk?.lines.forEach((line) => child.stdin?.write(`${line}\n`));
  assert.ok(child.stdout && child.stderr);
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    if (talk && stdout.split('\n').length > talk.answers) child.stdin?.end();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const done = new Promise<CliResult>((settle, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => settle({ code, signal, stdout, stderr }));
  });
  return { process: child, done };
}

export function runCli(words: readonly string[], options: RunOptions): Promise<CliResult> {
  return startCli(words, options).done;
}

/** Processes whose parent is this one (Linux). */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        const stat = readFileSync(`/proc/${candidate}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
      } catch {
        return false; // it has just ended
      }
    });
}
