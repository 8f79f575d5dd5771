import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EvolutionMessage } from '../../../src/protocol/panel/evolution';
import {
  closeAll,
  eventually,
  extension,
  openNew,
  replace,
  scored,
  skipAfterFailure,
  undo,
  withSetting,
} from './editor';
import { Overheard } from './overheard';

const text = `---
images: [refs/cat-left-of-dog.png, refs/dog-left-of-cat.png, refs/two-cats-blue.png, refs/blurry-panda.png]
keep: watercolor
---
### animals
a {lemon|cat}, watercolor, spooky
Negative prompt: blurry

### other
a red apple
`;

describe('evolving a spell', () => {
  let editor: vscode.TextEditor;
  let panel: Overheard;
  skipAfterFailure();

  const written = (): string => editor.document.getText();
  const putCaret = (words: string): void => {
    const place = editor.document.positionAt(written().indexOf(words));
    editor.selection = new vscode.Selection(place, place);
  };
  const told = (is: (message: EvolutionMessage) => boolean): Promise<EvolutionMessage> =>
    panel.last('evolution', is);
  const short = <T>(rounds: number, during: () => Promise<T>): Promise<T> =>
    withSetting('evolve.population', 8, () => withSetting('evolve.rounds', rounds, during));

  before(async function () {
    this.timeout(300_000);
    await extension().activate();
    editor = await openNew('evolve.spell', text);
    await scored(editor.document);
    panel = await Overheard.open(editor.document.uri);
  });

  after(async () => {
    panel?.panel.dispose();
    await closeAll();
  });

  it('writes what is better below a spell that nobody touched, as one step that can be undone', async () => {
    putCaret('watercolor, spooky');
    await short(4, async () => {
      await vscode.commands.executeCommand('spellwright.evolve', editor.document.uri);
      await panel.last('show-evolution');
      const { run } = await told(({ phase }) => phase === 'done');
      assert.equal(run!.name, 'animals');
      assert.equal(run!.told.length, 4);
      assert.equal(run!.searched + run!.heldOut, 4);
      assert.deepEqual(run!.result!.kept, ['watercolor']);
      assert.equal(run!.result!.slots, 1);
      assert.ok(run!.result!.gainUnseen! > 0, `${run!.from} → ${run!.best}`);
    });
    const { run } = await told((each) => each.run?.isInserted === true);
    const [, name, note, prompt] = /### (animals evolved)\n# (.*)\n(.*)\nNegative prompt: blurry\n/.exec(
      written(),
    )!;
    assert.equal(name, 'animals evolved');
    assert.match(note!, /^\+0\.\d{4}, too few pictures .*\(2\), by mini \w{12}, seed 1$/);
    assert.match(prompt!, /watercolor/);
    assert.equal(prompt, run!.best);
    assert.ok(written().indexOf('animals evolved') < written().indexOf('### other'));
    await undo(editor.document, text);
    await told((each) => each.run?.isInserted === false && each.run.canInsert);
  });

  it('asks before it writes into a file that was edited meanwhile, and finds the spell where it is by then', async () => {
    putCaret('watercolor, spooky');
    // As many as there may be: it is not to end before it is stopped.
    await short(200, async () => {
      const begun = panel.next(
        'evolution',
        ({ phase, run }) => phase === 'searching' && (run?.told.length ?? 0) >= 1,
      );
      panel.says({ kind: 'evolution-start', seed: 5 });
      await begun;
      await vscode.commands.executeCommand('spellwright.evolve', editor.document.uri);
      assert.equal((await panel.last('evolution')).run!.seed, 5, 'a second one does not begin');
      await replace(editor, '### animals', '### first\na lemon\n\n### animals');
      panel.says({ kind: 'evolution-stop' });
      const { run } = await told(({ phase }) => phase === 'stopped');
      assert.ok(run!.told.length >= 1 && run!.told.length < 200);
      assert.equal(run!.result!.gainSeen >= 0, true);
    });
    assert.doesNotMatch(written(), /evolved/, 'who stops is asked');
    const { run } = await panel.last('evolution');
    if (run!.canInsert) {
      panel.says({ kind: 'evolution-insert' });
      await eventually('the spell', () => (written().includes('evolved') ? true : undefined));
      assert.match(written(), /spooky\nNegative prompt: blurry\n\n### animals evolved\n/);
    }
    assert.equal(run!.isStale, false);
    await replace(editor, ', refs/blurry-panda.png', '');
    await scored(editor.document);
    await told((each) => each.run!.isStale);
  });

  it('begins again by itself when its engine is ended under it, and finds the same', async () => {
    putCaret('a red apple');
    await scored(editor.document);
    await short(40, async () => {
      const begin = async (): Promise<void> => {
        const begun = panel.next(
          'evolution',
          ({ phase, run }) => phase === 'searching' && run?.seed === 9 && run.told.length > 0,
        );
        panel.says({ kind: 'evolution-start', seed: 9 });
        await begun;
      };
      const end = async (): Promise<string> => {
        const { phase, run, error } = await told((each) => each.phase === 'done' || each.phase === 'failed');
        assert.equal(phase, 'done', error);
        assert.equal(run!.told.length, 40);
        return run!.best!;
      };
      await begin();
      const from = panel.sent.length;
      await vscode.commands.executeCommand('spellwright.restartEngine', editor.document.uri.toString());
      const found = await end();
      const phases = panel.sent.slice(from).flatMap((each) => (each.kind === 'evolution' ? each.phase : []));
      assert.ok(phases.includes('preparing'), phases.join(' '));
      await begin();
      assert.equal(await end(), found);
    });
  });

  it('says what it lacks', async () => {
    const alone = await openNew('alone.spell', 'a cat\n');
    await eventually('scores', () =>
      extension().exports.scores.get(alone.document.uri)?.phase === 'no-images' ? true : undefined,
    );
    const own = await Overheard.open(alone.document.uri);
    try {
      await vscode.commands.executeCommand('spellwright.evolve', alone.document.uri);
      const { error } = await own.last('evolution', ({ phase }) => phase === 'failed');
      assert.match(error!, /no reference pictures/);
    } finally {
      own.panel.dispose();
    }
  });
});
