import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, closeAll, eventually, extension, fileUri, openNew, replace, skipAfterFailure } from './editor';

const pictures = [
  'four-balloons-pink',
  'sushi-orange',
  'three-lemons-green',
  'two-cats-blue',
  'red-apple',
  'blurry-panda',
]
  .map((name) => `refs/${name}.png`)
  .join(', ');

/** What the bundled checkpoint tells apart on six pictures, and what it does not. */
const text = `---
images: [${pictures}]
expect:
  - { spell: good, beats: bad }
  - { spell: bad, beats: good }
  - { spell: good, keeps: baseline }
  - { spell: bad, beats: other, on: refs/red-apple.png }
---
### good
things on a background
### bad
a black and white bicycle
### other
a blue fish
`;

type State = 'started' | 'passed' | 'failed' | 'errored' | 'skipped';

interface Run {
  readonly request: vscode.TestRunRequest;
  readonly states: Map<string, State>;
  readonly messages: Map<string, vscode.TestMessage>;
  output: string;
  isOver: boolean;
}

/** Hears what the extension tells the Test Explorer in each run. */
function listen(controller: vscode.TestController): { readonly runs: Run[]; readonly stop: () => void } {
  const runs: Run[] = [];
  const real = controller.createTestRun;
  const heard = controller as { createTestRun: typeof controller.createTestRun };
  heard.createTestRun = (request, ...more) => {
    const run = real.call(controller, request, ...more);
    const told: Run = { request, states: new Map(), messages: new Map(), output: '', isOver: false };
    runs.push(told);
    return new Proxy(run, {
      get(_, key) {
        const value = Reflect.get(run, key) as unknown;
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          const [first, second] = given;
          if (key === 'appendOutput') told.output += String(first);
          else if (key === 'end') told.isOver = true;
          else if (typeof key === 'string') {
            const { id } = first as vscode.TestItem;
            told.states.set(id, key as State);
            if (second instanceof vscode.TestMessage) told.messages.set(id, second);
          }
          return (value as (...given: unknown[]) => unknown).apply(run, given);
        };
      },
    });
  };
  return { runs, stop: () => void (heard.createTestRun = real) };
}

