import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { HostMessage, PanelMessage } from '../../src/protocol/panel';
import { fakeScores } from './page/fakeScores';
import { PanelPage } from './page/panelPage';
import type { ThemeName } from './page/themes';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const paths = ['refs/1.jpg', 'refs/2.jpg'];

const attention: Extract<HostMessage, { kind: 'attention' }> = {
  kind: 'attention',
  phase: 'ready',
  checkpoint: { id: 'mini', hash: '3f9a61c0d2b4'.padEnd(64, '0') },
  pictures: paths,
  text: {
    spell: 0,
    words: [
      { text: 'two', tokens: 1 },
      { text: 'cats', tokens: 2 },
    ],
    layers: [
      { own: [0.1, 0.6, 0.2, 0.1], rollout: [0.05, 0.3, 0.1, 0.55] },
      { own: [0, 0.25, 0.7, 0.05], rollout: [0.1, 0.2, 0.5, 0.2] },
    ],
    templates: 0,
    isCut: false,
  },
  picture: {
    ...{ path: 'refs/1.jpg', width: 80, height: 40, rows: 2, columns: 2, hasOwnToken: true },
    seen: { left: 20, top: 0, right: 60, bottom: 40 },
    layers: [
      { own: [0.25, 0.25, 0.25, 0.25], rollout: [0.2, 0.2, 0.2, 0.2] },
      { own: [0.1, 0.1, 0.7, 0.1], rollout: [0.1, 0.1, 0.5, 0.1] },
      { own: [0, 0, 0, 0.9], rollout: [0.1, 0.1, 0.3, 0.4] },
    ],
  },
};

describe('attention in the panel', function () {
  this.timeout(300_000);
  let panel: PanelPage;

  before(async () => {
    panel = await PanelPage.open();
  });
  after(() => panel?.close());

  const open = async (theme: ThemeName, language: 'en' | 'ja' = 'en'): Promise<void> => {
    await panel.load(theme);
    await panel.send(
      { kind: 'welcome', uri: 'file:///w/a.spell', locked: false, language, firstRunNote: false },
      {
        kind: 'pictures',
        pictures: paths.map((path, i) => ({ path, src: `${panel.origin}/picture/${i}.jpg` })),
      },
      { kind: 'status', phase: 'ready' },
      fakeScores([{ name: 'cats', texts: ['two cats'] }], paths),
      { kind: 'attention', phase: 'off', pictures: paths },
    );
  };
  const section = () => panel.page.locator('spellwright-attention');
  const text = (): Promise<string> =>
    section().evaluate(({ shadowRoot }) => shadowRoot!.textContent!.replace(/\s+/g, ' '));
  const sent = async <K extends PanelMessage['kind']>(kind: K): Promise<PanelMessage[]> =>
    (await panel.sent()).filter((each) => each.kind === kind);
  const strip = (): Promise<string[]> =>
    section()
      .locator('.strip li')
      .evaluateAll((items) => items.map((item) => item.textContent!.replace(/\s+/g, ' ').trim()));
  const slide = async (label: string, key: string): Promise<void> => {
    await section().getByRole('slider', { name: label }).focus();
    await panel.page.keyboard.press(key);
  };

  it('asks for nothing before it is wished for, and for nothing any more when it is hidden', async () => {
    await open('dark');
    await panel.page.getByRole('tab', { name: 'Why' }).click();
    assert.match(await text(), /only on request/);
    assert.deepEqual(await sent('attention-watch'), []);
    await section().locator('vscode-button').click();
    assert.deepEqual(await sent('attention-watch'), [{ kind: 'attention-watch', isOn: true }]);
    await panel.send({ kind: 'attention', phase: 'reading', pictures: paths });
    await section().getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual((await sent('attention-watch')).at(-1), { kind: 'attention-watch', isOn: false });
    await section().locator('vscode-button').waitFor();
  });

  it('shows words and places of the layer that is chosen, rolled out or alone, by keys', async () => {
    await open('dark');
    await panel.send({ kind: 'show-attention' }, attention);
    assert.deepEqual(await sent('attention-watch'), [{ kind: 'attention-watch', isOn: true }]);
    assert.deepEqual(await strip(), [
      'begin token 10.0 %',
      'two 20.0 %',
      'cats 50.0 %',
      'end token itself 20.0 %',
    ]);
    assert.match(await text(), /What the end token reads of “cats”/);
    assert.match(await text(), /refs\/1\.jpg: 90\.0 % from its 4 places/);
    assert.match(await text(), /Attention, not cause: .* mini 3f9a61c0d2b4/);

    await slide('Layer of the text tower', 'ArrowLeft');
    assert.equal((await strip())[1], 'two 30.0 %');
    assert.match(await text(), /Rolled out over layers 1 to 1 of 2/);
    await section().getByRole('radio', { name: 'One layer alone' }).check();
    assert.equal((await strip())[1], 'two 60.0 %');
    assert.match(await text(), /Layer 1 of 2 alone/);
    assert.match(await text(), /Layer 3 of 3 alone/, 'the other tower keeps its own layer');

    // The first key goes to the most read place.
    await slide('Layer of the image tower', 'ArrowLeft');
    await section().locator('[role=application]').focus();
    await panel.page.keyboard.press('ArrowRight');
    assert.match(
      (await section().locator('.text').textContent())!,
      /Row 2, column 1: 70\.0\s% of what is read, 2\.8 times an even share/,
    );

    await section().getByRole('combobox', { name: 'Picture' }).selectOption('refs/2.jpg');
    assert.deepEqual(await sent('attention-picture'), [{ kind: 'attention-picture', path: 'refs/2.jpg' }]);
    assert.deepEqual(await panel.refused(), []);
  });

  it('says why there is nothing, and what of a text it is not', async () => {
    await open('dark');
    await panel.send(
      { kind: 'show-attention' },
      { ...attention, text: { ...attention.text!, isCut: true, templates: 2 } },
    );
    assert.match(await text(), /what comes after “cats” was not read/);
    assert.match(await text(), /first of 2 templates/);
    await panel.send({ kind: 'attention', phase: 'failed', pictures: paths, error: 'It does not tell.' });
    assert.match((await section().locator('[role=alert]').textContent())!, /It does not tell\./);
    const { picture } = attention;
    await panel.send({ ...attention, picture: { ...picture!, layers: picture!.layers.slice(0, 1) } });
    assert.match(await text(), /only layer that has attention/);
    assert.equal(await section().getByRole('slider').count(), 1);

    // SigLIP's picture is read by a query, in a layer of its own after all others.
    const layers = [{ own: [0.25, 0.25, 0.25, 0.25], rollout: [0.1, 0.1, 0.1, 0.7] }];
    await panel.send({ ...attention, picture: { ...picture!, hasOwnToken: false, layers } });
    assert.match(await text(), /What the learnt query reads of refs\/1\.jpg, from its 4 places/);
    assert.match(await text(), /Rolled out over the query’s layer and all before it/);
    assert.doesNotMatch(await text(), /ResNet|own token/);
    await section().getByRole('radio', { name: 'One layer alone' }).check();
    assert.match(await text(), /The query’s layer alone/);
  });

  for (const theme of ['light', 'high-contrast'] as const) {
    it(`is accessible in ${theme}`, async () => {
      await open(theme, theme === 'light' ? 'ja' : 'en');
      await panel.send({ kind: 'show-attention' }, attention);
      await section().locator('.strip').waitFor();
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
    });
  }
});
