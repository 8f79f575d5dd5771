import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Matcher } from '../../../core/bias/matcher';
import type { CheckResult } from '../../../core/check/judge';
import { TEST_FILE } from '../../../core/check/testFile';
import { LineStarts } from '../../../core/lineStarts';
import { shortHash } from '../../../core/score/export/exportedFile';
import { FileError } from '../../../files/fileError';
import { readTextFile } from '../../../files/readTextFile';
import type { Problem } from '../../../tasks/problem';
import { acceptBaseline, planTests, runTests, type TestedFile, type TestPlan } from '../../../tasks/testFile';
import { resultText } from '../../../words/check';
import { problemText } from '../../../words/problemText';
import { TEST_EXPLORER_WORDING } from '../../../words/testExplorer';
import { say, type Language } from '../../../words/words';
import { openDocument } from '../../services/editorDocuments';
import type { EngineService } from '../../services/engineService';
import type { ModelLibrary } from '../../services/modelLibrary';
import type { PictureFolders } from '../../services/pictureFolders';
import { plainWindow } from '../../services/plainWindow';
import { SlicedWork } from '../../services/slicedWork';
import type { WrittenLock } from './acceptBaseline';
import { brokenId, testNodes } from './testNodes';
import type { Checked, CheckOptions, Outcome } from './testRuns';
import { rangeOf, type ReadTests } from './testTree';
import { isSaved, pathOf, uriOf } from '../../services/places';

const mostSavings = 8;
const betweenSavingsMs = 500;

export interface PromptTestsOptions {
  readonly engine: EngineService;
  readonly library: ModelLibrary;
  readonly pictureFolders: PictureFolders;
  /** What finds biased wording in a document. */
  readonly matcherFor: (uri: vscode.Uri) => Promise<Matcher>;
  readonly language: Language;
  /** Of the extension. */
  readonly version: string;
}

/** From a spell file, as it stands in its editor or on the disk, to what the Test Explorer says of it. */
export class PromptTests {
  /** What the last run of each file was of: when one of these changes, its results are old. */
  readonly #files = new Map<string, ReadonlySet<string>>();

  constructor(private readonly options: PromptTestsOptions) {}

  /** Pictures and wildcards that the last run of a file read, absolute. */
  filesOf(uri: vscode.Uri): ReadonlySet<string> {
    return this.#files.get(uri.toString()) ?? new Set();
  }

