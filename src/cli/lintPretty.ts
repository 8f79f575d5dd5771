import { SEVERITIES, type RuleSet, type Severity } from '../core/bias/rule';
import { LINT_WORDING, SEVERITY_WORDING, sayEvidence, sayFinding } from '../words/bias';
import { say } from '../words/words';
import type { LintedFile } from './lint';
import { printable } from './table';
import type { Terminal } from './terminal';

const COLOUR = { hint: 'dim', information: 'cyan', warning: 'yellow', error: 'red' } as const;

/**
 * `path:line:column: warning: what is wrong [rule]`, as compilers write it, and a last line that counts.
 * Hints are shown only where the run is asked to fail at them: there are many, and they accuse no one.
 */
export function lintPretty(
  files: readonly LintedFile[],
  rules: RuleSet,
  level: Exclude<Severity, 'off'>,
  terminal: Terminal,
): string {
  const { language } = terminal;
  const shown = level === 'hint' ? 'hint' : 'information';
  const isAtLeast = (severity: Severity, least: Severity): boolean =>
    SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
  const lines = files.flatMap(({ path, lines: starts, findings }) =>
    findings
      .filter(({ severity }) => isAtLeast(severity, shown))
      .map((finding) => {
        const { line, column } = starts.positionAt(finding.span.start);
        const label = terminal.out(
          COLOUR[finding.severity],
          say(SEVERITY_WORDING[finding.severity], language),
        );
        const message = [
          sayFinding(finding, language),
          ...sayEvidence(finding, rules.evidence, language),
        ].join(' ');
        const rule = terminal.out('dim', `[${finding.ruleId}]`);
        return `${printable(`${path}:${line}:${column}`)}: ${label}: ${printable(message)} ${rule}`;
      }),
  );
  const all = files.flatMap(({ findings }) => findings);
  const summary =
    all.length === 0
      ? say(LINT_WORDING.clean, language, { files: files.length })
      : say(LINT_WORDING.summary, language, {
          findings: all.length,
          files: files.length,
          level: say(SEVERITY_WORDING[level], language),
          loud: all.filter(({ severity }) => isAtLeast(severity, level)).length,
        });
  return [...lines, summary, ''].join('\n');
}
