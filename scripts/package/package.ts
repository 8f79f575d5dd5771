/** `npm run package`: a VSIX for this platform, with only this platform's native parts inside. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../editor/repository';
import { nativeFiles, nativePackages, vscodeTarget } from './nativeFiles';
import { thirdPartyNotices } from './notices';

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
};
const target = vscodeTarget(process.platform, process.arch);
const vsix = path.resolve(
  process.argv[2] ?? path.join(root, `${manifest.name}-${target}-${manifest.version}.vsix`),
);

// Beside the manifest, since vsce packages nothing from elsewhere.
const noticesFile = path.join(root, 'ThirdPartyNotices.txt');
const bundled = JSON.parse(readFileSync(path.join(root, 'dist/bundled-packages.json'), 'utf8')) as string[];

const temporary = mkdtempSync(path.join(tmpdir(), 'spellwright-package-'));
try {
  const ignoreFile = path.join(temporary, 'vscodeignore');
  writeFileSync(
    ignoreFile,
    [
      readFileSync(path.join(root, '.vscodeignore'), 'utf8'),
      ...nativeFiles(root, process.platform, process.arch).map((file) => `!${file}`),
    ].join('\n'),
  );
  writeFileSync(
    noticesFile,
    thirdPartyNotices(root, [...bundled, ...nativePackages(root, process.platform, process.arch)]),
  );
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  execFileSync(
    process.execPath,
    [
      vsce,
      'package',
      '--target',
      target,
      '--out',
      vsix,
      '--ignoreFile',
      ignoreFile,
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
    ],
    { cwd: root, stdio: 'inherit' },
  );
  console.log(`${vsix} (${(statSync(vsix).size / 2 ** 20).toFixed(1)} MiB)`);
} finally {
  rmSync(temporary, { recursive: true, force: true });
  rmSync(noticesFile, { force: true });
}
