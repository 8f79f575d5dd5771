import { baselineOf } from '../core/check/baseline';
import { spellFileSteps } from '../core/bias/checkSpellFile';
import type { BiasFinding } from '../core/bias/finding';
import type { Matcher } from '../core/bias/matcher';
import { judge, type CheckResult } from '../core/check/judge';
import { lockKeys, type LockedFile } from '../core/check/lock';
import { planChecks, type Check } from '../core/check/plan';
import { readTestFileSteps, type FileTests, type TestFileProblem } from '../core/check/testFile';
import type { Checkpoint, Embedder } from '../core/ports';
import { parseSteps } from '../core/spell/parseSpellFile';
import type { SpellFile } from '../core/spell/spell';
import { finish, paced, type Pause, type Steps } from '../core/steps';
import { findTestFile, linksWithin, type ReadText } from '../files/findTestFile';
import { namedBeside, namesPath, writtenBeside } from '../files/pathNames';
import type { Reach } from '../files/reach';
import { findFiles, type FindFilesOptions } from './findFiles';
import { loadLock, updateLock, type FoundLock } from './lockFile';
import { embeddingText, isPacked, PackedPictures } from './packedPictures';
import { failureProblem, inOrder, type Problem } from './problem';
import { problemSteps, syntaxSteps } from './problems';
import { scoreFile, type ScoredFile } from './scoreFile';
import { testFileProblems } from './testFileProblems';

export interface PlanRequest {
  /** Of the spell file, absolute. */
  readonly path: string;
  readonly text: string;
  /** Anywhere when undefined. */
  readonly reach?: Reach;
  /** For whoever holds changes of a test file that are not on disk. */
  readonly read?: ReadText;
  /** Awaited between short steps, for a caller whose thread must not be held. */
  readonly pause?: Pause;
}

/** What there is to test in a spell file; known without scoring anything. */
export interface TestPlan {
  readonly path: string;
  readonly file: SpellFile;
  /** Spell by spell, those of each in the order of the expectations. */
  readonly checks: readonly Check[];
  /** What is wrong with the spell file's text, its test file and its lock, each at its place. */
  readonly problems: readonly Problem[];
  /** The `spellwright.test.yml` that speaks of this file, absolute; expectations whose origin is `test-file` stand in it. */
  readonly testFile?: string;
  /** Its text: spans of its expectations are of this. */
  readonly testText?: string;
  readonly lock: FoundLock;
  /** Of this file, as its lock calls it. */
  readonly key: string;
  readonly baseline?: LockedFile;
}

export interface TestRequest extends Omit<FindFilesOptions, 'withImages'> {
  /** May reject with an expected failure: an unknown model. */
  readonly embedder: () => Promise<Embedder>;
  readonly languagesOf: (checkpoint: Checkpoint) => Promise<readonly string[]>;
  /** The model is not the one that the file names. */
  readonly isModelGiven?: boolean;
  /** What finds biased wording; asked for only where something is expected of it. May reject with a `FileError`. */
  readonly matcher: () => Promise<Matcher>;
  /** Which checks; all when undefined. What one says does not depend on which others are run. */
  readonly isWanted?: (check: Check) => boolean;
  /** Reads the pictures though the lock has them packed, to pack them anew. */
  readonly readPictures?: boolean;
  /** Scores the file whatever is wanted, so that it can be accepted. */
  readonly forBaseline?: boolean;
  readonly onProgress?: Parameters<typeof scoreFile>[0]['onProgress'];
  readonly priority?: Parameters<typeof scoreFile>[0]['priority'];
  readonly pause?: Pause;
}

/** A spell file that was tested, or could not be. */
export interface TestedFile {
  readonly plan: TestPlan;
  /** Of the wanted checks, in their order. */
  readonly results: readonly CheckResult[];
  /** Those of the plan, and what scoring met. Where one is an error, something was not tested as it is meant. */
  readonly problems: readonly Problem[];
  /** What the numbers are of; absent where nothing was scored. */
  readonly checkpoint?: Checkpoint;
  readonly pictures: number;
  readonly differentPictures: number;
  /** The pictures' embeddings came from the lock. */
  readonly isPacked: boolean;
  /** For `acceptBaseline`. */
  readonly basis: Basis;
}

