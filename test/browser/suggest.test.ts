import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seriousViolations } from './axe';
import { Person, PLAIN_WINDOW } from './person';

const spells = readFileSync(path.join(__dirname, 'next.spell'), 'utf8');

describe('what it looks like', () => {
  it('when somebody asks what to try next, and takes it by keys', async () => {
    const person = await Person.arrive({
      viewport: { width: 1300, height: 900 },
      settings: PLAIN_WINDOW,
      files: { 'next.spell': spells },
    });
    const { page } = person;
    try {
      await person.open('next.spell');
      await page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
      await person.dress();
      await person.command('View: Toggle Primary Side Bar Visibility');
      await person.caretAfter('pixel art');
      await page.keyboard.type(', blurry', { delay: 30 });
      await person.command('Spellwright: What Would Help Here');
      const panel = person.panel();
      const section = panel.locator('spellwright-suggestions');
      const first = section.locator('button.deed[data-list=gains]').first();
      await first.waitFor();
      await panel.getByRole('button', { name: 'Not now' }).click();
      assert.deepEqual(await seriousViolations(person), []);
      const phrase = (await first.locator('.phrase').textContent())!;
      await first.focus();
      await page.keyboard.press('Enter');
      await person.untilText('next.spell', (text) => text.includes(`pixel art, blurry, ${phrase}`));
      await section.locator('.note', { hasText: 'Measured before the last change' }).waitFor();
      // Taken back from where the keyboard is.
      await page.keyboard.press('Control+z');
      await person.untilText('next.spell', (text) => text.includes('blurry') && !text.includes('blurry, '));
      await section.locator('.note').waitFor({ state: 'detached' });
      await section.getByRole('button', { name: 'Prompt from these pictures' }).click();
      await section.locator('[data-write=below]').waitFor();
      await person.screenshot('suggest', process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results');
      await section.locator('[data-write=below]').focus();
      await page.keyboard.press('Enter');
      const slot = (await section.locator('code').textContent())!;
      await person.untilText(
        'next.spell',
        (text) => text.includes(slot) && text.includes('pixel art, blurry'),
      );
    } finally {
      await person.leave();
    }
  });
});
