import assert from 'node:assert/strict';
import { Person } from './person';

const file = 'stranger.spell';
const outside = 'outside.spell';
const hurting = 'hurting.spell';
const nested = (inner: string): string => '{a|'.repeat(99) + inner + '}'.repeat(99);

describe('a folder of a stranger', () => {
  let person: Person;

  before(async () => {
    person = await Person.arrive({
      workspaceTrust: true,
      files: {
        '.vscode/settings.json': JSON.stringify({ 'spellwright.model': './weights-of-a-stranger' }),
        [outside]: '---\nimages: ["/**", ../secret.png, refs/red-apple.png]\n---\na red apple\n',
        [hurting]: `---\nimages: [refs/red-apple.png]\n---\n${nested('__w0__')} {99999$$${'a|'.repeat(15_000)}b}\n`,
        ...Object.fromEntries(
          Array.from({ length: 40 }, (_, i) => [`wildcards/w${i}.txt`, nested(`__w${i + 1}__`)]),
        ),
        [file]: '---\nimages: [refs/red-apple.png]\n---\n### apple\na red apple\n',
      },
    });
  });

  after(() => person.leave());

  it('is scored by the bundled checkpoint while it is not trusted, whatever its settings name', async () => {
    await person.page.getByRole('button', { name: /^No, I don't trust/ }).click();
    await person.open(file);
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 1' }).waitFor();
  });

  it('reaches nothing outside of itself while it is not trusted, and asks nobody for it', async () => {
    const { page } = person;
    await person.open(outside);
    await page.locator('.codelens-decoration', { hasText: '#1 of 1' }).waitFor();
    await person.command('Problems: Focus on Problems View');
    const problem = page.locator('.markers-panel .monaco-list-row');
    await problem.filter({ hasText: 'The folder / lies outside of this workspace' }).waitFor();
    await problem
      .filter({ hasText: '"../secret.png" lies outside of this workspace, which is not trusted' })
      .waitFor();
    await page.waitForTimeout(3000); // longer than it takes to ask
    assert.equal(await page.locator('.notification-list-item', { hasText: 'looks for pictures' }).count(), 0);
  });

  it('does not end the extensions with slots that are nested and taken without measure', async () => {
    await person.open(hurting);
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 1' }).waitFor();
    await person.open(file);
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 1' }).waitFor();
  });

  it('has its settings heard once it is trusted', async () => {
    await person.command('Workspaces: Manage Workspace Trust');
    await person.page.getByRole('button', { name: 'Trust', exact: true }).first().click();
    await person.open(file);
    const status = person.page.locator('.statusbar-item', { hasText: /Spellwright|weights-of-a-stranger/ });
    await status.first().waitFor();
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 1' }).waitFor({ state: 'detached' });
  });
});
