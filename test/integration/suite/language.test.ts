import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, fileUri, openNew, scored, undo } from './editor';

const { executeCommand } = vscode.commands;

const fish = '---\nimages: [refs/fish-and-sushi.png, refs/sushi-orange.png]\n---\n';
const twoSpells = `${fish}### roe
a {red|blue {cup|plate}} of __colour__ roe
Negative prompt: {blurry|text}
###

(macro:1.3) shot <lora:food:0.8>
`;

/** Writes a file and opens it with its carets where `¦` stands in the text. */
async function openAt(name: string, marked: string): Promise<vscode.TextEditor> {
  const editor = await openNew(name, marked.replaceAll('¦', ''));
  const carets = marked.split('¦').slice(0, -1);
  let offset = 0;
  const selections = carets.map((before) => {
    const position = editor.document.positionAt((offset += before.length));
    return new vscode.Selection(position, position);
  });
  if (selections.length > 0) editor.selections = selections;
  return editor;
}

async function labels({ document, selection }: vscode.TextEditor): Promise<string[]> {
  return (await completions(document, selection.active)).map(({ label }) =>
    typeof label === 'string' ? label : label.label,
  );
}

async function completions(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const list = await executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  // Words of the file and snippets come from the editor itself.
  return list.items.filter(
    ({ kind }) => kind !== vscode.CompletionItemKind.Text && kind !== vscode.CompletionItemKind.Snippet,
  );
}

/** Everything that the hover over the first occurrence of `words` says. */
async function hover(document: vscode.TextDocument, words: string): Promise<string> {
  const hovers = await executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    document.positionAt(document.getText().indexOf(words)),
  );
  return (
    hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (typeof content === 'string' ? content : content.value))
      .join('\n')
      // Text in Markdown has its blanks and marks escaped.
      .replaceAll('&nbsp;', ' ')
      .replace(/\\([^\w\s])/g, '$1')
  );
}

