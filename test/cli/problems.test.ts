import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { wrongFiles } from '../tasks/problemTable';
import { runCli } from './runCli';

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly problems: readonly {
      readonly severity: string;
      readonly code: string;
      readonly path: string;
      readonly line: number;
      readonly column: number;
    }[];
  }[];
}

describe('problems in the terminal', () => {
  let work: { readonly path: string; readonly remove: () => void };
  before(() => {
    work = temporaryFolder(
      Object.fromEntries(
        wrongFiles.flatMap(({ name, text, files = {} }) => [[name, text], ...Object.entries(files)]),
      ),
    );
    mkdirSync(join(work.path, 'refs'));
    const apple = resolve(__dirname, '../../examples/refs/red-apple.png');
    copyFileSync(apple, join(work.path, 'refs', 'red-apple.png'));
  });
  after(() => work.remove());

  it('have the codes, severities and places that they have in the editor', async function () {
    this.timeout(60_000);
    const names = wrongFiles.map(({ name }) => name);
    const { stdout } = await runCli(['score', '--format', 'json', ...names], { cwd: work.path });
    const report = JSON.parse(stdout) as Report;
    const told = Object.fromEntries(
      report.files.map(({ path: file, problems }) => [
        file,
        problems.map(({ severity, code, path, line, column }) => {
          const elsewhere = path === file ? '' : `${path}:`;
          return `${severity} ${code} ${elsewhere}${line}:${column}`;
        }),
      ]),
    );
    assert.deepEqual(told, Object.fromEntries(wrongFiles.map(({ name, problems }) => [name, [...problems]])));
  });

  it('are a few lines of each kind, and how many more there are', async function () {
    this.timeout(60_000);
    const images = Array.from({ length: 13 }, (_, i) => `gone-${i}.png`);
    const many = temporaryFolder({
      'a.spell': `---\nimages: [${images.join(', ')}]\nmodel: nowhere\n---\na cat\n`,
    });
    try {
      const { stderr } = await runCli(['score', 'a.spell'], { cwd: many.path });
      const lines = stderr.trimEnd().split('\n');
      assert.equal(lines.filter((line) => line.includes('There is no picture')).length, 10);
      assert.equal(lines.filter((line) => line.includes('There is no model')).length, 1);
      assert.match(
        lines.at(-1)!,
        /^a\.spell: note: … and 3 more of image-not-found; “spellwright score --format json” names them all$/,
      );
      assert.equal(lines.length, 12);
    } finally {
      many.remove();
    }
  });
});
