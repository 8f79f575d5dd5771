import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';

/**
 * `spellwright-MACHINE-PID-START-RANDOM`: the owner stands in the name, so that what a killed process left can be told
 * from what a living one needs. Numbers of processes are used again, and START tells when its process began.
 */
const pattern = /^spellwright-([0-9a-f]{8})-(\d+)-(\d+)-[A-Za-z0-9]+$/;

/** A new folder for this process, for which the next start of any removes it should this one be killed. */
export async function makeTemporaryFolder(): Promise<string> {
  const owner = `${machine()}-${process.pid}-${startOf(process.pid) ?? 0}`;
  return mkdtemp(path.join(tmpdir(), `spellwright-${owner}-`));
}

/** Removes the temporary folders of processes that are no more. Never rejects. */
export async function removeAbandonedFolders(): Promise<void> {
  const folder = tmpdir();
  for (const name of await readdir(folder).catch(() => [])) {
    const [, of, pid, start] = pattern.exec(name) ?? [];
    if (of !== machine() || isRunning(Number(pid), Number(start))) continue;
    const abandoned = path.join(folder, name);
    if (await isOurs(abandoned)) await rm(abandoned, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Anyone may write to the system's temporary folder. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found !== undefined && found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid);
}

function isRunning(pid: number, start: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = startOf(pid);
  return now === undefined || start === 0 || now === start;
}

/** Which processes a number of a process is one of: containers that share the folder have numbers of their own. */
function machine(): string {
  let namespace = '';
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not Linux: one set of numbers for each machine.
  }
  return createHash('sha256').update(`${hostname()} ${namespace}`).digest('hex').slice(0, 8);
}

/** When a process began, in ticks since the machine did; undefined where the system does not tell. */
function startOf(pid: number): number | undefined {
  try {
    // The second field is a name in parentheses, which may hold anything; the start is the twenty-second.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    return Number(fields[19]);
  } catch {
    return undefined;
  }
}
