import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page as BrowserPage } from 'playwright-core';
import sharp from 'sharp';
import { launchChromium } from '../../../scripts/editor/chromium';
import { root } from '../../../scripts/editor/repository';
import type { Alpha, Precision } from '../../../src/core/ports';
import { localPictures } from '../../../src/engine/images/pictures';
import { loadModel } from '../../../src/engine/loadModel';
import type { Model } from '../../../src/engine/model';
import { embedTexts } from '../model/fixtures';
import { temporaryFolder } from '../model/temporaryFolder';
import { differenceOf, largestDifference } from './differences';
import type { Page } from './page';

const texts = ['a photo of a cat', 'two red apples on a table', '赤い金魚', 'word '.repeat(90)];
const examples = ['two-cats-blue', 'red-apple', 'fish-and-sushi'].map((name) => `/examples/refs/${name}.png`);

declare const page: Page;

describe('the engine as a Web Worker in Chromium', function () {
  this.timeout(300_000);
  const temporary = temporaryFolder();
  let server: Server;
  let browser: Browser;
  let tab: BrowserPage;
  let model: Model;
  /** Paths that the page asked for. */
  const asked: string[] = [];

  /** Where the page's host finds a path: of the repository, or of the test's own files. */
  const fileOf = (asked: string): string =>
    asked.startsWith('/made/')
      ? path.join(temporary(), asked.slice('/made/'.length))
      : path.join(root, asked);

  before(async () => {
    const bundle = await build({
      ...{ entryPoints: ['test/engine/web/page.ts'], bundle: true, write: false, platform: 'browser' },
    });
    const script = bundle.outputFiles[0]!.text;
    server = createServer((request, response) => {
      const url = decodeURIComponent(request.url!);
      asked.push(url);
      // Isolated, so that threads may share memory.
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      const [, kind, name] = /^\/(names|file)(\/.*)$/.exec(url) ?? [];
      const file = name && fileOf(name);
      if (url === '/') {
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end(`<script>${script}</script>`);
      } else if (!file || !existsSync(file) || statSync(file).isDirectory() !== (kind === 'names'))
        response.writeHead(404).end();
      else response.end(kind === 'names' ? JSON.stringify(readdirSync(file)) : readFileSync(file));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await launchChromium(() => undefined);
    model = await loadModel(path.join(root, 'models/mini'), { threads: 1 });
  });

  after(async () => {
    await browser?.close();
    await new Promise((resolve) => server.close(resolve));
    await model?.dispose();
  });

  beforeEach(async () => {
    tab = await browser.newPage();
    tab.setDefaultTimeout(120_000); // on a machine that may be busy
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });

  afterEach(() => tab.close());

  const start = (folder: string, threads: number): Promise<unknown> =>
    tab.evaluate(([folder, threads]) => page.start(folder, threads), [folder, threads] as const);
  const textsOf = (precision: Precision): Promise<number[][]> =>
    tab.evaluate(([texts, precision]) => page.texts(texts, precision), [texts, precision] as const);
  const picturesOf = (paths: readonly string[], alpha: Alpha = 'over-white') =>
    tab.evaluate(([paths, alpha]) => page.pictures(paths, alpha), [paths, alpha] as const);

  /** The same picture by the native engine and its decoder. */
  async function native(file: string): Promise<Float32Array> {
    const { prepare } = localPictures(model.preprocessing, model.checkpoint.imageSize);
    const { picture } = await prepare(fileOf(file), 'over-white', new AbortController().signal);
    return model.encodePixels(picture.pixels, 1);
  }

  it('gives the numbers of the native one', async () => {
    const example = sharp(fileOf(examples[0]!));
    const clear = await example.clone().ensureAlpha(0.3).raw().toBuffer({ resolveWithObject: true });
    await sharp(clear.data, { raw: clear.info }).png().toFile(fileOf('/made/clear.png'));
    await example.clone().jpeg({ quality: 90 }).toFile(fileOf('/made/photo.jpg'));
    await example
      .clone()
      .resize(500, 300)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(fileOf('/made/turned.jpg'));

    const { hash } = model.checkpoint;
    const { checkpoint } = (await start('/models/mini', 1)) as { checkpoint: Record<string, unknown> };
    assert.deepEqual([checkpoint.hash, checkpoint.runtime], [hash, 'wasm']);
    for (const precision of ['fp32', 'int8'] as const) {
      const own = await embedTexts(model, texts, 48, precision);
      assert(differenceOf(await textsOf(precision), own) <= largestDifference, precision);
    }
    const files = [...examples, ...['clear.png', 'photo.jpg', 'turned.jpg'].map((name) => `/made/${name}`)];
    const outcomes = await picturesOf(files);
    for (const [i, file] of files.entries()) {
      const outcome = outcomes[i]!;
      assert(outcome.ok, file);
      const difference = differenceOf([outcome.embedding], [await native(file)]);
      assert(difference <= largestDifference, `${file}: ${difference}`);
    }
    assert.deepEqual(await tab.evaluate(() => page.device()), {
      ...{ pictures: 'cpu', asked: 'cpu', runtime: 'wasm', refused: [] },
    });
    // Its host read all that it needed, and nothing else was asked for.
    assert.deepEqual(
      asked.filter((url) => url !== '/' && !/^\/(names|file)\/(dist|models|examples|made)/.test(url)),
      ['/favicon.ico'].filter((url) => asked.includes(url)),
    );
  });

  it('computes with threads, and tells bad pictures and folders apart', async () => {
    await start('/models/mini', 2);
    assert(differenceOf(await textsOf('fp32'), await embedTexts(model, texts)) <= largestDifference);
    const bytes = readFileSync(fileOf(examples[0]!));
    await sharp(bytes).jpeg().toFile(fileOf('/made/whole.jpg'));
    await writeFile(fileOf('/made/cut.jpg'), readFileSync(fileOf('/made/whole.jpg')).subarray(0, 3000));
    await writeFile(fileOf('/made/empty.png'), '');
    await writeFile(fileOf('/made/text.png'), 'no picture');
    // Its header claims more pixels than it has bytes for; a decoder would make room for them first.
    const bomb = Buffer.from(bytes);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    await writeFile(fileOf('/made/bomb.png'), bomb);
    const names = ['missing.png', 'cut.jpg', 'empty.png', 'text.png', 'bomb.png'].map(
      (name) => `/made/${name}`,
    );
    assert.deepEqual(
      (await picturesOf(names)).map((outcome) => !outcome.ok && outcome.code),
      ['image-missing', 'image-truncated', 'image-empty', 'image-not-a-picture', 'image-too-large'],
    );
    await assert.rejects(start('/made/nowhere', 1), /model-folder-missing/);
  });
});
