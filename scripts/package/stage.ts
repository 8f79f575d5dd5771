import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { transform } from 'esbuild';
import { billOfMaterials } from './billOfMaterials';
import { checkContents } from './contents';
import { lockedPackage, lockedPackages, type LockedPackage, readLock } from './lockedPackages';
import {
  extensionManifest,
  type Manifest,
  packageUrl,
  readManifest,
  repositoryAddress,
  terminalManifest,
} from './manifest';
import { thirdPartyNotices } from './notices';
import { packageFolder } from './packageFolder';
import { publicLinks } from './publicLinks';
import { shippedFiles } from './shippedFiles';
import { nativeTargets, isPortable, terminal } from './targets';

type FoundPackage = LockedPackage & { readonly folder: string };

/**
 * Lays out a package's files in an empty folder, ready to be packed whole, and holds them to what the package may and
 * must have. `npm run build` comes before.
 * @throws Error naming what is missing, is too much, or has no licence text
 */
export async function stage(root: string, name: string, folder: string): Promise<void> {
  const manifest = readManifest(root);
  const lock = readLock(root);
  const target = nativeTargets.find((one) => one.name === name);
  const bundled = JSON.parse(
    await readFile(path.join(root, 'dist/bundled-packages.json'), 'utf8'),
  ) as string[];
  const beside = besideBundles(root, name);
  const packages = await Promise.all(
    [
      ...new Map(
        [...bundled.map((place) => lockedPackage(lock, place)), ...beside].map((one) => [one.place, one]),
      ).values(),
    ].map(async (locked): Promise<FoundPackage> => ({
      ...locked,
      folder: await packageFolder(root, locked),
    })),
  );

  const own = await ownFiles(root, name);
  for (const file of own)
    await put(
      { root, own, manifest },
      file,
      folder,
      name === terminal && file === 'README.md' ? terminalPage : file,
    );
  if (name !== terminal)
    for (const { name: of, place } of beside) {
      const from = packages.find((one) => one.place === place)!.folder;
      for (const file of shippedFiles(from, target))
        await copy(path.join(from, file), path.join(folder, 'dist/node_modules', place, file));
      if (of !== place.split('/node_modules/').at(-1)) throw new Error(`${place} is not ${of}`);
    }

  const inside = name === terminal ? packages.filter(({ place }) => bundled.includes(place)) : packages;
  await write(folder, 'ThirdPartyNotices.txt', thirdPartyNotices(path.join(root, 'licences'), inside));
  await write(
    folder,
    'bom.cdx.json',
    billOfMaterials(lock, {
      product: { name: manifest.name, version: manifest.version, licence: manifest.license },
      purl: packageUrl(manifest, name),
      packages,
      weights: path.join(root, 'models/mini/model.safetensors'),
      asked: Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
    }),
  );
  const ownManifest =
    name === terminal
      ? terminalManifest(manifest, await englishDescription(root), (one) => lockedPackage(lock, one).version)
      : extensionManifest(manifest, name);
  await write(folder, 'package.json', `${JSON.stringify(ownManifest, null, 2)}\n`);

  checkContents(name, manifest.browser !== undefined, folder, await filesOf(folder));
}

/** Packages that lie beside the bundles, since they load files beside themselves; of the terminal, npm installs them. */
function besideBundles(root: string, name: string): LockedPackage[] {
  const lock = readLock(root);
  const { platform, arch } = nativeTargets.find((one) => one.name === name) ?? { platform: '', arch: '' };
  if (name === terminal)
    return lockedPackages(lock, ['onnxruntime-node', 'sharp'], process.platform, process.arch);
  // Without a platform, none of sharp's native builds runs there.
  if (isPortable(name)) return lockedPackages(lock, ['sharp', '@img/sharp-wasm32'], platform, arch);
  // Linux needs both builds of sharp: Electron there cannot load the native one, a remote server can.
  const decoders = platform === 'linux' ? ['sharp', '@img/sharp-wasm32'] : ['sharp'];
  return lockedPackages(lock, ['onnxruntime-node', ...decoders], platform, arch);
}

/** What ships of the repository's own files: `.vscodeignore` is the allow list, and the terminal needs a part of it. */
async function ownFiles(root: string, name: string): Promise<string[]> {
  const all = await listFiles({
    cwd: root,
    packageManager: PackageManager.None,
    ignoreFile: path.join(root, '.vscodeignore'),
  });
  const files = all.map((file) => file.replaceAll('\\', '/')).filter((file) => file !== 'package.json');
  if (name === terminal) return files.filter((file) => ofTerminal.test(file));
  return isPortable(name) ? files : files.filter((file) => !file.startsWith('dist/web/'));
}

const ofTerminal =
  /^(?:README\.md|CHANGELOG\.md|LICENSE|dist\/(?:cli|engine|mcp)\.js|dist\/(?:bias-rules|vocabulary)\.json|dist\/web\/ort-.*|models\/.*)$/;

/** What npm shows of the terminal program: the repository's first page is about the editor. */
const terminalPage = 'docs/terminal.md';

/** What the files of a package are taken from. */
interface Repository {
  readonly root: string;
  /** Its files that go into the package. */
  readonly own: readonly string[];
  readonly manifest: Manifest;
}

/** Copies one of the repository's files, as packages have it, from its own place or another. */
async function put(
  { root, own, manifest }: Repository,
  file: string,
  folder: string,
  place: string,
): Promise<void> {
  const from = path.join(root, place);
  if (/^dist\/(?:web\/)?[\w-]+\.js$/.test(file)) await write(folder, file, await smaller(from));
  else if (/^(?:[A-Z]+|docs\/.*)\.md$/.test(file)) {
    // The first pages are shown by marketplaces, without the files beside them; the others by the editor.
    const inside = file.startsWith('docs/') ? own : [];
    const text = await readFile(from, 'utf8');
    await write(folder, file, publicLinks(text, place, repositoryAddress(manifest), inside));
  } else await copy(from, path.join(folder, file));
}

/** A bundle without white space and comments but licences; names stay, so that a report of an error can be read. */
async function smaller(bundle: string): Promise<string> {
  const { code } = await transform(await readFile(bundle, 'utf8'), {
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'inline',
    logLevel: 'warning',
  });
  return code;
}

async function englishDescription(root: string): Promise<string> {
  const words = JSON.parse(await readFile(path.join(root, 'package.nls.json'), 'utf8')) as {
    description: string;
  };
  return words.description;
}

/** Files below a folder, with `/`. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}

async function write(folder: string, file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), text);
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  await copyFile(from, to);
}
