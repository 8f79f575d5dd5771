import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * Prepares a network of its own, in which nothing but this machine itself can be reached, and whose name server is
 * whoever listens on port 53 of 127.0.0.1. Where `ip` is missing, root switches the loopback device on through the
 * kernel's own files (0x9 is up and loopback).
 */
const prepare = `
set -e
ip link set lo up 2>/dev/null || { mount -t sysfs sysfs /sys; echo 0x9 > /sys/class/net/lo/flags; }
mount --bind "$0/resolv.conf" /etc/resolv.conf
mount --bind "$0/nsswitch.conf" /etc/nsswitch.conf
[ ! -d /run/nscd ] || mount -t tmpfs tmpfs /run/nscd
exec "$@"
`;

/** Runs programs of Linux with the network denied. */
export class Jail {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'spellwright-jail-'));

  constructor() {
    writeFileSync(
      path.join(this.#folder, 'resolv.conf'),
      'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n',
    );
    writeFileSync(path.join(this.#folder, 'nsswitch.conf'), 'hosts: files dns\n');
  }

  /** Why this system has no jail; undefined where it has one. */
  async missing(): Promise<string | undefined> {
    if (process.platform !== 'linux') return `${process.platform} has no network namespaces`;
    try {
      await this.run(['true']);
      return undefined;
    } catch (error) {
      const said = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1);
      return `no network namespace: ${said || (error as Error).message}`;
    }
  }

  /**
   * In a network that nothing else runs in.
   * @returns what it printed
   * @throws where it ends otherwise than with 0
   */
  async run(command: readonly string[], options: { readonly cwd?: string } = {}): Promise<string> {
    const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
    const jailed = ['--net', '--mount', ...asRoot, 'sh', '-c', prepare, this.#folder, ...command];
    const { stdout } = await promisify(execFile)('unshare', jailed, { ...options, maxBuffer: 2 ** 26 });
    return stdout;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
