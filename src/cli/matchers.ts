import { createMatcher, type Matcher } from '../core/bias/matcher';
import type { RuleSet } from '../core/bias/rule';
import { findBiasSettings, readSettingsFile } from '../files/biasSettings';
import type { Reach } from '../files/reach';
import { CONFIG_PROBLEM_WORDING } from '../words/bias';
import { say } from '../words/words';
import { shownPath } from './problems';
import { printable } from './table';
import type { Terminal } from './terminal';

/** What finds biased wording, by the settings of each folder; each is read once. */
export class Matchers {
  /** Settings were wrong somewhere: a typo must not silence a rule unseen. */
  hasProblems = false;
  private readonly known = new Map<string, Promise<Matcher>>();

  constructor(
    private readonly rules: RuleSet,
    private readonly terminal: Terminal,
  ) {}

  /** @throws FileError when settings are there and cannot be read */
  in(folder: string, reach: Reach): Promise<Matcher> {
    let matcher = this.known.get(folder);
    if (!matcher) this.known.set(folder, (matcher = this.load(folder, reach)));
    return matcher;
  }

  /** Settings with problems count as far as they can be read. */
  private async load(folder: string, reach: Reach): Promise<Matcher> {
    const read = (path: string): Promise<string> => readSettingsFile(path, reach);
    const { path = '', settings, problems } = await findBiasSettings(folder, this.rules, read);
    for (const { code, parameters, line, column } of problems) {
      this.hasProblems = true;
      const message = say(CONFIG_PROBLEM_WORDING[code], this.terminal.language, parameters);
      this.terminal.writeError(`${printable(`${shownPath(path)}:${line}:${column}: ${message}`)}\n`);
    }
    return createMatcher(this.rules, settings);
  }
}
