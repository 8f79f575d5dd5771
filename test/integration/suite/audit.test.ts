import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { AutomaticServer } from '../../generators/servers/automaticServer';
import { closeAll, eventually, extension, openNew, withSetting } from './editor';
import { Overheard } from './overheard';

/** Three women of four where the prompt leaves it open, and whom it says where it does. */
function draws(prompt: string, seed: string): Buffer {
  const at = Number(seed);
  const isWoman = /\bfemale\b/.test(prompt) || (!/\bmale\b/.test(prompt) && at % 4 !== 0);
  const people = path.join(extension().extensionPath, 'test', 'fixtures', 'people');
  return readFileSync(path.join(people, isWoman ? 'woman' : 'man', `${1 + (at % 6)}.png`));
}

describe('auditing the generator', () => {
  let server: AutomaticServer;
  let editor: vscode.TextEditor;
  let panel: Overheard;
  const asked: string[] = [];
  const api = vscode.window as { showInformationMessage: unknown };
  const real = api.showInformationMessage;

  before(async function () {
    this.timeout(300_000);
    await extension().activate();
    server = await AutomaticServer.start('a1111');
    server.artist = draws;
    editor = await openNew('audit.spell', 'a photo of a programmer at night\n');
    panel = await Overheard.open(editor.document.uri);
    api.showInformationMessage = (text: string, { detail = '' }: vscode.MessageOptions, button: string) => {
      asked.push(`${text}\n${detail}`);
      return Promise.resolve(asked.length > 1 ? button : undefined);
    };
  });

  after(async () => {
    api.showInformationMessage = real;
    panel?.panel.dispose();
    await server?.close();
    await closeAll();
  });

  it('asks first, draws what a hint leaves open, and shows what it comes to in the panel', async function () {
    this.timeout(300_000);
    const { document } = editor;
    const drawn = (): number => server.requests.filter((each) => each.path.endsWith('/txt2img')).length;
    await withSetting('generator.address', server.url, async () => {
      const action = await eventually('the quick fix', async () => {
        const at = document.positionAt(document.getText().indexOf('programmer') + 2);
        const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          new vscode.Range(at, at),
          vscode.CodeActionKind.QuickFix.value,
        );
        return found.find(({ title }) => title.startsWith('Ask my generator'));
      });
      const { command, arguments: given = [] } = action.command!;
      await vscode.commands.executeCommand(command, ...(given as unknown[]));
      assert.match(asked[0]!, /Draw 32 pictures at http:.*16 of this prompt, and 8 of each kind/s);
      assert.equal(drawn(), 0, 'nothing is drawn before somebody agrees');
      await vscode.commands.executeCommand(command, ...(given as unknown[]));
      const { result } = await panel.last('audit', ({ phase }) => phase === 'done');
      assert.equal(drawn(), 32);
      const [woman, published] = result!.bars;
      assert.deepEqual([woman!.kind, published!.kind], ['corrected', 'published']);
      assert.ok(woman!.low < 0.75 && woman!.high > 0.75, JSON.stringify(woman));
      assert.equal(
        result!.groups.reduce((sum, { pictures }) => sum + pictures.length, 0),
        16,
      );
      assert.equal(result!.checkpoint.id, 'mini');
      assert.equal(result!.isStale, false);
      await vscode.commands.executeCommand(command, ...(given as unknown[]));
      assert.deepEqual([asked.length, drawn()], [2, 32], 'what is there is neither asked about nor drawn');
    });
  });
});
