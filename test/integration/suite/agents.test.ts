import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension } from './editor';

/** What a tool gives to a language model: one text of JSON. */
async function ask(name: string, input: object): Promise<Record<string, unknown>> {
  const result = await vscode.lm.invokeTool(`spellwright_${name}`, { input, toolInvocationToken: undefined });
  const [part] = result.content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return JSON.parse(part.value) as Record<string, unknown>;
}

describe('agents in the editor', () => {
  it('are offered every tool of the manifest, but what draws where no generator is connected', async () => {
    await extension().activate();
    const declared = (
      extension().packageJSON as { contributes: { languageModelTools: { name: string; when?: string }[] } }
    ).contributes.languageModelTools.flatMap(({ name, when }) => (when === undefined ? name : []));
    assert.ok(!declared.includes('spellwright_generate_pictures'));
    const listed = vscode.lm.tools.filter(({ tags }) => tags.includes('spellwright'));
    assert.deepEqual(listed.map(({ name }) => name).sort(), declared.sort());
    assert.ok(listed.every(({ description, inputSchema }) => description.length > 0 && inputSchema));
  });

  it('score prompts against the pictures of the workspace', async () => {
    const { checkpoint, pictures, prompts } = await ask('score_prompts', {
      prompts: ['a picture with a white background', 'a red apple'],
      pictures: ['refs/*.png'],
    });
    assert.equal((checkpoint as { id: string }).id, 'mini');
    assert.equal((pictures as { different: number }).different, 17);
    assert.deepEqual(
      (prompts as { rank: number }[]).map(({ rank }) => rank),
      [1, 2],
    );
  });

  it('take no folder for the model that a spell file elsewhere names by an id', async () => {
    const [workspace] = vscode.workspace.workspaceFolders!;
    const folder = vscode.Uri.joinPath(workspace!.uri, 'modelled');
    const text = '---\nimages: ../refs/red-apple.png\nmodel: refs\n---\na fish\n'; // refs lies in the workspace, not beside it
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, 'a.spell'),
      new TextEncoder().encode(text),
    );
    try {
      await assert.rejects(ask('score_prompts', { spellFile: 'modelled/a.spell' }), /model-unknown/);
    } finally {
      await vscode.workspace.fs.delete(folder, { recursive: true });
    }
  });

  it('are told why something outside of the workspace is not read', async () => {
    await assert.rejects(
      ask('read_picture', { picture: '/etc/hostname' }),
      /path-outside|leads out of the folders that may be read/,
    );
  });
});
