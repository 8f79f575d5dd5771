import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { difference } from '../../../src/words/numbers';
import { closeAll, eventually, extension, openNew, replace, scored, withSetting } from './editor';

const sushi = '---\nimages: [refs/fish-and-sushi.png, refs/sushi-orange.png]\n---\n';

/** What is offered behind the first occurrence of some words. */
async function offered({ document }: vscode.TextEditor, behind: string): Promise<vscode.CompletionItem[]> {
  const at = document.getText().indexOf(behind) + behind.length;
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    document.positionAt(at),
  );
  return items.filter(({ kind }) => kind === vscode.CompletionItemKind.Value);
}

const gainOf = ({ label }: vscode.CompletionItem): string | undefined =>
  typeof label === 'string' ? undefined : label.description;
const textOf = ({ label }: vscode.CompletionItem): string =>
  typeof label === 'string' ? label : label.label;

describe('completion of phrases', () => {
  before(() => extension().activate());
  afterEach(closeAll);

  it('offers what raises the score most, with what it really adds', async () => {
    const editor = await openNew('measured.spell', `${sushi}### one\nan orange thing\n`);
    const before = (await scored(editor.document)).spells[0]!.meanCosine;
    await replace(editor, 'an orange thing', 'an orange thing, ');
    const items = await eventually('phrases with gains', async () => {
      const found = await offered(editor, 'an orange thing, ');
      return found.some(gainOf) ? found : undefined;
    });
    const gains = items.flatMap((item) => gainOf(item) ?? []).map((gain) => Number(gain.replace('−', '-')));
    assert.deepEqual(
      gains,
      [...gains].sort((a, b) => b - a),
    );
    assert.ok(
      gains.every((gain) => gain > 0),
      'what does not help interrupts nobody',
    );
    const best = textOf(items[0]!);
    await replace(editor, 'an orange thing, ', `an orange thing, ${best}`);
    const after = (await scored(editor.document)).spells[0]!.meanCosine;
    assert.equal(gainOf(items[0]!), difference(after - before), best);
  });

  it('offers nothing where it is switched off, and nothing in comments, keys and wildcards', async () => {
    const editor = await openNew('off.spell', `${sushi}### one\na sus # of sus\n__sus\n`);
    await scored(editor.document);
    assert.ok(
      (
        await eventually('matching phrases', async () => {
          const found = await offered(editor, 'a sus');
          return found.length > 0 ? found : undefined;
        })
      )
        .map(textOf)
        .includes('sushi'),
    );
    for (const elsewhere of ['# of sus', '__sus', 'images: [refs'])
      assert.deepEqual(await offered(editor, elsewhere), []);
    await withSetting('completion.measured', false, async () => {
      assert.deepEqual(await offered(editor, 'a sus'), []);
    });
  });

  it('offers phrases in the language of the prompt, and those of lists that the file names', async () => {
    const editor = await openNew(
      'listed.spell',
      '---\nlists: [mine.txt]\n---\n### one\n寿司の絵、夕\n\n### two\nzorb\n',
    );
    const [japanese] = [
      await eventually('Japanese', async () => {
        const found = await offered(editor, '寿司の絵、夕');
        return found.length > 0 ? found : undefined;
      }),
    ];
    assert.ok(
      japanese.every((item) => textOf(item).includes('夕')),
      japanese.map(textOf).join(),
    );
    assert.deepEqual(await offered(editor, 'zorb'), []);
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'mine.txt'),
      Buffer.from('zorbing ball\n'),
    );
    const mine = await eventually('the list that came', async () => {
      const found = await offered(editor, 'zorb');
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(mine.map(textOf), ['zorbing ball']);
  });
});