  /** @throws FileError, and what nobody expected */
  async read(uri: vscode.Uri): Promise<ReadTests | undefined> {
    // One that was never saved lies in no folder: it has neither pictures nor a baseline.
    if (!isSaved(uri)) return undefined;
    const plan = await this.#plan(uri).catch((error: unknown) => {
      if (error instanceof FileError && error.code === 'file-missing') return undefined;
      throw error;
    });
    if (plan === undefined) return undefined;
    const broken = this.#broken(plan);
    if (plan.checks.length === 0 && !isTested(plan, broken)) return undefined;
    const testFile = plan.testFile === undefined ? undefined : uriOf(plan.testFile).toString();
    const texts = new Map([[uri.toString(), plan.file.text]]);
    if (testFile !== undefined) texts.set(testFile, plan.testText ?? '');
    const nodes = testNodes(plan.file, {
      plan,
      ...(plan.baseline && { baseline: plan.baseline }),
      broken: broken.map((problem) => ({
        uri: uriOf(problem.path).toString(),
        ...(problem.span && { span: problem.span }),
        ...(problem.line !== undefined && { line: problem.line }),
        text: this.#said(problem),
      })),
      ...(testFile !== undefined && { testFile }),
      language: this.options.language,
    });
    return { nodes, texts };
  }

  /** @throws FileError, and what nobody expected */
  async check(uri: vscode.Uri, options: CheckOptions): Promise<Checked> {
    const tested = await this.#test(uri, options);
    const { plan, checkpoint, problems } = tested;
    const outcomes = new Map<string, Outcome>();
    for (const [place, problem] of this.#broken(plan).entries())
      outcomes.set(brokenId(place), { state: 'errored', text: this.#said(problem) });
    // Pictures that cannot be read, among others: what is told of the rest is not what was meant.
    const known = new Set(plan.problems);
    const faults = problems.filter((each) => each.severity === 'error' && !known.has(each));
    const why = faults.map((each) => this.#said(each));
    for (const result of tested.results) outcomes.set(result.check.id, this.#outcome(result, plan, why));
    const told = problems.filter(({ severity }) => severity !== 'error').map((each) => this.#said(each));
    const { language } = this.options;
    if (checkpoint) {
      const words = TEST_EXPLORER_WORDING.checkedFile;
      const named = `${checkpoint.id} ${shortHash(checkpoint.hash)}`;
      const file = vscode.workspace.asRelativePath(uri);
      told.unshift(say(words, language, { file, pictures: tested.differentPictures, checkpoint: named }));
    }
    return { outcomes, remarks: told };
  }

  /** Makes what is measured now the baseline; undefined, after saying why, where that cannot be. */
  async update(
    uri: vscode.Uri,
    keys: ReadonlySet<string> | undefined,
    signal: AbortSignal,
  ): Promise<WrittenLock | undefined> {
    const { language, version } = this.options;
    if (!isSaved(uri)) {
      void plainWindow.showWarningMessage(say(TEST_EXPLORER_WORDING.saveFirst, language));
      return undefined;
    }
    // What is accepted is what lies on the disk, where the terminal finds it.
    const document = openDocument(uri);
    if (document && !(await isSavedNow(document, signal))) {
      if (!signal.aborted)
        void plainWindow.showWarningMessage(say(TEST_EXPLORER_WORDING.saveFirst, language));
      return undefined;
    }
    const tested = await this.#test(uri, { signal, priority: 'visible' });
    const lock = tested.plan.lock.path;
    const before = await textOnDisk(lock);
    const accepted = await acceptBaseline(tested, { version, signal, ...(keys && { only: keys }) });
    const after = await textOnDisk(lock);
    if (after !== undefined && accepted.plan.baseline !== tested.plan.baseline)
      return { path: lock, before, after };
    const why = accepted.problems.find(({ severity }) => severity === 'error');
    const text = why ? this.#said(why) : say(TEST_EXPLORER_WORDING.nothingToAccept, language);
    void plainWindow.showErrorMessage(text);
    return undefined;
  }

  async #test(uri: vscode.Uri, { signal, priority }: CheckOptions): Promise<TestedFile> {
    const { engine, library, pictureFolders, matcherFor } = this.options;
    const plan = await this.#plan(uri);
    const tested = await runTests(plan, {
      embedder: () => engine.embedder({ uri, file: plan.file }),
      languagesOf: (checkpoint) => library.languagesOf(checkpoint),
      matcher: () => matcherFor(uri),
      reach: await pictureFolders.reach(uri),
      signal,
      priority,
      pause: new SlicedWork().pause,
    });
    const { scored } = tested.basis;
    if (scored) {
      const { images, wildcards } = scored.found;
      this.#files.set(uri.toString(), new Set([...images.paths, ...wildcards.files]));
    }
    return tested;
  }

  /** A file as it is on the disk, or in its editor. @throws FileError */
  readText = async (uri: vscode.Uri): Promise<string> => {
    const { folders, linksOutside } = await this.options.pictureFolders.reach(uri);
    return textOf(pathOf(uri), linksOutside ? undefined : folders);
  };

  async #plan(uri: vscode.Uri): Promise<TestPlan> {
    const reach = await this.options.pictureFolders.reach(uri);
    const text = await this.readText(uri);
    return planTests({ path: pathOf(uri), text, reach, read: textOf, pause: new SlicedWork().pause });
  }

  /** What keeps something from being tested as it is meant, told as tests that cannot be run. */
  #broken({ problems }: TestPlan): readonly Problem[] {
    return problems.filter(({ severity }) => severity === 'error');
  }

  #outcome(result: CheckResult, { file, path: own }: TestPlan, faults: readonly string[]): Outcome {
    const { outcome, code, at } = result;
    const { language } = this.options;
    const text = resultText(result, language, (picture) => vscode.workspace.asRelativePath(picture));
    const known = {
      ...(at && { at: new vscode.Location(uriOf(own), rangeOf(new LineStarts(file.text), at)) }),
      ...(result.check.kind === 'keeps' && { canAccept: true }),
    };
    if (faults.length > 0 && outcome !== 'failed' && result.check.kind !== 'bias-at-most')
      return { state: 'errored', text: [...faults, text].join('\n') };
    if (outcome === 'passed' || outcome === 'failed') return { state: outcome, text, ...known };
    const isWrong = outcome === 'wrong' || code === 'keeps-checkpoint' || code === 'not-scored';
    return { state: isWrong ? 'errored' : 'undecided', text, ...known };
  }

  #said(problem: Problem): string {
    return problemText(problem, {
      language: this.options.language,
      face: 'editor',
      shown: (file) => vscode.workspace.asRelativePath(file),
    });
  }
}

/**
 * Saves a document. Where another saving is under way, as when the editor saves by itself, one may end without having saved
 * the newest text: it is asked for again, a few seconds long.
 */
async function isSavedNow(document: vscode.TextDocument, signal: AbortSignal): Promise<boolean> {
  for (let time = 0; document.isDirty && time < mostSavings && !signal.aborted; time++) {
    if (time > 0) await new Promise((resolve) => setTimeout(resolve, betweenSavingsMs));
    if (document.isDirty) await document.save();
  }
  return !document.isDirty;
}

/** Whether a file without a sound expectation was meant to have one. */
function isTested({ path: own, file, testFile }: TestPlan, broken: readonly Problem[]): boolean {
  const states = file.frontMatter.keys.some(({ value }) => value === 'expect');
  return broken.some((problem) => {
    if (problem.path === own) return states;
    // A test file that does not name this one says itself what is wrong with it.
    return path.basename(problem.path) !== TEST_FILE || testFile !== undefined;
  });
}

/** With unsaved changes where it is open. @throws FileError */
async function textOf(file: string, within?: readonly string[]): Promise<string> {
  const document = openDocument(uriOf(file));
  return document?.getText() ?? readTextFile(file, { ...(within && { within }) });
}

async function textOnDisk(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
