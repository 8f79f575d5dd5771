import { Person } from './person';

const file = 'stranger.spell';

describe('a folder of a stranger', () => {
  let person: Person;

  before(async () => {
    person = await Person.arrive({
      workspaceTrust: true,
      files: {
        '.vscode/settings.json': JSON.stringify({ 'spellwright.model': './weights-of-a-stranger' }),
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

  it('has its settings heard once it is trusted', async () => {
    await person.command('Workspaces: Manage Workspace Trust');
    await person.page.getByRole('button', { name: 'Trust', exact: true }).first().click();
    await person.open(file);
    const status = person.page.locator('.statusbar-item', { hasText: /Spellwright|weights-of-a-stranger/ });
    await status.first().waitFor();
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 1' }).waitFor({ state: 'detached' });
  });
});
