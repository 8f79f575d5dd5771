import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Person, PLAIN_WINDOW } from './person';

const file = 'crew.spell';
const text = readFileSync(path.join(__dirname, file), 'utf8');

describe('a person who reads what is underlined', () => {
  let person: Person;
  const images = process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results';

  before(async () => {
    person = await Person.arrive({
      files: { [file]: text },
      settings: PLAIN_WINDOW,
      viewport: { width: 1000, height: 560 },
    });
    await person.open(file);
    await person.command('View: Toggle Primary Side Bar Visibility');
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 3' }).waitFor();
    await person.page.locator('.monaco-editor .squiggly-info').nth(1).waitFor();
    await person.dress();
  });

  after(() => person.leave());

  it('finds fireman and スチュワーデス among the problems, and the nurse not: a hint is quiet', async () => {
    await person.command('Problems: Focus on Problems View');
    const rows = person.page.locator('.markers-panel .monaco-list-row');
    await rows.filter({ hasText: 'fireman' }).waitFor();
    await rows.filter({ hasText: 'スチュワーデス' }).waitFor();
    assert.equal(await rows.filter({ hasText: 'nurse' }).count(), 0);
    await person.screenshot('bias-problems', images);
    await person.command('View: Toggle Panel Visibility');
  });

  it('replaces a word by keyboard, and takes that back', async () => {
    await person.caretIn('fireman');
    // The first of the list is chosen already.
    const fix = person.page.locator('.action-widget .monaco-list-row.focused', { hasText: 'firefighter' });
    await person.does(
      'the fixes are listed',
      async () => {
        // In an open list the other key takes what is chosen.
        await person.page.keyboard.press('Escape');
        await person.page.keyboard.press('Control+.');
      },
      () => fix.isVisible(),
    );
    await person.screenshot('bias-fixes', images);
    await person.page.keyboard.press('Enter');
    await person.untilText(file, (now) => now.includes('a portrait of a firefighter, dramatic light'));
    await person.page.keyboard.press('Control+Z');
    await person.untilText(file, (now) => now.includes('a portrait of a fireman, dramatic light'));
  });

  it('reads evidence for an unspecified person in a hover', async () => {
    await person.caretIn('nurse');
    const hover = person.page.locator('.monaco-hover', { hasText: 'Stable Diffusion 1.5' }).first();
    await person.does(
      'the hover is there',
      async () => {
        await person.page.keyboard.press('Control+K');
        await person.page.keyboard.press('Control+I');
      },
      () => hover.isVisible(),
    );
    assert.match((await hover.textContent()) ?? '', /250/);
    await person.screenshot('bias-evidence', images);
    await person.page.keyboard.press('Escape');
  });
});
