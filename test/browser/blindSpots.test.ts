import assert from 'node:assert/strict';
import path from 'node:path';
import { root } from '../../scripts/editor/repository';
import { Person, PLAIN_WINDOW } from './person';

const scenes = path.join(root, 'test/fixtures/scenes');

describe('a person who asks what the checkpoint sees', () => {
  it('gets blind spots by a command, and the slots of the spell under the caret', async () => {
    const person = await Person.arrive({
      theme: 'dark',
      viewport: { width: 1300, height: 820 },
      settings: PLAIN_WINDOW,
      content: scenes,
    });
    try {
      await person.open('guitar.spell');
      await person.page.locator('.codelens-decoration', { hasText: '#' }).first().waitFor();
      await person.dress();
      await person.command('View: Toggle Primary Side Bar Visibility');
      await person.caretAfter('brown');
      await person.command('Spellwright: Test the Slots');
      const panel = person.panel();
      const slots = panel.locator('spellwright-slots');
      await slots.locator('h3', { hasText: 'no option wins beyond doubt' }).waitFor();
      await person.caretAfter('violin');
      await slots.locator('h3', { hasText: 'one option wins beyond doubt' }).waitFor();
      await person.command('Spellwright: What Can');
      const spots = panel.locator('spellwright-blind-spots');
      await spots.locator('tbody tr').first().waitFor();
      assert.deepEqual(await spots.locator('tbody .sight').allTextContents(), ['● sees it', '○ can’t tell']);
      await panel.getByRole('button', { name: 'Not now' }).click();
      await spots.scrollIntoViewIfNeeded();
      await person.screenshot('blind-spots', process.env.SPELLWRIGHT_DOCS_IMAGES ? 'docs' : 'results');
    } finally {
      await person.leave();
    }
  });
});
