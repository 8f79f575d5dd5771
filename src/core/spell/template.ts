import { readEscape } from './escapes';
import { eachText } from './fillTemplate';
import { parseNodes } from './parseNodes';
import type { Dialect, Prompt, Slot, Span, SyntaxCode, SyntaxDiagnostic, Wildcards } from './spell';
import type { Choice, Part, Template } from './templateTree';
import { isComposed } from './wildcardName';

/** Deciding one slot costs about as much memory as this many code units, and so does each further option that it takes. */
const SLOT_COST = 32;

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
/**
 * Code units of values and wildcard lines that are read anew, because a variable in them has another value there: ten
 * variables that name each other twice would make 2^10 times their length.
 */
const MAX_READ_AGAIN = 1_000_000;
/** Names that one `__{a|b}/c__` may stand for. */
const MAX_COMPOSED_NAMES = 64;
/** Readings of a wildcard that are kept, by what its variables stood for. */
const MAX_KEPT_READINGS = 8;

export function compileTemplate(
  prompt: Prompt,
  dialect: Dialect,
  wildcards: Wildcards | undefined,
): { readonly template: Template; readonly diagnostics: readonly SyntaxDiagnostic[] } {
  const { start } = prompt.span;
  if (prompt.isVerbatim) {
    const template = templateOf([{ type: 'text', text: prompt.source, source: start }]);
    return { template, diagnostics: [] };
  }
  const compiler = new Compiler(dialect, wildcards);
  const source = new SlottedText(prompt.source, start, prompt, true);
  return { template: compiler.whole(source), diagnostics: compiler.diagnostics };
}

/** A comment that is taken out. */
interface Gap extends Span {
  /** The blanks before it go too. */
  readonly takesBlanks: boolean;
}

/** A text and the slots in it, in source order with nested ones after their parents. */
class SlottedText {
  readonly end: number;
  readonly slots: readonly Slot[];
  private readonly gaps: readonly Gap[];
  /** For each slot, the index of the first one that starts behind it. */
  private readonly following: Int32Array;

  /**
   * @param base source offset of the first code unit.
   * @param inFile false for a wildcard's line, whose offsets mean nothing in the file.
   */
  constructor(
    readonly text: string,
    readonly base: number,
    { slots, comments = [], cuts = [] }: Pick<Prompt, 'slots' | 'comments' | 'cuts'>,
    readonly inFile: boolean,
  ) {
    this.slots = slots;
    this.gaps = [
      ...comments.map((span) => ({ ...span, takesBlanks: true })),
      ...cuts.map((span) => ({ ...span, takesBlanks: false })),
    ].sort((a, b) => a.start - b.start);
    this.end = base + text.length;
    this.following = new Int32Array(slots.length).fill(slots.length);
    const open: number[] = [];
    slots.forEach((slot, i) => {
      while (open.length > 0 && slots[open.at(-1)!]!.span.end <= slot.span.start)
        this.following[open.pop()!] = i;
      open.push(i);
    });
  }

  /** Indices of the slots in `[start, end)` that lie in no other of them. @param from the first that may */
  *within(end: number, from: number): Generator<number> {
    for (let i = from; i < this.slots.length && this.slots[i]!.span.start < end; i = this.following[i]!)
      yield i;
  }

  /** What is left of `[start, end)` without comments, and without the blanks before those of dynamicprompts. */
  *pieces(start: number, end: number): Generator<Span> {
    let at = start;
    for (let i = this.firstGap(start); i < this.gaps.length && this.gaps[i]!.start < end; i++) {
      const gap = this.gaps[i]!;
      if (gap.start < at || gap.end > end) continue; // a slot's sign lies in it
      const length = gap.takesBlanks ? this.slice(at, gap.start).trimEnd().length : gap.start - at;
      yield { start: at, end: at + length };
      at = gap.end;
    }
    yield { start: at, end };
  }

