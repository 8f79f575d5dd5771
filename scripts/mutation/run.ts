/**
 * `npm run test:mutation`: changes core's statistics, parser and matcher in one small way after the other, and says
 * which changes no test notices. `-- PART…` names files or folders to change instead of all, `-- --sample N` tries N
 * mutants drawn with a fixed seed. Takes the better part of an hour on two processors.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { root } from '../editor/repository';
import { mutantsOf, type Mutant } from './mutants';
import { targets } from './targets';

interface Task extends Mutant {
  readonly file: string;
  readonly tests: readonly string[];
}

type Outcome = 'noticed' | 'survived' | 'hung';

const folder = mkdtempSync(path.join(tmpdir(), 'spellwright-mutation-'));
const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
/** Of the unchanged tests' time; a mutant may loop for ever. */
const patience = 5;

async function main(): Promise<void> {
  const { parts, sample } = readArguments(process.argv.slice(2));
  const tasks = targets(root).flatMap(({ file, tests }) =>
    parts.length === 0 || parts.some((part) => file.startsWith(part))
      ? mutantsOf(readFileSync(path.join(root, file), 'utf8')).map((mutant): Task => ({
          ...mutant,
          file,
          tests,
        }))
      : [],
  );
  const chosen = sample === undefined ? tasks : drawn(tasks, sample);
  const limits = await timeLimits(chosen);

  const counts = new Map<string, Record<Outcome, number>>();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < chosen.length; at = next++) {
      const task = chosen[at]!;
      const outcome = await outcomeOf(task, at, limits.get(task.tests.join())!);
      const of = counts.get(task.file) ?? { noticed: 0, survived: 0, hung: 0 };
      of[outcome]++;
      counts.set(task.file, of);
      if (outcome === 'survived') console.log(`survived  ${task.file}:${task.line}  ${described(task)}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  console.log(`\n${table(counts)}`);
}

function readArguments(words: readonly string[]): { parts: string[]; sample: number | undefined } {
  const at = words.indexOf('--sample');
  const parts = words.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
  return { parts, sample: at < 0 ? undefined : Number(words[at + 1]) };
}

function drawn(tasks: readonly Task[], count: number): Task[] {
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
    if (limits.has(tests.join())) continue;
    const bundle = await bundleOf(tests, `unchanged-${limits.size}`);
    const start = performance.now();
    if ((await passes(bundle, 600_000)) !== 'survived')
      throw new Error(`tests fail unchanged: ${tests.join(' ')}`);
    limits.set(tests.join(), 5000 + patience * (performance.now() - start));
  }
  return limits;
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

function table(counts: ReadonlyMap<string, Readonly<Record<Outcome, number>>>): string {
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const line = (name: string, { noticed, hung, survived }: Readonly<Record<Outcome, number>>): string => {
    const all = noticed + hung + survived;
    return `| ${name} | ${all} | ${survived} | ${((100 * (noticed + hung)) / all).toFixed(1)} % |`;
  };
  const sum = { noticed: 0, survived: 0, hung: 0 };
  for (const [, of] of rows)
    for (const outcome of ['noticed', 'survived', 'hung'] as const) sum[outcome] += of[outcome];
  return [
    '| source | mutants | survived | noticed |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map(([file, of]) => line(`\`${file}\``, of)),
    line('all', sum),
  ].join('\n');
}

void main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(() => rmSync(folder, { recursive: true, force: true }));
