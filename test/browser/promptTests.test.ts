import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Person } from './person';

const pictures = [
  'four-balloons-pink',
  'sushi-orange',
  'three-lemons-green',
  'two-cats-blue',
  'red-apple',
  'blurry-panda',
]
  .map((name) => `refs/${name}.png`)
  .join(', ');

/** The bundled checkpoint puts the first far before the second on these pictures. */
const text = `---
images: [${pictures}]
expect:
  - { spell: cover, beats: bicycle }
  - { spell: cover, keeps: baseline }
---
### cover
things on a background
### bicycle
a black and white bicycle
`;

/** Of the same file, with what its two spells are worth. */
const lock = readFileSync(path.join(__dirname, 'prompt-tests.lock'), 'utf8');

describe('what it looks like', () => {
  it('when a prompt is tested, fails, and its new baseline is accepted', async () => {
    const theme = process.env.SPELLWRIGHT_THEME as 'light' | 'dark' | 'high-contrast' | undefined;
    const person = await Person.arrive({
      viewport: { width: 1300, height: 760 },
      theme: theme ?? 'dark',
      settings: { 'editor.minimap.enabled': false, 'window.menuBarVisibility': 'hidden' },
      files: { 'tested.spell': text, 'spellwright.lock': lock },
    });
    try {
      const { page } = person;
      await person.open('tested.spell');
      await page.locator('.codelens-decoration', { hasText: 'cos' }).first().waitFor();
      await person.dress();
      await person.replaceLine('things on a background', 'the black and white bicycle');
      await person.command('Testing: Focus on Test Explorer View');
      const tree = page.locator('.test-explorer');
      await tree.locator('.monaco-list-row', { hasText: 'tested.spell' }).waitFor();
      await person.caretAfter('black and white bicycle');
      await person.command('Test: Run Tests in Current File');
      const said = page.getByText(/Worse than its baseline on 6 pictures/).first();
      await said.waitFor();
      // With the keyboard: the file, its first spell, what is expected of that.
      await tree.locator('.monaco-list-row', { hasText: 'tested.spell' }).click();
      await page.keyboard.press('ArrowRight');
      const spell = tree.locator('.monaco-list-row[aria-level="2"]', { hasText: 'cover' });
      await spell.waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      const row = tree.locator('.monaco-list-row', { hasText: 'at least as good as its baseline' });
      await row.waitFor();
      await person.screenshot(`prompt-test-failed-${theme ?? 'dark'}`);
      await row.click({ button: 'right' });
      await page.locator('.monaco-menu .action-label', { hasText: 'Accept as the New Baseline' }).click();
      await row.locator('.codicon-testing-passed-icon').waitFor();
      await page
        .getByText(/the present scores are the baseline now/)
        .first()
        .waitFor();
      await person.screenshot(`prompt-test-accepted-${theme ?? 'dark'}`);
      const written = JSON.parse(readFileSync(path.join(person.folder, 'spellwright.lock'), 'utf8')) as {
        readonly files: Record<string, { readonly spells: Record<string, { readonly mean: number }> }>;
      };
      const { cover, bicycle } = written.files['tested.spell']!.spells;
      assert.ok(cover!.mean < 0 && Math.abs(bicycle!.mean + 0.162486) < 1e-5);
    } finally {
      await person.leave();
    }
  });
});
