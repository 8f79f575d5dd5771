import { dirname } from 'node:path';
import { spellFileSteps } from '../core/bias/checkSpellFile';
import { textSteps } from '../core/bias/checkText';
import type { BiasFinding } from '../core/bias/finding';
import type { Matcher } from '../core/bias/matcher';
import { SEVERITIES, type RuleSet, type Severity } from '../core/bias/rule';
import { LineStarts } from '../core/lineStarts';
import type { Steps } from '../core/steps';
import { parseSteps } from '../core/spell/parseSpellFile';
import { FileError } from '../files/fileError';
import { SETTINGS_ERROR_WORDING } from '../words/bias';
import { errorText } from '../words/problemText';
import { say } from '../words/words';
import { exitCodes } from './commands';
import type { LintedFile } from './lintedFile';
import { lintJson } from './lintJson';
import { lintPretty } from './lintPretty';
import { lintSarif } from './lintSarif';
import { Matchers } from './matchers';
import { shownPath } from './problems';
import { ProgressBar } from './progressBar';
import { printable } from './table';
import { spellInputs, type SpellInput } from './spellInputs';
import type { Terminal } from './terminal';
import { inTurns, writePieces } from './turns';

export const lintFormats = ['pretty', 'json', 'sarif'] as const;
export type LintFormat = (typeof lintFormats)[number];

/** Levels that a run can fail at; `off` reports nothing. */
export const lintLevels = SEVERITIES.filter((severity) => severity !== 'off');

export interface LintArguments {
  readonly paths: readonly string[];
  readonly format: LintFormat;
  /** The lowest level that makes the run fail. */
  readonly maxSeverity: Exclude<Severity, 'off'>;
}

export interface LintContext {
  readonly terminal: Terminal;
  readonly rules: RuleSet;
  readonly version: string;
  readonly signal: AbortSignal;
}

/**
 * `spellwright lint`: biased wording in spell files, Markdown (`.md`) and other texts, by the rules and the nearest
 * `.spellwright.yml`.
 * @returns 1 when a finding is at or above `maxSeverity`, 2 when a file or the settings can't be read
 */
export async function lint(request: LintArguments, context: LintContext): Promise<number> {
  const { terminal, rules, version, signal } = context;
  const linter = new Linter(context);
  const files: LintedFile[] = [];
  for (const named of request.paths) {
    for (const input of await linter.inputsOf(named)) {
      signal.throwIfAborted();
      const file = await linter.read(input);
      if (file) files.push(file);
    }
  }
  const { language } = terminal;
  const written = {
    pretty: () => lintPretty(files, rules, request.maxSeverity, terminal),
    json: () => lintJson(files, rules, version, language),
    sarif: () => lintSarif(files, rules, version, language),
  };
  await writePieces(written[request.format](), (text) => terminal.write(text), signal);
  if (linter.failed) return exitCodes.wrong;
  const level = SEVERITIES.indexOf(request.maxSeverity);
  const loud = files.some(({ findings }) =>
    findings.some(({ severity }) => SEVERITIES.indexOf(severity) >= level),
  );
  return loud ? exitCodes.findings : exitCodes.done;
}

/** Reads files under the settings of their folders, and says what can't be read. */
class Linter {
  private hasFailed = false;
  private readonly matchers: Matchers;

  constructor(private readonly context: LintContext) {
    this.matchers = new Matchers(context.rules, context.terminal);
  }

  get failed(): boolean {
    return this.hasFailed || this.matchers.hasProblems;
  }

  async inputsOf(named: string): Promise<readonly SpellInput[]> {
    const { terminal, signal } = this.context;
    const progress = new ProgressBar(terminal, named);
    try {
      return await spellInputs(named, { signal, onVisited: progress.searching });
    } catch (error) {
      this.report(named, error);
      return [];
    } finally {
      progress.clear();
    }
  }

  async read(input: SpellInput): Promise<LintedFile | undefined> {
    const { path, isPipe } = input;
    try {
      const text = await input.read();
      const matcher = await this.matchers.in(dirname(path), input.reach);
      return {
        path: shownPath(path),
        text,
        lines: new LineStarts(text),
        findings: await inTurns(
          findingSteps(isPipe ? `${path}.spell` : path, text, matcher),
          this.context.signal,
        ),
      };
    } catch (error) {
      this.report(path, error);
      return undefined;
    }
  }

  /** @throws what is not an expected failure */
  private report(path: string, error: unknown): void {
    if (!(error instanceof FileError)) throw error;
    this.hasFailed = true;
    const { terminal } = this.context;
    const isSettings = error.path !== '' && error.path.endsWith('.spellwright.yml');
    const message = isSettings
      ? say(SETTINGS_ERROR_WORDING[error.code], terminal.language, {
          path: shownPath(error.path),
          detail: error.detail,
        })
      : errorText(error, { language: terminal.language, face: 'terminal' });
    terminal.writeError(`${printable(`${shownPath(path)}: ${message}`)}\n`);
  }
}

function* findingSteps(path: string, text: string, matcher: Matcher): Steps<BiasFinding[]> {
  if (path.endsWith('.spell')) return yield* spellFileSteps(yield* parseSteps(text), matcher);
  return yield* textSteps(text, path.endsWith('.md') ? 'markdown' : 'plaintext', matcher);
}
