import { relative } from 'node:path';
import { EngineError } from '../core/engineError';
import { LineStarts } from '../core/lineStarts';
import type { Checkpoint } from '../core/ports';
import type { ExportedProblem } from '../core/score/export/exportedFile';
import type { FileScore, ScoredPrompt } from '../core/score/fileScore';
import type { SpellFile, Span, SyntaxDiagnostic } from '../core/spell/spell';
import { unreadScript } from '../core/spell/unreadScript';
import { FileError } from '../files/fileError';
import type { WildcardProblem } from '../files/loadWildcards';
import type { ImageProblem } from '../files/resolveImages';
import { ModelError } from '../models/modelError';
import { CLI_WORDING } from '../words/cli';
import { ENGINE_WORDING } from '../words/engine';
import {
  FILE_ERROR_WORDING,
  GIVEN_IMAGE_PROBLEM_WORDING,
  IMAGE_PROBLEM_WORDING,
  WILDCARD_PROBLEM_WORDING,
} from '../words/files';
import { IMAGE_WORDING } from '../words/images';
import { namesOf } from '../words/languageNames';
import { modelErrorText } from '../words/modelErrorText';
import { SYNTAX_WORDING } from '../words/syntax';
import { say, type Language, type Parameters, type Wording } from '../words/words';
import { printable } from './table';
import type { Terminal } from './terminal';

/** More names than this are a list that nobody reads. */
const mostLanguages = 5;

/** A path as people write it here. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' ? '.' : short.startsWith('..') ? path : short;
}

/** What is wrong with one spell file, in the user's language, each with its place. */
export class Problems {
  readonly list: ExportedProblem[] = [];
  readonly #lines: LineStarts;

  /** @param text of the file, once it is read: offsets become lines and columns. */
  constructor(
    private readonly path: string,
    private readonly language: Language,
    text = '',
  ) {
    this.#lines = new LineStarts(text);
  }

  syntax(diagnostics: readonly SyntaxDiagnostic[]): void {
    for (const { code, severity, span, parameters } of diagnostics) {
      this.#add(severity, code, SYNTAX_WORDING[code], parameters, span);
    }
  }

  images(problems: readonly ImageProblem[]): void {
    for (const { code, severity, span, parameters } of problems) {
      const wording = (span ? IMAGE_PROBLEM_WORDING : GIVEN_IMAGE_PROBLEM_WORDING)[code];
      this.#add(severity, code, wording, parameters, span);
    }
  }

  wildcards(problems: readonly WildcardProblem[]): void {
    for (const { code, path, line, detail } of problems) {
      const message = say(WILDCARD_PROBLEM_WORDING[code], this.language, { detail });
      this.list.push({
        severity: 'error',
        code,
        path: shownPath(path),
        ...(line && { line, column: 1 }),
        message,
      });
    }
  }

  /** Pictures that could not be read. @param named where the file names them */
  failures({ failures }: FileScore, named: ReadonlyMap<string, Span>): void {
    for (const { path, code, detail } of failures) {
      this.#add('error', code, IMAGE_WORDING[code], { path: shownPath(path), detail }, named.get(path));
    }
  }

  /** Prompts that do not fit into the model's context: for each spell the longest. */
  tooLong(score: FileScore, file: SpellFile): void {
    const longest = new Map<number, ScoredPrompt>();
    for (const prompt of score.prompts) {
      const known = longest.get(prompt.spell);
      if (prompt.lostFrom !== undefined && (known === undefined || prompt.tokenCount > known.tokenCount)) {
        longest.set(prompt.spell, prompt);
      }
    }
    for (const { spell, expansion, lostFrom, tokenCount } of longest.values()) {
      const word = /^\s*(\S{1,30})/.exec(expansion.text.slice(lostFrom))?.[1];
      const start = expansion.offsets[lostFrom!] ?? file.spells[spell]!.span.start;
      const code = word === undefined ? 'template-too-long' : 'prompt-too-long';
      const parameters = { count: tokenCount, limit: score.checkpoint.contextLength, word: word ?? '' };
      this.#add('warning', code, CLI_WORDING[code], parameters, { start, end: start });
    }
  }

  /** The first words of a file in a script that the checkpoint hardly reads. @param languages those that it reads well */
  unreadLanguage({ spells }: SpellFile, { id }: Checkpoint, languages: readonly string[]): void {
    for (const { positive } of spells) {
      const found = unreadScript(positive, languages);
      if (!found) continue;
      const code = 'prompt-language';
      const parameters = {
        checkpoint: id,
        script: namesOf('script', [found.script], this.language),
        languages: namesOf('language', languages, this.language, mostLanguages),
      };
      this.#add('warning', code, CLI_WORDING[code], parameters, found.span);
      return;
    }
  }

  /** Nothing can be scored, for a reason that is not an exception. */
  nothing(code: 'no-images' | 'no-readable-images' | 'no-prompts', span?: Span): void {
    this.#add('error', code, CLI_WORDING[code], {}, span ?? { start: 0, end: 0 });
  }

  /** @throws what is not an expected failure */
  thrown(error: unknown, span?: Span): void {
    if (error instanceof EngineError) {
      this.#add('error', error.code, ENGINE_WORDING[error.code], error.parameters, span);
    } else if (error instanceof ModelError) {
      this.#addMessage('error', error.code, modelErrorText(error, this.language), span);
    } else if (error instanceof FileError) {
      this.#add('error', error.code, FILE_ERROR_WORDING[error.code], { detail: error.detail });
    } else throw error;
  }

  #add(
    severity: ExportedProblem['severity'],
    code: string,
    wording: Wording,
    parameters: Parameters,
    span?: Span,
  ): void {
    this.#addMessage(severity, code, say(wording, this.language, parameters), span);
  }

  #addMessage(severity: ExportedProblem['severity'], code: string, message: string, span?: Span): void {
    this.list.push({
      severity,
      code,
      path: shownPath(this.path),
      ...(span && this.#lines.positionAt(span.start)),
      message,
    });
  }
}

/** Problems in the order of their places, those of the file as a whole first. */
export function inOrder(problems: readonly ExportedProblem[]): ExportedProblem[] {
  const at = ({ line = 0, column = 0 }: ExportedProblem): number => line * 1e6 + column;
  return [...problems].sort((a, b) => at(a) - at(b));
}

/** `path:line:column: error: what is wrong`, as compilers write it and editors read it. */
export function problemLine(problem: ExportedProblem, terminal: Terminal): string {
  const { severity, path, line, column, message } = problem;
  const place = line === undefined ? path : `${path}:${line}:${column}`;
  const colour = { error: 'red', warning: 'yellow', information: 'cyan' } as const;
  const label = terminal.err(colour[severity], say(CLI_WORDING[severity], terminal.language));
  return `${printable(place)}: ${label}: ${printable(message)}\n`;
}
