import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../editor/repository';

/** What `spellwright` is in a checkout. */
const program = path.join(root, 'dist', 'cli.js');

const english = 'en_US.UTF-8';
/** What stands before a command whose output is to be in another language: `LANG=ja_JP.UTF-8 spellwright …`. */
const spoken = /^LANG=([\w.-]+) /;

/**
 * What a marked command prints, as a pipe in an English terminal gets it, or in one of the language that it names. Runs in the repository's root with an empty
 * cache.
 * @throws Error when the command is none that may stand in a mark, or fails
 */
export async function runOutput(command: string): Promise<string> {
  const cache = await mkdtemp(path.join(tmpdir(), 'spellwright-docs-'));
  try {
    return await run(command.replace(spoken, ''), {
      ...process.env,
      LC_ALL: spoken.exec(command)?.[1] ?? english,
      NO_COLOR: '1',
      XDG_CACHE_HOME: cache,
    });
  } finally {
    await rm(cache, { recursive: true, force: true, maxRetries: 3 });
  }
}

function run(command: string, env: NodeJS.ProcessEnv): Promise<string> {
  const words = argumentsOf(command);
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { cwd: root, env }, (error, stdout, stderr) => {
      // 1 says that something was found, as `lint` does.
      if (error && error.code !== 1) reject(new Error(`${command} failed: ${stderr || error.message}`));
      else resolve(stdout.replaceAll('\r\n', '\n').trimEnd());
    });
  });
}

function argumentsOf(command: string): string[] {
  const [name, ...rest] = command.split(' ');
  if (name === 'spellwright') {
    if (!existsSync(program)) throw new Error('Build first: npm run build');
    return [program, ...rest];
  }
  if (name === 'tsx' && /^scripts\/docs\/\w+\.ts$/.test(rest[0] ?? '')) return ['--import', 'tsx', ...rest];
  throw new Error(`“${command}” is neither spellwright nor a script of scripts/docs`);
}
