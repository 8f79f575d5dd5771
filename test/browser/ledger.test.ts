import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Person, PLAIN_WINDOW } from './person';

const words = readFileSync(path.join(__dirname, 'words.spell'), 'utf8');

describe('what it looks like', () => {
  it('when somebody asks which words carry a score', async () => {
    const viewport = { width: 1300, height: 700 };
    const person = await Person.arrive({
      viewport,
      settings: PLAIN_WINDOW,
      files: { 'words.spell': words },
    });
    try {
      await person.open('words.spell');
      await person.page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
      await person.dress();
      await person.command('View: Toggle Primary Side Bar Visibility');
      await person.caretAfter('masterpiece');
      await person.command('Spellwright: Explain This Spell');
      const panel = person.panel();
      const rows = panel.locator('spellwright-ledger [data-index]');
      await rows.first().waitFor();
      await panel.getByRole('button', { name: 'Not now' }).click();
      await rows.first().focus();
      await person.page.keyboard.press('ArrowRight');
      await panel.locator('spellwright-ledger .level2').first().waitFor();
      // The list and the text say the same.
      const idle = await panel.locator('spellwright-ledger .level1.idle .text').first().textContent();
      const faint = person.page.locator('.view-line span[class*="ced-"]', { hasText: idle! });
      await faint.first().waitFor();
      await person.until('the text is faint', async () =>
        faint.first().evaluate((each) => Number(getComputedStyle(each).opacity) < 1),
      );
      await person.screenshot('explain', process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results');
      await rows.first().click();
      await person.page.locator('.editor-instance .selected-text').first().waitFor();
    } finally {
      await person.leave();
    }
  });
});
