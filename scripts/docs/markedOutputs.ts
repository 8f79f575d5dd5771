/** An example in a Markdown file whose text a command prints. */
export interface MarkedOutput {
  /** As the comment above it says: `spellwright …`, or a script of this folder. */
  readonly command: string;
  /** What stands there now, without a fence around it. */
  readonly text: string;
  /** Line of the comment, from 1. */
  readonly line: number;
}

const mark = /^<!-- output: (.+?) -->$/;
const fence = /^```/;

/**
 * The marked examples of a Markdown file, in order. Below its comment stands a fenced block, or a table up to the next
 * empty line.
 * @throws Error where nothing stands below a comment, or a fence is never closed
 */
export function markedOutputs(markdown: string): MarkedOutput[] {
  return placesOf(markdown.split('\n')).map(({ command, lines: [from, to], line, all }) => ({
    command,
    text: all.slice(from, to).join('\n'),
    line,
  }));
}

/** The same Markdown with other texts in its marked examples. */
export function withOutputs(markdown: string, textOf: (command: string) => string): string {
  const all = markdown.split('\n');
  // From the end, so that the line numbers before stay right.
  for (const {
    command,
    lines: [from, to],
  } of placesOf(all).reverse())
    // prettier-ignore
    all.splice(from, to - from, ...textOf(command).split('\n'));
  return all.join('\n');
}

interface Place {
  readonly command: string;
  readonly line: number;
  /** Half-open. */
  readonly lines: readonly [from: number, to: number];
  readonly all: readonly string[];
}

function placesOf(all: readonly string[]): Place[] {
  return all.flatMap((text, at) => {
    const command = mark.exec(text)?.[1];
    if (command === undefined) return [];
    const isFenced = fence.test(all[at + 1] ?? '');
    const from = isFenced ? at + 2 : at + 1;
    const ends = isFenced ? (line: string) => line === '```' : (line: string) => line === '';
    const length = all.slice(from).findIndex(ends);
    if (length < (isFenced ? 0 : 1)) throw new Error(`line ${at + 1}: no example below “${command}”`);
    return [{ command, line: at + 1, lines: [from, from + length], all }];
  });
}