describe('prompt tests', () => {
  const lock = fileUri('prompt-tests', 'spellwright.lock');
  let editor: vscode.TextEditor;
  let heard: ReturnType<typeof listen>;
  /** What the user was told of going wrong. */
  const said: string[] = [];
  const { showErrorMessage, showWarningMessage } = vscode.window;
  skipAfterFailure();

  before(async () => {
    await extension().activate();
    const window = vscode.window as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
    window.showErrorMessage = window.showWarningMessage = async (...given) =>
      void said.push(given.join(' | '));
    heard = listen(api().tests.controller);
    await vscode.workspace.fs.copy(fileUri('refs'), fileUri('prompt-tests', 'refs'));
    editor = await openNew('prompt-tests/a.spell', text);
  });

  after(async () => {
    heard?.stop();
    Object.assign(vscode.window, { showErrorMessage, showWarningMessage });
    await vscode.commands.executeCommand('testing.stopContinuousRun').then(undefined, () => undefined);
    await closeAll();
    await vscode.workspace.fs.delete(fileUri('prompt-tests'), { recursive: true });
  });

  const file = (): vscode.TestItem | undefined =>
    api().tests.controller.items.get(editor.document.uri.toString());
  const itemOf = (spell: string, id: string): vscode.TestItem =>
    [...file()!.children.get(spell)!.children].find(([each]) => each.startsWith(id))![1];
  let seen = 0;
  /** The states of the next run that holds all of these, once it is over. */
  const states = async (...ids: string[]): Promise<string[]> => {
    const run = await eventually('a run', () =>
      heard.runs.slice(seen).find((each) => each.isOver && ids.every((id) => each.states.has(id))),
    ).catch((error: unknown) => {
      const after = heard.runs.slice(seen).map((each) => [[...each.states], each.isOver, each.output]);
      throw new Error(`${String(error)}\nruns: ${JSON.stringify(after)}\nsaid: ${said.join('; ')}`);
    });
    seen = heard.runs.indexOf(run) + 1;
    return ids.map((id) => run.states.get(id)!);
  };
  /** The command runs the tests of the active editor. */
  const runCurrentFile = async (): Promise<void> => {
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('testing.runCurrentFile');
  };
  const runTests = async (
    request: vscode.TestRunRequest,
    token = new vscode.CancellationTokenSource().token,
  ): Promise<void> => api().tests.profile.runHandler(request, token);
  const [first, second, keeps] = ['good/beats/bad', 'bad/beats/good', 'good/keeps'] as const;

  it('are in the tree and at their lines as soon as the file is open', async () => {
    await eventually('the tests', () => file()?.children.get('good'));
    const label = ({ label: own, range }: vscode.TestItem): string => `${range!.start.line} ${own}`;
    assert.deepEqual(
      [...file()!.children].map(([, spell]) => [
        label(spell),
        [...spell.children].map(([, each]) => label(each)),
      ]),
      [
        ['8 good', ['3 beats "bad"', '5 at least as good as its baseline']],
        ['10 bad', ['4 beats "good"', '6 beats "other" on refs/red-apple.png']],
      ],
    );
    // The editor has them too.
    await eventually('the editor', async () => {
      const ids = await vscode.commands.executeCommand<string[][]>(
        'vscode.testing.getTestsInFile',
        editor.document.uri,
      );
      return ids.flat().includes(second) ? true : undefined;
    });
  });

  it('run by the editor’s own command: passed, failed with the difference in words, or cannot tell', async () => {
    await runCurrentFile();
    const [beats, not, none] = await states(first, second, keeps);
    assert.deepEqual([beats, not, none], ['passed', 'failed', 'skipped']);
    const { messages, output, states: all } = heard.runs[seen - 1]!;
    const { message, location, contextValue } = messages.get(second)!;
    assert.match(String(message), /Not better than "good" on 6 pictures: −0\.3782 \(−0\.5\d+ … −0\.1\d+\)/);
    assert.equal(location!.range.start.line, 4);
    assert.equal(contextValue, undefined); // no baseline is in question
    const few = itemOf('bad', 'bad/beats/other');
    assert.equal(all.get(few.id), 'skipped');
    assert.match(few.description ?? '', /1 different picture cannot tell; it takes 5/);
    assert.match(output, /6 different pictures, checkpoint mini 3e2322c0bac1/);
    assert.match(output, /There is no baseline of "good" yet/);
  });

  it('run alone, and leave out what is left out', async () => {
    const spell = file()!.children.get('good')!;
    const { length } = heard.runs;
    const request = new vscode.TestRunRequest([spell], [spell.children.get(keeps)!]);
    await runTests(request);
    assert.equal(heard.runs.length, length + 1);
    seen++;
    assert.deepEqual([...heard.runs.at(-1)!.states], [[first, 'passed']]);
  });

  it('have a baseline when one is accepted, and pass', async () => {
    await vscode.commands.executeCommand('spellwright.acceptBaseline', itemOf('good', keeps));
    assert.deepEqual(await states(keeps), ['passed']);
    const written = JSON.parse(Buffer.from(await vscode.workspace.fs.readFile(lock)).toString()) as {
      readonly files: Record<string, { readonly spells: Record<string, unknown> }>;
    };
    assert.deepEqual(Object.keys(written.files['a.spell']!.spells), ['good']); // that spell's only
  });

  it('run again while somebody types, but only what has changed; fail; and pass once the new baseline is accepted', async () => {
    await vscode.commands.executeCommand('testing.startContinuousRun');
    const before = itemOf('good', keeps);
    const { length } = heard.runs;
    await replace(editor, 'things on a background', 'the black and white bicycle');
    assert.deepEqual(await states(keeps), ['failed']);
    assert.equal(itemOf('good', keeps), before); // the same item: nothing flickers
    const run = heard.runs.at(-1)!;
    assert.deepEqual([...run.states.keys()].sort(), [second, first, keeps].sort());
    assert.equal(heard.runs.length, length + 1);
    const { message, contextValue } = run.messages.get(keeps)!;
    assert.match(String(message), /Worse than its baseline on 6 pictures: −0\.3780 \(−0\.5\d+ … −0\.1\d+\)/);
    assert.equal(contextValue, 'spellwright.acceptable');
    await vscode.commands.executeCommand('spellwright.acceptBaseline', {
      test: before,
      message: run.messages.get(keeps),
    });
    assert.deepEqual(await states(keeps), ['passed']);
    assert.equal(editor.document.isDirty, false); // what was accepted is what lies on the disk
    await vscode.commands.executeCommand('testing.stopContinuousRun');
  });

  it('are accepted from the menus of tests, of files and of messages that a baseline is in question for', () => {
    const { menus } = (
      extension().packageJSON as {
        contributes: { menus: Record<string, readonly { command: string; when?: string }[] | undefined> };
      }
    ).contributes;
    const when = (menu: string): string | undefined =>
      menus[menu]!.find(({ command }) => command === 'spellwright.acceptBaseline')?.when;
    assert.equal(when('testing/item/context'), "controllerId == 'spellwright'");
    assert.equal(when('testing/message/context'), "testMessage == 'spellwright.acceptable'");
  });

  it('of several spells are accepted when that is confirmed, in one file', async () => {
    const { window } = vscode as unknown as { window: Record<string, (...given: unknown[]) => unknown> };
    const real = window.showWarningMessage!;
    const asked: unknown[] = [];
    const answer = (choice: string | undefined): void => {
      window.showWarningMessage = async (question, ...more) => (asked.push(question, ...more), choice);
    };
    const spells = async (): Promise<string[]> => {
      const { files } = JSON.parse(Buffer.from(await vscode.workspace.fs.readFile(lock)).toString()) as {
        readonly files: Record<string, { readonly spells: object }>;
      };
      return Object.keys(files['a.spell']!.spells);
    };
    const both = [itemOf('good', keeps), itemOf('bad', second)];
    try {
      answer(undefined);
      await vscode.commands.executeCommand('spellwright.acceptBaseline', both[0], both);
      assert.match(String(asked[0]), /baseline of 2 spells in 1 file\?/);
      assert.deepEqual(await spells(), ['good']);
      answer('Accept');
      await vscode.commands.executeCommand('spellwright.acceptBaseline', both[0], both);
      assert.deepEqual(await spells(), ['bad', 'good']);
    } finally {
      window.showWarningMessage = real;
    }
  });

  it('have the earlier baseline back when accepting is undone', async () => {
    const textOf = async (): Promise<string> =>
      Buffer.from(await vscode.workspace.fs.readFile(lock)).toString();
    const before = await textOf();
    const api = vscode.window as unknown as {
      showInformationMessage: (...given: string[]) => Promise<unknown>;
    };
    const real = api.showInformationMessage;
    let accepted = '';
    api.showInformationMessage = async (said, ...choices) => {
      if (!choices.includes('Undo')) return undefined;
      accepted = await textOf();
      return 'Undo';
    };
    try {
      await replace(editor, 'the black and white bicycle', 'things');
      await vscode.commands.executeCommand('spellwright.acceptBaseline', itemOf('good', keeps));
      await eventually('the earlier baseline', async () => ((await textOf()) === before ? true : undefined));
      assert.notEqual(accepted, '');
      assert.notEqual(accepted, before);
    } finally {
      api.showInformationMessage = real;
    }
  });

  it('say what is wrong where it is written, and what cannot be scored', async () => {
    await replace(editor, 'beats: bad }', 'beats: bat }');
    const broken = await eventually('the broken one', () =>
      [...file()!.children].map(([, each]) => each).find(({ error }) => error !== undefined),
    );
    assert.match(String(broken.error), /No spell of the file is called "bat"/);
    assert.equal(broken.range!.start.line, 3);
    await replace(editor, `[${pictures}]`, 'none/*.png');
    await runCurrentFile();
    assert.deepEqual(await states(broken.id, second), ['errored', 'errored']);
    assert.match(String(heard.runs[seen - 1]!.messages.get(second)!.message), /none\/\*\.png/);
  });

  it('have a test file that says itself what is wrong with it, until that is mended', async () => {
    const uri = fileUri('prompt-tests', 'spellwright.test.yml');
    const told = (): string[] =>
      vscode.languages.getDiagnostics(uri).map(({ code, range }) => `${range.start.line} ${String(code)}`);
    await vscode.workspace.fs.writeFile(uri, Buffer.from('tests:\n  - file: a.spell\n'));
    await eventually('what is wrong', () => (told().includes('1 expect-key-slip') ? true : undefined));
    await vscode.workspace.fs.writeFile(
      uri,
      Buffer.from('tests:\n  - files: gone.spell\n    expect:\n      - fits: context\n'),
    );
    await vscode.commands.executeCommand('testing.refreshTests');
    await eventually('the name', () => (told().join() === '1 tests-match-nothing' ? true : undefined));
    await vscode.workspace.fs.delete(uri);
    await eventually('nothing', () => (told().length === 0 ? true : undefined));
  });

  it('stop when they are stopped', async () => {
    await replace(editor, 'none/*.png', `[${pictures}]`);
    const cancel = new vscode.CancellationTokenSource();
    const running = runTests(new vscode.TestRunRequest([file()!]), cancel.token);
    cancel.cancel();
    await running;
    const { states: all, isOver } = heard.runs.at(-1)!;
    assert.ok(isOver);
    assert.ok(
      [...all.values()].every((state) => state === 'started'),
      JSON.stringify([...all]),
    );
  });

  it('of files that are not open are found when the Test Explorer looks, and go with their files', async () => {
    const other = fileUri('prompt-tests', 'b.spell');
    const testFile = fileUri('prompt-tests', 'spellwright.test.yml');
    await vscode.workspace.fs.writeFile(other, Buffer.from('### one\na red apple\n'));
    await vscode.workspace.fs.writeFile(
      testFile,
      Buffer.from('tests:\n  - files: b.spell\n    expect:\n      - fits: context\n'),
    );
    await vscode.commands.executeCommand('testing.refreshTests');
    const item = await eventually('the other file', () => api().tests.controller.items.get(other.toString()));
    await eventually('its test', () => item.children.get('one')?.children.get('one/fits'));
    const fits = item.children.get('one')!.children.get('one/fits')!;
    assert.deepEqual([fits.uri!.toString(), fits.range!.start.line], [testFile.toString(), 3]);
    await vscode.workspace.fs.delete(other);
    await eventually('nothing', () =>
      api().tests.controller.items.get(other.toString()) ? undefined : true,
    );
  });
});
