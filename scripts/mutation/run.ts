/**
 * `npm run test:mutation`: changes core's statistics, parser and matcher in one small way after the other, and says
 * which changes no test notices. `-- PART…` names files or folders to change instead of all, `-- --sample N` tries N
 * mutants drawn with a fixed seed, `-- --each N` at most N of each file, and `-- --write` keeps what was found in
 * docs/testing.md. All of them take hours on two processors. Sources must stay as they are while it runs.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { root } from '../editor/repository';
import { mutationTable, withReport, type Outcome, type Tried } from './mutationReport';
import { mutantsOf, type Mutant } from './mutants';
import { targets, type Target } from './targets';

interface Task extends Mutant {
  readonly file: string;
  readonly tests: readonly string[];
}

const folder = mkdtempSync(path.join(tmpdir(), 'spellwright-mutation-'));
const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
/** Of the unchanged tests' time; a mutant may loop for ever. */
const patience = 5;

const report = path.join(root, 'docs/testing.md');

async function main(): Promise<void> {
  const { values, positionals: parts } = parseArgs({
    allowPositionals: true,
    options: {
      sample: { type: 'string' },
      each: { type: 'string' },
      minutes: { type: 'string' },
      write: { type: 'boolean' },
    },
  });
  const byFile = targets(root)
    .filter(({ file }) => parts.length === 0 || parts.some((part) => file.startsWith(part)))
    .map(tasksOf);
  const each = byFile.flatMap((tasks) => drawn(tasks, Number(values.each ?? Infinity)));
  const chosen = drawn(each, Number(values.sample ?? Infinity));
  const limits = await timeLimits(chosen);

  const tried: Tried[] = [];
  const end = performance.now() + 60_000 * Number(values.minutes ?? Infinity);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < chosen.length && performance.now() < end; at = next++) {
      const task = chosen[at]!;
      const outcome = await outcomeOf(task, at, limits.get(anyOrder(task.tests))!);
      const { file, line } = task;
      const result = { file, line, outcome, change: described(task) };
      tried.push(result);
      if (outcome === 'survived') console.log(`survived  ${file}:${line}  ${result.change}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const all = byFile.flat().length;
  console.log(`\n${mutationTable(tried)}\n\n${tried.length} of ${all} mutants.`);
  if (values.write)
    writeFileSync(report, withReport(readFileSync(report, 'utf8'), tried, { all, date: new Date() }));
}

function tasksOf({ file, tests }: Target): Task[] {
  return mutantsOf(readFileSync(path.join(root, file), 'utf8')).map((mutant) => ({ ...mutant, file, tests }));
}

/** No more than `count`, with a fixed seed; in its order too, so that a run that ends early tried some of everything. */
function drawn(tasks: readonly Task[], count: number): readonly Task[] {
  const random = seededRandom(1);
  return tasks
    .map((task) => ({ task, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ task }) => task);
}

/** How long each set of tests may take, in ms. Fails where unchanged sources do not pass. */
async function timeLimits(tasks: readonly Task[]): Promise<ReadonlyMap<string, number>> {
  const limits = new Map<string, number>();
  for (const { tests } of tasks) {
    if (limits.has(anyOrder(tests))) continue;
    const bundle = await bundleOf(tests, `unchanged-${limits.size}`);
    const start = performance.now();
    if ((await passes(bundle, 600_000)) !== 'survived')
      throw new Error(`tests fail unchanged: ${tests.join(' ')}`);
    limits.set(anyOrder(tests), 5000 + patience * (performance.now() - start));
  }
  return limits;
}

/** One name for the same tests, whichever comes first. */
function anyOrder(tests: readonly string[]): string {
  return [...tests].sort().join();
}

async function outcomeOf(task: Task, index: number, limitMs: number): Promise<Outcome> {
  const file = path.join(root, task.file);
  const source = readFileSync(file, 'utf8');
  const changed = source.slice(0, task.start) + task.replacement + source.slice(task.end);
  let bundle: string;
  try {
    bundle = await bundleOf(task.tests, `mutant-${index}`, { file, changed });
  } catch {
    return 'noticed'; // no JavaScript any more
  }
  const outcome = await passes(bundle, limitMs);
  rmSync(bundle);
  return outcome;
}

/** Tests with all that they import, as one file for mocha. */
async function bundleOf(
  tests: readonly string[],
  name: string,
  mutant?: { readonly file: string; readonly changed: string },
): Promise<string> {
  const outfile = path.join(folder, `${name}.cjs`);
  const imports = tests.map((test) => `import ${JSON.stringify(path.join(root, test))};`).join('\n');
  await build({
    stdin: { contents: imports, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'silent',
    // Tests find their fixtures from where they are.
    define: { 'import.meta.url': '__filename' },
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, ({ path: loaded }) => {
            const text = loaded === mutant?.file ? mutant.changed : readFileSync(loaded, 'utf8');
            const here = `const __dirname = ${JSON.stringify(path.dirname(loaded))};\n`;
            return { contents: /\b__dirname\b/.test(text) ? here + text : text, loader: 'ts' };
          });
        },
      },
    ],
  });
  return outfile;
}

function passes(bundle: string, limitMs: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [mocha, '--no-config', '--bail', '--timeout', '0', bundle], {
      cwd: root,
      stdio: 'ignore',
      env: { ...process.env, NODE_PATH: path.join(root, 'node_modules') },
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL' ? 'hung' : code === 0 ? 'survived' : 'noticed');
    });
  });
}

function described({ file, start, end, replacement }: Task): string {
  const was = readFileSync(path.join(root, file), 'utf8').slice(start, end);
  return `${was.replace(/\s+/g, ' ')} → ${replacement}`;
}

void main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(() => rmSync(folder, { recursive: true, force: true }));
