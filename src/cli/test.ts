import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { RuleSet } from '../core/bias/rule';
import { TEST_FILE } from '../core/check/testFile';
import { failureProblem, type Problem } from '../tasks/problem';
import { acceptBaseline, planTests, runTests, type TestedFile, type TestPlan } from '../tasks/testFile';
import { unnamedFiles } from '../tasks/unnamedFiles';
import { exportedProblems } from '../words/problemText';
import { TEST_WORDING } from '../words/testReport';
import { say, type Wording } from '../words/words';
import { exitCodes, type CommandContext } from './commands';
import { Matchers } from './matchers';
import { problemLines, shownPath } from './problems';
import { ProgressBar } from './progressBar';
import { spellInputs, type SpellInput } from './spellInputs';
import { printable } from './table';
import { countOutcomes, reportedFile, type ReportedFile } from './testedFile';
import { testGithub } from './testGithub';
import { testJson } from './testJson';
import { testJunit } from './testJunit';
import { testLines, testSummary } from './testPretty';

export const testFormats = ['pretty', 'json', 'junit', 'github'] as const;

export interface TestArguments {
  /** The current folder when empty. */
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly allow?: readonly string[];
  readonly model?: string;
  /** Accepts what is measured as the baseline. */
  readonly update?: boolean;
  /** The same, with the pictures' embeddings, so that later runs need no pictures. */
  readonly pack?: boolean;
  /** What cannot be told fails. */
  readonly strict?: boolean;
  readonly format: (typeof testFormats)[number];
}

export interface TestContext extends CommandContext {
  readonly rules: RuleSet;
}

/**
 * `spellwright test`: whether spell files keep what is expected of them.
 * @returns 1 when an expectation failed, 2 when something could not be tested as it is written
 */
export async function test(request: TestArguments, context: TestContext): Promise<number> {
  const { terminal, version } = context;
  const { format, strict = false } = request;
  const tester = new Tester(request, context);
  const files: ReportedFile[] = [];
  for (const named of request.paths.length > 0 ? request.paths : ['.']) {
    for await (const file of tester.files(named)) {
      if (format === 'pretty') await terminal.write(testLines(file, terminal));
      files.push(file);
    }
  }
  const { language } = terminal;
  if (files.length === 0 && !tester.hasFailed)
    terminal.writeError(`${say(TEST_WORDING.nothingAtAll, language)}\n`);
  if (format === 'pretty' && files.length > 0) await terminal.write(testSummary(files, strict, terminal));
  if (format === 'json') await terminal.write(testJson(files, version, language));
  if (format === 'junit') await terminal.write(testJunit(files, strict, language));
  if (format === 'github') await terminal.write(testGithub(files, strict, language));
  const counts = countOutcomes(files);
  if (tester.hasFailed || counts.wrong > 0) return exitCodes.wrong;
  return counts.failed > 0 || (strict && counts.unsure > 0) ? exitCodes.findings : exitCodes.done;
}

class Tester {
  /** Something was not tested as it is meant. */
  get hasFailed(): boolean {
    return this.hasErrors || this.matchers.hasProblems;
  }

  private hasErrors = false;
  private readonly matchers: Matchers;
  private readonly folder = process.cwd();

  constructor(
    private readonly request: TestArguments,
    private readonly context: TestContext,
  ) {
    this.matchers = new Matchers(context.rules, context.terminal);
  }

  /**
   * Tests what a word of the command line names: a spell file, a folder, or a test file, which stands for the files that it
   * names. Of a folder those that say nothing to test are passed over.
   */
  async *files(named: string): AsyncGenerator<ReportedFile> {
    const isTestFile = basename(named) === TEST_FILE;
    const place = isTestFile ? dirname(named) : named;
    const inputs = await this.inputsOf(place);
    if (!inputs) return;
    const isFolder = await stat(resolve(place)).then(
      (found) => found.isDirectory(),
      () => false,
    );
    for (const input of inputs) {
      this.context.signal.throwIfAborted();
      const plan = await this.plan(input);
      if (!plan) continue;
      if (isTestFile && plan.testFile !== resolve(named)) continue;
      if (isFolder && !this.hasWork(plan)) continue;
      const tested = await this.run(plan, input);
      this.tell(tested.problems, plan.file.text);
      yield reportedFile(tested, this.context.terminal.language);
    }
    if (isFolder)
      this.tell(
        await unnamedFiles(
          resolve(place),
          inputs.map(({ path }) => path),
        ),
        '',
      );
  }

  private async inputsOf(named: string): Promise<readonly SpellInput[] | undefined> {
    const { terminal, signal } = this.context;
    const progress = new ProgressBar(terminal, named);
    try {
      return await spellInputs(named, { allowed: this.request.allow, signal, onVisited: progress.searching });
    } catch (error) {
      this.fail(resolve(named), error);
      return undefined;
    } finally {
      progress.clear();
    }
  }

  private async plan({ path, reach, read }: SpellInput): Promise<TestPlan | undefined> {
    try {
      return await planTests({ path, text: await read(), reach });
    } catch (error) {
      this.fail(path, error);
      return undefined;
    }
  }

  private hasWork(plan: TestPlan): boolean {
    const { checks, problems } = plan;
    return (
      checks.length > 0 || problems.some(({ severity }) => severity === 'error') || this.isAccepted(plan)
    );
  }

  /** Files without pictures have no baseline. */
  private isAccepted({ file, baseline }: TestPlan): boolean {
    const { update, pack, images } = this.request;
    const hasPictures = file.frontMatter.images.length > 0 || images.length > 0 || baseline !== undefined;
    return Boolean(update || pack) && hasPictures;
  }

  private async run(plan: TestPlan, { reach }: SpellInput): Promise<TestedFile> {
    const { engines, languagesOf, terminal, signal, version } = this.context;
    const { model, images, pack } = this.request;
    const { path, file } = plan;
    const folder = dirname(path);
    const isAccepted = this.isAccepted(plan);
    const progress = new ProgressBar(terminal, shownPath(path));
    try {
      const tested = await runTests(plan, {
        reach,
        extra: { patterns: images, folder: this.folder },
        embedder: () =>
          model === undefined
            ? engines.for(file.frontMatter.model?.value, folder)
            : engines.for(model, this.folder),
        isModelGiven: model !== undefined,
        languagesOf,
        matcher: () => this.matchers.in(folder, reach),
        forBaseline: isAccepted,
        readPictures: pack,
        signal,
        onProgress: progress.update,
        onVisited: progress.searching,
      });
      if (!isAccepted) return tested;
      const accepted = await acceptBaseline(tested, { pack, version, signal });
      const isWritten = accepted.plan.baseline !== plan.baseline;
      if (isWritten) this.say(TEST_WORDING.accepted, plan.lock.path);
      else this.say(TEST_WORDING.notAccepted, path);
      return accepted;
    } finally {
      progress.clear();
    }
  }

  private say(wording: Wording, path: string): void {
    const { terminal } = this.context;
    const line = printable(say(wording, terminal.language, { path: shownPath(path) }));
    terminal.writeError(`${line}\n`);
  }

  /** @throws what is not an expected failure */
  private fail(path: string, error: unknown): void {
    this.context.signal.throwIfAborted();
    const failure = failureProblem(error, path);
    if (!failure) throw error;
    this.tell([failure], '');
  }

  private tell(problems: readonly Problem[], text: string): void {
    const { terminal } = this.context;
    if (problems.some(({ severity }) => severity === 'error')) this.hasErrors = true;
    const listener = { language: terminal.language, shown: shownPath };
    terminal.writeError(problemLines(exportedProblems(problems, text, listener), terminal));
  }
}
