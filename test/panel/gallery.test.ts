import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import sharp from 'sharp';
import type { HostMessage, PanelMessage } from '../../src/protocol/panel';
import type { GalleryMessage, PanelDrawn } from '../../src/protocol/panel/gallery';
import { fakeScores } from './page/fakeScores';
import { PanelPage } from './page/panelPage';
import { themes, type ThemeName } from './page/themes';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const paths = ['refs/1.jpg', 'refs/2.jpg'];
const checkpoint = { id: 'mini', hash: '3f9a61c0d2b4'.padEnd(64, '0') };

describe('the gallery in the panel', function () {
  this.timeout(300_000);
  let panel: PanelPage;

  before(async () => {
    panel = await PanelPage.open();
  });
  after(() => panel?.close());

  /** Variants × seeds, all of them drawn, and a few that were found. */
  function gallery(variants: number, seeds: number, over: Partial<GalleryMessage> = {}): GalleryMessage {
    const drawn = Array.from({ length: variants * seeds }, (_, i): PanelDrawn => {
      const [variant, seed] = [Math.floor(i / seeds), i % seeds];
      return {
        ...{ id: `generated/apple/${variant}-${seed + 1}.png`, variant, seed: String(seed + 1) },
        ...{ origin: 'drawn', src: `${panel.origin}/picture/${i}.jpg`, own: 0.7137, closeness: 0.249 },
        nearest: { picture: 'refs/2.jpg', cosine: 0.31 },
        ...{ isReference: i === 1, differs: i === 2 },
      };
    });
    return {
      ...{ kind: 'gallery', phase: 'ready', hasGenerator: true, isStale: false, remarks: [] },
      variants: Array.from({ length: variants }, (_, i) => ({
        ...{ spell: 'apple', text: `a ${i === 0 ? 'red' : `green no. ${i}`} apple`, isGone: i === 3 },
      })),
      pictures: drawn,
      verdict: {
        ...{ checkpoint, references: 2, seeds, canTell: seeds >= 5, wasScored: true },
        standings: Array.from({ length: variants }, (_, variant) => ({
          ...{ variant, rank: variant + 1, ranks: { first: 1, last: variants }, closeness: 0.249 },
          ...(variant > 0 && { behind: { difference: -0.01 * variant, low: -0.2, high: 0.18 } }),
          ...{ own: 0.71, pictures: seeds },
        })),
        foretold: { rho: 0.83, low: 0.2, high: 0.97, pairs: variants },
      },
      ...over,
    };
  }

  const open = async (
    message: GalleryMessage,
    { theme = 'dark' as ThemeName, language = 'en' as 'en' | 'ja', width = 760 } = {},
  ): Promise<void> => {
    await panel.load(theme, { width });
    await panel.send(
      { kind: 'welcome', uri: 'file:///w/a.spell', locked: false, language, firstRunNote: false },
      {
        kind: 'pictures',
        pictures: paths.map((path, i) => ({ path, src: `${panel.origin}/picture/${i}.jpg` })),
      },
      { kind: 'status', phase: 'ready' },
      fakeScores([{ name: 'apple', texts: ['a red apple', 'a green apple'] }], paths),
      message,
      { kind: 'show-gallery' },
    );
  };
  const grid = () => panel.page.getByRole('grid', { name: 'Drawn' });
  const press = (key: string): Promise<void> => panel.page.keyboard.press(key);
  const sentKind = async <K extends PanelMessage['kind']>(kind: K) =>
    (await panel.sent()).filter((each): each is Extract<PanelMessage, { kind: K }> => each.kind === kind);

  const details: HostMessage = {
    kind: 'gallery-details',
    pictures: ['0-1', '1-2'].map((name, i) => ({
      ...{ id: `generated/apple/${name}.png`, prompt: `a (${i === 0 ? 'red' : 'green'}:1.2) apple` },
      ...{ negative: 'blurry', generator: 'ComfyUI, http://127.0.0.1:8188', seconds: 3.2 },
      ...{ time: '2026-05-01T10:20:30.000Z', isThere: i === 0 },
      parameters: [
        { name: 'Steps', asked: '20', ran: '20', differs: false },
        { name: 'Model', asked: 'sdxl', ran: i === 0 ? 'sdxl' : 'sd15', differs: i === 1 },
        { name: 'Size', ran: '512x512', differs: false },
      ],
      remarks: i === 0 ? [] : ['Asked for the model sdxl, and sd15 drew.'],
    })),
  };

  async function assertAccessible(): Promise<void> {
    await panel.page.evaluate(axe);
    const { violations } = await panel.page.evaluate<AxeResults>(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
    );
    assert.deepEqual(
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`),
      [],
    );
  }

  // All four where screenshots are looked at.
  const looked = process.env.SPELLWRIGHT_SHOTS
    ? (Object.keys(themes) as ThemeName[])
    : (['light', 'high-contrast'] as const);
  for (const theme of looked) {
    it(`is accessible in ${theme}, with two compared and one looked at, and fits a narrow panel`, async () => {
      const message = gallery(6, 5, { isStale: true });
      const found = message.pictures.slice(0, 3).map((each): PanelDrawn => {
        return { ...each, id: `/watched/${each.id}`, origin: 'found', seed: '6952411511246973023' };
      });
      await open({ ...message, pictures: [...message.pictures, ...found] }, { theme });
      await grid().locator('[data-cell="0 0"]').focus();
      await press('c');
      await press('ArrowDown');
      await press('ArrowRight');
      await press('c');
      await panel.send(details);
      await panel.page.getByText('Asked for the model sdxl').waitFor();
      await assertAccessible();
      assert.deepEqual(await panel.refused(), []);
      await panel.page.setViewportSize({ width: 400, height: 800 });
      const overflow = await panel.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.equal(overflow, 0);
      if (process.env.SPELLWRIGHT_SHOTS)
        await panel.page.screenshot({
          path: `${process.env.SPELLWRIGHT_SHOTS}/page-${theme}.png`,
          fullPage: true,
        });
    });
  }

  it('has of 1,000 pictures only those in view in the page, and loads no others', async () => {
    await open(gallery(50, 20), { width: 900 });
    const pictures = grid().locator('img');
    const asked = () =>
      panel.page.evaluate(
        () =>
          performance.getEntriesByType('resource').filter(({ name }) => /picture\/\d{2,}\.jpg/.test(name))
            .length,
      );
    await pictures.first().waitFor();
    const cells = await grid().getByRole('gridcell').count();
    assert.ok(cells > 10 && cells <= 80, `cells: ${cells}`);
    assert.equal(await pictures.count(), cells);
    assert.ok((await asked()) <= cells, `asked for: ${await asked()}`);
    assert.equal(await grid().getAttribute('aria-rowcount'), '51');
    await grid().locator('[data-cell="0 0"]').focus();
    await press('Control+End');
    await grid().locator('[data-cell="49 19"]:focus').waitFor();
    const last = await grid().getByRole('gridcell').count();
    assert.ok(last <= 80, `cells at the end: ${last}`);
    assert.equal(await grid().locator('[data-cell="0 0"]').count(), 0);
    assert.ok((await asked()) <= 2 * (cells + last), `asked for at the end: ${await asked()}`);
  });

  it('is walked with the keyboard, and asks for what a key stands for', async () => {
    await open(gallery(4, 5));
    const focusable = grid().locator('[tabindex="0"]');
    await focusable.focus();
    await press('ArrowRight');
    await press('ArrowDown');
    await grid().locator('[data-cell="1 1"]:focus').waitFor();
    assert.equal(await focusable.count(), 1);
    await press('Enter');
    await press('r');
    await press('p');
    await press('Delete');
    const id = 'generated/apple/1-2.png';
    assert.deepEqual(
      (await panel.sent()).filter((each) => 'id' in each),
      [
        { kind: 'gallery-open', id },
        { kind: 'gallery-reference', id },
        { kind: 'gallery-prompt', id },
        { kind: 'gallery-delete', id },
      ],
    );
    assert.deepEqual((await sentKind('gallery-look')).at(-1), { kind: 'gallery-look', ids: [id] });
    await panel.page.getByText('C compares').waitFor();
    // Its picture goes, and the focus stays where it was.
    const { pictures, ...rest } = gallery(4, 5);
    await panel.send({ ...rest, pictures: pictures.filter((each) => each.id !== id) });
    await grid().locator('[data-cell="1 1"]:focus').waitFor();
    assert.match((await grid().locator(':focus .spoken').textContent())!, /Seed 2: no picture/);
  });

  it('says of each picture its variant, seed, fit and closeness', async () => {
    await open({ ...gallery(4, 5), remarks: ['Nothing was compared.'] });
    await panel.page.getByText('Nothing was compared.').waitFor();
    const label = async (place: string): Promise<string> => {
      const spoken = await grid().locator(`[data-cell="${place}"] .spoken`).textContent();
      return spoken!.replaceAll('\u00a0', ' ');
    };
    assert.equal(
      await label('0 0'),
      'a red apple, Seed 1, own prompt 71.4 %, closeness 0.2490, nearest refs/2.jpg',
    );
    assert.match(await label('0 1'), /, reference picture$/);
    assert.match(await label('0 2'), /, something else ran than was asked for$/);
    assert.match(await label('3 0'), /^a green no\. 3 apple \(no longer in the file\), Seed 1/);
    await panel.page.getByText('No variant came out closer beyond doubt').waitFor();
    await panel.page.getByText('ρ 0.83 [0.20, 0.97] over 4 variants').waitFor();
    await panel.page.getByText('−0.0100 (−0.2000 … +0.1800)').waitFor();
  });

  it('compares two pictures: the words, the model and the seed that differ, and keeps them through a reload', async () => {
    await open(gallery(4, 5));
    await grid().locator('[data-cell="0 0"]').click();
    await press('c');
    await panel.page.getByText('Choose another one to compare it with').waitFor();
    await grid().locator('[data-cell="1 1"]').click();
    await press('c');
    await panel.send(details);
    const both = panel.page.getByRole('region', { name: 'Two pictures side by side' });
    assert.deepEqual(await both.locator('mark').allTextContents(), ['red', 'green no. 1']);
    const rows = await both.locator('tbody tr').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.split(/\s*\t\s*/)),
      [
        ['Seed', '1', '2'],
        ['Model', 'sdxl', 'sd15'],
      ],
    );
    await both.getByText('Alike: Steps, Size').waitFor();
    await panel.page.waitForFunction(() => (sessionStorage.getItem('state') ?? '').includes('1-2.png'));
  });

  it('shows what is drawn with its preview, and stops it', async () => {
    await open(gallery(0, 0, { verdict: undefined }));
    const preview = await sharp({ create: { width: 64, height: 32, channels: 3, background: '#c03' } })
      .png()
      .toBuffer();
    await panel.page.evaluate(
      ({ base64, run }) =>
        window.postMessage(
          {
            kind: 'gallery-drawing',
            run: { ...run, preview: Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)) },
          },
          '*',
        ),
      {
        base64: preview.toString('base64'),
        run: {
          phase: 'drawing',
          done: 3,
          total: 20,
          text: 'a red apple',
          seed: '4',
          fraction: 0.5,
          left: 61,
        },
      },
    );
    await panel.page.getByText('Drawing: 3 of 20 are there').waitFor();
    await panel.page.getByText('about 61 s left').waitFor();
    const canvas = panel.page.getByRole('img', { name: 'The picture that is drawn' });
    await canvas.waitFor();
    const pixel = await canvas.evaluate((each: HTMLCanvasElement) => [
      each.width,
      ...each.getContext('2d')!.getImageData(5, 5, 1, 1).data,
    ]);
    assert.deepEqual(pixel, [64, 204, 0, 51, 255]);
    await panel.page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await sentKind('gallery-cancel')).length, 1);
    await panel.send({ kind: 'gallery-drawing' });
    await panel.page.getByText('Drawing has ended.').waitFor({ state: 'attached' });
    assert.deepEqual(await panel.refused(), []);
  });

  it('leads somebody who has no pictures yet to a generator, or to generating', async () => {
    for (const [hasGenerator, button, kind] of [
      [false, 'Connect a Generator…', 'gallery-connect'],
      [true, 'Generate…', 'gallery-generate'],
    ] as const) {
      await open(gallery(0, 0, { verdict: undefined, hasGenerator }));
      await panel.page.getByRole('button', { name: button }).click();
      assert.equal((await sentKind(kind)).length, 1);
    }
    assert.deepEqual((await sentKind('gallery-seen')).at(-1), { kind: 'gallery-seen', isSeen: true });
    await panel.page.getByRole('tab', { name: 'Scores' }).click();
    await panel.page.waitForFunction(() =>
      (window as unknown as { sent: { kind: string; isSeen?: boolean }[] }).sent.some(
        ({ kind, isSeen }) => kind === 'gallery-seen' && isSeen === false,
      ),
    );
  });
});
