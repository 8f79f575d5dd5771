import { EngineError, type EngineErrorCode } from '../core/engineError';
import type { ImageErrorCode } from '../core/ports';
import type { Span, SyntaxCode } from '../core/spell/spell';
import { FileError, type FileErrorCode } from '../files/fileError';
import type { PhraseFileProblem, PhraseFileProblemCode } from '../files/loadPhraseLists';
import type { WildcardProblem } from '../files/loadWildcards';
import type { ImageProblemCode } from '../files/resolveImages';
import { ModelError, type ModelErrorCode } from '../models/modelError';
import type { CheckProblemCode } from './testProblem';

/** What only scoring finds out, or what keeps it from beginning. */
export type ScoreProblemCode =
  | 'no-prompts'
  | 'no-images'
  | 'no-readable-images'
  | 'prompt-too-long'
  | 'template-too-long'
  | 'prompt-language'
  /** A server's numbers are a little other than the same checkpoint's on this machine. */
  | 'server-differs'
  /** Too many characters to be scored while somebody types: in an editor only. */
  | 'too-large-to-follow'
  /** What nobody foresaw. */
  | 'unexpected-error';

/** No code stands in two of these: one fact has one code wherever it is shown. */
export type ProblemCode =
  | SyntaxCode
  | ImageProblemCode
  | ImageErrorCode
  | WildcardProblem['code']
  | ScoreProblemCode
  | EngineErrorCode
  | ModelErrorCode
  | FileErrorCode
  | PhraseFileProblemCode
  | CheckProblemCode;

/** Something that is wrong with a spell file, or with what it names. `words/problemText.ts` makes a sentence of it. */
export interface Problem {
  /** An error left something out, or everything; a warning is of scores that do not say what they seem to. */
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: ProblemCode;
  /** The file that it is about, absolute: the spell file, or a wildcard file. */
  readonly path: string;
  /** Where in the spell file; undefined for all of it, and for what stands in no spell file. */
  readonly span?: Span;
  /** 1-based, in a file that is no spell file. */
  readonly line?: number;
  /** 1-based, beside `line`; 1 when undefined. */
  readonly column?: number;
  /** Paths are absolute, languages and scripts codes. */
  readonly parameters: Readonly<Record<string, string | number | readonly string[]>>;
}

/**
 * Why something cannot be scored.
 * @param path of the spell file, absolute
 * @param span where the file names what failed, its model as a rule
 * @returns undefined for what is not an expected failure
 */
export function failureProblem(error: unknown, path: string, span?: Span): Problem | undefined {
  if (error instanceof EngineError || error instanceof ModelError) {
    const { code, parameters } = error;
    return { severity: 'error', code, path, ...(span && { span }), parameters };
  }
  if (error instanceof FileError) {
    const { code, detail } = error;
    return { severity: 'error', code, path, parameters: { detail } };
  }
  return undefined;
}

/** Of a list of phrases: the others are read all the same. */
export function listProblem({ code, path, line, parameters }: PhraseFileProblem): Problem {
  return { severity: 'warning', code, path, ...(line !== undefined && { line }), parameters };
}

/** Of what nobody foresaw. */
export function unexpectedProblem(error: unknown, path: string): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return { severity: 'error', code: 'unexpected-error', path, parameters: { detail } };
}

/** In the order of their places; those that have none in the spell file come first. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const at = ({ span }: Problem): number => span?.start ?? -1;
  return [...problems].sort((a, b) => at(a) - at(b));
}
