import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/editor/repository';
import { seriousViolations } from './axe';
import { Person, PLAIN_WINDOW } from './person';

const spells = path.join(root, 'test/browser/evolve.spell');
const settings = (rounds: number): string => JSON.stringify({ 'spellwright.evolve.rounds': rounds });

describe('a person who lets a spell evolve', () => {
  it('watches the chart grow, stops one search, lets another end, and takes back what it wrote', async () => {
    const person = await Person.arrive({
      theme: 'dark',
      viewport: { width: 1300, height: 820 },
      settings: PLAIN_WINDOW,
      files: {
        'evolve.spell': await readFile(spells, 'utf8'),
        '.vscode/settings.json': settings(200),
      },
    });
    try {
      await person.open('evolve.spell');
      await person.page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
      await person.dress();
      await person.command('View: Toggle Primary Side Bar Visibility');
      await person.caretAfter('spooky');
      await person.command('Spellwright: Evolve');
      const view = person.panel().locator('spellwright-evolution');
      const line = view.locator('svg[role=img] g.best-unseen');
      const points = async (): Promise<number> => Number(await line.getAttribute('data-points'));
      await line.waitFor();
      const first = await points();
      await view.locator(`g.best-unseen[data-points="${first}"]`).waitFor({ state: 'detached' });
      assert.ok((await points()) > first, 'the line grows');
      await view.getByRole('button', { name: 'Stop and Keep the Best' }).click();
      await view.getByText(/Stopped after round \d+, with the best so far/).waitFor();
      await person.untilText('evolve.spell', (text) => !text.includes('animals evolved'));
      await view.getByRole('button', { name: 'Insert Below the Spell' }).click();
      await person.untilText('evolve.spell', (text) => text.includes('### animals evolved'));
      await person.caretAfter('spooky');
      await person.page.keyboard.press('Control+z');
      await person.untilText('evolve.spell', (text) => !text.includes('animals evolved'));

      await writeFile(path.join(person.folder, '.vscode/settings.json'), settings(6));
      await view.getByText('24 prompts at once, 6 rounds').waitFor();
      await view.getByRole('button', { name: 'Evolve Again' }).click();
      await view.getByText(/on pictures that the search did not see .*95.%/).waitFor();
      await person.untilText('evolve.spell', (text) => text.includes('### animals evolved'));
      await person.page.locator('.notification-toast', { hasText: 'stands below it' }).waitFor();
      await view.getByText('It stands in the file').waitFor();
      await person.command('Notifications: Clear All Notifications');
      await person.panel().getByRole('button', { name: 'Not now' }).click();
      await view.scrollIntoViewIfNeeded();
      assert.deepEqual(await seriousViolations(person), []);
      await person.screenshot('evolve', process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results');
      await person.caretAfter('spooky');
      await person.page.keyboard.press('Control+z');
      await person.untilText('evolve.spell', (text) => !text.includes('animals evolved'));
    } finally {
      await person.leave();
    }
  });
});
