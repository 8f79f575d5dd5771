import type { EngineError } from '../core/engineError';
import { LineStarts } from '../core/lineStarts';
import type { ExportedProblem } from '../core/score/export/exportedFile';
import type { FileError } from '../files/fileError';
import type { ModelError } from '../models/modelError';
import { oddKinds } from '../models/oddKinds';
import type { Problem, ProblemCode } from '../tasks/problem';
import { shownBytes } from './amounts';
import { CHECK_PROBLEM_WORDING } from './check';
import { PHRASE_LIST_WORDING } from './craft';
import { ANSWER_FAULT_WORDING, ENGINE_WORDING } from './engine';
import { BASE_WORDING, FILE_ERROR_WORDING, IMAGE_PROBLEM_WORDING, WILDCARD_PROBLEM_WORDING } from './files';
import { IMAGE_WORDING } from './images';
import { namesOf } from './languageNames';
import { MODEL_ERROR_WORDING, MODELS_WORDING, REDIRECT_WORDING } from './models';
import { registryReason } from './registryFaults';
import { SCORE_PROBLEM_WORDING, SERVER_CAUSE_WORDING } from './scoreProblems';
import { SYNTAX_WORDING } from './syntax';
import { say, wordingFor, type Face, type FacedWording, type Language, type Parameters } from './words';

/** Whom a problem is told. */
export interface Listener {
  readonly language: Language;
  readonly face: Face;
  /** How an absolute path is written for people; as it is when undefined. */
  readonly shown?: (path: string) => string;
}

/** A sentence for each code. */
export const PROBLEM_WORDING: Readonly<Record<ProblemCode, FacedWording>> = {
  ...SYNTAX_WORDING,
  ...IMAGE_PROBLEM_WORDING,
  ...IMAGE_WORDING,
  ...WILDCARD_PROBLEM_WORDING,
  ...SCORE_PROBLEM_WORDING,
  ...ENGINE_WORDING,
  ...MODEL_ERROR_WORDING,
  ...FILE_ERROR_WORDING,
  ...PHRASE_LIST_WORDING,
  ...CHECK_PROBLEM_WORDING,
};

/** More names than this are a list that nobody reads. */
const mostLanguages = 5;

type Told = Pick<Problem, 'code' | 'span' | 'parameters'>;

/** What is wrong, and what to do, in a sentence or two. */
export function problemText(problem: Told, listener: Listener): string {
  const { language, face } = listener;
  return say(wordingFor(PROBLEM_WORDING[problem.code], face), language, wordsOf(problem, listener));
}

/** The same of an expected failure. */
export function errorText(
  error: EngineError | ModelError | FileError,
  listener: Pick<Listener, 'language' | 'face'>,
): string {
  const parameters = 'parameters' in error ? error.parameters : { detail: error.detail };
  return problemText({ code: error.code, parameters }, listener);
}

/**
 * Problems as a report holds them. Whoever wrote it, nobody knows where it is read: it speaks as the terminal does.
 * @param text of the spell file: offsets become lines and columns
 */
export function exportedProblems(
  problems: readonly Problem[],
  text: string,
  { language, shown }: Required<Pick<Listener, 'language' | 'shown'>>,
): ExportedProblem[] {
  const lines = new LineStarts(text);
  return problems.map((problem) => ({
    severity: problem.severity,
    code: problem.code,
    path: shown(problem.path),
    ...(problem.line !== undefined && { line: problem.line, column: problem.column ?? 1 }),
    ...(problem.span && lines.positionAt(problem.span.start)),
    message: problemText(problem, { language, shown, face: 'terminal' }),
  }));
}

/** Parameters as people read them: sizes with units, names of languages, paths from where they stand. */
function wordsOf({ code, span, parameters }: Told, { language, shown = same }: Listener): Parameters {
  const words: Record<string, string | number> = {
    base: say(span ? BASE_WORDING.file : BASE_WORDING.folder, language),
    amount: amountOf(parameters, language),
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'object') words[name] = namesOf('language', value, language, mostLanguages);
    else if (name === 'script') words[name] = namesOf('script', [String(value)], language);
    else if (name === 'path' && code in IMAGE_WORDING) words[name] = shown(String(value));
    else if (name === 'detail') words[name] = bytesOf(String(value));
    else words[name] = value;
  }
  const fault = code === 'server-answer' ? ANSWER_FAULT_WORDING[String(parameters.fault)] : undefined;
  if (fault) words.fault = say(fault, language);
  const reason = code === 'registry-broken' ? registryReason(parameters, language) : undefined;
  if (reason !== undefined) words.reason = reason;
  const redirects = code === 'hub-redirects' ? REDIRECT_WORDING[String(parameters.fault)] : undefined;
  if (redirects) words.reason = say(redirects, language, words);
  const { cause } = parameters;
  if (code === 'server-differs' && (cause === 'text' || cause === 'picture' || cause === 'both'))
    words.cause = say(SERVER_CAUSE_WORDING[cause], language);
  const kind = oddKinds.find((each) => each === parameters.kind);
  if (kind) words.kind = say(MODELS_WORDING[kind], language);
  return words;
}

function same(path: string): string {
  return path;
}

/** How much space a model takes, and how much there is, where both are known. */
function amountOf({ needed, free }: Problem['parameters'], language: Language): string {
  if (typeof needed !== 'number' || typeof free !== 'number') return '';
  return say(MODELS_WORDING.space, language, { needed: shownBytes(needed), free: shownBytes(free) });
}

/** "268435457 bytes", as the engine counts, is a size to people. */
function bytesOf(detail: string): string {
  const bytes = /^(\d+) bytes$/.exec(detail)?.[1];
  return bytes === undefined ? detail : shownBytes(Number(bytes));
}
