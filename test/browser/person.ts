/** A person at the editor: opens files, types, uses the palette and the panel, in a real VS Code through a browser. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/editor/chromium';
import { ensureCodeServer, type RunningServer, startCodeServer } from '../../scripts/editor/codeServer';
import { root } from '../../scripts/editor/repository';

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
    page.setDefaultTimeout(120_000); // on a machine that may be busy
    const payload = options.extensionsFolder
      ? []
      : [['extensionDevelopmentPath', server.remoteUri(root)] as const];
    const address = server.address(folder, payload);
    const person = new Person(page, server, folder, browser, address, colorScheme);
    Person.present.add(person);
    await person.load();
    return person;
  }

  /** Opens the workbench and waits until it can be used. */
  async load(): Promise<void> {
    await this.page.goto(this.address);
    await this.untilUsable();
  }

  /**
   * Reloads the window by the editor's own command, which first writes down what is open. A reload of the page writes in
   * passing, and half of the time too late.
   */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.command('Developer: Reload Window');
    await loaded;
    await this.untilUsable();
  }

  private async untilUsable(): Promise<void> {
    await this.page
      .locator('.monaco-workbench .explorer-viewlet, .monaco-workbench .explorer-folders-view')
      .first()
      .waitFor({ timeout: 60_000 });
  }

  async leave(): Promise<void> {
    Person.present.delete(this);
    await this.browser.close();
    await this.server.stop();
    await rm(path.dirname(this.folder), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** Opens a file of the folder by a double click in the explorer. */
  async open(name: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().dblclick();
    // The panel's tab has the name in its title too.
    await this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor();
  }

  /** Runs a command by its title through the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.pick(title);
  }

  private async pick(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    // F1 opens with ">" typed already; quick open opens empty.
    await input.pressSequentially(text, { delay: 5 });
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /**
   * Makes sure of the usual colours and icons, before a picture is taken. An editor that starts slowly may lose those
   * it began with when the server's own copies arrive, and then takes the first of the alphabet.
   */
  async dress(): Promise<void> {
    const usual = this.page.locator('.monaco-workbench[class*="theme-defaults-themes-"]');
    if ((await usual.count()) === 0) {
      // The editor looks for its colours again when the system's preference changes.
      for (const colorScheme of [this.colorScheme === 'dark' ? 'light' : 'dark', this.colorScheme] as const) {
        await this.page.emulateMedia({ colorScheme });
        await this.page.waitForTimeout(1000);
      }
      await usual.waitFor();
    }
    const icons = 'Seti (Visual Studio Code)';
    await this.command('Preferences: File Icon Theme');
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: icons }).waitFor();
    await this.pick(icons);
  }

  /** Puts the caret at the end of the first line holding `text`. */
  async caretAfter(text: string): Promise<void> {
    await this.page.locator('.monaco-editor .view-line', { hasText: text }).first().click();
    await this.page.keyboard.press('End');
  }

  /** Puts the caret into a word of the first line that holds it. */
  async caretIn(word: string): Promise<void> {
    const line = this.page.locator('.monaco-editor .view-line', { hasText: word }).first();
    const text = ((await line.textContent()) ?? '').replaceAll('\u00a0', ' ');
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
    const end = Date.now() + 60_000;
    for (;;) {
      const lines = await this.page
        .locator('.monaco-editor .view-lines')
        .first()
        .locator('.view-line')
        .allTextContents();
      const text = lines.join('\n').replaceAll('\u00a0', ' ');
      if (holds(text)) return;
      if (Date.now() > end) throw new Error(`${file} still reads\n${text}`);
      await this.page.waitForTimeout(200);
    }
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
    for (let i = 0; i < 8; i++) {
      const isShown = await row.waitFor({ timeout: 15_000 }).then(
        () => true,
        () => false,
      );
      if (isShown) return;
      if (letter === undefined) await this.page.keyboard.press('Control+Space');
      else {
        await this.page.keyboard.press('Backspace');
        await this.page.keyboard.type(letter);
      }
    }
    await row.waitFor();
  }

  /** What the editor shows of its own state, in lines. */
  async state(): Promise<string> {
    const shown: string[] = [];
    for (const [what, selector] of [
      ['tabs', '.tab.active'],
      ['status', '.statusbar-item'],
      ['notifications', '.notification-list-item'],
      ['suggestions', '.suggest-widget.visible .monaco-list-row'],
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

  /** The panel's document: an iframe in an iframe. */
  panel(): FrameLocator {
    // The walkthrough's page is a webview too, of no extension.
    return this.page
      .frameLocator('iframe.webview.ready[src*="extensionId=spellwright"]')
      .frameLocator('iframe#active-frame');
  }

  /** Saves a screenshot in `docs/images`, or among the test results. */
  async screenshot(name: string, where: 'docs' | 'results' = 'results'): Promise<string> {
    const folder = where === 'docs' ? path.join(root, 'docs', 'images') : path.join(root, 'test-results');
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
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
