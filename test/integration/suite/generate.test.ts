import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { AutomaticServer } from '../../generators/servers/automaticServer';
import {
  closeAll,
  eventually,
  extension,
  fileUri,
  lenses,
  openNew,
  skipAfterFailure,
  withSetting,
} from './editor';

type Window = typeof vscode.window;

/** Answers the editor's questions in a user's place, and hears what it says. */
class Answers {
  /** Everything that was said, in order: the sentence, and its detail. */
  readonly said: string[] = [];
  /** What is chosen of the buttons, in order; then nothing. */
  buttons: string[] = [];
  inputs: string[] = [];
  picks: RegExp[] = [];
  readonly #window = vscode.window as { -readonly [Key in keyof Window]: Window[Key] };
  readonly #real: Partial<Window> = {};

  begin(): void {
    for (const name of ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const) {
      this.#real[name] = this.#window[name] as never;
      this.#window[name] = ((text: string, ...rest: unknown[]) => {
        const detail = (rest[0] as { readonly detail?: string } | undefined)?.detail ?? '';
        this.said.push(`${text}\n${detail}`.trim());
        const wanted = this.buttons.findIndex((button) => rest.includes(button));
        return Promise.resolve(wanted < 0 ? undefined : this.buttons.splice(wanted, 1)[0]);
      }) as never;
    }
    this.#real.showInputBox = this.#window.showInputBox;
    this.#window.showInputBox = (() => Promise.resolve(this.inputs.shift())) as never;
    this.#real.showQuickPick = this.#window.showQuickPick;
    this.#window.showQuickPick = (async (items: unknown, options: vscode.QuickPickOptions) => {
      this.said.push(options.title ?? '');
      const wanted = this.picks.shift();
      const all = (await items) as readonly vscode.QuickPickItem[];
      return all.find(({ label }) => wanted?.test(label));
    }) as never;
  }

  end(): void {
    Object.assign(this.#window, this.#real);
  }

  heard(pattern: RegExp): Promise<string> {
    return eventually(String(pattern), () => this.said.findLast((each) => pattern.test(each)));
  }
}

const text =
  '---\ngenerate:\n  steps: 20\n  size: 64x64\n---\n### ball\na {red|green} ball, blue table, white wall\n';
const key = 'generator.address';

