import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { LockedPackage } from './lockedPackages';

const run = promisify(execFile);

/**
 * A folder with the files of a package: where npm installed it, or, of another platform than this, unpacked from npm's
 * archive, whose hash must be the lock's. Nothing of it is run.
 * @throws Error where another archive arrives than the lock pins
 */
export async function packageFolder(root: string, locked: LockedPackage): Promise<string> {
  const installed = path.join(root, 'node_modules', locked.place);
  if (isVersion(installed, locked.version)) return installed;
  // Where tools keep what can be made again; `npm ci` empties it.
  const cache = path.join(root, 'node_modules', '.cache', 'spellwright-packages');
  const folder = path.join(cache, `${locked.name.replaceAll('/', '+')}@${locked.version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const temporary = await mkdtemp(path.join(cache, 'arriving-'));
  try {
    const { stdout } = await run(
      'npm',
      [
        'pack',
        `${locked.name}@${locked.version}`,
        '--json',
        '--ignore-scripts',
        '--pack-destination',
        temporary,
      ],
      { cwd: root, maxBuffer: 1 << 26, shell: process.platform === 'win32' },
    );
    const archive = path.join(temporary, archiveName(stdout));
    checkIntegrity(locked, await readFile(archive));
    await run('tar', ['-xzf', path.basename(archive)], { cwd: temporary });
    await rename(path.join(temporary, 'package'), folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}

/** @throws Error where the bytes are not those that the lock pins */
export function checkIntegrity({ name, version, integrity }: LockedPackage, archive: Buffer): void {
  const [algorithm = ''] = integrity.split('-');
  const actual = `${algorithm}-${createHash(algorithm).update(archive).digest('base64')}`;
  if (actual !== integrity)
    throw new Error(`${name} ${version}: the archive is ${actual}, package-lock.json pins ${integrity}`);
}

function archiveName(json: string): string {
  const [packed] = JSON.parse(json) as readonly { readonly filename: string }[];
  return packed!.filename.replace('@', '').replace('/', '-');
}

function isVersion(folder: string, version: string): boolean {
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) return false;
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version === version;
}