  private firstGap(start: number): number {
    let low = 0;
    let high = this.gaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.gaps[middle]!.start < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  slice(start: number, end: number): string {
    return this.text.slice(start - this.base, end - this.base);
  }
}

/** A part of a text: what a variable stands for, or a whole line. */
interface Extent {
  readonly source: SlottedText;
  readonly start: number;
  readonly end: number;
  /** Index of its first slot. */
  readonly from: number;
}

/** What a variable stands for: a text that is read at each place anew, or one choice for all of them. */
type Value =
  | {
      readonly extent: Extent;
      /** Where `__name(key=value)__` gives the value: what its variables mean there. Otherwise what they mean at the place. */
      readonly variables?: Variables;
    }
  | { readonly binding: Choice };

type Variables = ReadonlyMap<string, Value>;
const NO_VARIABLES: Variables = new Map();

/** A wildcard's lines as they were read while its variables had these values. */
interface KeptReading {
  readonly reads: ReadonlyMap<string, Value | undefined>;
  /** Undefined while they are being read. */
  templates: readonly Template[] | undefined;
}

class Compiler {
  readonly diagnostics: SyntaxDiagnostic[] = [];
  /** A wildcard is read once, however often it is named, unless it uses variables. */
  private readonly known = new Map<string, KeptReading[]>();
  /** Wildcards and values that are being read. */
  private readonly reading = new Set<string | Value>();
  private variables = NO_VARIABLES;
  /** Variables that were asked for, of those that have their value from outside of what is being read. */
  private reads = new Set<string>();
  private depth = 0;
  /** Slots around the place that is being read, in the prompt and in wildcard lines. */
  private slotsAround = 0;
  /** What the wildcards of the prompt so far cost. */
  private spent = 0;
  private readAgain = 0;
  /** In a wildcard's name a variable without a value stands for its own name. */
  private inName = false;
  /** The slot of the prompt through which wildcard lines are reached: diagnostics point there. */
  private outer: Slot | undefined;

  constructor(
    private readonly dialect: Dialect,
    private readonly wildcards: Wildcards | undefined,
  ) {}

  whole(source: SlottedText): Template {
    return this.sequence({ source, start: source.base, end: source.end, from: 0 });
  }

  /** Variables that are assigned anywhere in a sequence have their values in all of it, as in dynamicprompts. */
  private sequence({ source, start, end, from }: Extent): Template {
    const [outerVariables, outerReads] = [this.variables, this.reads];
    const bindings = this.assign(source, end, from);
    const parts: Part[] = [];
    let at = start;
    for (const i of source.within(end, from)) {
      const slot = source.slots[i]!;
      this.text(parts, source, at, slot.span.start);
      const binding = bindings?.get(i);
      if (binding !== undefined) parts.push({ type: 'choice', choice: binding });
      else if (slot.kind !== 'assignment') this.slot(parts, source, i);
      at = slot.span.end;
    }
    this.text(parts, source, at, end);
    if (bindings !== undefined) {
      for (const name of this.reads) {
        if (this.variables.get(name) === outerVariables.get(name)) outerReads.add(name);
      }
      this.variables = outerVariables;
      this.reads = outerReads;
    }
    return templateOf(parts);
  }

  /** Takes up the values that a sequence assigns. @returns the choices of `=!`, by slot; undefined when it assigns none */
  private assign(source: SlottedText, end: number, from: number): Map<number, Choice> | undefined {
    let bindings: Map<number, Choice> | undefined;
    let variables: Map<string, Value> | undefined;
    for (const i of source.within(end, from)) {
      const slot = source.slots[i]!;
      if (slot.kind !== 'assignment') continue;
      if (variables === undefined) {
        this.reads = new Set();
        this.variables = variables = new Map(this.variables);
        bindings = new Map();
      }
      const name = slot.variable!;
      if (slot.keeps) this.reads.add(name);
      if (slot.keeps && variables.has(name)) continue;
      const [option] = slot.options;
      const extent = { source, start: option!.span.start, end: option!.span.end, from: i + 1 };
      if (!slot.immediate) {
        variables.set(name, { extent });
        continue;
      }
      const binding = this.around(slot, source, () =>
        choiceOf(slot, [this.sequence(extent)], slot.pick, { role: 'binding' }),
      );
      bindings!.set(i, binding);
      variables.set(name, { binding });
    }
    return bindings;
  }

  /** Text between slots, with the escapes of the slot grammar resolved; those of the dialect stay for its own reader. */
  private text(parts: Part[], source: SlottedText, from: number, to: number): void {
    for (const { start, end } of source.pieces(from, to)) this.piece(parts, source, start, end);
  }