describe('generating pictures', () => {
  let server: AutomaticServer;
  let answers: Answers;
  let uri: vscode.Uri;
  skipAfterFailure();

  const drawn = (): number => server.requests.filter(({ path }) => path.endsWith('/txt2img')).length;
  const run = (command: string, ...given: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(`spellwright.${command}`, ...given);
  const address = (): string => vscode.workspace.getConfiguration('spellwright').get(key, '');
  const records = async (): Promise<{ readonly file: string; readonly seed: string }[]> =>
    (await readFile(fileUri('drawn', 'pictures.jsonl').fsPath, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; seed: string });

  before(async () => {
    await extension().activate();
    server = await AutomaticServer.start('a1111', { user: 'ada', password: 'hushhush' });
    const settings = vscode.workspace.getConfiguration('spellwright');
    await settings.update('generate.folder', 'drawn', vscode.ConfigurationTarget.Global);
    await settings.update('generate.seeds', 2, vscode.ConfigurationTarget.Global);
    uri = (await openNew('drawing.spell', text)).document.uri;
  });

  beforeEach(() => {
    answers = new Answers();
    answers.begin();
  });

  afterEach(() => answers.end());

  after(async () => {
    const settings = vscode.workspace.getConfiguration('spellwright');
    for (const name of ['generate.folder', 'generate.seeds', key])
      await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
    server?.release(); // what a test that failed held back
    await server?.close();
    await closeAll();
  });

  it('offers to connect where nothing is connected, and asks nobody before', async () => {
    await run('generateFile', uri);
    assert.match(answers.said.join(), /No generator is connected/);
    assert.equal(server.requests.length, 0);
    assert.ok(!(await lenses(uri)).some(({ title }) => title.endsWith('Draw')));
  });

  it('is connected by an address, and asks for what that wants; the password is in no setting', async () => {
    answers.inputs = ['ada', 'wrong'];
    answers.picks = [/User and Password/];
    await run('connectGenerator', server.url);
    assert.equal(address(), '', 'nothing is kept of what did not work');
    answers.inputs = ['ada', 'hushhush'];
    answers.picks = [/User and Password/];
    await run('connectGenerator', server.url);
    await answers.heard(/^Connected: A1111/);
    assert.equal(address(), server.url);
    const settings = JSON.stringify(vscode.workspace.getConfiguration('spellwright'));
    assert.doesNotMatch(settings + answers.said.join(), /hushhush/);
    await eventually('a lens', async () =>
      (await lenses(uri)).some(({ title }) => title.endsWith('Draw')) ? true : undefined,
    );
  });

  it('says what is drawn first, and draws nothing for who declines', async () => {
    await run('generateFile', uri);
    const asked = await answers.heard(/^Draw 4 pictures\?/);
    assert.match(asked, /variants: 2, seeds: 2, from 1 to 2/);
    assert.match(asked, /ball: steps 20 \(generate:\), width 64 \(generate:\)/);
    assert.equal(drawn(), 0);
  });

  it('keeps what is finished when it is stopped in the middle, and goes on from there', async () => {
    answers.buttons = ['Draw'];
    server.spoil = (reply) => {
      if (String(reply.body).includes('"images"')) server.hold();
      return reply;
    };
    const drawing = run('generateFile', uri);
    await eventually('the request for a second picture', () => (drawn() === 2 ? true : undefined));
    await run('cancelGeneration', uri);
    server.spoil = (reply) => reply;
    await drawing;
    await answers.heard(/^Stopped\. Finished and kept in drawn: 1 of 4/);
    assert.equal((await records()).length, 1);
    server.release();
    answers.buttons = ['Draw'];
    await run('generateFile', uri);
    await answers.heard(/^4 pictures in drawn, of which 3 are new/);
    assert.equal((await records()).length, 4);
    assert.equal(server.stops, 1);
  });

  it('asks for no picture that is there already, and lets the number of seeds be changed', async () => {
    const before = drawn();
    await run('generateFile', uri);
    await answers.heard(/^All 4 are there already/);
    answers.buttons = ['Other Number of Seeds…', 'Draw'];
    answers.inputs = ['3'];
    await run('generateFile', uri);
    await answers.heard(/^6 pictures in drawn, of which 2 are new/);
    assert.equal(drawn() - before, 2);
  });

  it('draws one wording of a spell', async () => {
    answers.buttons = ['Show Them'];
    await run('generateSpell', uri.toString(), { spell: 0 });
    await answers.heard(/^All 2 are there already/);
  });

  it('says in one sentence that nobody is there, and offers to connect', async () => {
    await withSetting(key, 'http://127.0.0.1:9', async () => {
      await run('generateFile', uri);
      await answers.heard(/^Nobody answers at http:\/\/127\.0\.0\.1:9/);
    });
    await vscode.workspace.getConfiguration('spellwright').update(key, server.url, true);
  });

  it('asks once about an address outside of this machine, and again about another one', async () => {
    const elsewhere = 'http://generator.invalid:7860';
    await run('connectGenerator', elsewhere);
    await answers.heard(/^Send prompts to generator\.invalid:7860\?/);
    answers.said.length = 0;
    answers.buttons = ['Send to It'];
    await run('connectGenerator', elsewhere);
    await answers.heard(/^Nobody answers/);
    answers.said.length = 0;
    await run('connectGenerator', elsewhere);
    assert.doesNotMatch(answers.said.join(), /Send prompts/);
    await run('connectGenerator', 'http://other.invalid:7860');
    assert.match(answers.said.join(), /Send prompts to other\.invalid:7860/);
    assert.equal(address(), server.url);
  });

  it('takes no address from a workspace', async () => {
    const file = fileUri('.vscode', 'settings.json');
    await vscode.workspace.fs.writeFile(
      file,
      Buffer.from('{"spellwright.generator.address": "http://evil.invalid"}'),
    );
    try {
      await run('generateFile', uri);
      await answers.heard(/are there already|^Draw/);
      assert.equal(address(), server.url);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });

  it('is forgotten when it is disconnected', async () => {
    await run('disconnectGenerator');
    assert.equal(address(), '');
    await run('generateFile', uri);
    assert.match(answers.said.join(), /No generator is connected/);
    await run('connectGenerator', server.url);
    assert.match(answers.said.at(-1)!, /^What .* Asks For$/, 'the password is forgotten, too');
    assert.equal(address(), '');
  });
});
