import { PYTHON_SPACE } from './pythonText';
import { joinRanges, type Placed } from './reading';

/** What the web UI offers first, and what a schedule is read with where no `Steps:` says otherwise. */
export const DEFAULT_STEPS = 20;

interface Frame {
  readonly opener: '(' | '[';
  readonly start: number;
  readonly colons: number[];
  readonly pipes: number[];
}

const WHEN = new RegExp(
  `^${PYTHON_SPACE}*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)${PYTHON_SPACE}*$`,
  'u',
);
const LONGEST_WHEN = 60;

/**
 * Fills `[from:to:when]` with what the sampler ends on, and `[a|b]` with the first.
 *
 * The grammar of `modules/prompt_parser.py` knows one kind of bracket that holds others: what a schedule or an alternation
 * is made of must itself be whole, without a stray bracket, `:` or `|`. Where a `|` stands outside of an alternation, or a
 * backslash at the end of a line, the web UI's parser gives up on the whole prompt and every bracket stays emphasis.
 * @param steps of the sampler
 */
export function fillSchedules(prompt: Placed, steps: number): Placed {
  const { text } = prompt;
  const stack: Frame[] = [];
  /** +1 where something that goes begins, -1 where it ends. */
  const gone = new Int32Array(text.length + 1);
  let found = false;
  const keep = (frame: Frame, closeAt: number, start: number, end: number): void => {
    found = true;
    gone[frame.start]!++;
    gone[start]!--;
    gone[end]!++;
    gone[closeAt + 1]!--;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    switch (char) {
      case '\\':
        if (at + 1 >= text.length || text[at + 1] === '\n') return prompt;
        at++;
        break;
      case '(':
      case '[':
        stack.push({ opener: char, start: at, colons: [], pipes: [] });
        break;
      case ':':
        stack.at(-1)?.colons.push(at);
        break;
      case '|':
        if (stack.length === 0) return prompt;
        stack.at(-1)!.pipes.push(at);
        break;
      case ')':
      case ']': {
        const frame = stack.pop();
        if (frame !== undefined && isWhole(frame, char, text, at)) {
          const { pipes, colons } = frame;
          if (pipes.length > 0) keep(frame, at, frame.start + 1, pipes[0]!);
          else if (frame.opener === '[' && colons.length > 0) {
            const isEarly = reachesEnd(text.slice(colons.at(-1)! + 1, at), steps);
            if (colons.length === 1) {
              const start = frame.start + 1;
              keep(frame, at, start, isEarly ? start : colons[0]!);
            } else if (isEarly) keep(frame, at, frame.start + 1, colons[0]!);
            else keep(frame, at, colons[0]! + 1, colons[1]!);
          }
          break;
        }
        // A stray bracket: nothing that is open around it can be whole any more.
        if ((frame?.pipes.length ?? 0) > 0 || stack.some(({ pipes }) => pipes.length > 0)) return prompt;
        stack.length = 0;
        break;
      }
    }
  }
  if (stack.some(({ pipes }) => pipes.length > 0)) return prompt;
  return found ? without(prompt, gone) : prompt;
}

function isWhole({ opener, colons, pipes }: Frame, closer: ')' | ']', text: string, at: number): boolean {
  if (opener === '(') return closer === ')' && pipes.length === 0 && colons.length <= 1;
  if (closer !== ']') return false;
  if (pipes.length > 0) return colons.length === 0;
  return colons.length === 0 || (colons.length <= 2 && whenOf(text.slice(colons.at(-1)! + 1, at)) !== undefined);
}

function whenOf(written: string): string | undefined {
  return written.length <= LONGEST_WHEN ? WHEN.exec(written)?.[1] : undefined;
}

/** Whether the last step is still before `when`: a number with a point is a share of the steps, another one a step. */
function reachesEnd(written: string, steps: number): boolean {
  const when = whenOf(written)!;
  return Math.trunc(when.includes('.') ? Number(when) * steps : Number(when)) >= steps;
}

function without(prompt: Placed, gone: Int32Array): Placed {
  const ranges: [number, number][] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= prompt.text.length; at++) {
    const before = depth;
    depth += gone[at]!;
    if (before === 0 && depth > 0 && at > from) ranges.push([from, at]);
    if (before > 0 && depth === 0) from = at;
  }
  if (depth === 0 && from < prompt.text.length) ranges.push([from, prompt.text.length]);
  return joinRanges(prompt, ranges);
}
