import { parseNodes } from './parseNodes';
import type { Dialect, Prompt, Slot, Span, SyntaxCode, SyntaxDiagnostic, Wildcards } from './spell';

/** A prompt as alternating text and choices, wildcards looked up: what expansions are counted over and drawn from. */
export interface Template {
  readonly parts: readonly Part[];
  readonly choices: readonly Choice[];
  /** Combinations; past 2^53 Infinity. */
  readonly count: number;
  /** What its costliest expansion takes: UTF-16 code units, and `SLOT_COST` for each slot decided. */
  readonly cost: number;
  /** Slots within slots, through wildcards as well: what reads a template recurses so deep. */
  readonly depth: number;
}

/** Deciding one slot costs about as much memory as this many code units, and so does each further option that it takes. */
const SLOT_COST = 32;

export type Part =
  | {
      readonly type: 'text';
      readonly text: string;
      /** Source offset of the first code unit; undefined in a wildcard's line. */
      readonly source: number | undefined;
    }
  | { readonly type: 'choice'; readonly choice: Choice };

export interface Choice {
  readonly slot: Slot;
  readonly options: readonly Template[];
  readonly min: number;
  readonly max: number;
  readonly separator: string;
  readonly count: number;
  readonly cost: number;
  readonly depth: number;
}

/** Wildcard files that name each other deeper than this are taken as text. */
export const MAX_WILDCARD_DEPTH = 32;
/**
 * Slots within slots, those of wildcard lines included. Each of 32 files that name each other may hold brackets of 100 levels,
 * and files that were read before may be named from deep within: together they would end the stack.
 */
export const MAX_TEMPLATE_DEPTH = 250;
const MAX_WILDCARD_DIAGNOSTICS = 100;
/** Wildcards may cost a prompt this much: ten files that name each other twice a line would make 2^10 times their length. */
const MAX_WILDCARD_COST = 1_000_000;

export function compileTemplate(
  prompt: Prompt,
  dialect: Dialect,
  wildcards: Wildcards | undefined,
): { readonly template: Template; readonly diagnostics: readonly SyntaxDiagnostic[] } {
  const { start, end } = prompt.span;
  if (prompt.isVerbatim) {
    const template = templateOf([{ type: 'text', text: prompt.source, source: start }]);
    return { template, diagnostics: [] };
  }
  const compiler = new Compiler(dialect, wildcards, prompt.cuts);
  const template = compiler.sequence(prompt.source, start, start, end, new SlotWalk(prompt.slots), true);
  return { template, diagnostics: compiler.diagnostics };
}

/** Slots in source order, taken one after the other. */
class SlotWalk {
  private at = 0;
  constructor(private readonly slots: readonly Slot[]) {}

  /** The next slot, if it starts before `end`. */
  next(end: number): Slot | undefined {
    const slot = this.slots[this.at];
    if (slot === undefined || slot.span.start >= end) return undefined;
    this.at++;
    return slot;
  }
}

class Compiler {
  readonly diagnostics: SyntaxDiagnostic[] = [];
  /** A wildcard is read once, however often it is named; undefined while it is being read. */
  private readonly known = new Map<string, readonly Template[] | undefined>();
  private depth = 0;
  /** Slots around the place that is being read, in the prompt and in wildcard lines. */
  private slotsAround = 0;
  /** What the wildcards of the prompt so far cost. */
  private spent = 0;
  /** The slot of the prompt through which wildcard lines are reached: diagnostics point there. */
  private outer: Slot | undefined;

  constructor(
    private readonly dialect: Dialect,
    private readonly wildcards: Wildcards | undefined,
    private readonly cuts: readonly Span[] = [],
  ) {}

  /** The next of `cuts`: text comes in the order of the file. */
  private cut = 0;

