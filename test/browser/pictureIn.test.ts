import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/editor/repository';
import { Person, PLAIN_WINDOW } from './person';

const made = path.join(root, 'test/fixtures/metadata/d3x-at+sd-parsers__automatic1111_cropped.png');
const spells = path.join(root, 'test/browser/fruit.spell');

describe('what it looks like', () => {
  it('when somebody drops a picture that a generator made, and takes its prompt', async () => {
    const person = await Person.arrive({
      theme: 'light',
      viewport: { width: 1100, height: 560 },
      settings: PLAIN_WINDOW,
      files: { 'fruit.spell': await readFile(spells, 'utf8') },
    });
    const { page } = person;
    try {
      await person.open('fruit.spell');
      await page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
      await person.dress();
      await person.command('View: Toggle Primary Side Bar Visibility');
      await person.dropOnText('a red apple', 'duck.png', 'image/png', await readFile(made));
      const widget = page.locator('.post-edit-widget .monaco-button');
      await widget.waitFor();
      await person.untilText('fruit.spell', (text) => text.includes('duck.png') && !text.includes('Steps'));
      await widget.click();
      const row = page.locator('.action-widget .monaco-list-row', {
        hasText: 'Add the picture’s prompt as a spell',
      });
      await row.waitFor();
      // By keys: the editor lays a block over the list that keeps the first click from it.
      await page.keyboard.press('ArrowDown');
      await page.locator('.action-widget .monaco-list-row.focused', { hasText: 'as a spell' }).waitFor();
      await page.keyboard.press('Enter');
      // The picture is a reference too, and both spells are ranked against both pictures.
      const lines = [
        '### duck',
        'photo of a duck',
        'Negative prompt: monochrome',
        'Steps: 15',
        'refs/duck.png',
      ];
      await person.untilText('fruit.spell', (text) => lines.every((line) => text.includes(line)));
      await page.locator('.codelens-decoration', { hasText: 'of 2' }).nth(1).waitFor();
      await person.screenshot('picture-in', process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results');
    } finally {
      await person.leave();
    }
  });
});