interface Basis {
  readonly request: TestRequest;
  readonly scored?: ScoredFile;
  readonly embedder?: Embedder;
  readonly findings: readonly BiasFinding[];
}

/**
 * Reads what is expected of a spell file: by itself, by the nearest test file at or above its folder that names it, and by
 * its baseline. The lock lies beside that test file where there is one, and beside the spell file otherwise.
 * @throws what is not an expected failure
 */
export async function planTests(request: PlanRequest): Promise<TestPlan> {
  const { path, text, reach } = request;
  const run = runner(request.pause);
  const file = await run(parseSteps(text));
  const problems: Problem[] = [...(await run(syntaxSteps(file, path)))];
  const found = await testsFor(request, run);
  if (found?.failure) problems.push(found.failure);
  if (found?.text !== undefined) problems.push(...testFileProblems(found.path, found.text, found.problems));
  const own = found?.tests ?? [];
  const beside = own.length > 0 ? found!.path : path;
  const lock = await loadLock(beside, linksWithin(beside, reach));
  if (lock.problem) problems.push(lock.problem);
  const key = writtenBeside(beside, path);
  const baseline = lock.lock?.files.get(key);
  const plan = planChecks(
    file,
    [
      { origin: 'front-matter', expectations: file.frontMatter.expect ?? [] },
      { origin: 'test-file', expectations: own.flatMap(({ expect }) => expect) },
    ],
    baseline,
  );
  // Those of the front matter are told with the file's syntax.
  const unknown = plan.problems.filter(({ origin }) => origin === 'test-file');
  if (unknown.length > 0) problems.push(...testFileProblems(found!.path, found!.text!, unknown));
  return {
    path,
    file,
    checks: plan.checks,
    problems: inOrder(problems),
    ...(own.length > 0 && { testFile: found!.path, testText: found!.text! }),
    lock,
    key,
    ...(baseline && { baseline }),
  };
}

/**
 * Tests a planned file: scores it, and judges its checks. Expected failures are in the result.
 * @throws the signal's reason, and what nobody expected
 */
export async function runTests(plan: TestPlan, request: TestRequest): Promise<TestedFile> {
  const { path, file, baseline } = plan;
  const { signal, isWanted = () => true, matcher } = request;
  const wanted = plan.checks.filter(isWanted);
  const problems: Problem[] = [];
  let findings: readonly BiasFinding[] = [];
  if (wanted.some(({ kind }) => kind === 'bias-at-most')) {
    try {
      findings = await runner(request.pause)(spellFileSteps(file, await matcher()));
    } catch (error) {
      signal?.throwIfAborted();
      const failure = failureProblem(error, path);
      if (!failure) throw error;
      problems.push(failure);
    }
  }
  const withImages = request.forBaseline === true || wanted.length === 0 || wanted.some(needsPictures);
  const isFromLock = withImages && baseline !== undefined && isPacked(baseline) && !request.readPictures;
  const needsScore = withImages || wanted.some(({ kind }) => kind === 'fits');
  const scoring = needsScore ? await score(plan, request, { withImages, isFromLock }) : undefined;
  if (scoring) problems.push(...scoring.problems);
  const basis: Basis = {
    request,
    findings,
    ...(scoring && { scored: scoring.scored }),
    ...(scoring?.embedder && { embedder: scoring.embedder }),
  };
  return judged(plan, basis, problems, isFromLock);
}

interface AcceptOptions {
  /** Spells by their `key`; all of the file when undefined. */
  readonly only?: ReadonlySet<string>;
  /** Writes the pictures' embeddings, so that later runs need no pictures. A lock that has them keeps them. */
  readonly pack?: boolean;
  /** Of the program. */
  readonly version: string;
  readonly signal?: AbortSignal;
}

/**
 * Makes what was measured the baseline that later runs are held to.
 * @returns the file as its tests stand then; where nothing was written, its problems say why
 * @throws the signal's reason, and what nobody expected
 */