  /**
   * @param text source text, whose first code unit has offset `base`.
   * @param inFile false for a wildcard's line, whose offsets mean nothing in the file.
   */
  sequence(
    text: string,
    base: number,
    start: number,
    end: number,
    walk: SlotWalk,
    inFile: boolean,
  ): Template {
    const parts: Part[] = [];
    let at = start;
    for (let slot = walk.next(end); slot !== undefined; slot = walk.next(end)) {
      this.text(parts, text, base, at, slot.span.start, inFile);
      parts.push({ type: 'choice', choice: this.choice(text, base, slot, walk, inFile) });
      at = slot.span.end;
    }
    this.text(parts, text, base, at, end, inFile);
    return templateOf(parts);
  }

  /** Text between slots, without the comments that leave nothing behind. */
  private text(parts: Part[], text: string, base: number, start: number, end: number, inFile: boolean): void {
    let from = start;
    while (inFile && this.cut < this.cuts.length && this.cuts[this.cut]!.start < end) {
      const cut = this.cuts[this.cut++]!;
      if (cut.start < from || cut.end > end) continue; // a slot's sign lies in it
      this.uncut(parts, text, base, from, cut.start, inFile);
      from = cut.end;
    }
    this.uncut(parts, text, base, from, end, inFile);
  }

  /** With the escapes of the slot grammar resolved; those of the dialect stay for its own reader. */
  private uncut(
    parts: Part[],
    text: string,
    base: number,
    start: number,
    end: number,
    inFile: boolean,
  ): void {
    const segment = text.slice(start - base, end - base);
    const push = (from: number, to: number): void => {
      if (to > from) {
        parts.push({
          type: 'text',
          text: segment.slice(from, to),
          source: inFile ? start + from : undefined,
        });
      }
    };
    let from = 0;
    for (let at = segment.indexOf('\\'); at >= 0; at = segment.indexOf('\\', at + 2)) {
      const next = segment[at + 1];
      const isComma = next === ',' && this.dialect === 'midjourney';
      if (next === '{' || next === '}' || next === '|' || isComma) {
        push(from, at);
        from = at + 1;
      }
    }
    push(from, segment.length);
  }

  private choice(text: string, base: number, slot: Slot, walk: SlotWalk, inFile: boolean): Choice {
    if (inFile) this.outer = slot;
    this.slotsAround++;
    try {
      return this.choiceWithin(text, base, slot, walk, inFile);
    } finally {
      this.slotsAround--;
    }
  }

  private choiceWithin(text: string, base: number, slot: Slot, walk: SlotWalk, inFile: boolean): Choice {
    if (slot.kind === 'wildcard') {
      const choice = choiceOf(slot, this.wildcard(slot), slot.pick);
      if (this.slotsAround + choice.depth > MAX_TEMPLATE_DEPTH) {
        this.report('nesting-too-deep', 'warning', slot, { limit: MAX_TEMPLATE_DEPTH });
        return choiceOf(slot, [asWritten(slot.wildcard ?? '')], slot.pick);
      }
      if (!inFile) return choice;
      this.spent += choice.cost;
      if (this.spent <= MAX_WILDCARD_COST) return choice;
      this.spent -= choice.cost;
      this.report('nesting-too-deep', 'warning', slot, { limit: MAX_WILDCARD_DEPTH });
      return choiceOf(slot, [asWritten(slot.wildcard ?? '')], slot.pick);
    }
    const options = slot.options.map((option) =>
      this.sequence(text, base, option.span.start, option.span.end, walk, inFile),
    );
    // `{2$$__colours__}` takes two lines of the file, not two of one option.
    const only = options.length === 1 ? loneWildcard(options[0]!) : undefined;
    return choiceOf(slot, only !== undefined && slot.pick.max > 1 ? only.options : options, slot.pick);
  }

