import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { registerIncomingPictures } from '../../../src/extension/features/panel/incomingPictures';
import { Configuration } from '../../../src/extension/services/configuration';
import { PictureFolders } from '../../../src/extension/services/pictureFolders';
import { SpellDocuments } from '../../../src/extension/services/spellDocuments';
import { png, tEXt } from '../../core/infotext/pictures';
import { api, closeAll, eventually, extension, fileUri, openNew, undo } from './editor';

const duck = 'd3x-at+sd-parsers__automatic1111_cropped.png';
const invoke = 'd3x-at+sd-parsers__invokeai_imeta1.png';
const empty = 'd3x-at+sd-parsers__empty_image.png';

function fixtures(): string {
  let folder = extension().extensionPath;
  if (!existsSync(path.join(folder, 'test/fixtures/metadata'))) folder = path.resolve(__dirname, '../../..');
  return path.join(folder, 'test/fixtures/metadata');
}

/** A copy of a fixture in the workspace. */
function picture(name: string): vscode.Uri {
  const uri = fileUri(name);
  copyFileSync(path.join(fixtures(), name), uri.fsPath);
  return uri;
}

type Answer = (choices: readonly string[]) => string | undefined;

/** Answers what the editor asks while something is done; gives the questions and choices. */
async function answering(answers: Answer, action: () => Promise<void>): Promise<string[][]> {
  const asked: string[][] = [];
  const window = vscode.window as unknown as Record<string, unknown>;
  const real = { ...Object.fromEntries(KINDS.map((kind) => [kind, window[kind]])) };
  for (const kind of KINDS.slice(0, 3))
    window[kind] = (message: string, ...given: unknown[]) => {
      const choices = given.filter((each) => typeof each === 'string');
      asked.push([message, ...choices]);
      return Promise.resolve(answers(choices));
    };
  window.showQuickPick = (items: readonly vscode.QuickPickItem[], options: { placeHolder?: string }) => {
    const labels = items.map(({ label }) => label);
    asked.push([options.placeHolder ?? '', ...labels]);
    return Promise.resolve(items.find(({ label }) => label === answers(labels)));
  };
  try {
    await action();
  } finally {
    Object.assign(window, real);
  }
  return asked;
}
const KINDS = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage', 'showQuickPick'];

async function run(command: string, ...given: unknown[]): Promise<void> {
  await vscode.commands.executeCommand(`spellwright.${command}`, ...given);
}

/** What the extension would register: the editor itself does not hand over what it was given. */
function dropProviders(): {
  readonly drop: vscode.DocumentDropEditProvider;
  readonly paste: vscode.DocumentPasteEditProvider;
  readonly configuration: Configuration;
} {
  const languages = vscode.languages as unknown as Record<string, unknown>;
  const names = ['registerDocumentDropEditProvider', 'registerDocumentPasteEditProvider'];
  const real = Object.fromEntries(names.map((name) => [name, languages[name]]));
  const providers: unknown[] = [];
  for (const name of names)
    languages[name] = (_: unknown, provider: unknown) => {
      providers.push(provider);
      return new vscode.Disposable(() => undefined);
    };
  const configuration = new Configuration();
  try {
    registerIncomingPictures({
      scores: api().scores,
      documents: new SpellDocuments(configuration),
      engine: { pictureReader: () => Promise.reject(new Error('a PNG with a text needs none')) },
      configuration,
      pictureFolders: new PictureFolders({
        get: (_: string, other: unknown) => other,
      } as unknown as vscode.Memento),
      language: 'en',
      log: () => undefined,
    });
  } finally {
    Object.assign(languages, real);
  }
  const [drop, paste] = providers as [vscode.DocumentDropEditProvider, vscode.DocumentPasteEditProvider];
  return { drop, paste, configuration };
}

