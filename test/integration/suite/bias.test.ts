import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  diagnostics,
  eventually,
  extension,
  fileUri,
  openNew,
  replaceAll,
  takeChoice,
  undo,
  withSetting,
} from './editor';

/** The scale of a checkpoint takes some 1750 texts, behind all other work. */
const measuringMs = 200_000;

const { executeCommand } = vscode.commands;
const { DiagnosticSeverity } = vscode;

const settingsFile = (): vscode.Uri => fileUri('.spellwright.yml');

/** The rule that a diagnostic of ours names; other features of ours have plain codes. */
function ruleOf({ code }: vscode.Diagnostic): string | undefined {
  const value = typeof code === 'object' ? String(code.value) : undefined;
  return value?.includes('/') ? value : undefined;
}

function wording(uri: vscode.Uri): vscode.Diagnostic[] {
  return diagnostics(uri).filter((each) => ruleOf(each) !== undefined);
}

/** `rule: underlined text` of every finding, once there are `count`. */
async function found(document: vscode.TextDocument, count: number): Promise<string[]> {
  const all = await eventually(`${count} findings in ${document.uri.path}`, () => {
    const present = wording(document.uri);
    return present.length === count ? present : undefined;
  });
  return all.map((each) => `${ruleOf(each)}: ${document.getText(each.range)}`).sort();
}

/** Waits until there is this one finding; one of the text before may still stand there. */
async function only(document: vscode.TextDocument, finding: string): Promise<void> {
  await eventually(finding, async () => ((await found(document, 1))[0] === finding ? true : undefined));
}

async function actionsAt(document: vscode.TextDocument, words: string): Promise<vscode.CodeAction[]> {
  const start = document.getText().indexOf(words);
  assert.ok(start >= 0, words);
  return executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(document.positionAt(start), document.positionAt(start + words.length)),
    vscode.CodeActionKind.QuickFix.value,
  );
}

/** Takes the quick fix with this title, and gives the text that is then there. */
async function take(document: vscode.TextDocument, words: string, title: RegExp): Promise<string> {
  // The editor drops what it asked for when another extension registers meanwhile, and asks again; so do we.
  const action = await eventually(`${String(title)} at ${words}`, async () =>
    (await actionsAt(document, words)).find((each) => title.test(each.title)),
  );
  if (action.edit) assert.ok(await vscode.workspace.applyEdit(action.edit));
  if (action.command) await executeCommand(action.command.command, ...(action.command.arguments ?? []));
  return document.getText();
}

async function hover(document: vscode.TextDocument, words: string): Promise<string> {
  const hovers = await executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    document.positionAt(document.getText().indexOf(words)),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n')
    .replaceAll('&nbsp;', ' ')
    .replace(/\\([^\w\s])/g, '$1');
}

async function remove(uri: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.delete(uri).then(undefined, () => undefined);
}