  private piece(parts: Part[], source: SlottedText, start: number, end: number): void {
    const { text, base, inFile } = source;
    const [first, last] = [start - base, end - base];
    const segment = text.slice(first, last);
    const push = (from: number, to: number, value = text.slice(from, to)): void => {
      if (value !== '') parts.push({ type: 'text', text: value, source: inFile ? base + from : undefined });
    };
    let from = first;
    for (let at = segment.indexOf('\\'); at >= 0;) {
      const backslash = first + at;
      const escape = readEscape(text, backslash, 0, this.dialect);
      if (escape !== undefined && escape.end <= last) {
        push(from, backslash);
        const isWritten = text.slice(backslash + 1, escape.end) === escape.value;
        if (!isWritten) push(backslash, escape.end, escape.value);
        from = isWritten ? backslash + 1 : escape.end;
        at = segment.indexOf('\\', escape.end - first);
      } else at = segment.indexOf('\\', at + (segment[at + 1] === '\\' ? 2 : 1));
    }
    push(from, last);
  }

  private around<T>(slot: Slot, source: SlottedText, read: () => T): T {
    if (source.inFile && this.depth === 0 && this.reading.size === 0) this.outer = slot;
    this.slotsAround++;
    try {
      return read();
    } finally {
      this.slotsAround--;
    }
  }

  private slot(parts: Part[], source: SlottedText, index: number): void {
    const slot = source.slots[index]!;
    this.around(slot, source, () => {
      switch (slot.kind) {
        case 'wildcard':
          parts.push({ type: 'choice', choice: this.affordable(slot, source, this.wildcard(slot)) });
          break;
        case 'variable':
          this.variable(parts, source, index);
          break;
        case 'wrap':
          parts.push({ type: 'choice', choice: this.wrap(slot, this.options(source, index)) });
          break;
        default:
          parts.push({ type: 'choice', choice: this.variant(slot, source, this.options(source, index)) });
      }
    });
  }

  private options(source: SlottedText, index: number): Template[] {
    let from = index + 1;
    return source.slots[index]!.options.map(({ span }) => {
      while (from < source.slots.length && source.slots[from]!.span.start < span.start) from++;
      return this.sequence({ source, start: span.start, end: span.end, from });
    });
  }

  private wrap(slot: Slot, [around, inside]: readonly Template[]): Choice {
    return inside === undefined
      ? choiceOf(slot, [around!], slot.pick)
      : choiceOf(slot, [around!, inside], slot.pick, { role: 'wrap' });
  }

  /** Equal options count once, as in dynamicprompts. */
  private variant(slot: Slot, source: SlottedText, options: readonly Template[]): Choice {
    const written = firstOfEach(slot.options.map(({ span }) => source.slice(span.start, span.end)));
    const different = written === undefined ? options : written.map((option) => options[option]!);
    // `{2$$__colours__}` takes two lines of the file, not two of one option.
    const only = different.length === 1 ? loneChoice(different[0]!) : undefined;
    if (only?.slot.kind === 'wildcard' && only.role === 'pick' && slot.pick.max > 1) {
      return choiceOf(slot, only.options, slot.pick, { names: only.names, elsewhere: true });
    }
    return choiceOf(slot, different, slot.pick, { written });
  }

  // ---- variables ----

  private variable(parts: Part[], source: SlottedText, index: number): void {
    const slot = source.slots[index]!;
    const name = slot.variable!;
    const value = this.variables.get(name);
    this.reads.add(name);
    if (value === undefined) {
      const [byDefault] = this.options(source, index);
      if (byDefault !== undefined)
        parts.push({ type: 'choice', choice: choiceOf(slot, [byDefault], slot.pick) });
      else if (this.inName) parts.push({ type: 'text', text: name, source: undefined });
      else {
        this.report('variable-missing', 'warning', slot, { name });
        this.asWritten(parts, source, slot);
      }
      return;
    }
    const isCycle = this.reading.has(value);
    if (isCycle) this.report('variable-cycle', 'error', slot, { name });
    if (isCycle || this.isTooDeep(slot)) {
      this.asWritten(parts, source, slot);
      return;
    }
    if ('binding' in value) {
      parts.push({ type: 'bound', binding: value.binding, source: slot.span.start });
      return;
    }
    if (!this.mayReadAgain(slot, value.extent.end - value.extent.start)) {
      this.asWritten(parts, source, slot);
      return;
    }
    const template = this.valueOf(value);
    const only = loneChoice(template);
    const choice =
      only?.role === 'pick'
        ? choiceOf(slot, only.options, only, { ...only, elsewhere: true })
        : choiceOf(slot, [template], slot.pick, { elsewhere: true });
    parts.push({ type: 'choice', choice: this.affordable(slot, source, choice) });
  }

