import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DocumentScore } from '../../../src/extension/services/scores';
import { commit, FakeHub } from '../../models/fakeHub';
import {
  api,
  closeAll,
  eventually,
  extension,
  known,
  lenses,
  openNew,
  replace,
  scored,
  takeChoice,
  withSetting,
} from './editor';

const head = '---\nimages: refs/red-apple.png\n---\n';
const fixtures = (name: string): string =>
  path.join(extension().extensionPath, 'test', 'fixtures', 'checkpoints', name);
const checkpointFiles = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'model.safetensors'];

type Show = 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage';

/** What the editor asked or said, with its buttons. */
interface Said {
  readonly kind: Show;
  readonly text: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  /** Requests that the hub had seen by then. */
  readonly requests: number;
}

describe('checkpoints', function () {
  this.timeout(300_000);
  let fake: FakeHub;
  let home: string;
  const environment = { ...process.env };
  const original = {
    showInformationMessage: vscode.window.showInformationMessage,
    showWarningMessage: vscode.window.showWarningMessage,
    showErrorMessage: vscode.window.showErrorMessage,
    withProgress: vscode.window.withProgress,
  };
  const said: Said[] = [];
  /** Buttons that the user presses, by what stands on them, one for each question in turn. */
  let presses: string[] = [];

  before(async function () {
    if (process.platform === 'darwin') this.skip(); // the user's own registry has a fixed place there
    await extension().activate();
    fake = await FakeHub.start();
    home = await mkdtemp(path.join(tmpdir(), 'spellwright-models-'));
    for (const name of Object.keys(process.env))
      if (/^HF_|_proxy$/i.test(name)) Reflect.deleteProperty(process.env, name);
    process.env.HF_HOME = path.join(home, 'hf');
    process.env.HF_ENDPOINT = fake.endpoint;
    process.env.XDG_CONFIG_HOME = process.env.APPDATA = path.join(home, 'config');
    const files: object[] = [];
    for (const name of checkpointFiles) {
      files.push(
        fake.add(name, await readFile(path.join(fixtures('hf-quick-gelu'), name)), name.endsWith('tensors')),
      );
    }
    const entry = (id: string): object => ({
      id,
      name: `Tiny ${id}`,
      repository: `someone/${id}`,
      revision: commit,
      format: 'hf-clip',
      family: 'clip',
      files,
      megabytes: 0.2,
      imageSize: 30,
      languages: ['en'],
      licence: 'CC0-1.0',
      note: { en: 'For tests.', ja: 'テスト用。' },
    });
    await mkdir(path.join(home, 'config', 'spellwright'), { recursive: true });
    await writeFile(
      path.join(home, 'config', 'spellwright', 'models.json'),
      JSON.stringify({ schema: 1, models: ['tiny-a', 'tiny-b', 'tiny-c', 'tiny-d'].map(entry) }),
    );
  });

  beforeEach(() => {
    fake.reset();
    said.length = 0;
    presses = [];
    for (const kind of ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const) {
      (vscode.window as { [name: string]: unknown })[kind] = (text: string, ...rest: unknown[]) => {
        const [options, buttons] =
          typeof rest[0] === 'object' ? [rest[0] as vscode.MessageOptions, rest.slice(1)] : [{}, rest];
        said.push({
          kind,
          text,
          detail: options.detail ?? '',
          buttons: buttons as string[],
          requests: fake.seen.length,
        });
        return Promise.resolve(buttons.length > 0 ? presses.shift() : undefined);
      };
    }
  });

  afterEach(async () => {
    Object.assign(vscode.window, original);
    await settings().update('model', undefined, vscode.ConfigurationTarget.Global);
    await closeAll();
  });

  after(async () => {
    for (const name of Object.keys(process.env))
      if (!(name in environment)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, environment);
    await fake?.stop();
    if (home) await rm(home, { recursive: true, force: true });
  });

  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('spellwright');
  const choose = (...args: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand('spellwright.chooseModel', ...args);
  const blobs = (id: string): string => path.join(home, 'hf', 'hub', `models--someone--${id}`, 'blobs');
  const questions = (): Said[] => said.filter(({ text }) => /^Download/.test(text));

  /** The present text's scores once they are of this checkpoint. */
  const scoredBy = ({ uri }: vscode.TextDocument, id: string): Promise<DocumentScore> =>
    known(uri, ({ phase, score, error }) => {
      if (phase === 'failed') throw new Error(error);
      return phase === 'ready' && score?.checkpoint.id === id;
    });

  it('are asked for once, downloaded, and named with every score', async () => {
    const { document } = await openNew('choose.spell', `${head}{a red apple|two cats}\n`);
    const before = await scored(document);
    assert.equal(before.checkpoint.id, 'mini');
    const seen: DocumentScore[] = [];
    const listening = api().scores.onDidChange((current) => void seen.push(current));
    presses = ['Download'];
    await choose('tiny-a');
    const { score } = await scoredBy(document, 'someone/tiny-a');
    listening.dispose();

    const [question, ...more] = questions();
    assert.deepEqual(more, []);
    assert.equal(question!.requests, 0, 'nothing is fetched before the answer');
    assert.match(question!.text, /Tiny tiny-a.*200 kB/);
    assert.match(question!.detail, /CC0-1\.0[^]*\/someone\/tiny-a[^]*models--someone--tiny-a/);
    assert.equal(settings().inspect('model')?.globalValue, 'tiny-a');

    const { hash } = score!.checkpoint;
    assert.notEqual(hash, before.checkpoint.hash);
    const [lens] = await lenses(document.uri);
    assert.match(lens!.tooltip!, new RegExp(`someone/tiny-a ${hash.slice(0, 12)}`));
    // From the change on, no number of the old checkpoint is shown, not even while the new one loads.
    const dropped = seen.findIndex((current) => current.score === undefined);
    assert.ok(dropped >= 0, 'the old scores were dropped');
    for (const current of seen.slice(dropped)) {
      if (current.score) assert.equal(current.score.checkpoint.hash, hash);
    }
  });

  it('that are here are used without a question, and the list leads back to the bundled one', async () => {
    const { document } = await openNew('list.spell', `${head}a red apple\n`);
    await choose('tiny-a');
    await scoredBy(document, 'someone/tiny-a');
    assert.deepEqual(said, []);
    assert.equal(fake.seen.length, 0);

    const { createQuickPick } = vscode.window;
    let picker: vscode.QuickPick<vscode.QuickPickItem> | undefined;
    vscode.window.createQuickPick = <T extends vscode.QuickPickItem>() => {
      const made = createQuickPick<T>();
      picker = made as unknown as vscode.QuickPick<vscode.QuickPickItem>;
      return made;
    };
    const chosen = choose();
    const { items, activeItems } = await eventually('the list', () =>
      picker && picker.items.length > 0 ? picker : undefined,
    ).finally(() => Object.assign(vscode.window, { createQuickPick }));
    const bundled = items.find(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
    assert.notEqual(activeItems[0], bundled, 'the one in use is active; the bundled one stands above it');
    await eventually('the bundled checkpoint to be active', async () => {
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectPrevious');
      return picker!.activeItems[0] === bundled || undefined;
    });
    await takeChoice(chosen);
    assert.equal(settings().inspect('model')?.globalValue, undefined);
    await scoredBy(document, 'mini');
  });

  it('are not downloaded without the user’s word', async () => {
    const { document } = await openNew('declined.spell', `${head}a red apple\n`);
    await scored(document);
    await choose('tiny-b');
    assert.equal(questions().length, 1);
    assert.equal(fake.seen.length, 0);
    assert.equal(settings().inspect('model')?.globalValue, undefined);
    assert.equal(api().scores.get(document.uri)?.score?.checkpoint.id, 'mini');
  });

  it('whose download is cancelled stay resumable, and go on from there', async () => {
    const weights = fake.files.get('model.safetensors')!.content;
    const half = Math.floor(weights.length / 2);
    const cancel = new vscode.CancellationTokenSource();
    fake.onCdn = (_request, response) => {
      // Half of it comes, then nothing more.
      response.writeHead(200, { 'content-length': weights.length });
      response.write(weights.subarray(0, half));
      return true;
    };
    const shown: string[] = [];
    vscode.window.withProgress = (options, task) =>
      original.withProgress(options, (progress) =>
        task(
          {
            report: (step) => {
              const { message = '' } = step as { message?: string };
              shown.push(message);
              if (/^(4|5)\d % · .+ of .+/.test(message)) cancel.cancel();
              progress.report(step);
            },
          },
          cancel.token,
        ),
      );
    presses = ['Download'];
    await choose('tiny-b');
    vscode.window.withProgress = original.withProgress;
    assert.ok(cancel.token.isCancellationRequested, shown.join('\n'));
    assert.deepEqual(
      said.map(({ text }) => text.slice(0, 8)),
      ['Download'],
      'a cancelled download is no error',
    );
    assert.equal(settings().inspect('model')?.globalValue, undefined);
    const [part] = (await readdir(blobs('tiny-b'))).filter((name) => name.endsWith('.incomplete'));
    const { size } = await stat(path.join(blobs('tiny-b'), part!));
    assert.ok(size > 0 && size <= half, `${size} bytes of ${weights.length}`);

    fake.reset();
    presses = ['Download'];
    const { document } = await openNew('resumed.spell', `${head}a red apple\n`);
    await choose('tiny-b');
    await scoredBy(document, 'someone/tiny-b');
    assert.match(questions()[1]!.detail, /goes on where it stopped/);
    const fetched = fake.seen.filter(({ host, path: name }) => host === 'cdn' && name.length > 1);
    assert.deepEqual(
      fetched.map(({ range }) => range),
      [`bytes=${size}-`],
    );
  });

  it('that the hub does not have are told in one sentence', async () => {
    fake.onHub = (_request, response) => {
      response.writeHead(404).end();
      return true;
    };
    presses = ['Download'];
    await choose('tiny-c');
    const errors = said.filter(({ kind }) => kind === 'showErrorMessage');
    assert.equal(errors.length, 1);
    assert.match(errors[0]!.text, /does not have .*someone\/tiny-c/);
    assert.deepEqual(errors[0]!.buttons, []);
    assert.equal(settings().inspect('model')?.globalValue, undefined);
  });

  it('that the hub refuses for the moment can be tried again', async () => {
    let refusals = 1;
    fake.onHub = (_request, response) => {
      if (refusals-- <= 0) return false;
      response.writeHead(401).end();
      return true;
    };
    presses = ['Download', 'Retry'];
    const { document } = await openNew('retried.spell', `${head}a red apple\n`);
    await choose('tiny-c');
    await scoredBy(document, 'someone/tiny-c');
    assert.equal(said.filter(({ kind }) => kind === 'showErrorMessage').length, 1);
    assert.equal(questions().length, 1);
  });

  it('that a file names are offered above it, and the setting stays', async () => {
    const { document } = await openNew(
      'named.spell',
      head.replace('---\n', '---\nmodel: tiny-d\n') + 'an apple\n',
    );
    const failed = await known(document.uri, ({ phase }) => phase === 'failed');
    assert.equal(failed.missingModel, 'tiny-d');
    assert.match(failed.error!, /Choose Checkpoint/);
    const [offer] = await lenses(document.uri);
    assert.match(offer!.title, /tiny-d is not downloaded/);
    presses = ['Download'];
    await vscode.commands.executeCommand(offer!.command, ...offer!.arguments!);
    await scoredBy(document, 'someone/tiny-d');
    assert.equal(settings().inspect('model')?.globalValue, undefined);
  });

  it('change with the line in the file that names one, and the old scores go first', async () => {
    const editor = await openNew('line.spell', head.replace('---\n', '---\nmodel: mini\n') + 'an apple\n');
    const before = await scored(editor.document);
    const seen: DocumentScore[] = [];
    const listening = api().scores.onDidChange((current) => void seen.push(current));
    await replace(editor, 'model: mini', 'model: tiny-d');
    const { score } = await scoredBy(editor.document, 'someone/tiny-d');
    listening.dispose();
    const dropped = seen.findIndex((current) => current.score === undefined);
    assert.ok(dropped >= 0, 'the old scores were dropped');
    assert.ok(seen.slice(dropped).every((current) => !current.score || current.score === score));
    await replace(editor, 'model: tiny-d', 'model: mini');
    assert.deepEqual([...(await scoredBy(editor.document, 'mini')).score!.cosine], [...before.cosine]);
  });

  it('that nobody knows are named', async () => {
    await choose('no-such-model');
    assert.deepEqual(
      said.map(({ kind }) => kind),
      ['showErrorMessage'],
    );
    assert.match(said[0]!.text, /no-such-model.*clip-vit-b-32/);
  });

  it('are deleted after a question, and the bundled one scores again', async () => {
    const { document } = await openNew('deleted.spell', `${head}a red apple\n`);
    await choose('tiny-c');
    await scoredBy(document, 'someone/tiny-c');
    // Of the list, which stands at the one that is there first.
    presses = ['Delete'];
    await takeChoice(vscode.commands.executeCommand('spellwright.removeModel'));
    const question = said.find(({ kind }) => kind === 'showWarningMessage')!;
    assert.match(question.text, /Tiny tiny-c/, 'the one in use is the first choice');
    assert.match(question.detail, /models--someone--tiny-c[^]*in use/);
    await assert.rejects(stat(blobs('tiny-c')));
    assert.equal(settings().inspect('model')?.globalValue, undefined);
    await scoredBy(document, 'mini');
  });

  it('whose files change while the engine sleeps are not mixed with what was measured before', async () => {
    const folder = path.join(home, 'trained');
    await cp(fixtures('hf-bf16'), folder, { recursive: true });
    const editor = await openNew('trained.spell', `${head}a red apple\n\ntwo cats\n`);
    const { document } = editor;
    await withSetting('model', folder, async () => {
      const { score: first } = await scoredBy(document, 'trained');
      await cp(fixtures('hf-f16'), folder, { recursive: true, force: true });
      process.kill(api().enginePid()!, 'SIGKILL');
      await eventually('the end of the engine', () => (api().enginePid() === undefined ? true : undefined));
      const seen: DocumentScore[] = [];
      const listening = api().scores.onDidChange((current) => void seen.push(current));
      await replace(editor, 'two cats', 'three cats');
      const { score: second } = await known(
        document.uri,
        ({ phase, score }) => phase === 'ready' && score!.checkpoint.hash !== first!.checkpoint.hash,
      );
      listening.dispose();
      const mixed = seen.filter(
        ({ score, scoreVersion, version }) =>
          score && scoreVersion === version && score.checkpoint.hash === first!.checkpoint.hash,
      );
      assert.deepEqual(mixed.length, 0, 'the new text was scored by the new weights only');
      await vscode.commands.executeCommand('spellwright.restartEngine');
      await known(document.uri, ({ score }) => score === undefined || score !== second);
      const { cosine } = await scored(document);
      // The texts may have shared a run with others before, which rounds otherwise.
      const apart = Math.max(...cosine.map((value, i) => Math.abs(value - second!.cosine[i]!)));
      assert.ok(apart < 1e-6, `${apart} apart`);
    });
  });
});
