import path from 'node:path';
import type { FileScore } from '../../core/score/fileScore';
import type { WildcardProblem } from '../../files/loadWildcards';
import type { ResolvedImages } from '../../files/resolveImages';
import { IMAGE_PROBLEM_WORDING, WILDCARD_PROBLEM_WORDING } from '../../words/files';
import { IMAGE_WORDING } from '../../words/images';
import { SYNTAX_WORDING } from '../../words/syntax';
import { say, type Language } from '../../words/words';
import type { DocumentProblem } from './scores';

/** What scoring found wrong with what a document names, in the user's language. Syntax is found without scoring. */
export function problemsOf(found: {
  readonly images: ResolvedImages;
  readonly wildcards: readonly WildcardProblem[];
  readonly score: FileScore;
  /** Of the document: paths are shown relative to it. */
  readonly folder: string;
  readonly language: Language;
}): DocumentProblem[] {
  const { images, wildcards, score, folder, language } = found;
  const shown = (file: string): string => path.relative(folder, file) || file;
  return [
    ...score.diagnostics.map(({ code, severity, span, parameters }): DocumentProblem => ({
      severity,
      code,
      span,
      message: say(SYNTAX_WORDING[code], language, parameters),
    })),
    ...images.problems.map(({ code, span, parameters }): DocumentProblem => ({
      severity: 'error',
      code,
      span,
      message: say(IMAGE_PROBLEM_WORDING[code], language, parameters),
    })),
    ...score.failures.map(({ path: picture, code, detail }): DocumentProblem => ({
      severity: 'error',
      code,
      span: images.named.get(picture),
      message: say(IMAGE_WORDING[code], language, { path: shown(picture), detail }),
    })),
    ...wildcards.map(({ code, path: file, line, detail }): DocumentProblem => ({
      severity: 'error',
      code,
      message: `${shown(file)}${line ? `:${line}` : ''}: ${say(WILDCARD_PROBLEM_WORDING[code], language, { detail })}`,
    })),
  ];
}
