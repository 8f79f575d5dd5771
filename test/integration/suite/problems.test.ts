import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { wrongFiles, type WrongFile } from '../../tasks/problemTable';
import { api, closeAll, diagnosed, diagnostics, eventually, extension, fileUri, known, open } from './editor';
import { Overheard } from './overheard';

interface Reported {
  readonly files: readonly {
    readonly problems: readonly { readonly code: string; readonly path: string }[];
  }[];
}

const severities = ['error', 'warning', 'information', 'hint'];

/** The line above a spell says these, with a way out, so they are not underlined. */
const saidByLenses = /no-prompts|no-images|no-readable-images/;

/** As `WrongFile.problems` has them, in the order of the places. */
function told(uri: vscode.Uri): string[] {
  return diagnostics(uri)
    .filter(({ source, code }) => source === 'spellwright' && !String(code).includes('/'))
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map(({ severity, code, range: { start }, relatedInformation: [elsewhere] = [] }) => {
      const place = elsewhere
        ? `${path.relative(fileUri().fsPath, elsewhere.location.uri.fsPath)}:${elsewhere.location.range.start.line + 1}:1`
        : `${start.line + 1}:${start.character + 1}`;
      return `${severities[severity]} ${String(code)} ${place}`;
    });
}

describe('problems in the editor', () => {
  before(async function () {
    this.timeout(300_000);
    await extension().activate();
    for (const { name, text, files = {} } of wrongFiles) {
      for (const [file, content] of [[name, text], ...Object.entries(files)] as const)
        await vscode.workspace.fs.writeFile(fileUri(file), Buffer.from(content));
    }
  });
  after(closeAll);

  /** What `spellwright score` writes of the file, from the workspace's folder. */
  const terminalReport = async ({ name }: WrongFile): Promise<Reported> => {
    const program = path.join(extension().extensionPath, 'dist', 'cli.js');
    const words = [program, 'score', '--format', 'json', name];
    const run = promisify(execFile)(process.execPath, words, {
      cwd: fileUri().fsPath,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', LANG: 'en_US.UTF-8', LC_ALL: '' },
    });
    // It ends with 1 or 2 where something is wrong.
    const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
    return JSON.parse(stdout) as Reported;
  };

  const exported = async (uri: vscode.Uri): Promise<Reported> => {
    const panel = await Overheard.open(uri);
    try {
      await panel.last('scores');
      await vscode.env.clipboard.writeText('');
      panel.says({ kind: 'export', format: 'json', to: 'clipboard' });
      const text = await eventually(
        'a report',
        async () => (await vscode.env.clipboard.readText()) || undefined,
      );
      return JSON.parse(text) as Reported;
    } finally {
      panel.panel.dispose();
    }
  };

  for (const wrong of wrongFiles)
    it(`have the codes, severities and places that they have in the terminal: ${wrong.name}`, async () => {
      const { document } = await open(...wrong.name.split('/'));
      const { score } = await known(
        document.uri,
        ({ phase, problems }) => ['ready', 'no-images', 'failed'].includes(phase) && problems !== undefined,
      );
      const shown = wrong.problems.filter((problem) => !saidByLenses.test(problem));
      await diagnosed(document.uri, ...shown.map((problem) => problem.split(' ')[1]!));
      await eventually('all of them', () => told(document.uri).length >= shown.length || undefined);
      assert.deepEqual(told(document.uri), shown);
      assert.equal(api().scores.get(document.uri)?.version, document.version);
      if (!score) return;
      const [own] = (await exported(document.uri)).files;
      const [terminals] = (await terminalReport(wrong)).files;
      assert.deepEqual(own!.problems, terminals!.problems);
      assert.equal(own!.problems.length, wrong.problems.length);
    });
});
