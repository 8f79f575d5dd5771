import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  api,
  closeAll,
  diagnosed,
  diagnostics,
  eventually,
  extension,
  fileUri,
  known,
  lenses,
  open,
  openNew,
  pause,
  replace,
  replaceAll,
  scored,
  withSetting,
  workspaceFolder,
} from './editor';

const run = promisify(execFile);

const fish = '---\nimages: [refs/fish-and-sushi.png, refs/sushi-orange.png]\n---\n';

interface TerminalReport {
  readonly files: readonly {
    readonly prompts: readonly {
      readonly text: string;
      readonly rank: number;
      readonly tokens: number;
      readonly cosine: readonly number[];
      readonly promptGivenImage: readonly number[];
      readonly imageGivenPrompt: readonly number[];
      readonly ranks: { readonly first: number; readonly last: number } | null;
      readonly meanCosine: number;
    }[];
  }[];
}

async function inTerminal(file: vscode.Uri): Promise<TerminalReport> {
  const cli = path.join(extension().extensionPath, 'dist', 'cli.js');
  const { stdout } = await run(process.execPath, [cli, 'score', '--format', 'json', file.fsPath], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout) as TerminalReport;
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-5, `${actual} is not ${expected}`);
}

describe('scores', () => {
  before(() => extension().activate());
  afterEach(closeAll);

  for (const name of ['1-first-steps.spell', '4-templates.spell', '6-wildcards.spell', '10-japanese.spell']) {
    it(`are the terminal's: ${name}`, async () => {
      const { document } = await open(name);
      const score = await scored(document);
      const prompts = (await inTerminal(document.uri)).files[0]!.prompts;
      assert.ok(prompts.length > 0);
      assert.equal(score.prompts.length, prompts.length);
      const width = score.images.length;
      prompts.forEach((expected, place) => {
        const prompt = score.prompts[score.ranking[place]!]!;
        const row = (matrix: Float32Array): Float32Array =>
          matrix.subarray(prompt.row * width, (prompt.row + 1) * width);
        assert.equal(prompt.expansion.text, expected.text);
        assert.equal(prompt.tokenCount, expected.tokens);
        row(score.cosine).forEach((value, i) => near(value, expected.cosine[i]!));
        row(score.promptGivenImage).forEach((value, i) => near(value, expected.promptGivenImage[i]!));
        row(score.imageGivenPrompt).forEach((value, i) => near(value, expected.imageGivenPrompt[i]!));
        assert.equal(prompt.rank, expected.rank);
        assert.deepEqual(prompt.ranks ?? null, expected.ranks);
        near(prompt.meanCosine, expected.meanCosine);
      });
    });
  }

  it('follow an edit', async () => {
    const editor = await openNew('edited.spell', `${fish}### one\na red apple\n### two\na castle at night\n`);
    const before = await scored(editor.document);
    await replace(editor, 'a red apple', 'a fish and sushi');
    const after = await scored(editor.document);
    assert.equal(after.prompts[0]!.expansion.text, 'a fish and sushi');
    assert.ok(after.prompts[0]!.meanCosine > before.prompts[0]!.meanCosine, 'the better words score higher');
    near(after.prompts[1]!.meanCosine, before.prompts[1]!.meanCosine);
  });

  for (const { of, delay, onlyLast } of [
    { of: 'show only the last of 20 edits in quick succession', delay: 1000, onlyLast: true },
    { of: 'never belong to an older text, though every edit begins a run', delay: 0, onlyLast: false },
  ]) {
    it(of, () =>
      withSetting('delay', delay, async () => {
        const editor = await openNew(`race-${delay}.spell`, `${fish}{red|blue} apple\n`);
        const { document } = editor;
        await scored(document);
        const first = document.version;
        const ready: number[] = [];
        const late: string[] = [];
        /** When each version came. */
        const came = new Map<number, number>();
        const listening = vscode.Disposable.from(
          api().scores.onDidChange(({ uri, phase, version, scoreVersion }) => {
            if (uri.toString() !== document.uri.toString() || phase !== 'ready') return;
            if (scoreVersion !== version || version !== document.version)
              late.push(`${scoreVersion} and ${version} at ${document.version}`);
            ready.push(version);
          }),
          vscode.workspace.onDidChangeTextDocument((change) => {
            // It is also told of when the file becomes unsaved.
            if (change.document === document && change.contentChanges.length > 0)
              came.set(document.version, performance.now());
          }),
        );
        try {
          for (let edit = 1; edit <= 20; edit++) {
            await replaceAll(editor, `${fish}{red|blue} apple number ${edit}\n`);
            await pause(5);
          }
          const score = await scored(document);
          await pause(500); // for what would come late
          assert.equal(score.prompts[0]!.expansion.text, 'red apple number 20');
          assert.equal(document.version, first + 20);
          // Twice each: first the numbers, then what is wrong besides, which of the text before may still have been due.
          const ofEdits = new Set(ready.filter((version) => version !== first));
          assert.deepEqual(late, [], 'what arrives late is dropped');
          assert.equal(ready.at(-1), document.version);
          if (!onlyLast) return;
          // A machine that rests longer than the setting says shows what it had.
          const rested = [...ofEdits].filter((version) => {
            const next = came.get(version + 1);
            return next === undefined || next - came.get(version)! > 0.9 * delay;
          });
          assert.deepEqual([...ofEdits], rested);
        } finally {
          listening.dispose();
        }
      }),
    );
  }

  it('of two files stay apart', async () => {
    const one = await openNew('one.spell', `${fish}a fish\n`);
    const two = await openNew(
      'two.spell',
      `---\nimages: refs/red-apple.png\n---\na red apple\n\na blue apple\n`,
    );
    const [first, second] = await Promise.all([scored(one.document), scored(two.document)]);
    assert.deepEqual(
      first.prompts.map(({ expansion }) => expansion.text),
      ['a fish'],
    );
    assert.deepEqual([first.images.length, second.images.length], [2, 1]);
    assert.equal(second.prompts[second.ranking[0]!]!.expansion.text, 'a red apple');
  });

  it('are forgotten when the file is closed', async () => {
    const { document } = await openNew('closed.spell', `${fish}{a|b|c|d} fish\n`);
    await scored(document);
    await closeAll();
    await eventually('the end of the document', () => (document.isClosed ? true : undefined));
    assert.equal(api().scores.get(document.uri), undefined);
    await eventually('an end of its diagnostics', () =>
      diagnostics(document.uri).length === 0 ? true : undefined,
    );
    const late: string[] = [];
    const listening = api().scores.onDidChange(({ uri }) => void late.push(uri.toString()));
    await pause(400);
    listening.dispose();
    assert.deepEqual(
      late.filter((uri) => uri === document.uri.toString()),
      [],
    );
  });

  it('of a closed file do not go on', async () => {
    const { document } = await openNew('closed-at-once.spell', `${fish}{a|b|c|d} {e|f|g|h} {i|j|k|l} fish\n`);
    await closeAll();
    await eventually('the end of the document', () => (document.isClosed ? true : undefined));
    assert.equal(api().scores.get(document.uri), undefined);
  });

  it('wait for pictures, and say so in one line with a way to add some', async () => {
    const { document } = await openNew('no-pictures.spell', '### one\na fish\n### two\nan apple\n');
    const current = await known(document.uri, ({ phase }) => phase === 'no-images');
    assert.equal(current.score?.prompts[0]?.tokenCount, 4, 'tokens are counted all the same');
    const shown = await lenses(document.uri);
    assert.deepEqual(
      shown.map(({ command }) => command),
      ['spellwright.addPictures'],
    );
  });

  it('come when a picture appears that a pattern names', async () => {
    const editor = await openNew('later.spell', '---\nimages: later/*.png\n---\na red apple\n');
    await known(editor.document.uri, ({ phase }) => phase === 'no-images');
    await vscode.workspace.fs.copy(fileUri('refs', 'red-apple.png'), fileUri('later', 'apple.png'));
    const score = await scored(editor.document);
    assert.equal(score.images.length, 1);
  });

  it('follow a folder of pictures that is moved away', async () => {
    await vscode.workspace.fs.copy(fileUri('refs', 'red-apple.png'), fileUri('basket', 'apple.png'));
    const { document } = await openNew('basket.spell', '---\nimages: basket/*.png\n---\na red apple\n');
    await scored(document);
    await vscode.workspace.fs.rename(fileUri('basket'), fileUri('cellar'));
    await known(document.uri, ({ phase }) => phase === 'no-images');
    await vscode.workspace.fs.rename(fileUri('cellar'), fileUri('basket'));
    await scored(document);
  });

  describe('long after the last key, when nobody looks by himself any more,', () => {
    const rested = (): Promise<void> => pause(4000);

    it('follow a folder of pictures with a dot in its name', async () => {
      await vscode.workspace.fs.copy(fileUri('refs', 'red-apple.png'), fileUri('refs.v2', 'apple.png'));
      const { document } = await openNew('dotted.spell', '---\nimages: refs.v2/*.png\n---\na red apple\n');
      await scored(document);
      await rested();
      await vscode.workspace.fs.rename(fileUri('refs.v2'), fileUri('refs.v3'));
      await known(document.uri, ({ phase }) => phase === 'no-images');
      await rested();
      await vscode.workspace.fs.rename(fileUri('refs.v3'), fileUri('refs.v2'));
      await scored(document);
    });

    it('follow wildcards in JSON', async () => {
      const write = (lines: readonly string[]): Thenable<void> =>
        vscode.workspace.fs.writeFile(
          fileUri('wildcards', 'plants.json'),
          Buffer.from(JSON.stringify({ flower: lines })),
        );
      await write(['rose', 'lily']);
      const { document } = await openNew('plants.spell', `${fish}a __flower__\n`);
      assert.equal((await scored(document)).prompts.length, 2);
      await rested();
      await write(['rose', 'lily', 'iris']);
      await eventually('three prompts', () =>
        api().scores.get(document.uri)?.score?.prompts.length === 3 ? true : undefined,
      );
    });
  });

  it('follow a wildcard file', async () => {
    await vscode.workspace.fs.writeFile(fileUri('wildcards', 'fruit.txt'), Buffer.from('an apple\na pear\n'));
    const { document } = await openNew('fruit.spell', `${fish}__fruit__ on a table\n`);
    assert.equal((await scored(document)).prompts.length, 2);
    await vscode.workspace.fs.writeFile(
      fileUri('wildcards', 'fruit.txt'),
      Buffer.from('an apple\na pear\na plum\n'),
    );
    await eventually('three prompts', () =>
      api().scores.get(document.uri)?.score?.prompts.length === 3 ? true : undefined,
    );
  });

  it('stand above each spell, and a click opens the panel there', async () => {
    const { document } = await open('2-one-thing-wrong.spell');
    const score = await scored(document);
    const shown = await lenses(document.uri);
    assert.equal(shown.length, score.spells.length);
    const best = shown.filter(({ title }) => title.includes('$(star-full)'));
    assert.equal(best.length, 1, 'one spell is the best');
    shown.forEach(({ title, command, arguments: given }, spell) => {
      const own = score.spells[spell]!;
      const prompt = score.prompts[own.best!]!;
      assert.match(title, new RegExp(`#${own.rank} of ${score.spells.length}`));
      assert.ok(title.includes(`cos ${own.meanCosine.toFixed(4)}`), title);
      assert.ok(title.includes(`${prompt.tokenCount} tokens`), title);
      assert.equal(command, 'spellwright.openPanel');
      assert.deepEqual(given, [document.uri.toString(), { spell }]);
    });
  });

  it('stand on their lines while the next ones are awaited', async () => {
    const editor = await openNew('steady-lenses.spell', `${fish}### one\na fish\n### two\nan apple\n`);
    const { uri } = editor.document;
    await scored(editor.document);
    const titles = async (): Promise<readonly string[]> => (await lenses(uri)).map(({ title }) => title);
    const before = await titles();
    assert.equal(before.length, 2);
    await withSetting('delay', 5000, async () => {
      await replace(editor, 'a fish', 'two fish');
      assert.deepEqual(await titles(), before, 'the same spells: the last numbers stand');
      await replace(editor, '### two', '### between\na castle\n### two');
      assert.deepEqual(await titles(), ['…', '…', '…'], 'other spells: nobody else’s numbers');
    });
    api().scores.refresh(uri);
    await scored(editor.document);
    assert.ok((await titles()).every((title) => title.includes('cos ')));
  });

  it('come before what is wrong with the file, which is told of the same text', async () => {
    const editor = await openNew('first-numbers.spell', `${fish}a fish, __nothing__\n`);
    const { document } = editor;
    await scored(document);
    // What is wrong with the first text is told late, and is not what this asks about.
    await eventually('what is wrong', () => api().scores.get(document.uri)?.problems);
    const told: string[] = [];
    const listening = api().scores.onDidChange(({ uri, phase, version, problems }) => {
      if (uri.toString() !== document.uri.toString() || phase !== 'ready') return;
      assert.equal(version, document.version);
      told.push(problems === undefined ? 'numbers' : problems.map(({ code }) => code).join());
    });
    try {
      await replace(editor, 'a fish', 'two fish');
      await eventually('both', () => (told.length >= 2 ? true : undefined));
      assert.deepEqual(told.slice(0, 2), ['numbers', 'wildcard-missing']);
    } finally {
      listening.dispose();
    }
  });

  it('show the ranks that a spell may have, with five pictures or more', async () => {
    const words = ['a red apple', 'an apple', 'a castle at night'];
    const pictures = ['red-apple', 'apple-labelled-dog', 'sushi-orange', 'two-cats-blue', 'blurry-panda'];
    const editor = await openNew(
      'ranks.spell',
      `---\nimages: [${pictures.map((name) => `refs/${name}.png`).join(', ')}]\n---\n${words.join('\n\n')}\n`,
    );
    const { spells } = await scored(editor.document);
    const shown = await lenses(editor.document.uri);
    for (const [spell, { title }] of shown.entries()) {
      const { ranks, behind } = spells[spell]!;
      const place = ranks!.first === ranks!.last ? `${ranks!.first}` : `${ranks!.first}–${ranks!.last}`;
      assert.ok(title.includes(`#${place} of 3`), title);
      assert.equal(title.includes('(−'), behind !== undefined, title);
    }
  });

  it('show the effect of each slot option when that is wanted', async () => {
    const editor = await openNew('hints.spell', `${fish}a {fish|castle} on a {blue|red} table\n`);
    const score = await scored(editor.document);
    const hints = (): Thenable<vscode.InlayHint[]> =>
      vscode.commands.executeCommand(
        'vscode.executeInlayHintProvider',
        editor.document.uri,
        new vscode.Range(0, 0, 99, 0),
      );
    assert.deepEqual(await hints(), [], 'off by default');
    await withSetting('slotHints', true, async () => {
      const shown = await eventually('hints', async () => {
        const found = await hints();
        return found.length > 0 ? found : undefined;
      });
      assert.equal(shown.length, 4);
      const text = editor.document.lineAt(3).text;
      assert.deepEqual(
        shown.map(({ position }) => text.slice(0, position.character).split(/[{|]/).at(-1)),
        ['fish', 'castle', 'blue', 'red'],
      );
      const mean = (word: string): number => {
        const own = score.prompts.filter(({ expansion }) => expansion.text.includes(word));
        return own.reduce((sum, { meanCosine }) => sum + meanCosine, 0) / own.length;
      };
      const effect = mean('fish') - (mean('fish') + mean('castle')) / 2;
      assert.equal(shown[0]!.label, `${effect < 0 ? '−' : '+'}${Math.abs(effect).toFixed(4)}`);
    });
  });

  it('name what is wrong at its place', async () => {
    const { document } = await openNew(
      'wrong.spell',
      '---\nimages: [refs/red-apple.png, refs/nowhere.png]\ncolour: red\n---\na {red|blue apple, __nothing__\n',
    );
    const all = await diagnosed(
      document.uri,
      'front-matter-unknown-key',
      'image-not-found',
      'bracket-unclosed',
      'wildcard-missing',
    );
    const found = new Map(all.map(({ code, range }) => [code, document.getText(range)] as const));
    assert.equal(found.get('front-matter-unknown-key'), 'colour');
    assert.equal(found.get('image-not-found'), 'refs/nowhere.png');
    assert.equal(found.get('bracket-unclosed')?.[0], '{');
    assert.equal(found.get('wildcard-missing'), '__nothing__');
  });

  it('name the first word that CLIP does not read', async () => {
    const words = Array.from({ length: 90 }, (_, i) => (i === 85 ? 'castle' : 'apple')).join(' ');
    const { document } = await openNew('long.spell', `${fish}${words}\n`);
    const score = await scored(document);
    const lost = score.prompts[0]!.lostFrom!;
    const all = await diagnosed(document.uri, 'prompt-too-long');
    const diagnostic = all.find(({ code }) => code === 'prompt-too-long')!;
    assert.equal(document.offsetAt(diagnostic.range.start), fish.length + lost);
    assert.equal(document.offsetAt(diagnostic.range.end), fish.length + words.length);
    assert.match(diagnostic.message, /from "apple" on/);
  });

  it('keep what the last run found underlined while the next one goes on', async () => {
    const words = Array.from({ length: 90 }, () => 'apple').join(' ');
    const editor = await openNew('steady.spell', `${fish}${words}\n\na fish\n`);
    const { uri } = editor.document;
    await scored(editor.document);
    await diagnosed(uri, 'prompt-too-long');
    let blinks = 0;
    const listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const isOurs = uris.some((each) => each.toString() === uri.toString());
      if (isOurs && !diagnostics(uri).some(({ code }) => code === 'prompt-too-long')) blinks++;
    });
    try {
      for (const subject of ['two fish', 'three fish', 'four fish']) {
        await replace(editor, editor.document.lineAt(editor.document.lineCount - 2).text, subject);
        await scored(editor.document);
        await pause(100);
      }
      assert.equal(blinks, 0);
    } finally {
      listening.dispose();
    }
    await replace(editor, words, 'an apple');
    await scored(editor.document);
    await eventually('no lost words', () =>
      diagnostics(uri).some(({ code }) => code === 'prompt-too-long') ? undefined : true,
    );
  });

  it('leave nothing underlined in what is a spell file no more', async () => {
    const editor = await openNew('renamed.spell', `${fish}a {red|blue apple\n`);
    const { uri } = editor.document;
    await diagnosed(uri, 'bracket-unclosed');
    await vscode.languages.setTextDocumentLanguage(editor.document, 'plaintext');
    await eventually('scores of nothing', () => (api().scores.get(uri) === undefined ? true : undefined));
    await eventually('nothing underlined', () => diagnostics(uri).length === 0 || undefined);
    await pause(300); // what comes late must not come back
    assert.deepEqual(diagnostics(uri), []);
    await vscode.languages.setTextDocumentLanguage(editor.document, 'spell');
    await diagnosed(uri, 'bracket-unclosed');
    assert.ok(await scored(editor.document));
  });

  it('of thousands of pictures that come at once are those of the text that stands there at last', async () => {
    const picture = await vscode.workspace.fs.readFile(fileUri('refs', 'red-apple.png'));
    const editor = await openNew('many.spell', `${fish}a fish\n`);
    const beside = await openNew('beside.spell', '---\nimages: crowd/*.png\n---\na red apple\n');
    await known(beside.document.uri, ({ phase }) => phase === 'no-images');
    const failures: unknown[] = [];
    const failed = (error: unknown): void => void failures.push(error);
    process.on('unhandledRejection', failed);
    try {
      await vscode.workspace.fs.createDirectory(fileUri('crowd'));
      const names = Array.from({ length: 3000 }, (_, i) => `${i}.png`);
      const coming = Promise.all(
        names.map((name) => vscode.workspace.fs.writeFile(fileUri('crowd', name), picture)),
      );
      for (const letter of ' in a bowl')
        await replaceAll(editor, `${editor.document.getText().trimEnd()}${letter === ' ' ? '_' : letter}\n`);
      await coming;
      const score = await scored(editor.document);
      assert.equal(score.prompts[0]!.expansion.text, 'a fish_in_a_bowl');
      const crowd = await eventually('all of them', () => {
        const found = api().scores.get(beside.document.uri)?.images?.paths.length;
        return found === names.length ? found : undefined;
      });
      assert.equal(crowd, 3000);
      await closeAll(); // in the midst of reading them
      await pause(500);
      assert.deepEqual(failures, []);
    } finally {
      process.off('unhandledRejection', failed);
      await vscode.workspace.fs.delete(fileUri('crowd'), { recursive: true });
    }
  });

  it('stop when they are cancelled, until the next edit', async () => {
    const editor = await openNew('cancelled.spell', `${fish}a fish\n`);
    await scored(editor.document);
    api().scores.refresh(editor.document.uri);
    api().scores.cancel(editor.document.uri);
    await pause(300);
    assert.equal(api().scores.get(editor.document.uri)?.phase, 'stopped');
    assert.ok(
      (await lenses(editor.document.uri)).some(({ command }) => command === 'spellwright.scoreAgain'),
    );
    await replace(editor, 'a fish', 'two fish');
    await scored(editor.document);
  });

  it('of a huge file are refused in a sentence', async () => {
    const { document } = await openNew(
      'huge.spell',
      `${fish}${'a {red|blue} apple, (on a table:1.2)\n\n'.repeat(30_000)}`,
    );
    const current = await known(document.uri, ({ phase }) => phase === 'failed');
    assert.match(current.error ?? '', /characters/);
    const all = await diagnosed(document.uri, 'too-large-to-follow');
    assert.deepEqual(
      all.map(({ code }) => code),
      ['too-large-to-follow'],
    );
  });

  it('belong to files of a folder: the workspace is left as it was', async () => {
    const names = (await vscode.workspace.fs.readDirectory(workspaceFolder())).map(([name]) => name);
    assert.ok(!names.some((name) => /cache|graphs|\.onnx/.test(name)), names.join(' '));
  });
});