  private valueOf(value: Extract<Value, { extent: Extent }>): Template {
    const [variables, reads] = [this.variables, this.reads];
    this.reading.add(value);
    // What the value of `__name(key=value)__` reads is settled with it.
    if (value.variables !== undefined) [this.variables, this.reads] = [value.variables, new Set()];
    const template = this.sequence(value.extent);
    [this.variables, this.reads] = [variables, reads];
    this.reading.delete(value);
    return template;
  }

  private asWritten(parts: Part[], source: SlottedText, { span }: Slot): void {
    parts.push({
      type: 'text',
      text: source.slice(span.start, span.end),
      source: source.inFile ? span.start : undefined,
    });
  }

  // ---- wildcards ----

  private affordable(slot: Slot, source: SlottedText, choice: Choice): Choice {
    if (this.slotsAround + choice.depth > MAX_TEMPLATE_DEPTH) {
      this.report('nesting-too-deep', 'warning', slot, { limit: MAX_TEMPLATE_DEPTH });
    } else if (!source.inFile) return choice;
    else if (this.spent + choice.cost <= MAX_WILDCARD_COST) {
      this.spent += choice.cost;
      return choice;
    } else this.report('nesting-too-deep', 'warning', slot, { limit: MAX_WILDCARD_DEPTH });
    return choiceOf(slot, [textOf(writtenAs(slot))], slot.pick, { elsewhere: true });
  }

  private wildcard(slot: Slot): Choice {
    const outer = this.variables;
    if (slot.values !== undefined) {
      const variables = new Map(outer);
      for (const { key, value } of slot.values)
        variables.set(key, { extent: this.read(value), variables: outer });
      this.variables = variables;
    }
    const choice = isComposed(slot.wildcard!)
      ? this.composed(slot, slot.wildcard!)
      : choiceOf(slot, this.lines(slot, slot.wildcard!), slot.pick, { elsewhere: true });
    this.variables = outer;
    return choice;
  }

  /** `__{a|b}/c__`, `__${x}/c__`: the lines of every name that it may become. */
  private composed(slot: Slot, written: string): Choice {
    this.inName = true;
    const template = this.sequence(this.read(written));
    this.inName = false;
    const names = new Set<string>();
    const isBound = eachText(template, MAX_COMPOSED_NAMES, (text) => names.add(text.trim()));
    if (isBound === undefined) {
      this.report('nesting-too-deep', 'warning', slot, { limit: MAX_COMPOSED_NAMES });
      return choiceOf(slot, [textOf(writtenAs(slot))], slot.pick, { elsewhere: true });
    }
    const options: Template[] = [];
    const ofOption: string[] = [];
    for (const name of names) {
      for (const line of this.lines(slot, name)) {
        options.push(line);
        ofOption.push(name);
      }
    }
    return choiceOf(slot, options, slot.pick, {
      elsewhere: true,
      ...(isBound && { names: { template, ofOption } }),
    });
  }

  private lines(slot: Slot, name: string): readonly Template[] {
    const written = [textOf(`__${name}__`)];
    const kept = this.known.get(name)?.find(({ reads }) => this.isAsBefore(reads));
    if (kept?.templates !== undefined) {
      for (const read of kept.reads.keys()) this.reads.add(read);
      return kept.templates;
    }
    if (this.reading.has(name)) {
      this.report('wildcard-cycle', 'error', slot, { name });
      return written;
    }
    if (this.isTooDeep(slot)) return written;
    if (this.depth >= MAX_WILDCARD_DEPTH) {
      this.report('nesting-too-deep', 'warning', slot, { limit: MAX_WILDCARD_DEPTH });
      return written;
    }
    const lines = this.wildcards?.lookup(name);
    if (lines === undefined || lines.length === 0) {
      this.report('wildcard-missing', 'warning', slot, { name });
      this.keep(name, new Set(), written);
      return written;
    }
    const length = lines.reduce((sum, line) => sum + line.length, 0);
    if (this.known.has(name) && !this.mayReadAgain(slot, length)) return written;
    this.reading.add(name);
    this.depth++;
    const outerReads = this.reads;
    this.reads = new Set();
    // Equal lines count once, as in dynamicprompts.
    const templates = [...new Set(lines)].map((line) => {
      const template = this.sequence(this.read(line));
      if (template.cost <= MAX_WILDCARD_COST) return template;
      this.report('nesting-too-deep', 'warning', slot, { limit: MAX_WILDCARD_DEPTH });
      return written[0]!;
    });
    this.depth--;
    this.reading.delete(name);
    this.keep(name, this.reads, templates);
    for (const read of this.reads) outerReads.add(read);
    this.reads = outerReads;
    return templates;
  }

