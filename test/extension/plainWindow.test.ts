import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { plainWindow } from '../../src/extension/services/plainWindow';

const hostile = '[x](command:workbench.action.quit) $(trash) \u202e\x1b[2J';
const harmless = '[x]\u2060(command:workbench.action.quit) $\u2060(trash) \ufffd\ufffd[2J';

/** `node:module`, as far as a module of one's own is put in the place of another. */
interface Loading {
  _load: (request: string, ...rest: unknown[]) => unknown;
}

describe('sentences in the editor', () => {
  const shown: unknown[][] = [];
  let window: typeof plainWindow;
  const load = createRequire(__filename);

  before(() => {
    const note =
      (...names: string[]) =>
      (...given: unknown[]): unknown =>
        void shown.push([...names, ...given]);
    const vscode = {
      window: {
        showInformationMessage: note('information'),
        showWarningMessage: note('warning'),
        showErrorMessage: note('error'),
        setStatusBarMessage: note('status'),
        showInputBox: note('input'),
        withProgress: (options: unknown, work: (progress: unknown, token: unknown) => unknown) => {
          note('progress')(options);
          return work({ report: note('step') }, 'token');
        },
      },
    };
    const module = load('node:module') as Loading;
    const before = module._load;
    module._load = (request, ...rest) =>
      request === 'vscode' ? vscode : before.call(module, request, ...rest);
    try {
      window = (
        load(path.resolve('src/extension/services/plainWindow.ts')) as { plainWindow: typeof plainWindow }
      ).plainWindow;
    } finally {
      module._load = before;
    }
  });

  beforeEach(() => void shown.splice(0));

  it('are text in every notification, with their buttons as they are', async () => {
    const [modal, button] = [{ modal: true, detail: hostile }, 'Open'];
    void window.showInformationMessage(hostile, button);
    void window.showWarningMessage(hostile, modal, button);
    void window.showErrorMessage(hostile);
    window.setStatusBarMessage(hostile, 5);
    assert.deepEqual(shown, [
      ['information', harmless, button],
      ['warning', harmless, modal, button],
      ['error', harmless],
      ['status', harmless, 5],
    ]);
  });

  it('are text in progress and under an input', async () => {
    await window.withProgress(
      { location: 15, title: hostile, cancellable: true },
      async (progress, token) => {
        progress.report({ message: hostile, increment: 3 });
        progress.report({ increment: 4 });
        assert.equal(token, 'token');
      },
    );
    void window.showInputBox({ prompt: hostile, value: hostile, validateInput: () => hostile });
    const [, , , [, input]] = shown as [
      unknown[],
      unknown[],
      unknown[],
      [string, { validateInput(text: string): Promise<unknown> }],
    ];
    assert.deepEqual(shown.slice(0, 3), [
      ['progress', { location: 15, title: harmless, cancellable: true }],
      ['step', { message: harmless, increment: 3 }],
      ['step', { increment: 4 }],
    ]);
    assert.deepEqual(
      { ...input, validateInput: await input.validateInput('') },
      {
        ...{ prompt: harmless, value: hostile, validateInput: harmless },
      },
    );
  });
});