export async function acceptBaseline(tested: TestedFile, options: AcceptOptions): Promise<TestedFile> {
  const { plan, basis } = tested;
  const { scored, embedder, request } = basis;
  const { lock, key } = plan;
  // Why, the problems say already. Of pictures that cannot be read, and of a file that is half understood, nothing is accepted.
  const isWrong = tested.problems.some(({ severity }) => severity === 'error');
  if (isWrong || !scored?.score || scored.score.images.length === 0 || !embedder) return tested;
  const paths = scored.score.images.map(({ path }) => path);
  const pack = options.pack || tested.isPacked;
  const embeddings = pack ? await embeddingsOf(paths, embedder, options.signal) : undefined;
  const now = await runner(request.pause)(
    baselineOf(
      plan.file,
      scored.score,
      paths.map((path) => writtenBeside(lock.path, path)),
      embeddings,
    ),
  );
  const entry = await updateLock(
    lock.path,
    { key, now, ...(options.only && { only: options.only }) },
    options,
  );
  if ('severity' in entry) return { ...tested, problems: [...tested.problems, entry] };
  const hasBaselineCheck = plan.checks.some(({ kind }) => kind === 'keeps');
  const implied = hasBaselineCheck ? [] : planChecks(plan.file, [], entry).checks;
  const renewed: TestPlan = {
    ...plan,
    baseline: entry,
    checks: [...plan.checks, ...implied].sort((a, b) => a.spell - b.spell),
  };
  const known = new Set([...plan.problems, ...baselineProblems(plan, scored)].map(({ code }) => code));
  const problems = tested.problems.filter(({ code }) => !known.has(code));
  const replaced = picturesReplaced(plan, entry);
  return judged(renewed, basis, [...problems, ...replaced], tested.isPacked);
}

async function judged(
  plan: TestPlan,
  basis: Basis,
  problems: readonly Problem[],
  isFromLock: boolean,
): Promise<TestedFile> {
  const { request, scored, findings } = basis;
  const score = scored?.score;
  const results = await runner(request.pause)(
    judge(
      plan.checks,
      {
        file: plan.file,
        ...(score && { score }),
        ...(scored && { wildcards: scored.found.wildcards.wildcards }),
        ...(plan.baseline && { baseline: plan.baseline }),
        findings,
        picturesOf: (pattern, { origin }) => {
          const beside = origin === 'test-file' ? plan.testFile! : plan.path;
          const images = score?.images ?? [];
          return images.flatMap(({ path }, i) => (namesPath(pattern.value, beside, path) ? [i] : []));
        },
      },
      request.isWanted,
    ),
  );
  return {
    plan,
    results,
    problems: inOrder([...plan.problems, ...problems, ...baselineProblems(plan, scored)]),
    ...(score && { checkpoint: score.checkpoint }),
    pictures: score?.images.length ?? 0,
    differentPictures: score?.differentImages ?? 0,
    isPacked: isFromLock,
    basis,
  };
}

/** Whether it asks what pictures say. */
function needsPictures({ kind }: Check): boolean {
  return kind !== 'bias-at-most' && kind !== 'fits';
}

interface Scoring {
  readonly scored: ScoredFile;
  readonly embedder?: Embedder;
  readonly problems: readonly Problem[];
}

async function score(
  plan: TestPlan,
  request: TestRequest,
  { withImages, isFromLock }: { readonly withImages: boolean; readonly isFromLock: boolean },
): Promise<Scoring> {
  const { path, file, baseline, lock } = plan;
  let embedder: Embedder | undefined;
  let packed: PackedPictures | undefined;
  const fromLock = isFromLock
    ? {
        ...(await findFiles(file, path, { ...request, withImages: false })),
        images: {
          paths: baseline!.pictures.map((picture) => namedBeside(lock.path, picture.path)),
          named: new Map(),
          problems: [],
        },
      }
    : undefined;
  const scored = await scoreFile({
    ...request,
    file,
    path,
    withImages,
    ...(fromLock && { found: fromLock }),
    embedder: async () => {
      embedder = await request.embedder();
      if (isFromLock) embedder = packed = new PackedPictures(embedder, baseline!, fromLock!.images.paths);
      return embedder;
    },
  });
  const found = await runner(request.pause)(problemSteps(scored, { withSyntax: false }));
  const fault = packed?.fault;
  const problems: readonly Problem[] = fault ? [{ severity: 'error', path: lock.path, ...fault }] : found;
  return { scored, ...(embedder && { embedder }), problems };
}

