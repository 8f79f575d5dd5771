import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { root } from '../../../scripts/editor/repository';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes': number;
  readonly steps: readonly Step[];
}

const stepKeys = ['name', 'id', 'if', 'uses', 'run', 'with', 'env', 'shell', 'working-directory'];
const jobKeys = [
  'name',
  'runs-on',
  'timeout-minutes',
  'steps',
  'permissions',
  'strategy',
  'env',
  'needs',
  'if',
];

/** What a linter of workflows would say of one, by the rules that matter for a page that people copy from. */
function faultsOf(text: string): string[] {
  const document = parseDocument(text, { strict: true });
  // An unquoted `!` is a tag to YAML, which is no more than a warning.
  const faults = [...document.errors, ...document.warnings].map(({ message }) => message);
  const workflow = document.toJS({ maxAliasCount: 0 }) as Record<string, unknown> | null;
  if (!workflow?.on) faults.push('says not when it runs');
  if (!workflow?.permissions) faults.push('takes every permission');
  for (const [id, job] of Object.entries((workflow?.jobs ?? {}) as Record<string, Job>)) {
    for (const key of Object.keys(job)) if (!jobKeys.includes(key)) faults.push(`${id}: unknown key ${key}`);
    if (!/^(?:ubuntu|windows|macos)-\d/.test(job['runs-on'])) faults.push(`${id}: runs on no fixed system`);
    if (!(job['timeout-minutes'] > 0)) faults.push(`${id}: may run for ever`);
    for (const step of job.steps) {
      for (const key of Object.keys(step))
        if (!stepKeys.includes(key)) faults.push(`${id}: unknown key ${key}`);
      if ((step.uses === undefined) === (step.run === undefined)) faults.push(`${id}: uses or runs`);
      if (step.uses !== undefined && !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(step.uses))
        faults.push(`${id}: ${step.uses} is not pinned to a commit`);
      if (step.run?.includes('${{'))
        faults.push(`${id}: an expression in a command can be a stranger's text`);
    }
  }
  return faults;
}

const page = readFileSync(path.join(root, 'docs/ci.md'), 'utf8');
const [workflow, hooks] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);

describe('what the page on builds shows', () => {
  it('is a workflow without faults', () => {
    assert.deepEqual(faultsOf(workflow!), []);
  });

  it('is told from one with faults', () => {
    for (const [from, to] of [
      [/@[0-9a-f]{40} # v4\.2\.2/, '@v4'],
      ['permissions:\n  contents: read\n', ''],
      ['test --format github', 'test ${{ github.head_ref }}'],
      ["if: '!cancelled()'", 'if: !cancelled()'],
      ['    timeout-minutes: 10\n', ''],
      ['runs-on', 'run-on'],
      ['ubuntu-24.04', 'ubuntu-latest'],
    ] as const)
      assert.notDeepEqual(faultsOf(workflow!.replace(from, to)), [], String(from));
  });

  it('calls the program as it is called', () => {
    const commands = [...page.matchAll(/(?:cli\.js|spellwright) (test[^`\n>]*)/g)].map(([, words]) =>
      words!.trim(),
    );
    assert.ok(commands.length >= 4, commands.join('; '));
    for (const words of commands)
      assert.match(words, /^test(?: --(?:pack|strict|update|format (?:github|junit)))*$/);
    const { repos } = parseDocument(hooks!).toJS() as {
      repos: { hooks: { entry: string; files: string }[] }[];
    };
    assert.ok(new RegExp(repos[0]!.hooks[0]!.files).test('posters/a.spell'));
  });
});
