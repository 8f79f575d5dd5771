import assert from 'node:assert/strict';
import { Person, PLAIN_WINDOW } from './person';

describe('what it looks like', () => {
  it('when somebody asks for the attention by its command', async () => {
    const viewport = { width: 1300, height: 1000 };
    const person = await Person.arrive({ theme: 'dark', viewport, settings: PLAIN_WINDOW });
    try {
      await person.open('1-first-steps.spell');
      await person.page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
      await person.dress();
      await person.command('View: Toggle Primary Side Bar Visibility');
      await person.command('Spellwright: Show Attention');
      const section = person.panel().locator('spellwright-attention');
      await section.locator('.strip li').first().waitFor();
      // The page asked for it by itself, and what it says adds up.
      const shares = await section.locator('.strip .share').allTextContents();
      const sum = shares.reduce((total, text) => total + parseFloat(text), 0);
      assert.ok(Math.abs(sum - 100) < 1, shares.join());
      await section.locator('spellwright-heat-overlay img').waitFor();
      const note = person.panel().getByRole('button', { name: 'Not now' });
      await note.click();
      await section.evaluate((element) => element.closest('details')!.scrollIntoView());
      await person.screenshot('attention', process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results');
    } finally {
      await person.leave();
    }
  });
});
