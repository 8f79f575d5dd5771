import { SEVERITIES, type RuleSet, type Severity } from '../core/bias/rule';
import { LINT_WORDING, SEVERITY_WORDING, sayEvidence, sayFinding } from '../words/bias';
import { say } from '../words/words';
import type { LintedFile } from './lintedFile';
import { printable } from './table';
import type { Terminal } from './terminal';

const COLOUR = { hint: 'dim', information: 'cyan', warning: 'yellow', error: 'red' } as const;

/**
 * `path:line:column: warning: what is wrong [rule]`, as compilers write it, and a last line that counts; in pieces.
 * Hints are shown only where the run is asked to fail at them: there are many, and they accuse no one.
 */
export function* lintPretty(
  files: readonly LintedFile[],
  rules: RuleSet,
  level: Exclude<Severity, 'off'>,
  terminal: Terminal,
): Generator<string> {
  const { language } = terminal;
  const shown = level === 'hint' ? 'hint' : 'information';
  let [all, loud] = [0, 0];
  for (const { path, lines, findings } of files) {
    for (const finding of findings) {
      all++;
      if (isAtLeast(finding.severity, level)) loud++;
      if (!isAtLeast(finding.severity, shown)) continue;
      const { line, column } = lines.positionAt(finding.span.start);
      const label = terminal.out(COLOUR[finding.severity], say(SEVERITY_WORDING[finding.severity], language));
      const message = [sayFinding(finding, language), ...sayEvidence(finding, rules.evidence, language)].join(
        ' ',
      );
      const rule = terminal.out('dim', `[${printable(finding.ruleId)}]`);
      yield `${printable(`${path}:${line}:${column}`)}: ${label}: ${printable(message)} ${rule}\n`;
    }
  }
  const summary =
    all === 0
      ? say(LINT_WORDING.clean, language, { files: files.length })
      : say(LINT_WORDING.summary, language, {
          findings: all,
          files: files.length,
          level: say(SEVERITY_WORDING[level], language),
          loud,
        });
  yield `${summary}\n`;
}

function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
