import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Person } from './person';

const spells = (first: string, ...others: string[]): string =>
  `---\nimages: [refs/red-apple.png]\n---\n### first\n${first}\n${others.map((text, n) => `### other ${n}\n${text}\n`).join('')}`;

const one = 'one.spell';
const two = 'two.spell';
const endless = 'endless.spell';

describe('a person with the panel beside two files', () => {
  let person: Person;

  before(async () => {
    person = await Person.arrive({
      viewport: { width: 1280, height: 800 },
      files: {
        [one]: spells('a {red|blue} apple', 'a bicycle'),
        [endless]: spells('{a|the} '.repeat(60)),
        [two]: spells('a green pear', 'a house', 'a boat'),
      },
    });
    await person.open(one);
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 2' }).waitFor();
    await person.page.keyboard.press('Control+K');
    await person.page.keyboard.press('v');
    await shows(one);
  });

  after(() => person.leave());

  const title = () => person.panel().locator('h1');
  const shows = async (name: string): Promise<void> => {
    await title().getByText(name, { exact: true }).waitFor();
    await person.panel().getByRole('treegrid').waitFor();
  };
  const groups = () => person.page.locator('.editor-group-container');

  it('has it follow the file that is opened, which does not open over it', async () => {
    await person.panel().locator('spellwright-leaderboard .row.level1').first().focus();
    await person.open(two);
    await shows(two);
    assert.equal(await groups().count(), 2);
    assert.deepEqual(await groups().nth(1).locator('.tab').count(), 1, 'its group holds nothing else');
  });

  it('sees the scores of a file whose slots cannot be counted', async () => {
    await person.open(endless);
    await shows(endless);
    await person.open(two);
    await shows(two);
  });

  it('locks it to a file, by the icon in its title, and lets it follow again', async () => {
    await title().click();
    await groups()
      .nth(1)
      .getByRole('button', { name: /^Lock the Panel to Its File/ })
      .click();
    await person.page.locator('.tab', { hasText: `Scores (locked): ${two}` }).waitFor();
    await person.open(one);
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 2' }).waitFor();
    assert.equal(await title().textContent(), two);
    await title().click();
    await groups()
      .nth(1)
      .getByRole('button', { name: /^Let the Panel Follow/ })
      .click();
    await shows(two);
    await person.open(one);
    await shows(one);
  });

  it('keeps the best options in place of the slots, and takes that back in the panel', async () => {
    const row = person.panel().locator('spellwright-leaderboard .row.level1', { hasText: 'first' });
    await row.focus();
    await person.page.keyboard.press('k');
    await person.untilText(one, (text) => /^a (red|blue) apple$/m.test(text));
    await row.focus();
    await person.page.keyboard.press('Control+Z');
    await person.untilText(one, (text) => text.includes('a {red|blue} apple'));
  });

  it('copies a prompt by Control C on its row, and the best of the file from the text', async () => {
    await person.panel().locator('spellwright-leaderboard .row.level1', { hasText: 'other 0' }).focus();
    await person.page.keyboard.press('Control+C');
    await person.untilCopied((text) => text === 'a bicycle');
    await person.caretAfter('a bicycle');
    await person.page.keyboard.press('Control+K');
    await person.page.keyboard.press('b');
    await person.untilCopied((text) => text === 'a red apple');
  });

  it('has the history of what was written before, when the window was loaded again', async () => {
    await person.replaceLine('a bicycle', 'a red balloon');
    await person.panel().locator('spellwright-leaderboard .text', { hasText: 'a red balloon' }).waitFor();
    const points = person.panel().locator('spellwright-history [role=button]');
    await points.nth(1).waitFor();
    const texts = await points.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')!));
    assert.match(texts[0]!, /a bicycle/);
    assert.match(texts.at(-1)!, /a red balloon/);
    await person.page.keyboard.press('Control+S');
    await person.page.locator('.tabs-container .tab.dirty').waitFor({ state: 'detached' });
    await person.untilRemembered('a red balloon'); // a little later than it was written
    await person.reload();
    await shows(one);
    await person.caretAfter('a red balloon');
    await points.nth(1).waitFor();
    assert.match((await points.first().getAttribute('aria-label'))!, /a bicycle/);
    await points.first().click();
    await person.untilText(one, (text) => text.includes('a bicycle'));
  });
});

describe('a person with a new file', () => {
  let person: Person;

  before(async () => {
    person = await Person.arrive({ viewport: { width: 1280, height: 800 } });
  });

  after(() => person.leave());

  const untitled = async (text: string): Promise<void> => {
    await person.command('File: New Untitled Text File');
    await person.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await person.command('Change Language Mode');
    await person.pick('Spell');
    await person.page.locator('.statusbar-item', { hasText: /^Spell$/ }).waitFor();
    await person.page.keyboard.insertText(text);
    await person.page.locator('.tab.active.dirty', { hasText: 'Untitled' }).waitFor();
  };
  /**
   * Answers the editor's dialog by a path, until what it is for has come. The dialog writes its own path when it has
   * read the folder, over what was typed before, and takes no Enter while it looks at what was typed.
   */
  const answer = async (name: string, isDone: () => Promise<boolean>): Promise<void> => {
    const input = person.picker();
    const to = path.join(person.folder, name);
    await person.until(`the dialog takes ${name}`, async () => {
      if (await isDone()) return true;
      const shown = await input.inputValue({ timeout: 500 }).catch(() => '');
      if (shown.includes('/') && shown !== to) await input.fill(to, { timeout: 500 }).catch(() => undefined);
      if (shown === to) await input.press('Enter', { timeout: 500 }).catch(() => undefined);
      await person.page.waitForTimeout(200);
      return false;
    });
  };
  const isThere = (name: string) => async (): Promise<boolean> =>
    access(path.join(person.folder, name)).then(
      () => true,
      () => false,
    );

  it('has the panel go with it when it is saved', async () => {
    await untitled('### cup\na red cup\n');
    await person.page.keyboard.press('Control+K');
    await person.page.keyboard.press('v');
    await person.panel().locator('h1', { hasText: 'Untitled' }).waitFor();
    await person.caretAfter('a red cup');
    await person.page.keyboard.press('Control+S');
    await answer('saved.spell', isThere('saved.spell'));
    await person.panel().locator('h1', { hasText: 'saved.spell' }).waitFor();
  });

  it('is asked where to save it when a picture is to be added, and then for the picture', async () => {
    await untitled('### jar\na red jar\n');
    await person.panel().locator('h1', { hasText: 'Untitled' }).waitFor();
    await person.panel().getByRole('button', { name: 'Add pictures…' }).first().click();
    await answer('jar.spell', isThere('jar.spell'));
    await person.panel().locator('h1', { hasText: 'jar.spell' }).waitFor();
    await person.page.locator('.quick-input-title', { hasText: 'Add reference pictures' }).waitFor();
    const isAdded = () =>
      person.page.locator('.view-line', { hasText: 'refs/red-apple.png' }).first().isVisible();
    await answer('refs/red-apple.png', isAdded);
    await person.untilText('jar.spell', (text) => text.includes('refs/red-apple.png'));
    assert.equal(await readFile(path.join(person.folder, 'jar.spell'), 'utf8'), '### jar\na red jar\n');
  });
});
