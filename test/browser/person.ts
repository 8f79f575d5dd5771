/** A person at the editor: opens files, types, uses the palette and the panel, in a real VS Code through a browser. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/editor/chromium';
import { ensureCodeServer, type RunningServer, startCodeServer } from '../../scripts/editor/codeServer';
import { root } from '../../scripts/editor/repository';
import { isStill } from './still';

/** Milliseconds for what must come about: a busy machine of few processors needs long for what takes a moment elsewhere. */
const PATIENCE = 240_000;

export const THEMES = ['light', 'dark', 'high-contrast'] as const;

/** Settings of an editor that is to be looked at: nothing that says nothing of Spellwright. */
export const PLAIN_WINDOW = {
  'editor.minimap.enabled': false,
  'window.menuBarVisibility': 'hidden',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
};

export interface PersonOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Dark by default. */
  readonly theme?: (typeof THEMES)[number];
  /** Run an installed extension from this folder instead of this checkout. */
  readonly extensionsFolder?: string;
  /** Files added to the opened folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** A folder whose content is added, too: what comes later, the explorer of a busy editor may miss. */
  readonly content?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The editor's language; its own texts stay English, as no language pack is installed. English by default. */
  readonly language?: 'en' | 'ja';
  /** Ask whether the folder is trusted, as a desktop does. */
  readonly workspaceTrust?: boolean;
  /** Variables of the editor's server, by name. */
  readonly environment?: Readonly<Record<string, string>>;
}

export class Person {
  /** Who is at an editor just then: what is told when a test fails. */
  static readonly present = new Set<Person>();

  private constructor(
    readonly page: Page,
    readonly server: RunningServer,
    /** The opened folder: a copy of the examples, so that edits stay out of the repository. */
    readonly folder: string,
    private readonly browser: Browser,
    private readonly address: string,
    private readonly colorScheme: 'light' | 'dark',
  ) {}