  private wildcard(slot: Slot): readonly Template[] {
    const name = slot.wildcard ?? '';
    const written = [asWritten(name)];
    if (this.known.has(name)) {
      const templates = this.known.get(name);
      if (templates === undefined) this.report('wildcard-cycle', 'error', slot, { name });
      return templates ?? written;
    }
    const isDeep = this.slotsAround >= MAX_TEMPLATE_DEPTH;
    if (this.depth >= MAX_WILDCARD_DEPTH || isDeep) {
      const limit = isDeep ? MAX_TEMPLATE_DEPTH : MAX_WILDCARD_DEPTH;
      this.report('nesting-too-deep', 'warning', slot, { limit });
      return written;
    }
    const lines = this.wildcards?.lookup(name);
    if (lines === undefined || lines.length === 0) {
      this.report('wildcard-missing', 'warning', slot, { name });
      this.known.set(name, written);
      return written;
    }
    this.known.set(name, undefined);
    this.depth++;
    const templates = lines.map((line) => {
      const { slots } = parseNodes(line, 0, line.length, this.dialect, true);
      const template = this.sequence(line, 0, 0, line.length, new SlotWalk(slots), false);
      if (template.cost <= MAX_WILDCARD_COST) return template;
      this.report('nesting-too-deep', 'warning', slot, { limit: MAX_WILDCARD_DEPTH });
      return written[0]!;
    });
    this.depth--;
    this.known.set(name, templates);
    return templates;
  }

  private report(
    code: SyntaxCode,
    severity: SyntaxDiagnostic['severity'],
    slot: Slot,
    parameters: Record<string, string | number>,
  ): void {
    const { span } = this.outer ?? slot;
    const isNew = !this.diagnostics.some((other) => other.code === code && other.span.start === span.start);
    if (isNew && this.diagnostics.length < MAX_WILDCARD_DIAGNOSTICS) {
      this.diagnostics.push({ code, severity, span, parameters });
    }
  }
}

function asWritten(name: string): Template {
  return templateOf([{ type: 'text', text: `__${name}__`, source: undefined }]);
}

function loneWildcard(option: Template): Choice | undefined {
  const [choice] = option.choices;
  const isLone =
    option.choices.length === 1 &&
    choice!.slot.kind === 'wildcard' &&
    option.parts.every((part) => part.type === 'choice' || part.text.trim() === '');
  return isLone ? choice : undefined;
}

function templateOf(parts: readonly Part[]): Template {
  let count = 1;
  let cost = 0;
  let depth = 0;
  const choices: Choice[] = [];
  for (const part of parts) {
    if (part.type === 'text') cost += part.text.length;
    else {
      choices.push(part.choice);
      count = bounded(count * part.choice.count);
      cost += part.choice.cost;
      depth = Math.max(depth, part.choice.depth);
    }
  }
  return { parts, choices, count, cost, depth };
}

function choiceOf(slot: Slot, options: readonly Template[], pick: Slot['pick']): Choice {
  const max = Math.min(pick.max, options.length);
  const min = Math.min(pick.min, max);
  const costliest = options.reduce((cost, option) => Math.max(cost, option.cost), 0);
  return {
    slot,
    options,
    min,
    max,
    separator: pick.separator,
    count: countPicks(options, min, max),
    cost: SLOT_COST * Math.max(1, max) + max * (costliest + pick.separator.length),
    depth: 1 + options.reduce((deepest, { depth }) => Math.max(deepest, depth), 0),
  };
}

/** How many ordered picks of `min` to `max` options there are: Σ k! · e_k(counts), e_k the elementary symmetric polynomials. */
function countPicks(options: readonly Template[], min: number, max: number): number {
  if (max === 1) {
    const sum = options.reduce((total, option) => total + option.count, 0);
    return bounded(sum + (min === 0 ? 1 : 0));
  }
  // 18! is past 2^53 on its own: with more picks than that, only the terms below matter until one is out of bounds.
  const width = Math.min(max, 19);
  const symmetric = new Float64Array(width + 1);
  symmetric[0] = 1;
  for (const option of options) {
    for (let k = width; k > 0; k--) symmetric[k] = symmetric[k]! + symmetric[k - 1]! * option.count;
  }
  let total = 0;
  let factorial = 1;
  for (let k = 0; k <= width; k++) {
    if (k > 0) factorial *= k;
    if (k >= min || k === width) total += factorial * symmetric[k]!;
  }
  return bounded(total);
}

function bounded(count: number): number {
  return count <= Number.MAX_SAFE_INTEGER ? count : Infinity;
}
