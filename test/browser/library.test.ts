import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Person, PLAIN_WINDOW } from './person';

describe('a person with a library of pictures', () => {
  let person: Person;

  before(async () => {
    person = await Person.arrive({
      theme: 'light',
      viewport: { width: 1300, height: 940 },
      settings: PLAIN_WINDOW,
      files: {
        '0-library.spell':
          '---\nimages: refs/**\n---\n### fish\nfish and sushi\n\n### castle\na castle at night\n',
        '0-one.spell': '---\nimages:\n  - refs/red-apple.png\n---\n### fish\nfish and sushi\n',
      },
      environment: { SPELLWRIGHT_TEST_MOST_PICTURES: '8' },
    });
  });

  after(() => person.leave());

  it('finds pictures of a folder for a spell, and adds one to the references', async () => {
    await person.open('0-one.spell');
    await person.page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
    await person.command('Spellwright: Find Pictures for This Spell');
    await person.page.locator('.quick-input-list .monaco-list-row', { hasText: 'examples' }).first().click();
    const found = person.panel().locator('spellwright-find');
    const nearest = found.getByRole('button', { name: /^Choose refs\/fish-and-sushi\.png, cosine/ });
    await nearest.click();
    await found.getByText('Add 1 to the references').click();
    await person.untilText('0-one.spell', (text) => text.includes('- refs/fish-and-sushi.png'));
    await found
      .getByRole('button', { name: /^Open refs\/fish-and-sushi\.png.*a reference already/ })
      .waitFor();
    const saved = await readFile(path.join(person.folder, '0-one.spell'), 'utf8');
    assert.ok(!saved.includes('fish-and-sushi'), 'the edit is for the user to save or undo');
  });

  it('sees the best and worst pictures of the spell at the caret, and how all are spread', async () => {
    await person.open('0-library.spell');
    await person.page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
    await person.caretAfter('a castle at night');
    const panel = person.panel();
    const best = panel.getByRole('list', { name: 'Best for castle' }).getByRole('button');
    assert.match(
      (await best.first().getAttribute('aria-label'))!,
      /^Open refs\/castle-at-night\.png, cosine/,
    );
    await panel.getByRole('img', { name: /^castle: cosines from/ }).waitFor();
    await panel.getByRole('tab', { name: 'Scores' }).click();
    await panel.getByText('Scored on 17 pictures, as a library').waitFor();
  });
});
