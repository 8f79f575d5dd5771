import assert from 'node:assert/strict';
import { Person } from './person';

describe('a person whose editor is Japanese', () => {
  let person: Person;

  before(async () => {
    person = await Person.arrive({ language: 'ja', viewport: { width: 1280, height: 800 } });
    await person.open('10-japanese.spell');
    await person.page.locator('.codelens-decoration', { hasText: '位' }).first().waitFor();
  });

  after(() => person.leave());

  it('reads the panel, the status bar and the line above a spell in Japanese', async () => {
    await person.command('Spellwright: パネルを開く');
    const panel = person.panel();
    await panel.getByRole('treegrid', { name: '順位表' }).waitFor();
    assert.equal(await panel.locator('html').getAttribute('lang'), 'ja');
    await person.screenshot('japanese');
  });

  it('reads the walkthrough in Japanese, whose button opens the panel', async () => {
    await person.command('Spellwright: ウォークスルー');
    const step = person.page.locator('.getting-started-step', { hasText: '順位の動きを見る' });
    await step.locator('.step-title').click();
    await step.getByRole('button', { name: 'パネルを開く' }).click();
    await person.panel().locator('h1', { hasText: '10-japanese.spell' }).waitFor();
    await person.screenshot('japanese-walkthrough');
  });
});
