/**
 * Compares how prompts are filled with dynamicprompts' own code: random prompts over its grammar, and every wildcard and
 * every line with signs of collections. The sets of texts that CLIP would see must be equal, but for the differences that
 * docs/spell-language.md names.
 *
 * npx tsx scripts/dynamicprompts/compare.ts --python PYTHON [--prompts 12000] [--seed 1] [--show 5] [--minutes 60] COLLECTION…
 *
 * After so many minutes it stops and reports on what it has compared. PYTHON is one that has dynamicprompts; a COLLECTION is a folder of wildcards.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { clipText } from '../../src/core/spell/clipText';
import { expandSpell } from '../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { wildcardNamesIn } from '../../src/core/spell/wildcardName';
import { loadWildcards, wildcardNames } from '../../src/files/loadWildcards';
import { DIFFERENCES, type Outcome } from './differences';
import { RandomPrompts, writeWildcards } from './randomPrompts';
import { Theirs } from './theirs';

/** More combinations are not compared. */
const most = 100;
/** Linked names whose lines say whether a difference may come from them. */
const mostReached = 300;

class Tally {
  readonly #counts = new Map<string, number>();
  readonly #shown = new Map<string, number>();
  unexplained = 0;

  constructor(
    private readonly title: string,
    private readonly mostShown: number,
  ) {}

  add(kind: string, detail: string, isUnexplained = false): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (isUnexplained) this.unexplained++;
    const shown = this.#shown.get(kind) ?? 0;
    this.#shown.set(kind, shown + 1);
    if (isUnexplained && shown < this.mostShown) process.stdout.write(`${kind}: ${detail}\n`);
  }

  report(): void {
    const all = [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
    process.stdout.write(`\n${this.title}: ${all} prompts\n`);
    for (const [kind, count] of [...this.#counts].sort((a, b) => b[1] - a[1])) {
      process.stdout.write(`${String(count).padStart(8)}  ${kind}\n`);
    }
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    prompts: { type: 'string', default: '12000' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '600' },
  },
});
if (values.python === undefined) {
  process.stderr.write('Name a Python that has dynamicprompts: --python PATH\n');
  process.exit(2);
}
const tallies: Tally[] = [];
const end = performance.now() + 60_000 * Number(values.minutes);

void run(values.python);

async function run(python: string): Promise<void> {
  const theirs = new Theirs(python);
  const folder = mkdtempSync(path.join(tmpdir(), 'spellwright-dynamicprompts-'));
  writeWildcards(folder);
  const random = new RandomPrompts(Number(values.seed));
  const prompts = Array.from({ length: Number(values.prompts) }, () => random.next());
  await compareAll(theirs, 'Random prompts', folder, prompts);
  rmSync(folder, { recursive: true });

  for (const collection of positionals) {
    const at = path.resolve(collection);
    const names = await theirs.names(at);
    const { wildcards } = await loadWildcards([at], names);
    const lines = new Set(names.flatMap((name) => wildcards.lookup(name) ?? []));
    const withSigns = [...lines].filter(
      (line) => /[{}$%]|__|\/\//.test(line) && !/^(Negative prompt|Steps):/im.test(line),
    );
    await compareAll(theirs, collection, at, [...names.map((name) => `a __${name}__ of`), ...withSigns]);
  }
  theirs.end();
  for (const tally of tallies) tally.report();
  process.exitCode = tallies.some(({ unexplained }) => unexplained > 0) ? 1 : 0;
}

async function compareAll(
  theirs: Theirs,
  title: string,
  collection: string,
  all: readonly string[],
): Promise<void> {
  const tally = new Tally(title, Number(values.show));
  tallies.push(tally);
  for (const prompt of all) {
    if (performance.now() > end) break;
    await compare(theirs, tally, collection, prompt);
  }
}

async function compare(theirs: Theirs, tally: Tally, collection: string, prompt: string): Promise<void> {
  const answer = await theirs.fill({ folder: collection, prompt, most });
  const file = parseSpellFile(`### p\n${prompt}`, { defaultDialect: 'a1111' });
  const names = wildcardNames(file);
  const { wildcards } = await loadWildcards([collection], names);
  const set = expandSpell(file.spells[0]!, { dialect: 'a1111', wildcards, limit: most });
  // A prompt of nothing has no expansions here.
  const ours = new Set(set.expansions.length === 0 ? [''] : set.expansions.map(({ text }) => text));
  if (answer.error !== undefined) {
    tally.add(`refused by dynamicprompts (${answer.error.split(':')[0]})`, prompt);
    return;
  }
  const other = new Set(answer.texts!.map(seen));
  if (set.sampled || (!answer.isWhole && other.size > ours.size)) {
    const some = set.sampled ? 'a sample' : 'too many';
    tally.add(`not compared: ${some}`, prompt);
    return;
  }
  const isMissing = set.diagnostics.some(({ code }) => code === 'wildcard-missing');
  const reached = reachedBy(names, wildcards.lookup);
  const outcome: Outcome = { prompt, reached, isMissing, ours, theirs: other };
  if (ours.size === other.size && [...ours].every((text) => other.has(text))) tally.add('the same', prompt);
  else {
    const difference = DIFFERENCES.find(({ explains }) => explains(outcome));
    if (difference !== undefined) tally.add(`differs as documented: ${difference.name}`, prompt);
    else {
      const detail = JSON.stringify({
        prompt,
        ours: [...ours].slice(0, 12),
        theirs: [...other].slice(0, 12),
      });
      tally.add('DIFFERS', detail, true);
    }
  }
}

/** The text that CLIP sees of one that dynamicprompts has filled. */
function seen(text: string): string {
  return clipText(text, new Int32Array(text.length), 'a1111').text;
}

function reachedBy(
  names: readonly string[],
  lookup: (name: string) => readonly string[] | undefined,
): string {
  const reached = new Set(names);
  const lines: string[] = [];
  for (const name of reached) {
    if (reached.size > mostReached) break;
    for (const line of lookup(name) ?? []) {
      lines.push(line);
      for (const each of wildcardNamesIn(line)) reached.add(each);
    }
  }
  return lines.join('\n');
}
