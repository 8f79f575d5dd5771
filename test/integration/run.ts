/**
 * `npm run test:integration`: runs `suite/` inside the extension host of a real VS Code, or with `-- <regular expression>`
 * only the tests whose titles match.
 * A desktop VS Code where there is a display and one is installed or can be downloaded; else code-server with Chromium.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { launchChromium } from '../../scripts/editor/chromium';
import { ensureCodeServer, startCodeServer } from '../../scripts/editor/codeServer';
import { cacheFolder, root } from '../../scripts/editor/repository';
import type { SuiteResults } from './suite/results';

const LIMIT_MS = 30 * 60_000;
/** A machine that also runs other things may take a minute to show the workbench. */
const START_MS = 5 * 60_000;
const suiteFolder = path.join(root, 'dist', 'test', 'integration');

async function main(): Promise<void> {
  const built = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) process.exit(built.status ?? 1);
  await build({
    entryPoints: { index: path.join(root, 'test', 'integration', 'suite', 'index.ts') },
    outdir: suiteFolder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha', 'onnxruntime-node', 'sharp'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });

  const home = await mkdtemp(path.join(tmpdir(), 'spellwright-integration-'));
  const workspace = path.join(home, 'workspace');
  const results = path.join(home, 'results.json');
  await cp(path.join(root, 'examples'), workspace, { recursive: true });
  const environment = {
    SPELLWRIGHT_TEST_RESULTS: results,
    SPELLWRIGHT_TEST_CACHE: path.join(home, 'cache'),
    SPELLWRIGHT_TEST_ONLY: process.argv[2] ?? '',
  };
  try {
    const desktop = await findDesktop();
    if (desktop) await runInDesktop(desktop, workspace, environment);
    else await runInBrowser(workspace, environment, results);
    const outcome = JSON.parse(await readFile(results, 'utf8')) as SuiteResults;
    report(outcome);
    process.exitCode = outcome.failed.length > 0 || outcome.passed.length === 0 ? 1 : 0;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** A VS Code program to run, downloaded if need be; undefined where there is no display or no way to get one. */
async function findDesktop(): Promise<string | undefined> {
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!display) return undefined;
  if (process.env.VSCODE_PATH) return process.env.VSCODE_PATH;
  return downloadAndUnzipVSCode({ version: '1.100.0', cachePath: cacheFolder }).catch(() => undefined);
}

async function runInDesktop(
  program: string,
  workspace: string,
  environment: Record<string, string>,
): Promise<void> {
  await runTests({
    vscodeExecutablePath: program,
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(suiteFolder, 'index.js'),
    extensionTestsEnv: environment,
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
  }).catch(() => undefined); // the results file says what failed
}

async function runInBrowser(
  workspace: string,
  environment: Record<string, string>,
  results: string,
): Promise<void> {
  const server = await startCodeServer({ entry: await ensureCodeServer(console.log), environment });
  const browser = await launchChromium(console.log);
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(
      server.address(workspace, [
        ['extensionDevelopmentPath', server.remoteUri(root)],
        ['extensionTestsPath', server.remoteUri(path.join(suiteFolder, 'index.js'))],
      ]),
      { timeout: START_MS },
    );
    const end = Date.now() + LIMIT_MS;
    while (!existsSync(results)) {
      if (Date.now() > end) {
        await page.screenshot({ path: path.join(root, 'test-results', 'integration-timeout.png') });
        const started = await readFile(`${results}.log`, 'utf8').catch(() => 'no test started');
        throw new Error(
          `the suite wrote no results within ${LIMIT_MS / 60_000} minutes\n${started}\n${server.output()}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

function report(outcome: SuiteResults): void {
  for (const title of outcome.passed) console.log(`  ✔ ${title}`);
  for (const title of outcome.skipped) console.log(`  - ${title}`);
  for (const failure of outcome.failed)
    console.log(`  ✖ ${failure.title}\n    ${failure.error.replaceAll('\n', '\n    ')}`);
  console.log(`\n  ${outcome.passed.length} passing\n  ${outcome.failed.length} failing`);
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