/** What is different between the baseline and what was tested; it makes nothing fail by itself. */
function baselineProblems({ baseline, lock, file }: TestPlan, scored: ScoredFile | undefined): Problem[] {
  const score = scored?.score;
  if (!baseline || !score || score.checkpoint.hash !== baseline.checkpoint.hash) return [];
  const problems: Problem[] = [];
  const about = { severity: 'information', path: lock.path } as const;
  const parameters = picturesChanged(baseline.pictures, score.images);
  if (parameters) problems.push({ ...about, code: 'lock-pictures-changed', parameters });
  const keys = new Set(lockKeys(file.spells.map(({ name }) => name?.value)));
  const left = [...baseline.spells.keys()].filter((key) => !keys.has(key));
  if (left.length > 0) {
    const spells = left.slice(0, 8).join(', ') + (left.length > 8 ? ', …' : '');
    problems.push({ ...about, code: 'lock-spells-gone', parameters: { spells } });
  }
  return problems;
}

/** A baseline of other pictures than before is told: it may be that somebody has only half of them. */
function picturesReplaced({ baseline, lock }: TestPlan, { pictures }: LockedFile): Problem[] {
  const parameters = baseline && picturesChanged(baseline.pictures, pictures);
  if (!parameters) return [];
  const code = 'lock-pictures-replaced';
  return [
    { severity: 'warning', path: lock.path, code, parameters: { ...parameters, now: pictures.length } },
  ];
}

interface Hashed {
  readonly hash: string;
}

/** How many pictures of a baseline are gone, and how many are new; undefined where they are the same. */
function picturesChanged(
  locked: readonly Hashed[],
  present: readonly Hashed[],
): { readonly locked: number; readonly gone: number; readonly added: number } | undefined {
  const before = new Set(locked.map(({ hash }) => hash));
  const now = new Set(present.map(({ hash }) => hash));
  const gone = locked.filter(({ hash }) => !now.has(hash)).length;
  const added = present.filter(({ hash }) => !before.has(hash)).length;
  return gone + added > 0 ? { locked: locked.length, gone, added } : undefined;
}

async function embeddingsOf(
  paths: readonly string[],
  embedder: Embedder,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  // The engine remembers them: they were scored a moment ago.
  const outcomes = await embedder.embedImages(paths, { ...(signal && { signal }) });
  return outcomes.map((outcome) => (outcome.ok ? embeddingText(outcome.embedding) : ''));
}

interface FoundTests {
  readonly path: string;
  readonly text?: string;
  /** Of those that name the spell file. */
  readonly tests: readonly FileTests[];
  readonly problems: readonly TestFileProblem[];
  readonly failure?: Problem;
}

/** What the nearest test file says of a spell file. */
async function testsFor({ path, reach, read }: PlanRequest, run: Run): Promise<FoundTests | undefined> {
  const found = await findTestFile(path, reach, read);
  if (!found) return undefined;
  const { text, failure } = found;
  if (text === undefined) {
    const told = failure && failureProblem(failure, found.path);
    return { path: found.path, tests: [], problems: [], ...(told && { failure: told }) };
  }
  const { tests, problems } = await run(readTestFileSteps(text));
  const own = tests.filter(({ files }) => files.some(({ value }) => namesPath(value, found.path, path)));
  return { path: found.path, text, tests: own, problems };
}

type Run = <T>(steps: Steps<T>) => Promise<T>;

function runner(pause: Pause | undefined): Run {
  return async (steps) => (pause ? paced(steps, pause) : finish(steps));
}
