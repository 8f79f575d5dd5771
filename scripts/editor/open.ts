/** `npm run editor`: opens a copy of the examples in a real editor with this extension loaded from source. */
import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureCodeServer, startCodeServer } from './codeServer';
import { root } from './repository';

async function main(): Promise<void> {
  const examples = await copyOfExamples();
  console.log(`A copy of the examples, which you may change as you like, lies in\n\n  ${examples}\n`);
  if (!process.argv.includes('--browser') && opensInDesktop(examples)) {
    console.log('It is open in VS Code. Open a .spell file there.');
    return;
  }
  const entry = await ensureCodeServer(console.log);
  const server = await startCodeServer({ entry, workspaceTrust: false });
  const address = server.address(examples, [['extensionDevelopmentPath', server.remoteUri(root)]]);
  console.log(`\nThe editor runs at\n\n  ${address}\n\nOpen that address in a browser. Ctrl+C ends it.`);
  openInBrowser(address);
  const end = (): void => void server.stop().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

/**
 * What somebody tries out must not change the repository. The copy stays: a desktop's editor shows it for as long as the
 * user wants, and what they wrote is theirs.
 */
async function copyOfExamples(): Promise<string> {
  const folder = path.join(await mkdtemp(path.join(tmpdir(), 'spellwright-')), 'examples');
  await cp(path.join(root, 'examples'), folder, { recursive: true });
  return folder;
}

/** True when an installed VS Code took the request. */
function opensInDesktop(examples: string): boolean {
  const isWindows = process.platform === 'win32'; // where `code` is a script for the shell, which parts words at blanks
  const words = ['--new-window', `--extensionDevelopmentPath=${root}`, examples];
  const started = spawnSync('code', isWindows ? words.map((word) => `"${word}"`) : words, {
    stdio: 'inherit',
    shell: isWindows,
  });
  return started.error === undefined && started.status === 0;
}

function openInBrowser(address: string): void {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

void main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
