import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/editor/repository';
import { Person, PLAIN_WINDOW } from './person';

const made = path.join(root, 'test/fixtures/metadata/d3x-at+sd-parsers__automatic1111_cropped.png');

const text = `---
images:
  - refs/red-apple.png
  - refs/two-cats-blue.png
expect:
  - spell: an apple
    beats: a cat
---
### an apple
a fireman with a red apple

### a cat
a photo of a cat
`;

/** Each file of the examples, with its bytes. */
async function copied(...folder: readonly string[]): Promise<readonly (readonly [string, Buffer])[]> {
  const examples = path.join(...folder);
  const names = (await readdir(examples, { recursive: true })).filter((name) => /\.\w+$/.test(name)).sort();
  return Promise.all(names.map(async (name) => [name, await readFile(path.join(examples, name))] as const));
}

describe('a person whose extensions run in the browser', () => {
  it('writes, is scored, and reads a picture, and is offered nothing that needs a machine', async () => {
    const person = await Person.arrive({
      settings: { ...PLAIN_WINDOW, 'remote.extensionKind': { 'spellwright.spellwright': ['web'] } },
      files: { 'fruit.spell': text },
      viewport: { width: 1200, height: 700 },
    });
    const { page } = person;
    try {
      await person.open('fruit.spell');
      await page.locator('.monaco-editor .squiggly-info').first().waitFor();
      // Numbers come from the worker, pictures through the editor's file system.
      await page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
      await person.command('Spellwright: Open the Panel');
      const board = person.panel().locator('body');
      await board.getByText('Leaderboard').first().waitFor();
      await board.getByText('an apple').first().waitFor();

      await person.caretAfter('blue.png');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Home');
      await page.keyboard.type('dial', { delay: 30 });
      await person.untilOffered('dialect', 'l');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Z');

      await person.dropOnText('a fireman', 'duck.png', 'image/png', await readFile(made));
      // The picture's record was read: the other thing to do with it is to take its prompt.
      await person.untilText('fruit.spell', (now) => now.includes('duck.png'));
      await page.locator('.post-edit-widget .monaco-button').waitFor();
      await page.keyboard.press('Escape');

      // Nobody can list the extension's folder here: the files come one by one.
      await person.command('Spellwright: Open the Examples');
      await page.locator('.quick-input-widget').getByText('Copy Here').click();
      await page.locator('.tab[data-resource-name="1-first-steps.spell"]').waitFor();
      assert.deepEqual(await copied(person.folder, 'spellwright-examples'), await copied(root, 'examples'));

      await person.screenshot('web');

      await person.palette();
      await person.picker().fill('>Spellwright: ');
      const rows = page.locator('.quick-input-list .monaco-list-row');
      await rows.filter({ hasText: 'Open the Panel' }).waitFor();
      for (const absent of ['Connect a Generator', 'Choose Checkpoint', 'Gallery'])
        assert.equal(await rows.filter({ hasText: absent }).count(), 0, absent);
      await page.keyboard.press('Escape');
    } finally {
      await person.leave();
    }
  });
});
