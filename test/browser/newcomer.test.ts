import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/editor/repository';
import { Person } from './person';

const file = 'mine.spell';
const lines = 'lines.spell';
const spells = `---
images: [refs/red-apple.png]
---
### first
a red apple
`;
const picture = (): Promise<Buffer> => readFile(path.join(root, 'examples', 'refs', 'sushi-orange.png'));

describe('a person who has just begun', () => {
  let person: Person;

  before(async () => {
    person = await Person.arrive({
      files: {
        [file]: spells,
        'nothing.spell': '',
        'slip.spell': '---\nimages: *.png\n---\na cat\n',
        [lines]: 'a cat\n',
      },
    });
  });

  after(() => person.leave());

  it('drops a picture on the text, which becomes a reference and no words', async () => {
    await person.open(file);
    await person.page.locator('.codelens-decoration', { hasText: 'cos' }).first().waitFor();
    await person.dropOnText('a red apple', 'お昼 sushi.png', 'image/png', await picture());
    await person.untilText(file, (text) =>
      text.includes('images: [refs/red-apple.png, refs/お昼-sushi.png]'),
    );
    await person.untilText(file, (text) => /^a red apple$/m.test(text));
    assert.ok((await readdir(path.join(person.folder, 'refs'))).includes('お昼-sushi.png'));
  });

  it('pastes a picture into the text, and takes it back by undo', async () => {
    await person.caretAfter('a red apple');
    await person.copyPicture(await picture());
    await person.page.keyboard.press('Control+v');
    await person.untilText(file, (text) =>
      /images: \[refs\/red-apple\.png, .*, refs\/image\.png\]/.test(text),
    );
    await person.caretAfter('a red apple');
    await person.page.keyboard.press('Control+z');
    await person.untilText(file, (text) => !text.includes('image.png') && /^a red apple$/m.test(text));
  });

  it('pastes words as words', async () => {
    await person.caretAfter('a red apple');
    await person.page.evaluate(() => navigator.clipboard.writeText(' on a table'));
    await person.page.keyboard.press('Control+v');
    await person.untilText(file, (text) => /^a red apple on a table$/m.test(text));
  });

  it('weighs a tag with the keys', async () => {
    await person.replaceLine('a red apple on a table', 'a red apple <lora:owl:0.8>');
    await person.page.keyboard.press('ArrowLeft');
    await person.page.keyboard.press('Control+ArrowUp');
    await person.untilText(file, (text) => /^a red apple <lora:owl:0\.9>$/m.test(text));
  });

  it('sees a first spell in an empty file, and takes it with Tab', async () => {
    await person.open('nothing.spell');
    await person.page.locator('.ghost-text, .ghost-text-decoration').first().waitFor();
    await person.screenshot('newcomer-ghost');
    await person.page.keyboard.press('Tab');
    await person.untilText('nothing.spell', (text) => text.includes('### a name'));
  });

  it('is shown keys and pictures of the front matter without asking', async () => {
    await person.open('slip.spell');
    await person.replaceLine('images: *.png', 'im');
    await person.untilOffered('images', 'm');
    await person.page.keyboard.press('Tab');
    await person.untilText('slip.spell', (text) => text.includes('images: []'));
    await person.untilOffered('refs/');
    await person.page.keyboard.type('re', { delay: 60 });
    await person.untilOffered('refs/');
    await person.screenshot('newcomer-completion');
    await person.page.keyboard.press('Tab');
    await person.untilText('slip.spell', (text) => text.includes('images: [refs/]'));
    await person.page.keyboard.type('red-a', { delay: 60 });
    await person.untilOffered('red-apple.png');
    await person.page.keyboard.press('Escape');
  });

  it('writes whole lines, whatever is offered meanwhile; Tab takes the first offer', async () => {
    await person.open(lines);
    await person.replaceLine('a cat', 'a black cat');
    for (const [offered, letter, next] of [
      ['cat', 't', '猫と夕焼'],
      ['夕焼けの光', '焼', 'blu'],
      ['blue', 'u', 'soft li'],
    ] as const) {
      await person.untilOffered(offered, letter);
      await person.page.keyboard.press('Enter');
      await person.page.keyboard.type(next, { delay: 30 });
    }
    await person.untilText(lines, (text) => text.includes('a black cat\n猫と夕焼\nblu\nsoft li'));
    await person.untilOffered('soft light', 'i');
    await person.page.keyboard.press('Tab');
    await person.untilText(lines, (text) => /^soft light$/m.test(text));
  });

  it('finds checkpoints by 日本語 and by their ids, those that cannot be read last', async () => {
    const rows = person.page.locator('.quick-input-list .monaco-list-row');
    for (const [typed, first] of [
      ['日本語', 'mini'],
      ['japan', 'mini'],
      ['siglip2-b-16', 'SigLIP'],
    ] as const) {
      await person.command('Spellwright: Choose Checkpoint');
      await rows.filter({ hasText: 'SigLIP' }).first().waitFor();
      await person.picker().pressSequentially(typed, { delay: 30 });
      await rows.filter({ hasText: 'ViT-L/14' }).first().waitFor({ state: 'detached' });
      await person.until(`${first} is first for ${typed}, and last what cannot be read`, async () => {
        const shown = await rows.allTextContents();
        const unread = shown.findIndex((text) => text.includes('not readable yet'));
        return shown[0]?.includes(first) === true && (unread < 0 || unread === shown.length - 1);
      });
      await person.page.keyboard.press('Escape');
    }
    await person.screenshot('newcomer-picker');
  });

  it('is shown the panel of the file that was written in by the walkthrough’s buttons', async () => {
    await person.open(file);
    await person.command('Spellwright: Open the Walkthrough');
    const step = person.page.locator('.getting-started-step', { hasText: 'watch the ranking' });
    await step.locator('.step-title').click();
    await step.getByRole('button', { name: 'Open the panel' }).click();
    await person.panel().locator('h1', { hasText: file }).waitFor();
  });

  it('makes a new spell file by File > New File…', async () => {
    await person.command('Create: New File...');
    const rows = person.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'Spell File' }).first().click();
    await person.page.locator('.tabs-container .tab.active', { hasText: 'Untitled' }).first().waitFor();
    await person.page.locator('.ghost-text, .ghost-text-decoration').first().waitFor();
  });
});