  static async arrive(options: PersonOptions = {}): Promise<Person> {
    const folder = path.join(await mkdtemp(path.join(tmpdir(), 'spellwright-person-')), 'examples');
    await cp(path.join(root, 'examples'), folder, { recursive: true });
    if (options.content !== undefined) await cp(options.content, folder, { recursive: true });
    for (const [name, text] of Object.entries(options.files ?? {})) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    const server = await startCodeServer({
      entry: await ensureCodeServer(console.log),
      settings: {
        'window.commandCenter': false,
        'workbench.tips.enabled': false,
        // The editor in a browser starts with the browser's preference, whatever `workbench.colorTheme` says.
        'window.autoDetectColorScheme': true,
        'window.autoDetectHighContrast': true,
        'files.autoSave': 'off',
        ...options.settings,
      },
      extensionsFolder: options.extensionsFolder,
      workspaceTrust: options.workspaceTrust,
      environment: options.environment,
    });
    const browser = await launchChromium(console.log);
    const colorScheme = options.theme === 'light' ? 'light' : 'dark';
    const context = await browser.newContext({
      colorScheme,
      forcedColors: options.theme === 'high-contrast' ? 'active' : 'none',
      viewport: options.viewport ?? { width: 1500, height: 950 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    if (options.language !== undefined) await context.addInitScript(speaking(options.language));
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const payload = options.extensionsFolder
      ? []
      : [['extensionDevelopmentPath', server.remoteUri(root)] as const];
    const address = server.address(folder, payload);
    const person = new Person(page, server, folder, browser, address, colorScheme);
    Person.present.add(person);
    try {
      await person.load();
    } catch (error) {
      await person.leave();
      throw error;
    }
    return person;
  }

  /** Opens the workbench and waits until it can be used. */
  async load(): Promise<void> {
    await this.page.goto(this.address);
    // An editor that waits for its server too long gives up.
    await this.until('the editor is there', () => this.isUsable(), {
      again: () => this.page.goto(this.address),
      after: 90_000,
    });
  }

  /**
   * Reloads the window by the editor's own command, which first writes down what is open. A reload of the page writes in
   * passing, and half of the time too late.
   */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.command('Developer: Reload Window');
    await loaded;
    await this.until('the editor is there again', () => this.isUsable());
  }

  private isUsable(): Promise<boolean> {
    return this.page
      .locator('.monaco-workbench .explorer-viewlet, .monaco-workbench .explorer-folders-view')
      .first()
      .isVisible();
  }

  async leave(): Promise<void> {
    Person.present.delete(this);
    await this.browser.close();
    await this.server.stop();
    await rm(path.dirname(this.folder), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** Waits for a condition; `again` is done when it has not come about for long, and then when it has not for longer. */
  async until(
    what: string,
    holds: () => Promise<boolean>,
    { again, after = 15_000 }: { readonly again?: () => Promise<unknown>; readonly after?: number } = {},
  ): Promise<void> {
    const end = Date.now() + PATIENCE;
    for (let pause = after; ; pause *= 2) {
      for (const next = Math.min(Date.now() + pause, end); Date.now() < next;) {
        if (await holds()) return;
        await this.page.waitForTimeout(100);
      }
      if (Date.now() >= end) throw new Error(`never came about: ${what}`);
      await again?.();
    }
  }

  /**
   * Does something, and again as long as nothing came of it: an editor that is busy loses keys, and moves what is clicked
   * on. For what does no harm twice.
   */
  async does(what: string, act: () => Promise<unknown>, holds: () => Promise<boolean>): Promise<void> {
    await act();
    await this.until(what, holds, { again: act });
  }

  /** Opens a file of the folder by a double click in the explorer. */
  async open(name: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    // The panel's tab has the name in its title too.
    const tab = this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`);
    await this.does(
      `${name} is open`,
      () => row.dblclick(),
      () => tab.isVisible(),
    );
  }

  /** Runs a command by its title through the palette. */
  async command(title: string): Promise<void> {
    await this.palette();
    await this.pick(title, `>${title}`);
  }

  /** Opens the palette of the commands. */
  async palette(): Promise<void> {
    await this.does(
      'the palette is open',
      () => this.page.keyboard.press('F1'),
      () => this.picker().isVisible(),
    );
  }

  /** The field of the open list. */
  picker(): Locator {
    return this.page.locator('.quick-input-widget input.input');
  }

  /** Takes an entry of the open list, in which `typed` finds it. */
  async pick(entry: string, typed = entry): Promise<void> {
    const input = this.picker();
    const row = this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: entry }).first();
    await input.waitFor();
    await input.fill(typed);
    // Others may stand before it, and a list that has just come may have emptied its field.
    const again = async (): Promise<void> => {
      if ((await input.inputValue()) === typed) await input.press('ArrowDown');
      else await input.fill(typed);
    };
    await this.until(`${entry} is chosen`, () => row.isVisible(), { again, after: 1000 });
    await input.press('Enter');
    // Gone, or another list is there.
    await this.until(
      `${entry} is taken`,
      async () =>
        !(await input.isVisible()) || (await input.inputValue({ timeout: 1000 }).catch(() => '')) !== typed,
    );
  }

  /**
   * Makes sure of the usual colours and icons, before a picture is taken. An editor that starts slowly may lose those
   * it began with when the server's own copies arrive, and then takes the first of the alphabet.
   */
  async dress(): Promise<void> {
    const usual = this.page.locator('.monaco-workbench[class*="theme-defaults-themes-"]');
    for (let pause = 1000; (await usual.count()) === 0; pause *= 2) {
      if (pause > PATIENCE) throw new Error('the editor does not find its usual colours');
      // The editor looks for its colours again when the system's preference changes.
      for (const colorScheme of [this.colorScheme === 'dark' ? 'light' : 'dark', this.colorScheme] as const) {
        await this.page.emulateMedia({ colorScheme });
        await this.page.waitForTimeout(pause);
      }
    }
    const icons = 'Seti (Visual Studio Code)';
    await this.command('Preferences: File Icon Theme');
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: icons }).waitFor();
    await this.pick(icons);
  }

  /** The first line of the text that holds `words`. */
  private line(words: string): Locator {
    return this.page.locator('.monaco-editor .view-line', { hasText: words }).first();
  }

  /** Puts the caret at the end of the first line holding `text`. Lines move while numbers come above them. */
  async caretAfter(text: string): Promise<void> {
    const line = this.line(text);
    await this.does(
      `the caret is in the line of ${text}`,
      () => line.click(),
      async () =>
        (await line.count()) > 0 &&
        line.evaluate((element) => {
          const cursor = element.closest('.monaco-editor.focused')?.querySelector('.cursors-layer .cursor');
          if (!cursor) return false;
          const [at, row] = [cursor.getBoundingClientRect(), element.getBoundingClientRect()];
          const middle = (at.top + at.bottom) / 2;
          return row.top <= middle && middle <= row.bottom;
        }),
    );
    await this.page.keyboard.press('End');
  }

  /** Puts the caret into a word of the first line that holds it. */
  async caretIn(word: string): Promise<void> {
    const text = ((await this.line(word).textContent()) ?? '').replaceAll('\u00a0', ' ');
    await this.caretAfter(word);
    await this.page.keyboard.press('Home');
    for (let at = 0; at <= text.indexOf(word); at++) await this.page.keyboard.press('ArrowRight');
  }

  /** Types `text` in place of the first line that holds `old`. */
  async replaceLine(old: string, text: string): Promise<void> {
    await this.caretAfter(old);
    await this.page.keyboard.press('Home');
    await this.page.keyboard.press('Shift+End');
    await this.page.keyboard.type(text, { delay: 30 });
  }

  /** Waits until the editor shows a text of which `holds` is true. */
  async untilText(file: string, holds: (text: string) => boolean): Promise<void> {
    let text = '';
    try {
      await this.until(`the text of ${file}`, async () => {
        const lines = await this.page
          .locator('.monaco-editor .view-lines')
          .first()
          .locator('.view-line')
          .allTextContents();
        text = lines.join('\n').replaceAll('\u00a0', ' ');
        return holds(text);
      });
    } catch (error) {
      throw new Error(`${file} still reads\n${text}`, { cause: error });
    }
  }

  /** Waits until the clipboard holds a text of which `holds` is true. */
  async untilCopied(holds: (text: string) => boolean): Promise<void> {
    let text = '';
    try {
      await this.until('the text is copied', async () => {
        text = await this.page.evaluate(() => navigator.clipboard.readText());
        return holds(text);
      });
    } catch (error) {
      throw new Error(`copied is ${text}`, { cause: error });
    }
  }

  /** Waits until what extensions remember of the folder, which the browser's databases hold, has a text in it. */
  async untilRemembered(text: string): Promise<void> {
    await this.until(`${text} is remembered`, () =>
      this.page.evaluate(async (text) => {
        for (const { name } of await indexedDB.databases()) {
          const database = await new Promise<IDBDatabase>((resolve, reject) => {
            const opening = indexedDB.open(name!);
            opening.onsuccess = () => resolve(opening.result);
            opening.onerror = () => reject(opening.error);
          });
          const values = await Promise.all(
            [...database.objectStoreNames].map(
              (store) =>
                new Promise<unknown[]>((resolve, reject) => {
                  const reading = database.transaction(store).objectStore(store).getAll();
                  reading.onsuccess = () => resolve(reading.result);
                  reading.onerror = () => reject(reading.error);
                }),
            ),
          );
          database.close();
          if (values.flat().some((value) => typeof value === 'string' && value.includes(text))) return true;
        }
        return false;
      }, text),
    );
  }

  /**
   * Waits until a suggestion is listed. The editor drops a list that comes after what was typed meanwhile, so whoever
   * misses it types the last letter again, or asks for it where there is none.
   */
  async untilOffered(text: string, letter?: string): Promise<void> {
    const row = this.page
      .locator('.suggest-widget.visible .monaco-list-row')
      .filter({ hasText: text })
      .first();
    const again = async (): Promise<void> => {
      if (letter === undefined) await this.page.keyboard.press('Control+Space');
      else {
        await this.page.keyboard.press('Backspace');
        await this.page.keyboard.type(letter);
      }
    };
    await this.until(`${text} is offered`, () => row.isVisible(), { again });
  }

  /** What the editor shows of its own state, in lines. */
  async state(): Promise<string> {
    const shown: string[] = [];
    for (const [what, selector] of [
      ['tabs', '.tab.active'],
      ['status', '.statusbar-item'],
      ['notifications', '.notification-list-item'],
      ['suggestions', '.suggest-widget.visible .monaco-list-row'],
      ['list', '.quick-input-list .monaco-list-row'],
      ['lines', '.monaco-editor .view-lines .view-line'],
    ] as const)
      shown.push(
        `${what}: ${(await this.page.locator(selector).allTextContents()).slice(0, 40).join(' | ')}`,
      );
    return shown.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Drops a file from the desktop on the panel. */
  async dropOnPanel(name: string, type: string, bytes: Buffer): Promise<void> {
    await this.panel()
      .locator('body')
      .evaluate(
        (body, dropped) => {
          const data = new DataTransfer();
          const content = Uint8Array.from(atob(dropped.base64), (character) => character.charCodeAt(0));
          data.items.add(new File([content], dropped.name, { type: dropped.type }));
          // No dragenter: at one from outside, the workbench lays its own drop target over the panel until the drag ends.
          body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
        },
        { name, type, base64: bytes.toString('base64') },
      );
  }

  /** Drops a file from the desktop on the first line of the text that holds `words`, as with Shift held down. */
  async dropOnText(words: string, name: string, type: string, bytes: Buffer): Promise<void> {
    await this.page
      .locator('.monaco-editor .view-line', { hasText: words })
      .first()
      .evaluate(
        (line, dropped) => {
          const { left, top, height } = line.getBoundingClientRect();
          const data = new DataTransfer();
          const content = Uint8Array.from(atob(dropped.base64), (character) => character.charCodeAt(0));
          data.items.add(new File([content], dropped.name, { type: dropped.type }));
          // No dragenter, for which the workbench lays its own target over the editor until Shift is held.
          for (const kind of ['dragover', 'drop'])
            line.dispatchEvent(
              new DragEvent(kind, {
                bubbles: true,
                cancelable: true,
                shiftKey: true,
                clientX: left + 20,
                clientY: top + height / 2,
                dataTransfer: data,
              }),
            );
        },
        { name, type, base64: bytes.toString('base64') },
      );
  }

  /** Copies a picture as a browser or a screenshot program does: as pixels, without a file. */
  async copyPicture(png: Buffer): Promise<void> {
    await this.page.evaluate(async (base64) => {
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      await navigator.clipboard.write([
        new ClipboardItem({ 'image/png': new Blob([content], { type: 'image/png' }) }),
      ]);
    }, png.toString('base64'));
  }

  /** The panel's document. */
  panel(): FrameLocator {
    return this.#webviewOf('spellwright');
  }

  /** What the editor shows of a Markdown page. */
  preview(): FrameLocator {
    return this.#webviewOf('vscode.markdown-language-features');
  }

  #webviewOf(extension: string): FrameLocator {
    // The walkthrough's page is a webview too, of no extension.
    return this.page
      .frameLocator(`iframe.webview.ready[src*="extensionId=${extension}"]`)
      .frameLocator('iframe#active-frame');
  }

  /** Saves a screenshot in `docs/images`, or among the test results. */
  async screenshot(name: string, where: 'docs' | 'results' = 'results'): Promise<string> {
    const folder = where === 'docs' ? path.join(root, 'docs', 'images') : path.join(root, 'test-results');
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
    if (where === 'docs')
      await this.until('nothing moves', async () => {
        const panel = await this.panel().locator('body').evaluateAll(isStill);
        return panel && (await this.page.evaluate(isStill));
      });
    await this.page.screenshot({ path: file });
    return file;
  }
}

/**
 * A script that runs before the page's own: by this name the workbench tells extensions the language. Its own file of
 * messages sets it to English, in passing.
 */
function speaking(language: string): string {
  const value = JSON.stringify(language);
  return `Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => ${value}, set: () => {} })`;
}