  private keep(name: string, reads: ReadonlySet<string>, templates: readonly Template[]): void {
    const kept = this.known.get(name) ?? [];
    this.known.set(name, kept);
    kept.push({ reads: new Map(Array.from(reads, (read) => [read, this.variables.get(read)])), templates });
    if (kept.length > MAX_KEPT_READINGS) kept.shift();
  }

  private isAsBefore(reads: KeptReading['reads']): boolean {
    for (const [name, value] of reads) if (this.variables.get(name) !== value) return false;
    return true;
  }

  /** A text that stands in no place of the file. */
  private read(text: string): Extent {
    const parsed = parseNodes(text, 0, text.length, this.dialect, true);
    return { source: new SlottedText(text, 0, parsed, false), start: 0, end: text.length, from: 0 };
  }

  private isTooDeep(slot: Slot): boolean {
    if (this.slotsAround < MAX_TEMPLATE_DEPTH) return false;
    this.report('nesting-too-deep', 'warning', slot, { limit: MAX_TEMPLATE_DEPTH });
    return true;
  }

  private mayReadAgain(slot: Slot, length: number): boolean {
    this.readAgain += length + 1;
    if (this.readAgain <= MAX_READ_AGAIN) return true;
    this.report('nesting-too-deep', 'warning', slot, { limit: MAX_WILDCARD_DEPTH });
    return false;
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

function writtenAs({ kind, wildcard, variable }: Slot): string {
  return kind === 'wildcard' ? `__${wildcard}__` : `\${${variable}}`;
}

function textOf(text: string): Template {
  return templateOf([{ type: 'text', text, source: undefined }]);
}

/** The only choice of a template that has nothing else. */
function loneChoice({ parts, choices }: Template): Choice | undefined {
  const isLone =
    choices.length === 1 &&
    parts.every((part) => part.type === 'choice' || (part.type === 'text' && part.text.trim() === ''));
  return isLone ? choices[0] : undefined;
}

/** Where each different text stands first; undefined when all differ. */
function firstOfEach(texts: readonly string[]): number[] | undefined {
  const seen = new Set<string>();
  const first: number[] = [];
  texts.forEach((text, i) => {
    if (seen.has(text)) return;
    seen.add(text);
    first.push(i);
  });
  return first.length === texts.length ? undefined : first;
}

function templateOf(parts: readonly Part[]): Template {
  let count = 1;
  let cost = 0;
  let depth = 0;
  const choices: Choice[] = [];
  for (const part of parts) {
    if (part.type === 'text') cost += part.text.length;
    else {
      const choice = part.type === 'choice' ? part.choice : part.binding;
      cost += choice.cost;
      depth = Math.max(depth, choice.depth);
      if (part.type === 'bound') continue;
      choices.push(choice);
      count = bounded(count * choice.count);
    }
  }
  return { parts, choices, count, cost, depth };
}

type Extras = Partial<Pick<Choice, 'role' | 'elsewhere' | 'written' | 'names'>>;

function choiceOf(
  slot: Slot,
  options: readonly Template[],
  pick: Slot['pick'],
  { role = 'pick', elsewhere = false, written, names }: Extras = {},
): Choice {
  const max = Math.min(pick.max, options.length);
  const min = Math.min(pick.min, max);
  const costliest = options.reduce((cost, option) => Math.max(cost, option.cost), 0);
  const isWrap = role === 'wrap';
  return {
    slot,
    role,
    elsewhere,
    options,
    ...(written && { written }),
    ...(names && { names }),
    min,
    max,
    separator: pick.separator,
    count: isWrap ? bounded(options[0]!.count * options[1]!.count) : countPicks(options, min, max),
    cost: SLOT_COST * Math.max(1, max) + (isWrap ? 2 : max) * (costliest + pick.separator.length),
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
