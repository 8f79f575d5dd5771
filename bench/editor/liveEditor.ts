import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { FrameLocator, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/editor/chromium';
import { ensureCodeServer, startCodeServer } from '../../scripts/editor/codeServer';
import { preparePictures } from '../cases/pictures';
import { Words } from '../cases/words';
import { root } from '../folders';
import { folderVariable, signals, spellFile, type HostFigures } from './hostFigures';
import { timeKeystrokes, typeSteadily, untilPanelShows, type Keystroke } from './keystrokes';

const [spells, pictures] = [10, 6];
const wordsOfSpell = 16;
const letters = 'applesandpearsonatableinagarden';
const slowLetters = 'withbirds';
const patienceMs = 240_000;
const steadyMs = 60_000;
const failurePicture = path.join(root, 'test-results', 'bench-editor.png');

export interface EditorFigures extends HostFigures {
  /** Key by key, each when all of the one before is shown. */
  readonly keystrokes: readonly Keystroke[];
  /** The same with time for the lens, which the editor draws half a second after a key at the earliest. */
  readonly slowKeystrokes: readonly Keystroke[];
  /** 200 words a minute for a minute. */
  readonly steady: {
    readonly keys: number;
    readonly seconds: number;
    /** Keys whose letter is not in the text. */
    readonly dropped: number;
  };
}

/** 200 words of five letters and a space in a minute. */
const msBetweenKeys = 60_000 / (200 * 6);

/** A real VS Code in a browser, with the panel beside a file of 10 spells and 6 pictures, in which somebody types. */
export async function measureEditor(checkpoint: string): Promise<EditorFigures> {
  const home = await mkdtemp(path.join(tmpdir(), 'spellwright-bench-'));
  const workspace = path.join(home, 'workspace');
  const spell = await writeWorkspace(workspace, checkpoint);
  const host = path.join(root, 'dist', 'bench', 'host.js');
  await build({
    entryPoints: [path.join(root, 'bench', 'editor', 'host.ts')],
    outfile: host,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const server = await startCodeServer({
    entry: await ensureCodeServer(console.error),
    settings: {
      'spellwright.model': checkpoint,
      '[spell]': { 'editor.wordWrap': 'off' },
      'files.autoSave': 'off',
    },
    environment: { [folderVariable]: home, XDG_CACHE_HOME: path.join(root, '.cache', 'bench', 'editor') },
  });
  const browser = await launchChromium(console.error);
  try {
    const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
    await page.goto(
      server.address(workspace, [
        ['extensionDevelopmentPath', server.remoteUri(root)],
        ['extensionTestsPath', server.remoteUri(host)],
      ]),
    );
    await untilThere(home, signals.ready, page);
    const panel = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await panel.getByRole('treegrid').waitFor();
    await page
      .locator('.monaco-editor .view-line', { hasText: spell.slice(0, 20) })
      .first()
      .click();
    await page.keyboard.press('End');
    await page.waitForTimeout(1000);
    const keystrokes = await timeKeystrokes(page, panel, { spell, letters, pauseMs: 400, withLens: false });
    const typed = spell + letters;
    const slowKeystrokes = await timeKeystrokes(page, panel, {
      spell: typed,
      letters: slowLetters,
      pauseMs: 900,
      withLens: true,
    });
    const steady = await timeSteady(page, panel, typed + slowLetters, checkpoint);
    await writeFile(path.join(home, signals.typed), '');
    await untilThere(home, signals.figures, page);
    await page.waitForTimeout(300); // the host may still be writing
    const figures = JSON.parse(await readFile(path.join(home, signals.figures), 'utf8')) as HostFigures;
    return { ...figures, keystrokes, slowKeystrokes, steady };
  } catch (error) {
    for (const open of browser.contexts().flatMap((each) => each.pages()))
      await open.screenshot({ path: failurePicture }).catch(() => undefined);
    console.error(`what the editor looked like: ${failurePicture}`);
    throw error;
  } finally {
    await browser.close();
    await server.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/**
 * A minute of typing without a look at the screen, a word taken back after each four, so that the spell stays within the
 * context.
 */
async function timeSteady(
  page: Page,
  panel: FrameLocator,
  spell: string,
  checkpoint: string,
): Promise<EditorFigures['steady']> {
  const words = new Words(checkpoint, 11);
  let [keys, took] = [0, 0];
  let text = spell;
  while (took < steadyMs) {
    const letters = ` ${words.words(4).join(' ')}`;
    const typed = await typeSteadily(page, letters, msBetweenKeys);
    keys += typed.keys;
    took += typed.took;
    text = spell + letters;
    if (took < steadyMs) {
      const taken = await typeSteadily(page, Array.from(letters, () => '\b').join(''), msBetweenKeys);
      keys += taken.keys;
      took += taken.took;
      text = spell;
    }
  }
  await untilPanelShows(panel, text);
  const line = await page
    .locator('.monaco-editor .view-line', { hasText: spell.slice(0, 20) })
    .first()
    .textContent();
  const shown = (line ?? '').replaceAll('\u00a0', ' ').trim();
  return { keys, seconds: took / 1000, dropped: Math.abs(text.length - shown.length) };
}

/** @returns the text of the first spell */
async function writeWorkspace(workspace: string, checkpoint: string): Promise<string> {
  await mkdir(path.join(workspace, 'refs'), { recursive: true });
  for (const picture of await preparePictures(pictures))
    await copyFile(picture, path.join(workspace, 'refs', path.basename(picture)));
  const words = new Words(checkpoint, 9);
  const texts = Array.from({ length: spells }, () => words.words(wordsOfSpell).join(' '));
  const body = texts.map((text, i) => `### spell ${i}\n${text}\n`).join('');
  await writeFile(path.join(workspace, spellFile), `---\nimages: refs/*.jpg\n---\n${body}`);
  return texts[0]!;
}

async function untilThere(home: string, signal: string, page: Page): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!existsSync(path.join(home, signal))) {
    const failed = await readFile(path.join(home, signals.failed), 'utf8').catch(() => undefined);
    if (failed !== undefined) throw new Error(`in the extension host: ${failed}`);
    if (Date.now() > end) {
      throw new Error(`the editor did not get there in ${patienceMs / 1000} s`);
    }
    await page.waitForTimeout(100);
  }
}
