import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { Person } from './person';

/** Waits until an element is within what the window shows. */
const visible = (element: Locator): Promise<void> =>
  element.evaluate(
    (node) =>
      new Promise<void>((resolve) =>
        new IntersectionObserver((entries, observer) => {
          if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
          observer.disconnect();
          resolve();
        }).observe(node),
      ),
  );

describe('a person whose editor is Japanese', () => {
  let person: Person;

  before(async () => {
    person = await Person.arrive({
      language: 'ja',
      viewport: { width: 1280, height: 800 },
      files: { 'rule.spell': 'a portrait of an invalid\n' },
    });
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

  it('reads the page of a rule in Japanese, opened at its heading', async () => {
    await person.open('rule.spell');
    await person.page.locator('.monaco-editor .squiggly-info').first().waitFor();
    await person.caretIn('invalid');
    await person.command('Spellwright: カーソル位置の規則の説明を読む');
    const rule = person.preview().locator('h2', { hasText: /^an-invalid$/ });
    await rule.waitFor();
    const said = rule.locator('xpath=following-sibling::p[1]');
    assert.equal(await said.textContent(), 'disability/term/an-invalid、情報、後に名詞が続かないところだけ');
    await visible(rule);
    await person.screenshot('japanese-rule');
  });
});
