/**
 * `npm run package [-- NAME… [--to FOLDER]]`: packages with only what their platform needs inside. Without names all of
 * them: a VSIX for each platform with native parts, one for all other platforms, and the terminal program for npm.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { root } from '../editor/repository';
import { readManifest } from './manifest';
import { filesOf, stage } from './stage';
import { largestPackage, packageNames, terminal, universal } from './targets';
import { zipEntries } from './zipEntries';

const run = promisify(execFile);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string', default: root } },
});

/** Makes one package. @returns its path */
async function make(name: string, to: string): Promise<string> {
  const { name: product, version } = readManifest(root);
  const temporary = await mkdtemp(path.join(tmpdir(), 'spellwright-package-'));
  try {
    const folder = path.join(temporary, 'package');
    await mkdir(folder);
    await stage(root, name, folder);
    if (name === terminal) return await packForNpm(folder, to);
    const vsix = path.join(to, `${product}${name === universal ? '' : `-${name}`}-${version}.vsix`);
    // Every file that was laid out ships; without the file, vsce asks for it.
    await writeFile(path.join(folder, '.vscodeignore'), '');
    await createVSIX({
      cwd: folder,
      packagePath: vsix,
      dependencies: false,
      rewriteRelativeLinks: false,
      ...(name !== universal && { target: name }),
    });
    await checkArchive(vsix, folder);
    return vsix;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function packForNpm(folder: string, to: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', to], {
    cwd: folder,
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32',
  });
  const [packed] = JSON.parse(stdout) as readonly {
    readonly filename: string;
    readonly files: readonly { readonly path: string }[];
  }[];
  const files = packed!.files.map((file) => file.path);
  sameFiles(files, await filesOf(folder));
  return path.join(to, packed!.filename);
}

/** vsce leaves out what it takes for somebody's configuration, and renames three files. */
async function checkArchive(vsix: string, folder: string): Promise<void> {
  const renamed: Readonly<Record<string, string>> = {
    'README.md': 'readme.md',
    'CHANGELOG.md': 'changelog.md',
    LICENSE: 'LICENSE.txt',
  };
  const laidOut = (await filesOf(folder)).filter((file) => file !== '.vscodeignore');
  const packed = zipEntries(vsix).flatMap(({ name }) => /^extension\/(.+)$/.exec(name)?.[1] ?? []);
  sameFiles(
    packed,
    laidOut.map((file) => renamed[file] ?? file),
  );
}

function sameFiles(packed: readonly string[], laidOut: readonly string[]): void {
  const lost = laidOut.filter((file) => !packed.includes(file));
  const added = packed.filter((file) => !laidOut.includes(file));
  if (lost.length + added.length > 0)
    throw new Error(
      `packed other files than were laid out: without ${lost.join(', ')}; with ${added.join(', ')}`,
    );
}

async function main(): Promise<void> {
  const unknown = positionals.filter((name) => !packageNames.includes(name));
  if (unknown.length > 0)
    throw new Error(`no package is called ${unknown.join(', ')}; there are ${packageNames.join(', ')}`);
  const to = path.resolve(values.to);
  await mkdir(to, { recursive: true });
  for (const name of positionals.length > 0 ? positionals : packageNames) {
    const file = await make(name, to);
    const { size } = await stat(file);
    console.log(`${(size / 1e6).toFixed(1).padStart(5)} MB  ${path.relative(process.cwd(), file)}`);
    if (size >= largestPackage) throw new Error(`${file} is not below ${largestPackage / 1e6} MB`);
  }
}

void main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
