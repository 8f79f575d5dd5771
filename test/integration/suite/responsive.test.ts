import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  api,
  closeAll,
  eventually,
  extension,
  fileUri,
  known,
  openNew,
  pause,
  replace,
  scored,
} from './editor';
import { threadClock } from './threadClock';

/** The most processor time that the thread used between two turns of the event loop while `during` runs, in milliseconds. */
async function longestBlock(during: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let running = true;
  const clock = await threadClock();
  let last = clock();
  const turn = (): void => {
    const now = clock();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  try {
    await during();
  } finally {
    running = false;
  }
  return longest;
}

/**
 * What large files do to the thread that all extensions share. The figures are shown and judged by nobody, as a slower
 * machine has others; `test/extension/slices.test.ts` counts the steps between two pauses.
 */
describe('the extension host', () => {
  before(() => extension().activate());
  afterEach(closeAll);

  /** Measured figures are part of the title, so that the report of a run shows them. */
  function show(test: Mocha.Runnable | undefined, ms: number, idle: number): void {
    if (test) test.title += `: held for ${ms.toFixed(1)} ms at most (${idle.toFixed(1)} ms without)`;
  }

  it('scores 256 prompts × 200 pictures', async function () {
    this.timeout(300_000);
    const bytes = await vscode.workspace.fs.readFile(fileUri('refs', 'red-apple.png'));
    for (let i = 0; i < 200; i++) {
      // Other bytes after the picture's end: another file to every cache, the same picture to everyone.
      await vscode.workspace.fs.writeFile(
        fileUri('many', `${i}.png`),
        Buffer.concat([bytes, Buffer.from(`${i}`)]),
      );
    }
    const editor = await openNew(
      'large.spell',
      '---\nimages: many/*.png\n---\n{a|b|c|d} {e|f|g|h} {i|j|k|l} {m|n|o|p} apple\n',
    );
    const score = await scored(editor.document);
    assert.equal(score.cosine.length, 256 * 200);
    const idle = await longestBlock(() => pause(1000));
    const longest = await longestBlock(async () => {
      await replace(editor, 'apple', 'pear');
      await scored(editor.document);
      await pause(300); // for what features do with it
    });
    show(this.test, longest, idle);
  });

  it('scores 1,000 pictures while somebody types, and tells how far it is', async function () {
    this.timeout(300_000);
    const bytes = await vscode.workspace.fs.readFile(fileUri('refs', 'red-apple.png'));
    for (let i = 0; i < 1000; i++) {
      await vscode.workspace.fs.writeFile(
        fileUri('thousand', `${i}.png`),
        Buffer.concat([bytes, Buffer.from(`${i}`)]),
      );
    }
    let told = 0;
    const listening = api().scores.onDidChange(({ progress }) => {
      if (progress !== undefined) told++;
    });
    const editor = await openNew('thousand.spell', '---\nimages: thousand/*.png\n---\na red apple\n');
    await scored(editor.document);
    listening.dispose();
    assert.ok(told > 0, 'progress is told');
    const idle = await longestBlock(() => pause(1000));
    const longest = await longestBlock(async () => {
      for (let key = 0; key < 5; key++) {
        await editor.edit((builder) => builder.insert(new vscode.Position(3, 0), 'x'));
        await scored(editor.document);
        await pause(200);
      }
    });
    const { prompts, images } = await scored(editor.document);
    assert.match(prompts[0]!.expansion.text, /^xxxxxa/);
    assert.equal(images.length, 1000);
    show(this.test, longest, idle);
  });

  it('scores while somebody types in a file of 50 000 characters', async function () {
    this.timeout(300_000);
    const editor = await openNew(
      'long.spell',
      `---\nimages: refs/red-apple.png\n---\n${'a (red:1.2) apple, __x__\n\n'.repeat(1900)}`,
    );
    await scored(editor.document);
    const idle = await longestBlock(() => pause(1000));
    const longest = await longestBlock(async () => {
      for (let key = 0; key < 5; key++) {
        await editor.edit((builder) => builder.insert(new vscode.Position(3, 0), 'x'));
        await pause(250);
      }
    });
    const { prompts } = await scored(editor.document);
    assert.match(prompts[0]!.expansion.text, /^xxxxxa/);
    show(this.test, longest, idle);
  });

  it('scores while somebody types in a file of 50 000 characters with its panel open', async function () {
    this.timeout(300_000);
    const editor = await openNew(
      'shown.spell',
      `---\nimages: refs/red-apple.png\n---\n${'a (red:1.2) apple, {on|under} a table\n\n'.repeat(1200)}`,
    );
    await scored(editor.document);
    await vscode.commands.executeCommand('spellwright.openPanel', editor.document.uri);
    await pause(2000);
    const idle = await longestBlock(() => pause(1000));
    const longest = await longestBlock(async () => {
      for (let key = 0; key < 3; key++) {
        await editor.edit((builder) => builder.insert(new vscode.Position(3, 0), 'x'));
        await scored(editor.document);
        await pause(300);
      }
    });
    const { prompts } = await scored(editor.document);
    assert.match(prompts[0]!.expansion.text, /^xxxa/);
    show(this.test, longest, idle);
  });

  it('underlines the wording of 50 000 characters', async function () {
    this.timeout(300_000);
    const wording = 'a (fireman:1.2), a {lady doctor|nurse}\n\n看護婦と社長、夕方の光\n\n';
    const editor = await openNew('persons.spell', wording.repeat(Math.floor(49_000 / wording.length)));
    const underlined = (): boolean =>
      vscode.languages
        .getDiagnostics(editor.document.uri)
        .some(({ code }) => typeof code === 'object' && code.value === 'gender/job-title/fireman');
    await eventually('underlined words', () => (underlined() ? true : undefined));
    await known(editor.document.uri, ({ phase }) => phase === 'no-images');
    const idle = await longestBlock(() => pause(1000));
    const longest = await longestBlock(async () => {
      for (let key = 0; key < 3; key++) {
        await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'x'));
        await pause(800); // for the words to be read again
      }
    });
    await eventually('underlined words again', () => (underlined() ? true : undefined));
    show(this.test, longest, idle);
  });

  it('gives up on a file of 1 MB, and on it while somebody types', async function () {
    this.timeout(300_000);
    const editor = await openNew('megabyte.spell', 'a {red|blue} apple, (on a table:1.2)\n\n'.repeat(26_000));
    await known(editor.document.uri, ({ phase }) => phase === 'failed');
    const idle = await longestBlock(() => pause(1000));
    const longest = await longestBlock(async () => {
      for (let key = 0; key < 5; key++) {
        await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'x'));
        await pause(250);
      }
    });
    await known(editor.document.uri, ({ phase }) => phase === 'failed');
    show(this.test, longest, idle);
  });
});