describe('the spell language', () => {
  before(() => extension().activate());
  afterEach(closeAll);

  it('is known by the file name, and can be given to any file', async () => {
    const { document } = await openNew('named.spell', 'a cat');
    assert.equal(document.languageId, 'spell');
    const other = await openNew('other.txt', '### one\na cat');
    assert.equal(
      (await vscode.languages.setTextDocumentLanguage(other.document, 'spell')).languageId,
      'spell',
    );
    const symbols = await eventually('an outline', async () =>
      executeCommand<vscode.DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        other.document.uri,
      ),
    );
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['one'],
    );
  });

  it('has an outline of spells, and of their slots', async () => {
    const { document } = await openNew('outline.spell', twoSpells);
    const symbols = await executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name, children }) => [
        name,
        children.map((child) => `${child.name} ${child.detail}`.trim()),
      ]),
      [
        ['Front matter', []],
        ['roe', ['{red|blue {cup|plate}} 2 options', '__colour__', '{blurry|text} 2 options']],
        ['Spell 2', []],
      ],
    );
    assert.equal(document.getText(symbols[1]!.selectionRange), 'roe');
    assert.ok(symbols.every(({ range, children }) => children.every((child) => range.contains(child.range))));
  });

  it('folds the front matter, each spell, and comments of several lines', async () => {
    const { document } = await openNew('folds.spell', `${twoSpells}### three\n# a\n# b\nc\n`);
    const ranges = await executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      ranges.map(({ start, end }) => [start, end]).sort(([a], [b]) => a! - b!),
      [
        [0, 2],
        [3, 5],
        [6, 8],
        [9, 12],
        [10, 11],
      ],
    );
  });

  describe('completes', () => {
    it('the keys that the front matter lacks', async () => {
      assert.deepEqual((await labels(await openAt('keys.spell', '---\nimages: []\n¦\n---\na'))).sort(), [
        'avoid',
        'dialect',
        'expect',
        'generate',
        'judge',
        'keep',
        'lists',
        'model',
        'template',
      ]);
    });

    it('dialects', async () => {
      assert.deepEqual((await labels(await openAt('dialects.spell', '---\ndialect: ¦\n---\na'))).sort(), [
        'a1111',
        'comfyui',
        'invokeai',
        'midjourney',
        'novelai',
        'plain',
      ]);
    });

    it('folders, pictures and all pictures of a folder', async () => {
      const top = await labels(await openAt('folder.spell', '---\nimages: [¦]\n---\na'));
      assert.ok(top.includes('refs/'), top.join(' '));
      assert.ok(!top.some((label) => label.endsWith('.spell')), top.join(' '));
      const inside = await labels(await openAt('pictures.spell', '---\nimages: [refs/¦]\n---\na'));
      assert.ok(inside.includes('red-apple.png'), inside.join(' '));
      assert.ok(inside.includes('*.png'));
    });

    it('wildcards, with their closing underscores', async () => {
      const editor = await openAt('wildcard.spell', 'a __col¦ cat');
      const items = await completions(editor.document, editor.selection.active);
      const colour = items.find(({ label }) => label === 'colour');
      assert.equal(colour?.insertText, 'colour__');
      const range = colour.range as vscode.Range;
      assert.equal(editor.document.getText(range), 'col');
    });

    it('the heading of a spell', async () => {
      assert.deepEqual(await labels(await openAt('heading.spell', 'a cat\n#¦')), ['###']);
    });

    it('nothing of ours in plain words', async () => {
      assert.deepEqual(await labels(await openAt('words.spell', 'a red ¦cat')), []);
    });
  });

  describe('shows in a hover', () => {
    it('what CLIP reads, its tokens, and the weights that it does not see', async () => {
      const { document } = await openNew('hover.spell', twoSpells);
      const { checkpoint, prompts } = await scored(document);
      const said = await hover(document, 'shot');
      assert.match(said, /^macro shot$/m);
      const { tokenCount } = prompts.find(({ expansion }) => expansion.text === 'macro shot')!;
      assert.ok(said.includes(`${tokenCount} of ${checkpoint.contextLength} tokens`), said);
      assert.doesNotMatch(said, /\/75/); // the bundled checkpoint has not the tokens that A1111 counts in
      assert.ok(said.includes('macro ×1.3'), said);
      assert.match(said, /does not see weights/);
    });

    it('the options of a slot, and the expansion with the one under the pointer', async () => {
      const { document } = await openNew('slot.spell', `${fish}a {red|dark blue|green} cat`);
      await scored(document);
      const said = await hover(document, 'blue');
      assert.ok(said.includes('3 options, 1 taken at a time: red | dark blue | green'), said);
      assert.match(said, /^a dark blue cat$/m);
    });

    it('the lines of a wildcard', async () => {
      const { document } = await openNew('lines.spell', `${fish}a __colour__ cat`);
      await scored(document);
      const said = await hover(document, '__colour__');
      const lines = Buffer.from(await vscode.workspace.fs.readFile(fileUri('wildcards', 'colour.txt')))
        .toString()
        .split(/\r?\n/)
        .filter((line) => line !== '' && !line.startsWith('#'));
      assert.ok(said.includes(`${lines.length} lines`), said);
      assert.ok(said.includes(lines[0]!), said);
    });

    it('that CLIP does not see a LoRA, nor a score the negative prompt', async () => {
      const { document } = await openNew('tags.spell', twoSpells);
      assert.match(await hover(document, 'lora:food'), /food, weight 0\.8.*CLIP does not see it/);
      assert.match(await hover(document, 'blurry'), /not scored/);
    });

    it('nothing in the front matter', async () => {
      const { document } = await openNew('nothing.spell', twoSpells);
      assert.equal(await hover(document, 'images'), '');
    });
  });

  describe('changes emphasis', () => {
    const press = (direction: 'increase' | 'decrease'): Thenable<void> =>
      executeCommand(`spellwright.${direction}Emphasis`);
    const selected = ({ document, selections }: vscode.TextEditor): string[] =>
      selections.map((selection) => document.getText(selection));

    it('at every caret at once, keeps the words selected, and is undone in one step', async () => {
      const editor = await openAt('emphasis.spell', 'a r¦ed cat and a bl¦ue dog');
      await press('increase');
      assert.equal(editor.document.getText(), 'a (red:1.1) cat and a (blue:1.1) dog');
      assert.deepEqual(selected(editor), ['red', 'blue']);
      await press('increase');
      assert.equal(editor.document.getText(), 'a (red:1.2) cat and a (blue:1.2) dog');
      await undo(editor.document, 'a (red:1.1) cat and a (blue:1.1) dog');
      await undo(editor.document, 'a red cat and a blue dog');
    });

    it('as often as the key is pressed, though the editor has not done what the one before wanted', async () => {
      const editor = await openAt('held.spell', 'a re¦d cat');
      await Promise.all(Array.from({ length: 5 }, () => press('increase')));
      assert.equal(editor.document.getText(), 'a (red:1.5) cat');
    });

    it('down, and takes the brackets away at 1', async () => {
      const editor = await openAt('less.spell', 'a (re¦d:1.1) cat');
      await press('decrease');
      assert.equal(editor.document.getText(), 'a red cat');
      await press('decrease');
      assert.equal(editor.document.getText(), 'a (red:0.9) cat');
    });

    it('nowhere but in prompts', async () => {
      const editor = await openAt('front.spell', '---\nimages: re¦fs\n---\n### na¦me\na cat');
      await press('increase');
      assert.ok(!editor.document.isDirty);
    });
  });

  it('gives up politely on 1 MB: its answers are empty', async () => {
    const { document } = await openNew(
      'megabyte.spell',
      'a {red|blue} apple, (on a table:1.2)\n\n'.repeat(27_000),
    );
    const at = new vscode.Position(2, 5);
    await hover(document, 'red'); // whatever is done once for a text
    const symbols = await executeCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(symbols ?? [], []);
    assert.deepEqual(await completions(document, at), []);
    assert.equal(await hover(document, 'red'), '');
  });
});
