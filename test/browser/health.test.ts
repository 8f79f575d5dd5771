import assert from 'node:assert/strict';
import { Person, PLAIN_WINDOW } from './person';

describe('a person who checks the pictures', () => {
  let person: Person;

  before(async () => {
    const viewport = { width: 1300, height: 940 };
    person = await Person.arrive({ theme: 'light', viewport, settings: PLAIN_WINDOW });
    await person.open('3-typographic-attack.spell');
    await person.page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
  });

  after(() => person.leave());

  it('sees which of them is taken for the word that is written in it', async () => {
    await person.dress();
    await person.command('View: Toggle Primary Side Bar Visibility');
    await person.command('Spellwright: Check the Reference Pictures');
    const panel = person.panel();
    await panel.getByRole('tab', { name: 'Pictures' }).click();
    const list = panel.locator('spellwright-health');
    await list.locator('li.word-takes-over').waitFor();
    assert.match(
      (await list.locator('li.word-takes-over').textContent())!,
      /Taken for “sun”.*painted over, “cat” fits best/s,
    );
    await list.getByText('Looked for writing of 7 of the file’s 7 words').waitFor();
    await panel.getByRole('button', { name: 'Not now' }).click();
    await person.screenshot('reference-health', process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results');
  });
});
