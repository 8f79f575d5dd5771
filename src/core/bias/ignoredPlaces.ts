import type { Span } from '../spell/spell';
import type { BiasFinding } from './finding';
import { fold } from './fold';
import { Lines } from './lines';

/** What the author asked not to hear about, in comments. */
export interface IgnoredPlaces {
  covers(finding: BiasFinding): boolean;
}

/** `spellwright-ignore` or `spellwright-ignore-file`, then names separated by commas. */
export const IGNORE = 'spellwright-ignore';
const DIRECTIVE = new RegExp(`${IGNORE}(-file)?(?![\\w-])[ \\t:]*([^\\r\\n]*)`);

/**
 * Reads the directives of a text's comments. One that stands after a prompt speaks of its own line, one on a line of its
 * own of the next line that is not blank.
 * @param comments the text's comments in order, with their marks
 */
export function ignoredPlaces(
  text: string,
  comments: readonly { readonly span: Span; readonly text: string }[],
): IgnoredPlaces {
  const lines = new Lines(text);
  const everywhere = new Names();
  const ofLines = new Map<number, Names>();
  let lastOwn = -1;
  for (const comment of comments) {
    const match = DIRECTIVE.exec(comment.text);
    if (!match) continue;
    const names = match[2]!
      .replace(/(?:\*\/|-->).*$/s, '')
      .split(/[,、]/)
      .map((name) => fold(name.trim()))
      .filter((name) => name !== '');
    if (match[1] !== undefined) {
      everywhere.add(names);
      continue;
    }
    const own = lines.at(comment.span.start);
    // Before others of the same line stands the first.
    const line = own === lastOwn ? own : lineMeant(text, comment.span, lines);
    lastOwn = own;
    const its = ofLines.get(line) ?? new Names();
    its.add(names);
    ofLines.set(line, its);
  }
  return {
    covers(finding) {
      if (everywhere.isEmpty && ofLines.size === 0) return false; // most texts; asking a finding for its text takes time
      const { span, ruleId, category, text } = finding;
      const called = [ruleId, category, fold(text)];
      if (everywhere.hold(called)) return true;
      const last = lines.at(Math.max(span.start, span.end - 1));
      for (let line = lines.at(span.start); line <= last; line++)
        if (ofLines.get(line)?.hold(called)) return true;
      return false;
    },
  };
}

/** What directives name. One that names nothing means everything. */
class Names {
  private readonly names = new Set<string>();
  private all = false;

  add(names: readonly string[]): void {
    if (names.length === 0) this.all = true;
    for (const name of names) this.names.add(name);
  }

  get isEmpty(): boolean {
    return !this.all && this.names.size === 0;
  }

  hold(called: readonly string[]): boolean {
    return this.all || called.some((name) => this.names.has(name));
  }
}

/** Index of the line that a directive speaks of; -1 where no line follows. */
function lineMeant(text: string, comment: Span, lines: Lines): number {
  const own = lines.at(comment.start);
  if (text.slice(lines.start(own), comment.start).trim() !== '') return own;
  let at = Math.max(lines.end(lines.at(comment.end - 1)), comment.end);
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at < text.length ? lines.at(at) : -1;
}
