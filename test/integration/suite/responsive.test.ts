import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, fileUri, known, openNew, pause, replace, scored } from './editor';
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

/** Ours is 10 ms; the rest is for the editor's own work on the same thread, and for collecting garbage. */
const mostMs = 25;

describe('the extension host', () => {
  before(() => extension().activate());
  afterEach(closeAll);

  /** Measured figures are part of the title, so that the report of a run shows them. */
  function holds(test: Mocha.Runnable | undefined, ms: number, idle: number): void {
    if (test) test.title += `: ${ms.toFixed(1)} ms at most (${idle.toFixed(1)} ms without)`;
    assert.ok(ms < mostMs, `held for ${ms.toFixed(1)} ms`);
  }

  it('is not held up by 256 prompts × 200 pictures', async function () {
    this.timeout(120_000);
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
    holds(this.test, longest, idle);
  });

  it('is not held up by typing in a file of 50 000 characters', async function () {
    this.timeout(120_000);
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
    holds(this.test, longest, idle);
  });

  it('is not held up by typing in a file of 50 000 characters with its panel open', async function () {
    this.timeout(120_000);
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
    holds(this.test, longest, idle);
  });

  it('is not held up by the wording of 50 000 characters', async function () {
    this.timeout(120_000);
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
    holds(this.test, longest, idle);
  });

  it('is not held up by typing in a file of 1 MB', async function () {
    this.timeout(120_000);
    const editor = await openNew('megabyte.spell', 'a {red|blue} apple, (on a table:1.2)\n\n'.repeat(26_000));
    await known(editor.document.uri, ({ phase }) => phase === 'failed');
    const idle = await longestBlock(() => pause(1000));
    const longest = await longestBlock(async () => {
      for (let key = 0; key < 5; key++) {
        await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'x'));
        await pause(250);
      }
    });
    holds(this.test, longest, idle);
  });
});
