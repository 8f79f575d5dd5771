/** `npm run editor`: opens the examples in a real editor with this extension loaded from source. */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureCodeServer, startCodeServer } from './codeServer';
import { root } from './repository';

const examples = path.join(root, 'examples');

async function main(): Promise<void> {
  if (!process.argv.includes('--browser') && opensInDesktop()) {
    console.log('The examples are open in VS Code. Open a .spell file there.');
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

/** True when an installed VS Code took the request. */
function opensInDesktop(): boolean {
  const started = spawnSync('code', ['--new-window', `--extensionDevelopmentPath=${root}`, examples], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
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
