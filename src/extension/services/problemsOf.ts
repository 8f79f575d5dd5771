import path from 'node:path';
import type { FileScore } from '../../core/score/fileScore';
import { each, type Steps } from '../../core/steps';
import type { WildcardProblem } from '../../files/loadWildcards';
import type { ResolvedImages } from '../../files/resolveImages';
import { EDITOR_IMAGE_PROBLEM_WORDING, WILDCARD_PROBLEM_WORDING } from '../../words/files';
import { IMAGE_WORDING } from '../../words/images';
import { SYNTAX_WORDING } from '../../words/syntax';
import { say, type Language } from '../../words/words';
import type { DocumentProblem } from './scores';

/** Of one kind: nobody reads more, and each costs the editor time. */
const mostProblems = 300;

/**
 * What scoring found wrong with what a document names, in the user's language. Syntax is found without scoring. One problem
 * a step.
 */
export function* problemsOf(found: {
  readonly images: ResolvedImages;
  readonly wildcards: readonly WildcardProblem[];
  readonly score: FileScore;
  /** Of the document: paths are shown relative to it. */
  readonly folder: string;
  readonly language: Language;
}): Steps<DocumentProblem[]> {
  const { images, wildcards, score, folder, language } = found;
  const shown = (file: string): string => path.relative(folder, file) || file;
  return [
    ...(yield* each(
      score.diagnostics.slice(0, mostProblems),
      ({ code, severity, span, parameters }): DocumentProblem => ({
        severity,
        code,
        span,
        message: say(SYNTAX_WORDING[code], language, parameters),
      }),
    )),
    ...images.problems.map(({ code, span, parameters }): DocumentProblem => ({
      severity: 'error',
      code,
      span,
      message: say(EDITOR_IMAGE_PROBLEM_WORDING[code], language, parameters),
      ...(code === 'images-outside' && { folder: String(parameters.folder) }),
    })),
    ...(yield* each(
      score.failures.slice(0, mostProblems),
      ({ path: picture, code, detail }): DocumentProblem => ({
        severity: 'error',
        code,
        span: images.named.get(picture),
        message: say(IMAGE_WORDING[code], language, { path: shown(picture), detail }),
      }),
    )),
    ...wildcards.map(({ code, path: file, line, detail }): DocumentProblem => ({
      severity: 'error',
      code,
      message: `${shown(file)}${line ? `:${line}` : ''}: ${say(WILDCARD_PROBLEM_WORDING[code], language, { detail })}`,
    })),
  ];
}
