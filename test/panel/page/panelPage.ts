/** The real panel page, with its real policy, in Chromium; the test plays the extension host and VS Code. */
import { build } from 'esbuild';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchChromium } from '../../../scripts/editor/chromium';
import { panelHtml } from '../../../src/extension/features/panel/panelHtml';
import { readUiState, type UiState } from '../../../src/panel/uiState';
import type { HostMessage, PanelMessage } from '../../../src/protocol/panel';
import { isStill } from '../../browser/still';
import { themes, type ThemeName } from './themes';

const nonce = 'test';

/** Stands in for `acquireVsCodeApi`, and records what the browser refused because of the policy. */
const vsCodeApi = `
  window.__name = (value) => value; // esbuild, which tsx compiles with, calls it in functions that are sent here
  window.sent = [];
  window.refused = [];
  document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.violatedDirective + ' ' + event.blockedURI));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.sent.push(message),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
`;

export class PanelPage {
  private constructor(
    readonly page: Page,
    readonly origin: string,
    private readonly browser: Browser,
    private readonly server: Server,
  ) {}

  static async open(): Promise<PanelPage> {
    const script = await bundle();
    const server = createServer((request, response) => {
      answer(request.url ?? '/', script, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const browser = await launchChromium(() => undefined);
    const page = await browser.newPage({ viewport: { width: 760, height: 900 } });
    page.setDefaultTimeout(120_000); // on a machine that may be busy
    await page.addInitScript(vsCodeApi);
    return new PanelPage(page, origin, browser, server);
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** A page in a theme, as VS Code dresses a webview; with `keep`, what the page before kept with setState is there. */
  async load(theme: ThemeName, { width = 760, height = 900, keep = false } = {}): Promise<void> {
    await this.page.setViewportSize({ width, height });
    await this.page.goto(`${this.origin}/`);
    if (!keep) {
      await this.page.evaluate(() => sessionStorage.clear());
      await this.page.goto(`${this.origin}/`);
    }
    const { bodyClass, variables } = themes[theme];
    await this.page.evaluate(
      ([bodyClass, variables]) => {
        document.body.className = bodyClass;
        const style = document.documentElement.style;
        for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
        document.body.style.cssText =
          'margin: 0; padding: 0 20px; background: var(--vscode-editor-background)';
      },
      [bodyClass, variables] as const,
    );
    await this.page.waitForFunction(() =>
      (window as unknown as Recorder).sent.some(({ kind }) => kind === 'ready'),
    );
  }

  /** Posts host messages, and waits until the panel has drawn them. */
  async send(...messages: HostMessage[]): Promise<void> {
    for (const message of messages) await this.timeToFrame(message);
  }

  /**
   * Milliseconds from the posting of a message, its typed arrays already in the page, to the frame that shows it.
   * Typed arrays cross to the page as text and are made anew there.
   */
  async timeToFrame(message: HostMessage): Promise<number> {
    const text = JSON.stringify(message, (_, value: unknown) =>
      value instanceof Float32Array ? { floats: Buffer.from(value.buffer).toString('base64') } : value,
    );
    return this.page.evaluate(async (text) => {
      const message: unknown = JSON.parse(text, (_, value: unknown) => {
        const floats = (value as { floats?: string } | null)?.floats;
        if (floats === undefined) return value;
        return new Float32Array(Uint8Array.from(atob(floats), (each) => each.charCodeAt(0)).buffer);
      });
      const start = performance.now();
      window.postMessage(message, '*');
      await new Promise((resolve) => setTimeout(resolve));
      // The second frame begins when the first has been painted.
      for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now() - start;
    }, text);
  }

  /** Waits until nothing moves any more: dots slide to their new places. */
  async still(): Promise<void> {
    await this.page.waitForFunction(isStill);
  }

  /** Waits until the panel has kept what is to be there after a reload; it does so a little later. */
  async untilKept(holds: (state: UiState) => boolean): Promise<void> {
    const end = Date.now() + 120_000;
    for (;;) {
      const kept = await this.page.evaluate(() => sessionStorage.getItem('state') ?? '{}');
      if (holds(readUiState(JSON.parse(kept)))) return;
      if (Date.now() > end) throw new Error(`the panel has kept ${kept}`);
      await this.page.waitForTimeout(50);
    }
  }

  /** What the panel has sent so far. */
  async sent(): Promise<PanelMessage[]> {
    return this.page.evaluate(() => (window as unknown as Recorder).sent);
  }

  /** What the content security policy refused. */
  async refused(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as Recorder).refused);
  }
}

interface Recorder {
  readonly sent: PanelMessage[];
  readonly refused: string[];
}

async function bundle(): Promise<string> {
  const result = await build({
    entryPoints: ['src/panel/main.ts'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  return result.outputFiles[0]!.text;
}

async function answer(url: string, script: string, response: ServerResponse): Promise<void> {
  const picture = /^\/picture\/(\d+)\.jpg/.exec(url);
  if (picture) {
    response.setHeader('content-type', 'image/jpeg');
    response.setHeader('cache-control', 'max-age=600');
    response.end(await paint(Number(picture[1])));
  } else if (url === '/panel.js') {
    response.setHeader('content-type', 'text/javascript');
    response.end(script);
  } else {
    response.setHeader('content-type', 'text/html');
    response.end(panelHtml({ cspSource: `http://${response.req.headers.host}`, script: '/panel.js', nonce }));
  }
}

const painted = new Map<number, Promise<Buffer>>();

/** A picture as large as a small photograph, so that decoding costs what it costs. */
function paint(number: number): Promise<Buffer> {
  const which = number % 16;
  let picture = painted.get(which);
  if (!picture) {
    picture = sharp(drawing(which), { raw: { ...pictureSize, channels: 3 } })
      .jpeg({ quality: 88 })
      .toBuffer();
    painted.set(which, picture);
  }
  return picture;
}

const pictureSize = { width: 1024, height: 768 };

/** A disc and a square on a plain ground: pixels, because the engine forbids SVG to the whole process. */
function drawing(which: number): Uint8Array {
  const { width, height } = pictureSize;
  const [ground, disc, square] = [0, 5, 10].map((step) =>
    [67, 29, 101].map((prime) => (prime * (which + 1) + 90 * step) % 256),
  ) as [number[], number[], number[]];
  const [centre, left] = [300 + ((which * 53) % 400), (which * 97) % 600];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const inSquare = x >= left && x < left + 210 && y >= 120 && y < 330;
      const inDisc = (x - centre) ** 2 + (y - 400) ** 2 < 230 ** 2;
      data.set(inSquare ? square : inDisc ? disc : ground, (y * width + x) * 3);
    }
  return data;
}
