import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requestText, type GenerationRecord } from '../../src/core/judge/generationRecord';
import { keepGenerated, requestHash } from '../../src/files/generatedPictures';
import { draw } from '../generators/servers/drawing';
import { seriousViolations } from './axe';
import { Person, PLAIN_WINDOW } from './person';

const spell = `---
images: refs/red-apple.png
---
### apple
a {red|green} apple
`;

/** A folder that holds what was drawn of the spell before: two variants by five seeds. */
async function drawnBefore(): Promise<string> {
  const content = await mkdtemp(path.join(tmpdir(), 'spellwright-gallery-'));
  for (const [option, colour] of ['red', 'green'].entries()) {
    for (const seed of ['1', '2', '3', '4', '5']) {
      const prompt = `a ${colour} apple`;
      const told = { prompt, parameters: { steps: 20, width: 64, height: 64 }, seed };
      const asked = { ...told, generator: 'a1111', url: 'http://127.0.0.1:7860' };
      const record: Omit<GenerationRecord, 'file' | 'hash'> = {
        ...{ schema: 1, source: 'gallery.spell', spell: 'apple', spellIndex: 0, ...asked },
        ...{ expansion: String(option), text: prompt, negative: null },
        parameters: { ...told.parameters, seed },
        ...{ ran: { ...told.parameters, model: 'sketches' }, remarks: [], seconds: 1.5 },
        ...{ time: `2026-05-01T10:0${seed}:00.000Z`, request: requestHash(requestText(asked)) },
      };
      await keepGenerated(
        path.join(content, 'generated'),
        { source: 'gallery.spell', spell: 'apple', expansion: String(option), seed, extension: 'png' },
        await draw({ prompt, seed, width: 64, height: 64 }),
        record,
      );
    }
  }
  return content;
}

describe('a person who looks at what was drawn', () => {
  it('walks the gallery by keys, compares two, makes one a reference, takes it back, and finds all of it after a reload', async () => {
    const content = await drawnBefore();
    const person = await Person.arrive({
      theme: 'dark',
      viewport: { width: 1300, height: 900 },
      settings: { ...PLAIN_WINDOW, 'workbench.sideBar.location': 'right' },
      files: { 'gallery.spell': spell },
      content,
    });
    try {
      await person.open('gallery.spell');
      await person.page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
      await person.command('Spellwright: Show the Gallery');
      const panel = person.panel();
      const grid = panel.getByRole('grid', { name: 'Drawn' });
      const cell = (place: string) => grid.locator(`[data-cell="${place}"]`);
      const judged = cell('0 0').getByText(
        /^a red apple, Seed 1, own prompt [\d.]+.%, closeness [−\d.]+, nearest refs\/red-apple.png/,
      );
      await judged.waitFor({ state: 'attached' });
      assert.deepEqual(
        [await grid.getAttribute('aria-rowcount'), await grid.getAttribute('aria-colcount')],
        ['3', '6'],
      );
      await panel.getByText(/over the seeds that all compared variants have \(5\); mini/).waitFor();
      await panel.getByText('Too few variants to say: 6 or more tell (2)').waitFor();

      await cell('0 0').focus();
      await person.page.keyboard.press('c');
      await person.page.keyboard.press('ArrowDown');
      await person.page.keyboard.press('ArrowRight');
      await grid.locator('[data-cell="1 1"]:focus').waitFor();
      await person.page.keyboard.press('c');
      const both = panel.getByRole('region', { name: 'Two pictures side by side' });
      await both.getByText('Alike: Steps, Size, Model, Generator').waitFor();
      assert.deepEqual(await both.locator('mark').allTextContents(), ['red', 'green']);

      await person.page.keyboard.press('r');
      // Lines break where the editor is narrow.
      await person.untilText('gallery.spell', (text) => text.includes('generated/gallery/'));
      await cell('1 1')
        .getByText(/reference picture, compared as B$/)
        .waitFor({ state: 'attached' });
      await cell('1 1').focus();
      await person.page.keyboard.press('Control+z');
      await person.untilText('gallery.spell', (text) => !text.includes('generated/gallery'));
      await panel.getByRole('button', { name: 'Seed into the Spell' }).click();
      await person.untilText('gallery.spell', (text) => text.includes('Parameters: Seed: 2'));
      await cell('1 1').focus();
      await person.page.keyboard.press('Control+z');
      await person.untilText('gallery.spell', (text) => !text.includes('Seed: 2'));
      await judged.waitFor({ state: 'attached' });
      assert.deepEqual(await seriousViolations(person), []);
      await person.screenshot('gallery', process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results');

      await person.reload();
      await judged.waitFor({ state: 'attached' });
      await both.getByText('Alike: Steps, Size, Model, Generator').waitFor();
    } finally {
      await person.leave();
      await rm(content, { recursive: true, force: true });
    }
  });
});