describe('biased wording', () => {
  before(() => extension().activate());
  afterEach(async () => {
    await closeAll();
    await remove(settingsFile());
  });

  it('is underlined through slots and emphasis, and people left to the model are hinted at', async () => {
    const { document } = await openNew(
      'wording.spell',
      '### one\na (fireman:1.3) and a {lady |old }doctor, https://x.org/fireman <lora:fireman:1> # fireman\n### two\na [nurse]\n',
    );
    assert.deepEqual(await found(document, 3), [
      'gender/job-title/fireman: fireman',
      'gender/marked-title/lady-doctor: lady |old }doctor',
      'gender/unspecified-person/nurse: nurse',
    ]);
    const severities = new Map(wording(document.uri).map((each) => [ruleOf(each), each.severity]));
    assert.equal(severities.get('gender/job-title/fireman'), DiagnosticSeverity.Information);
    assert.equal(severities.get('gender/unspecified-person/nurse'), DiagnosticSeverity.Hint);
  });

  it('follows typing, and nothing stays when the file is closed', async () => {
    const editor = await openNew('typing.spell', 'a fireman\n');
    const { document } = editor;
    await found(document, 1);
    for (let i = 0; i < 20; i++) await replaceAll(editor, `a fireman and a policeman ${i}\n`);
    assert.deepEqual(await found(document, 2), [
      'gender/job-title/fireman: fireman',
      'gender/job-title/policeman: policeman',
    ]);
    await replaceAll(editor, 'a lighthouse\n');
    await found(document, 0);
    await replaceAll(editor, 'a fireman\n');
    await found(document, 1);
    await closeAll();
    await eventually('no diagnostics of a closed file', () =>
      diagnostics(document.uri).length === 0 ? true : undefined,
    );
  });

  it('has a code that opens the page of its rule, without a network', async () => {
    const { document } = await openNew('page.spell', 'a fireman\n');
    await found(document, 1);
    const { code } = wording(document.uri)[0]!;
    assert.ok(typeof code === 'object');
    assert.equal(code.target.scheme, 'command');
    await executeCommand(code.target.path, ...(JSON.parse(code.target.query) as unknown[]));
    await eventually('a preview of the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(
          ({ input, label }) =>
            input instanceof vscode.TabInputWebview &&
            input.viewType.includes('markdown.preview') &&
            label.includes('gender-job-title.md'),
        ),
    );
  });

  it('can be replaced where one word fits, undoably', async () => {
    const { document } = await openNew('replace.spell', 'A Fireman at work\n');
    await found(document, 1);
    assert.equal(await take(document, 'Fireman', /Replace with "Firefighter"/), 'A Firefighter at work\n');
    await only(document, 'gender/unspecified-person/firefighter: Firefighter');
    await undo(document, 'A Fireman at work\n');
    await only(document, 'gender/job-title/fireman: Fireman');
  });

  it('can say who is drawn, from a list', async () => {
    const { document } = await openNew('say.spell', 'a photo of an engineer\n');
    await found(document, 1);
    await takeChoice(take(document, 'engineer', /Say who is drawn/));
    assert.equal(document.getText(), 'a photo of a female engineer\n');
    await found(document, 0);
  });

  it('can be varied with a slot, never with an alternation', async () => {
    const { document } = await openNew('balance.spell', 'a photo of an engineer\n');
    await found(document, 1);
    assert.equal(
      await take(document, 'engineer', /Vary it/),
      'a photo of a {female|male|nonbinary} engineer\n',
    );
  });

  it('can be ignored here, and in the file', async () => {
    const text = 'a fireman\n\na fireman, two policemen\n';
    const here = await openNew('here.spell', text);
    await found(here.document, 3);
    assert.equal(
      await take(here.document, 'fireman', /Ignore this rule here/),
      'a fireman # spellwright-ignore gender/job-title/fireman\n\na fireman, two policemen\n',
    );
    await found(here.document, 2);
    const file = await openNew('file.spell', text);
    await found(file.document, 3);
    await take(file.document, 'fireman', /in this file/);
    assert.deepEqual(await found(file.document, 1), ['gender/job-title/policeman: policemen']);
  });

  it('can be ignored in the workspace: the settings file is made, then edited with its comments kept', async () => {
    const { document } = await openNew('workspace.spell', 'a fireman and a policeman\n');
    await found(document, 2);
    await take(document, 'fireman', /in this workspace/);
    await found(document, 1);
    const text = async (): Promise<string> =>
      Buffer.from(await vscode.workspace.fs.readFile(settingsFile())).toString();
    assert.equal(await text(), 'bias:\n  ignore:\n    - "fireman"\n');
    await vscode.workspace.fs.writeFile(
      settingsFile(),
      Buffer.from('# ours\nbias:\n  ignore:\n    - fireman # a film\n'),
    );
    await take(document, 'policeman', /in this workspace/);
    await found(document, 0);
    assert.equal(await text(), '# ours\nbias:\n  ignore:\n    - fireman # a film\n    - policeman\n');
  });

  it('is replaced all at once where each word has one replacement', async () => {
    const { document } = await openNew('all.spell', 'a fireman, a chairman and a nurse\n');
    await found(document, 3);
    const actions = await executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(0, 0, 0, 0),
      vscode.CodeActionKind.SourceFixAll.append('spellwright').value,
    );
    assert.equal(actions.length, 1);
    await executeCommand('spellwright.fixAll');
    assert.equal(document.getText(), 'a firefighter, a chairperson and a nurse\n');
    await undo(document, 'a fireman, a chairman and a nurse\n');
  });

  it('tells in a hover what a generator drew and who works there, with sources', async () => {
    const { document } = await openNew('evidence.spell', 'a photo of a nurse\n');
    await found(document, 1);
    const said = await hover(document, 'nurse');
    assert.match(
      said,
      /Of 250 pictures of "nurse" by Stable Diffusion 1\.5, 250 were perceived as of a woman/,
    );
    assert.match(said, /89\.6 % .* in the United States were women \(2015\)/);
    assert.match(said, /Fair Diffusion.*2023/);
    assert.match(said, /Winogender.*2018/);
    assert.match(said, /https:\/\/github\.com\/ml-research\/Fair-Diffusion/);
  });

  it('tells the lean of the loaded checkpoint with its interval, and keeps the scale', async function () {
    this.timeout(2 * measuringMs);
    const editor = await openNew('lean.spell', 'a photo of a nurse\n\na photo of an engineer\n');
    const { document } = editor;
    await found(document, 2);
    const said = await eventually(
      'a lean in the hover',
      async () => {
        const text = await hover(document, 'nurse');
        return /Lean of this checkpoint \(mini [0-9a-f]+\).*95 % interval/.test(text) ? text : undefined;
      },
      measuringMs,
    );
    assert.match(said, /“nurse”.*−?\d+\.\d\d \(95 % interval −?\d+\.\d\d to −?\d+\.\d\d/);
    assert.match(said, /of this checkpoint only, not of the world/);
    // The words of the second text are measured with the scale that is there: at once.
    await replaceAll(editor, 'a photo of a teacher\n');
    await eventually('the lean of another word', async () =>
      /“teacher”/.test(await hover(document, 'teacher')) ? true : undefined,
    );
    await withSetting('bias.lean', 'off', async () => {
      assert.doesNotMatch(await hover(document, 'teacher'), /Lean of this checkpoint/);
      assert.match(await hover(document, 'teacher'), /Stable Diffusion 1\.5/);
    });
  });

  it('asks a checkpoint that reads no Japanese about Japanese words in English, and says so', async function () {
    this.timeout(2 * measuringMs);
    // The same checkpoint in a folder of the user's own: what it reads is not known, which is taken for English.
    const mini = vscode.Uri.joinPath(extension().extensionUri, 'models', 'mini');
    await vscode.workspace.fs.copy(mini, fileUri('my-clip'), { overwrite: true });
    const { document } = await openNew('lean-ja.spell', '---\nmodel: ./my-clip\n---\n看護師の写真\n');
    await found(document, 1);
    const said = await eventually(
      'a lean in the hover',
      async () => {
        const text = await hover(document, '看護師');
        return /95 % interval/.test(text) ? text : undefined;
      },
      measuringMs,
    );
    assert.match(said, /\(my-clip [0-9a-f]+\).*“nurse”/);
    assert.match(said, /Asked in English, as “.+”: this checkpoint does not read Japanese/);
  });

  it('is told where the checkpoint does not read the script, once in a spell', async () => {
    const editor = await openNew(
      'language.spell',
      '### a\na cat, 빨간 고양이, 나무\n### b\n桜の木の下の猫\n',
    );
    const { document } = editor;
    const warnings = (): vscode.Diagnostic[] =>
      diagnostics(document.uri).filter(({ code }) => code === 'prompt-language');
    const [warning] = await eventually('a warning', () => (warnings().length > 0 ? warnings() : undefined));
    assert.equal(warnings().length, 1);
    assert.equal(document.getText(warning!.range), '빨간');
    assert.equal(warning!.severity, DiagnosticSeverity.Warning);
    assert.match(warning!.message, /mini was trained on English, Japanese and hardly reads Korean letters/);
    await replaceAll(editor, '### a\na red cat\n### b\n桜の木の下の猫\n');
    await eventually('no warning', () => (warnings().length === 0 ? true : undefined));
  });

  it('is looked for in other languages when a setting names them, and nowhere when it is off', async () => {
    const notes = await openNew('notes.txt', 'a fireman\n');
    const page = await openNew('notes.md', 'a fireman `policeman` <!-- mailman -->\n');
    const spell = await openNew('spell.spell', 'a fireman\n');
    await found(spell.document, 1);
    assert.deepEqual(wording(notes.document.uri), []);
    await withSetting('bias.languages', ['plaintext', 'markdown'], async () => {
      assert.deepEqual(await found(notes.document, 1), ['gender/job-title/fireman: fireman']);
      assert.deepEqual(await found(page.document, 1), ['gender/job-title/fireman: fireman']);
      assert.equal(await take(notes.document, 'fireman', /Replace with/), 'a firefighter\n');
    });
    await found(page.document, 0);
    await withSetting('bias.enabled', false, () => found(spell.document, 0));
    await found(spell.document, 1);
  });

  it('obeys the nearest .spellwright.yml, as it is and as it is typed, and tells its faults', async () => {
    const { document } = await openNew('obeys.spell', 'a fireman meets Foxy\n');
    await found(document, 1);
    await vscode.workspace.fs.writeFile(
      settingsFile(),
      Buffer.from(
        'bias:\n  severity:\n    gender/job-title: warning\n  rules:\n    mascot:\n      terms: { Foxy: our fox }\n',
      ),
    );
    const rules = async (count: number): Promise<vscode.Diagnostic[]> =>
      eventually(`${count} of ours`, () => {
        const all = diagnostics(document.uri).filter(
          ({ severity, message }) => severity <= 2 && /man|Fox/.test(message),
        );
        return all.length === count ? all : undefined;
      });
    const [fireman, foxy] = await rules(2);
    assert.equal(fireman!.severity, DiagnosticSeverity.Warning);
    assert.equal(foxy!.code, 'custom/mascot');
    assert.equal(document.getText(foxy!.range), 'Foxy');

    const editor = await vscode.window.showTextDocument(settingsFile());
    await replaceAll(editor, 'bias:\n  severity:\n    gender/job-titel: off\n  ignored: [fireman]\n');
    const faults = await eventually('the faults of the settings file', () => {
      const all = diagnostics(settingsFile());
      return all.length === 2 ? all : undefined;
    });
    assert.deepEqual(
      faults.map(({ code, range }) => [code, range.start.line, range.start.character]).sort(),
      [
        ['config-unknown-key', 3, 2],
        ['config-unknown-rule', 2, 22],
      ],
    );
    await replaceAll(editor, 'bias:\n  ignore: [fireman]\n');
    await rules(0);
    await eventually('no faults', () => (diagnostics(settingsFile()).length === 0 ? true : undefined));
    await executeCommand('workbench.action.files.revert');
    await remove(settingsFile());
    await rules(1);
  });

  it('says in words that a settings file is a Git LFS pointer', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
    await vscode.workspace.fs.writeFile(settingsFile(), Buffer.from(pointer));
    await openNew('cloned-settings.spell', 'a fireman\n');
    const { message } = await eventually('the fault', () =>
      diagnostics(settingsFile()).find(({ code }) => code === 'config-unreadable'),
    );
    assert.match(message, /there is a Git LFS pointer to it/);
    assert.doesNotMatch(message, /file-pointer|\{/);
    await remove(settingsFile());
  });

  it('outlives front matter and settings that are nested without end', async () => {
    const deep = '['.repeat(900);
    await vscode.workspace.fs.writeFile(settingsFile(), Buffer.from(`bias:\n  ignore: ${deep}\n`));
    const editor = await openNew('deep.spell', `---\n${deep}\n---\na fireman\n`);
    const place = async (uri: vscode.Uri, wanted: string): Promise<vscode.Position> =>
      (await eventually(wanted, () => diagnostics(uri).find(({ code }) => code === wanted))).range.start;
    assert.equal(
      (await place(editor.document.uri, 'yaml-too-deep')).isEqual(new vscode.Position(1, 64)),
      true,
    );
    assert.equal(
      (await place(settingsFile(), 'config-yaml-too-deep')).isEqual(new vscode.Position(1, 72)),
      true,
    );
    // V8 compiles a regular expression when it is used again.
    await replaceAll(editor, `---\n${deep}${deep}\n---\na fireman and a policeman\n`);
    await found(editor.document, 2);
    await remove(settingsFile());
  });

  it('leaves a broken settings file as it is', async () => {
    await vscode.workspace.fs.writeFile(settingsFile(), Buffer.from('bias: {ignore: [\n'));
    const { document } = await openNew('broken-settings.spell', 'a fireman\n');
    await found(document, 1);
    const said: string[] = [];
    const window = vscode.window as { showErrorMessage: unknown };
    const real = window.showErrorMessage;
    window.showErrorMessage = (text: string) => Promise.resolve(void said.push(text));
    try {
      await take(document, 'fireman', /in this workspace/);
    } finally {
      window.showErrorMessage = real;
    }
    assert.match(said.join(), /\.spellwright\.yml/);
    const text = Buffer.from(await vscode.workspace.fs.readFile(settingsFile())).toString();
    assert.equal(text, 'bias: {ignore: [\n');
    await eventually('the fault', () =>
      diagnostics(settingsFile()).find(({ code }) => code === 'config-yaml-invalid'),
    );
  });
});
