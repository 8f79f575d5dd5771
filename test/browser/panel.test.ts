import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { seriousViolations } from './axe';
import { Person, PLAIN_WINDOW, THEMES } from './person';

const file = 'try-me.spell';
const spells = `---
images: [refs/red-apple.png]
---
### first
a blue fish
### second
a bicycle
### third
a red apple on a white background
`;

describe('a person at the panel', () => {
  let person: Person;

  before(async () => {
    person = await Person.arrive({ files: { [file]: spells } });
    await person.open(file);
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 3' }).waitFor();
    await person.command('Spellwright: Open the Panel');
    await person.panel().getByRole('treegrid').waitFor();
  });

  after(() => person.leave());

  const showTab = (name: string): Promise<void> => person.panel().getByRole('tab', { name }).click();

  /** Names of the leaderboard's spells, best first. */
  const ranking = async (): Promise<string[]> =>
    (await person.panel().locator('spellwright-leaderboard .row.level1 .name').allTextContents()).map(
      (name) => name.trim(),
    );

  it('shows the ranking, the picture and the table', async () => {
    await person.until('the best is first', async () => (await ranking())[0] === 'third');
    await person.panel().getByRole('grid').waitFor();
    await showTab('Pictures');
    await person.panel().getByRole('listitem').locator('img').first().waitFor();
    await showTab('Scores');
    await person.panel().getByRole('treegrid').waitFor();
    assert.match(
      (await person.panel().locator('header .checkpoint').textContent()) ?? '',
      /mini [0-9a-f]{12}/,
    );
  });

  it('ranks anew while a better word is typed', async () => {
    await person.replaceLine('a blue fish', 'a red apple');
    await person
      .panel()
      .locator('spellwright-leaderboard .row.level1 .text', { hasText: /^a red apple$/ })
      .waitFor();
    await person.until('the better one is before', async () => {
      const names = await ranking();
      return names.indexOf('first') < names.indexOf('second');
    });
  });

  it('compares two pinned spells in words', async () => {
    const pins = person.panel().locator('spellwright-leaderboard .row.level1 button.pin');
    await pins.nth(0).click();
    await pins.nth(1).click();
    const comparison = person.panel().locator('spellwright-comparison');
    await comparison.locator('.verdict').waitFor();
    assert.ok(((await comparison.locator('.verdict').textContent()) ?? '').length > 5);
    const summary = (await comparison.locator('.summary').textContent()) ?? '';
    assert.match(summary, /Difference of mean cosine, A − B:\s+\+0\.\d{4}/);
  });

  it('takes the text of an earlier edit back, which undo takes back again', async () => {
    await person.caretAfter('a red apple');
    const points = person.panel().locator('spellwright-history [role=button]');
    await points.first().waitFor();
    await points.first().click();
    await person.untilText(file, (text) => text.includes('a blue fish'));
    await person.caretAfter('a blue fish');
    await person.page.keyboard.press('Control+Z');
    await person.untilText(file, (text) => !text.includes('a blue fish'));
  });

  it('takes a dropped picture: saved beside the file, named in its front matter, undoable', async () => {
    const bytes = await readFile(path.join(person.folder, 'refs', 'pixel-art-robot.png'));
    await person.dropOnPanel('dropped robot.png', 'image/png', bytes);
    await showTab('Pictures');
    await person.panel().locator('spellwright-pictures li img').nth(1).waitFor();
    await showTab('Scores');
    const saved = await readdir(path.join(person.folder, 'refs'));
    assert.ok(
      saved.some((name) => /dropped.robot.*\.png/.test(name)),
      saved.join(', '),
    );
    await person.untilText(file, (text) => /dropped.robot/.test(text));
  });

  it('copies the scores as a Markdown table that names the checkpoint', async () => {
    await person.panel().locator('spellwright-export button.icon').click();
    await person
      .panel()
      .getByRole('menuitem', { name: /Copy.*Markdown/i })
      .click();
    await person.untilCopied((text) => text.includes('|') && text.includes('mini'));
  });

  it('has no serious accessibility violation', async () => {
    const violations = await seriousViolations(person);
    assert.deepEqual(violations, []);
  });

  it('comes back after the window is reloaded', async () => {
    // In the editor: the panel, which has the focus, has nothing to save.
    await person.caretAfter('a bicycle');
    await person.page.keyboard.press('Control+S');
    await person.page.locator('.tabs-container .tab.dirty').waitFor({ state: 'detached' });
    await person.reload();
    await person.panel().locator('spellwright-leaderboard .row.level1 .name', { hasText: 'third' }).waitFor();
  });
});

describe('what it looks like', () => {
  for (const theme of THEMES) {
    it(`in the ${theme} theme`, async () => {
      const viewport = { width: 1300, height: 940 };
      const person = await Person.arrive({ theme, viewport, settings: PLAIN_WINDOW });
      try {
        await person.open('5-styles.spell');
        await person.page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
        await person.dress();
        await person.command('View: Toggle Primary Side Bar Visibility');
        await person.command('Spellwright: Open the Panel');
        const panel = person.panel();
        await panel.getByRole('treegrid').waitFor();
        await panel.getByRole('grid').waitFor();
        await panel.getByRole('button', { name: 'Not now' }).click();
        const pins = panel.locator('spellwright-leaderboard .row.level1 button.pin');
        await pins.nth(0).click();
        await pins.nth(1).click();
        await panel.locator('spellwright-comparison .verdict').waitFor();
        await person.screenshot(`panel-${theme}`, process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results');
      } finally {
        await person.leave();
      }
    });
  }

  it('where a phrase is in the pictures', async () => {
    const viewport = { width: 1300, height: 760 };
    const person = await Person.arrive({ theme: 'dark', viewport, settings: PLAIN_WINDOW });
    try {
      await person.open('9-left-or-right.spell');
      await person.page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
      await person.dress();
      await person.command('View: Toggle Primary Side Bar Visibility');
      await person.command('Spellwright: Open the Panel');
      const panel = person.panel();
      await panel.getByRole('treegrid').waitFor();
      await panel.getByRole('button', { name: 'Not now' }).click();
      await panel.getByRole('tab', { name: 'Why' }).click();
      await panel.locator('summary', { hasText: /What the words do|Words of/ }).click();
      const search = panel.locator('spellwright-where');
      await search.getByRole('textbox').fill('dog');
      await search.getByRole('textbox').press('Enter');
      await search.locator('.result').waitFor();
      const picture = search.getByRole('application').first();
      await picture.focus();
      await picture.press('ArrowRight');
      await picture.press('Enter');
      await search.locator('.fitting').waitFor();
      assert.match((await search.locator('.result').textContent())!, /found in 2 of 2 pictures/);
      await person.screenshot('where', process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results');
    } finally {
      await person.leave();
    }
  });
});