describe('a picture with a prompt', () => {
  before(() => extension().activate());
  afterEach(closeAll);

  it('becomes a spell below the one at the caret, in one step that undo takes back', async () => {
    const uri = picture(duck);
    const before = '### one\na cat\n\n### two\na dog\n';
    const { document } = await openNew('pictureIn.spell', before);
    const asked = await answering(
      (choices) => choices[0],
      () => run('readPicture', uri, [uri]),
    );
    assert.deepEqual(
      asked.map(([, first]) => first),
      ['Into pictureIn.spell, below the spell at the caret'],
    );
    const text = document.getText();
    assert.ok(
      text.includes(
        '### one\na cat\n\n### d3x-at+sd-parsers__automatic1111_cropped\nphoto of a duck\nNegative prompt: monochrome\nSteps: 15,',
      ),
      text,
    );
    assert.ok(text.includes(`images: [${duck}]`), text);
    assert.ok(text.endsWith('### two\na dog\n'));
    await undo(document, before);
  });

  it('whose dialect is another one goes to a file of its own where the user says so', async () => {
    const uri = picture(invoke);
    const { document } = await openNew('other.spell', '### one\na (cat:1.2)\n');
    const asked = await answering(
      (choices) => choices.find((each) => each === 'New File') ?? choices[0],
      () => run('readPicture', uri),
    );
    if (asked.length > 1)
      assert.match(asked[1]![0]!, /written for invokeai, and other\.spell is read as a1111/);
    await eventually('the file of its own', () =>
      vscode.workspace.textDocuments.find(
        (each) => each.isUntitled && /^dialect: invokeai$/m.test(each.getText()),
      ),
    );
    assert.doesNotMatch(document.getText(), /invokeai/);
  });

  it('without a prompt says so, and becomes a reference', async () => {
    const uri = picture(empty);
    const { document } = await openNew('empty.spell', '### one\na cat\n');
    const asked = await answering(
      (choices) => choices.find((each) => each === 'Add as Reference'),
      () => run('readPicture', uri),
    );
    const none = `No prompt was found in ${empty}, or beside it.`;
    assert.deepEqual(asked[0], [none, 'Suggest a Prompt', 'Add as Reference']);
    assert.match(document.getText(), /images: \[.*empty_image\.png\]/);
  });

  it('without a prompt gets one that is proposed, with what it is of', async () => {
    const before = '### one\na cat\n';
    const { document } = await openNew('proposed.spell', before);
    await answering(
      (choices) => choices[0],
      () => run('readPicture', fileUri('refs', 'two-cats-blue.png')),
    );
    assert.match(
      document.getText(),
      /^---\nimages: \[refs\/two-cats-blue\.png\]\n---\n### one\na cat\n\n### two-cats-blue\n# Proposed from one picture: what mini [0-9a-f]+ sees.*\n.*\S.*\n$/,
    );
    await undo(document, before);
  });

  it('of any name, wherever it lies, is a reference that reads back', async () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'spellwright outside '));
    try {
      const inside = ['a b.png', '猫 [1].png', '#x {y}, z.png'].map((name) => fileUri(name));
      const far = vscode.Uri.file(path.join(outside, '遠い.png'));
      for (const { fsPath } of [...inside, far]) copyFileSync(path.join(fixtures(), duck), fsPath);
      const { document } = await openNew('names.spell', '### one\r\na cat\r\n');
      await answering(
        (choices) => choices[0],
        () => run('readPicture', inside[0], [...inside, far]),
      );
      const file = parseSpellFile(document.getText());
      assert.equal(file.spells.length, 5, document.getText());
      const entries = file.frontMatter.images.map(({ value }) => value);
      assert.deepEqual(entries.slice(0, 3), ['a b.png', '猫 [1].png', '#x {y}, z.png']);
      assert.ok(entries[3]?.endsWith('遠い.png'), entries[3]);
      assert.doesNotMatch(document.getText(), /[^\r]\n/);
      assert.deepEqual(file.diagnostics, []);
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });

  it('that is cut off is said to be damaged', async () => {
    const uri = fileUri('cut.png');
    writeFileSync(uri.fsPath, readFileSync(path.join(fixtures(), duck)).subarray(0, 150));
    const { document } = await openNew('cut.spell', '### one\na cat\n');
    const asked = await answering(
      (choices) => choices[0],
      () => run('readPicture', uri),
    );
    assert.match(asked[0]![0]!, /^cut\.png is damaged: what was read of it may be cut off\./);
    assert.match(document.getText(), /photo of a duck/);
  });

  it('of a folder opens in a new file, with all others of its dialect', async () => {
    picture(duck);
    await answering(
      (choices) => choices[0],
      () => run('readPicture', vscode.Uri.file(fixtures())),
    );
    const texts = vscode.workspace.textDocuments
      .filter(({ isUntitled }) => isUntitled)
      .map((each) => each.getText());
    const both = texts.filter((text) => text.includes('a circle') && text.includes('photo of a duck'));
    assert.ok(both[0]?.includes('dialect: a1111'), texts.join('\n'));
    assert.ok(texts.some((text) => text.includes('dialect: invokeai')));
  });

  it('is offered as reference and as spell where it is dropped and pasted', async () => {
    const uri = picture(duck);
    const { document } = await openNew('drop.spell', '### one\na cat\n');
    const { drop, paste, configuration } = dropProviders();
    const data = new vscode.DataTransfer();
    data.set('text/uri-list', new vscode.DataTransferItem(uri.toString()));
    const token = new vscode.CancellationTokenSource().token;
    const edits = (await drop.provideDocumentDropEdits(
      document,
      new vscode.Position(1, 0),
      data,
      token,
    )) as vscode.DocumentDropEdit[];
    assert.deepEqual(
      edits.map(({ title }) => title),
      ['Add as reference picture', 'Add the picture’s prompt as a spell'],
    );
    const changes = edits.map(({ additionalEdit }) =>
      additionalEdit!
        .get(document.uri)
        .map(({ newText }) => newText)
        .join(''),
    );
    assert.ok(changes[0]!.includes('images:') && !changes[0]!.includes('duck\n'), changes[0]);
    assert.match(changes[1]!, /photo of a duck\nNegative prompt: monochrome\nSteps: 15/);
    const pasted = await paste.provideDocumentPasteEdits!(
      document,
      [new vscode.Range(1, 0, 1, 0)],
      data,
      { only: undefined, triggerKind: vscode.DocumentPasteTriggerKind.PasteAs },
      token,
    );
    assert.equal(pasted?.length, 2);
    const resolved = await paste.resolveDocumentPasteEdit!(pasted[1]!, token);
    assert.ok(
      resolved!.additionalEdit!.get(document.uri).some(({ newText }) => newText.includes('photo of a duck')),
    );
    configuration.dispose();
  });

  it('with several prompts offers the others once the best one stands there, and undo takes each step back', async () => {
    const uri = fileUri('two prompts.png');
    const beside = JSON.stringify({ sui_image_params: { prompt: 'a brown fox', seed: 2, steps: 9 } });
    const infotext = 'a white owl\nSteps: 20, Seed: 1';
    writeFileSync(uri.fsPath, png([tEXt('parameters', infotext), tEXt('comment', beside)]));
    const before = '### one\na cat\n';
    const { document } = await openNew('choice.spell', before);
    const { drop, configuration } = dropProviders();
    const data = new vscode.DataTransfer();
    data.set('text/uri-list', new vscode.DataTransferItem(uri.toString()));
    const token = new vscode.CancellationTokenSource().token;
    const at = new vscode.Position(1, 0);
    const asked = await answering(
      (choices) => choices.find((each) => each === 'Choose…' || each === 'a brown fox'),
      async () => {
        const edits = (await drop.provideDocumentDropEdits(
          document,
          at,
          data,
          token,
        )) as vscode.DocumentDropEdit[];
        await vscode.workspace.applyEdit(edits[1]!.additionalEdit!);
        await eventually('the other prompt', () =>
          document.getText().includes('a brown fox') ? true : undefined,
        );
      },
    );
    assert.deepEqual(asked, [
      ['two prompts.png holds another prompt. This one is the surest.', 'Choose…'],
      ['Which prompt of two prompts.png?', 'a white owl', 'a brown fox'],
    ]);
    const text = document.getText();
    assert.match(text, /\n### two prompts\na brown fox\nSteps: 9/);
    assert.ok(!text.includes('white owl'), text);
    await undo(document, /a white owl/);
    await undo(document, before);
    configuration.dispose();
  });

  it('is copied back as an infotext, and for ComfyUI', async () => {
    const editor = await openNew(
      'back.spell',
      '### one\na {big|small} [cat] \\#1\nNegative prompt: blurry\nSteps: 20, Seed: 5\n',
    );
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await run('copyInfotext');
    const infotext = 'a big [cat] #1\nNegative prompt: blurry\nSteps: 20, Seed: 5';
    await eventually('the infotext', async () =>
      (await vscode.env.clipboard.readText()) === infotext ? true : undefined,
    );
    await run('copyForComfyUI');
    const prompt = 'a big (cat:0.909091) #1';
    await eventually('the prompt', async () =>
      (await vscode.env.clipboard.readText()) === prompt ? true : undefined,
    );
  });
});
