/**
 * A real VS Code without a desktop: code-server, installed once into a cached folder and driven by a browser.
 * Used where no VS Code is installed and none can be downloaded.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './repository';

const run = promisify(execFile);

/** Holds VS Code 1.100, the oldest version that the manifest allows. */
const VERSION = '4.100.3';

/** Installs code-server unless a finished installation is cached. Needs npm and, for its native parts, a C++ compiler. */
export async function ensureCodeServer(log: (line: string) => void): Promise<string> {
  const home = path.join(cacheFolder, `code-server-${VERSION}`);
  const server = path.join(home, 'node_modules', 'code-server');
  const entry = path.join(server, 'out', 'node', 'entry.js');
  const finished = path.join(home, 'installed');
  if (existsSync(finished)) return entry;

  log(`installing code-server ${VERSION} into ${home} (once, about two minutes)`);
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await writeFile(path.join(home, 'package.json'), '{ "private": true }\n');
  const vscode = path.join(server, 'lib', 'vscode');
  try {
    await npm(home, 'install', '--ignore-scripts', `code-server@${VERSION}`);
    await npm(vscode, 'install', '--omit=dev', '--ignore-scripts');
    // node-pty's own script ends in an error after its library is built, so success is judged by the library.
    await npm(
      vscode,
      'rebuild',
      '--ignore-scripts=false',
      '@vscode/spdlog',
      'native-watchdog',
      'node-pty',
      '@parcel/watcher',
    ).catch((error: Error) => {
      if (!existsSync(path.join(vscode, 'node_modules', 'node-pty', 'build', 'Release', 'pty.node')))
        throw error;
    });
    await symlink('node_modules', path.join(vscode, 'node_modules.asar'));
    await npm(path.join(vscode, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
    await npm(home, 'rebuild', '--ignore-scripts=false', 'argon2');
  } catch (error) {
    throw new Error(
      'code-server could not be installed. It needs the npm registry, Python 3, make and a C++ compiler ' +
        `(Debian: apt install python3 make g++). Or install VS Code so that \`code\` is on the PATH.\n${String(error)}`,
      { cause: error },
    );
  }
  await writeFile(finished, `${new Date().toISOString()}\n`);
  return entry;
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  await run('npm', [...args, '--no-audit', '--no-fund'], {
    cwd,
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32',
  });
}

export interface RunningServer {
  readonly port: number;
  /** Address of the workbench with `folder` open; `payload` is VS Code's list of start options for the web. */
  address(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** How an absolute path on this machine is named inside the remote workbench. */
  remoteUri(file: string): string;
  /** Everything the server printed so far. */
  output(): string;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly entry: string;
  /** Where installed extensions live; a fresh temporary folder by default. */
  readonly extensionsFolder?: string;
  /** Written as the user's settings before the start. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Ask before trusting a folder, as a desktop does. Off by default: most runs are not about trust. */
  readonly workspaceTrust?: boolean;
  readonly port?: number;
}

/**
 * code-server's two processes wait for each other for ten seconds at most, which a busy machine does not keep. This makes
 * the first one patient; the second, which inherits its options, has the variable.
 */
const PATIENT = `data:text/javascript,${encodeURIComponent(`
  if (!process.env.CODE_SERVER_PARENT_PID) {
    const wait = globalThis.setTimeout;
    const patient = (act, ms, ...rest) => wait(act, ms === 10000 ? 180000 : ms, ...rest);
    globalThis.setTimeout = Object.assign(patient, wait);
  }
`)}`;

/** Starts a server on the loopback interface with a user-data folder of its own and waits until it answers. */
export async function startCodeServer(options: ServerOptions): Promise<RunningServer> {
  const home = await mkdtemp(path.join(tmpdir(), 'spellwright-editor-'));
  const port = options.port ?? (await freePort());
  const userData = path.join(home, 'user-data');
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(
    path.join(userData, 'User', 'settings.json'),
    JSON.stringify(
      { 'workbench.startupEditor': 'none', 'telemetry.telemetryLevel': 'off', ...options.settings },
      null,
      2,
    ),
  );

  const child = spawn(
    process.execPath,
    [
      `--import=${PATIENT}`,
      options.entry,
      '--auth=none',
      `--bind-addr=127.0.0.1:${port}`,
      '--disable-telemetry',
      '--disable-update-check',
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
      `--user-data-dir=${userData}`,
      `--extensions-dir=${options.extensionsFolder ?? path.join(home, 'extensions')}`,
    ],
    {
      env: { ...withoutEditorVariables(process.env), ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    },
  );
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-200_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.pid !== undefined) {
      // The server keeps extension hosts as children: end the whole group.
      try {
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
      } catch {
        child.kill();
      }
      const hard = setTimeout(() => child.kill('SIGKILL'), 5000);
      await exited;
      clearTimeout(hard);
    }
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };

  try {
    await untilHealthy(port, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw new Error(`code-server did not start: ${String(error)}\n${output}`, { cause: error });
  }
  return {
    port,
    address: (folder, payload = []) =>
      `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}` +
      (payload.length ? `&payload=${encodeURIComponent(JSON.stringify(payload))}` : ''),
    remoteUri: (file) => `vscode-remote://127.0.0.1:${port}${file}`,
    output: () => output,
    stop,
  };
}

/** A server started from inside another VS Code's terminal must not talk to that one. */
function withoutEditorVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(VSCODE_|ELECTRON_RUN_AS_NODE$|PORT$)/.test(name)),
  );
}

async function untilHealthy(port: number, dead: () => boolean): Promise<void> {
  const end = Date.now() + 3 * 60_000;
  for (;;) {
    if (dead()) throw new Error('it ended at once');
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > end) throw new Error('no answer within three minutes');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
