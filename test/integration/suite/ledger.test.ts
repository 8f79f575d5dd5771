import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PanelLedger } from '../../../src/protocol/panel/ledger';
import {
  closeAll,
  eventually,
  extension,
  openNew,
  replace,
  scored,
  skipAfterFailure,
  withSetting,
} from './editor';
import { Overheard } from './overheard';

const text = `---
images: [refs/red-apple.png]
---
### mixed
(a red apple:1.2), masterpiece, castle
### other
a blue fish
### tagged
<img src=kitten> & more, house
`;

describe('the words of a spell', () => {
  let editor: vscode.TextEditor;
  let panel: Overheard;
  skipAfterFailure();

  before(async function () {
    this.timeout(300_000);
    await extension().activate();
    editor = await openNew('ledger.spell', text);
    await scored(editor.document);
    panel = await Overheard.open(editor.document.uri);
  });

  after(async () => {
    panel?.panel.dispose();
    await closeAll();
  });

  const table = async (is: (table: PanelLedger) => boolean = () => true): Promise<PanelLedger> => {
    const { table: found } = await panel.last(
      'ledger',
      (each) => each.phase === 'measured' && each.table !== undefined && is(each.table),
    );
    return found!;
  };
  const units = ({ units: found }: PanelLedger): string[] => found.map((unit) => unit.text).sort();
  const place = (words: string): vscode.Position =>
    editor.document.positionAt(editor.document.getText().indexOf(words));
  const putCaret = (words: string): void => {
    editor.selection = new vscode.Selection(place(words), place(words));
  };
  const hover = async (words: string): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      place(words),
    );
    return hovers
      .flatMap(({ contents }) => contents.map((each) => (each as vscode.MarkdownString).value))
      .join('\n');
  };

  it('are weighed for whoever looks, and only then; the list comes forward by command', async () => {
    putCaret('masterpiece');
    await panel.last('scores');
    assert.equal((await panel.last('ledger')).table, undefined);
    await vscode.commands.executeCommand('spellwright.explainSpell', editor.document.uri);
    await panel.last('show-ledger');
    panel.says({ kind: 'ledger-watch', isOn: true });
    const found = await table();
    assert.deepEqual(units(found), ['a red apple', 'castle', 'masterpiece']);
    const score = await scored(editor.document);
    assert.equal(found.checkpoint.hash, score.checkpoint.hash);
    assert.equal(found.differentPictures, 1);
    assert.ok(Math.abs(found.all - score.prompts[0]!.meanCosine) < 1e-6);
    const sum = found.units.reduce((total, { effect }) => total + effect, 0);
    assert.ok(Math.abs(found.all - found.none - found.unexplained - sum) < 1e-6);
    assert.equal(found.units[0]!.text, 'a red apple');
    assert.ok(found.units.every(({ probability }) => probability !== undefined));
  });

  it('follow the caret into another spell, and what is typed', async () => {
    putCaret('a blue fish');
    await table((each) => units(each).join() === 'a,blue,fish');
    await replace(editor, 'a blue fish', 'a blue bird');
    await table((each) => units(each).join() === 'a,bird,blue');
    putCaret('masterpiece');
    await table((each) => units(each).includes('masterpiece'));
  });

  it('have their numbers on hover, beside what other hovers say, until they are switched off', async () => {
    const number = /“castle”: −\d+\.\d\d of the cosine × 100/;
    const shown = await eventually('the numbers', async () => {
      const said = await hover('castle');
      return number.test(said) ? said : undefined;
    });
    assert.match(shown, /The view of mini [0-9a-f]{12} on 1 different picture, not a truth/);
    assert.match(shown, /CLIP reads/);
    await vscode.commands.executeCommand('spellwright.toggleWordEffects');
    try {
      await eventually('no numbers', async () => (number.test(await hover('castle')) ? undefined : true));
      await vscode.commands.executeCommand('spellwright.toggleWordEffects');
      await eventually('the numbers', async () => (number.test(await hover('castle')) ? true : undefined));
    } finally {
      await vscode.workspace
        .getConfiguration('spellwright')
        .update('wordEffects', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('are unfolded, paired and measured exactly when somebody asks, and selected as they are written', async () => {
    const { units: found } = await table();
    const apple = found.find((unit) => unit.text === 'a red apple')!.unit;
    panel.says({ kind: 'ledger-unfold', unit: apple, isOpen: true });
    const open = await table((each) => each.units.some(({ words }) => words !== undefined));
    const words = open.units.find(({ unit }) => unit === apple)!.words!;
    assert.deepEqual(words.map((word) => word.text).sort(), ['a', 'apple', 'red']);

    await vscode.commands.executeCommand('spellwright.explainPairs', editor.document.uri);
    assert.equal((await table(({ pairs }) => pairs !== undefined)).pairs!.length, 3);
    await vscode.commands.executeCommand('spellwright.explainExactly', editor.document.uri);
    const exact = await table(({ shapley }) => shapley !== undefined);
    const sum = exact.units.reduce((total, { shapley }) => total + shapley!.value, 0);
    assert.ok(Math.abs(exact.all - exact.none - sum) < 1e-6);

    const red = words.find((word) => word.text === 'red')!.unit;
    panel.says({ kind: 'ledger-select', units: [apple], word: red });
    await eventually('the word', () =>
      editor.document.getText(vscode.window.activeTextEditor?.selection) === 'red' ? true : undefined,
    );
  });

  it('are forgotten when nobody looks any more', async () => {
    panel.says({ kind: 'ledger-watch', isOn: false });
    await panel.last('ledger', (each) => each.table === undefined);
  });

  it('of the whole file are told in a document', async () => {
    await vscode.commands.executeCommand('spellwright.explainFile', editor.document.uri);
    const report = await eventually('the report', () =>
      vscode.workspace.textDocuments.find(
        ({ languageId, isUntitled }) => languageId === 'markdown' && isUntitled,
      ),
    );
    const written = report.getText();
    assert.match(written, /# What carries the scores of ledger\.spell/);
    assert.match(written, /## mixed/);
    assert.match(written, /\| castle \| −0\.\d+ \|/);
    assert.match(written, /This is what mini [0-9a-f]{12} sees/);
  });

  it('are shown without the panel where the setting says so', async () => {
    await withSetting('wordEffects', 'always', async () => {
      editor = await vscode.window.showTextDocument(editor.document);
      await eventually('the numbers', async () =>
        /“castle”/.test(await hover('castle')) ? true : undefined,
      );
      putCaret('kitten');
      const tagged = await eventually('what looks like a tag', async () => {
        const said = await hover('kitten');
        return said.includes('of the cosine × 100') ? said : undefined;
      });
      // Neither swallowed as a tag nor read as an entity.
      assert.match(tagged, /“&lt;img src=kitten\\> &amp; more”/);
    });
  });
});
