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

/** A schedule or an alternation, and what stays of it. */
interface Filling {
  readonly start: number;
  readonly end: number;
  readonly kept: readonly [start: number, end: number];
}

/**
 * Fills `[from:to:when]` with what the sampler ends on, and `[a|b]` with the first.
 *
 * The grammar of `modules/prompt_parser.py` knows one kind of bracket that holds others: what a schedule or an alternation
 * is made of must itself be whole, without a stray bracket, `:` or `|`. Where a `|` stands outside of an alternation, or a
 * backslash at the end of a line, the web UI's parser gives up on the whole prompt and every bracket stays emphasis.
 * @param steps of the sampler
 */
export function fillSchedules(prompt: Placed, steps: number): Placed {
  const fillings = fillingsOf(prompt.text, steps);
  if (fillings.length === 0) return prompt;
  /** +1 where something that goes begins, -1 where it ends. */
  const gone = new Int32Array(prompt.text.length + 1);
  for (const { start, end, kept } of fillings) {
    gone[start]!++;
    gone[kept[0]]!--;
    gone[kept[1]]!++;
    gone[end]!--;
  }
  return without(prompt, gone);
}

/** None where the web UI's parser gives up. */
function fillingsOf(text: string, steps: number): readonly Filling[] {
  const stack: Frame[] = [];
  const fillings: Filling[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    switch (char) {
      case '\\':
        if (at + 1 >= text.length || text[at + 1] === '\n') return [];
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
        if (stack.length === 0) return [];
        stack.at(-1)!.pipes.push(at);
        break;
      case ')':
      case ']': {
        const frame = stack.pop();
        if (frame !== undefined && isWhole(frame, char, text, at)) {
          const filling = fillingOf(frame, text, at, steps);
          if (filling !== undefined) fillings.push(filling);
          break;
        }
        // A stray bracket: nothing that is open around it can be whole any more.
        if ((frame?.pipes.length ?? 0) > 0 || stack.some(({ pipes }) => pipes.length > 0)) return [];
        stack.length = 0;
        break;
      }
    }
  }
  return stack.some(({ pipes }) => pipes.length > 0) ? [] : fillings;
}

function fillingOf(
  { opener, start, colons, pipes }: Frame,
  text: string,
  closeAt: number,
  steps: number,
): Filling | undefined {
  const span = { start, end: closeAt + 1 };
  const first = start + 1;
  if (pipes.length > 0) return { ...span, kept: [first, pipes[0]!] };
  if (opener === '(' || colons.length === 0) return undefined;
  const isEarly = reachesEnd(text.slice(colons.at(-1)! + 1, closeAt), steps);
  if (colons.length === 1) return { ...span, kept: [first, isEarly ? first : colons[0]!] };
  return { ...span, kept: isEarly ? [first, colons[0]!] : [colons[0]! + 1, colons[1]!] };
}

function isWhole({ opener, colons, pipes }: Frame, closer: ')' | ']', text: string, at: number): boolean {
  if (opener === '(') return closer === ')' && pipes.length === 0 && colons.length <= 1;
  if (closer !== ']') return false;
  if (pipes.length > 0) return colons.length === 0;
  return (
    colons.length === 0 || (colons.length <= 2 && whenOf(text.slice(colons.at(-1)! + 1, at)) !== undefined)
  );
}

function whenOf(written: string): string | undefined {
  return written.length <= LONGEST_WHEN ? WHEN.exec(written)?.[1] : undefined;
}

/** Whether the last step is still before `when`: a number with a point is a share of the steps, another one a step. */
export function reachesEnd(written: string, steps: number): boolean {
  const when = whenOf(written);
  if (when === undefined) return false;
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
