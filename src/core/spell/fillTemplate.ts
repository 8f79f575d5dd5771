import { allDecisions, type Decision, type Pick } from './decisions';
import type { Choice, Template } from './templateTree';

/** A prompt with its slots filled, before the dialect reads it. */
export interface FilledTemplate {
  readonly text: string;
  /** Source offset of each code unit. */
  readonly offsets: Int32Array;
  /**
   * False for a decision that stands for no prompt: a slot took two options that read the same, or a wildcard whose name
   * depends on a variable took a line of another name.
   */
  readonly isPossible: boolean;
}

export function fillTemplate(template: Template, decision: Decision): FilledTemplate {
  const filling: Filling = { bound: new Map(), isPossible: true };
  const pieces = new Pieces();
  fill(pieces, filling, template, decision, undefined);
  return { text: pieces.text, offsets: pieces.offsets(), isPossible: filling.isPossible };
}

/** What one of a template's own choices puts in the place of its slot, where no variable is bound. */
export function chosenText(choice: Choice, pick: Pick): string {
  const pieces = new Pieces();
  fillPick(pieces, { bound: new Map(), isPossible: true }, choice, pick, undefined, choice.slot.span.start);
  return pieces.text;
}

/**
 * Every text that a template may become, whatever the variables in it are bound to.
 * @returns whether some are bound; undefined when there are more than `most` ways
 */
export function eachText(
  template: Template,
  most: number,
  take: (text: string) => void,
): boolean | undefined {
  const bindings = [...bindingsOf(template, new Set())];
  if (bindings.reduce((count, binding) => count * binding.count, template.count) > most) return undefined;
  const decisions = allDecisions(template);
  const bindAll = (from: number, bound: Map<Choice, Pick>): void => {
    const binding = bindings[from];
    if (binding === undefined) for (const text of textsOf(template, decisions, bound)) take(text);
    // A binding decides as the one choice of a template would.
    else {
      for (const [pick] of allDecisions({ ...template, choices: [binding] })) {
        bindAll(from + 1, new Map(bound).set(binding, pick!));
      }
    }
  };
  bindAll(0, new Map());
  return bindings.length > 0;
}

function* textsOf(
  template: Template,
  decisions: readonly Decision[],
  bound: Map<Choice, Pick>,
): Generator<string> {
  for (const decision of decisions) {
    const pieces = new Pieces();
    fill(pieces, { bound, isPossible: true }, template, decision, undefined);
    yield pieces.text.trim();
  }
}

function bindingsOf(template: Template, found: Set<Choice>): Set<Choice> {
  for (const part of template.parts) {
    if (part.type === 'bound' && !found.has(part.binding)) found.add(part.binding);
    if (part.type === 'text') continue;
    const choice = part.type === 'bound' ? part.binding : part.choice;
    for (const option of choice.options) bindingsOf(option, found);
  }
  return found;
}

interface Filling {
  /** What the variables that are chosen once stand for. */
  readonly bound: Map<Choice, Pick>;
  isPossible: boolean;
}

/** @param within source offset that everything maps to: set inside of what stands elsewhere. */
function fill(
  into: Pieces,
  filling: Filling,
  template: Template,
  decision: Decision,
  within: number | undefined,
): void {
  template.choices.forEach((choice, i) => {
    if (choice.role === 'binding') filling.bound.set(choice, decision[i]!);
  });
  let choiceIndex = 0;
  for (const part of template.parts) {
    if (part.type === 'text') {
      const isHere = within === undefined && part.source !== undefined;
      into.push(part.text, within ?? part.source ?? 0, isHere ? 1 : 0);
    } else if (part.type === 'bound') {
      const pick = filling.bound.get(part.binding);
      if (pick !== undefined) fillPick(into, filling, part.binding, pick, within ?? part.source);
    } else {
      const { choice } = part;
      const pick = decision[choiceIndex++]!;
      if (choice.role === 'binding') continue;
      const { span } = choice.slot;
      fillPick(
        into,
        filling,
        choice,
        pick,
        within ?? (choice.elsewhere ? span.start : undefined),
        span.start,
      );
    }
  }
}

function fillPick(
  into: Pieces,
  filling: Filling,
  choice: Choice,
  { options, inner }: Pick,
  within: number | undefined,
  at = within ?? 0,
): void {
  const { names } = choice;
  if (names !== undefined && options.length > 0) {
    const possible = new Set(textsOf(names.template, allDecisions(names.template), filling.bound));
    if (options.some((option) => !possible.has(names.ofOption[option]!))) filling.isPossible = false;
  }
  const [only] = options;
  if (options.length === 1) fill(into, filling, choice.options[only!]!, inner[0]!, within);
  if (options.length < 2) return;
  const parts = options.map((option, k) => {
    const part = new Pieces();
    fill(part, filling, choice.options[option]!, inner[k]!, within);
    return part;
  });
  if (choice.role === 'wrap') wrap(into, parts[0]!, parts[1]!);
  else {
    if (new Set(parts.map(({ text }) => text)).size < parts.length) filling.isPossible = false;
    join(into, parts, choice.separator, within ?? at);
  }
}

/** Joins several picks. A separator at an end, beside an empty option, goes. */
function join(into: Pieces, parts: readonly Pieces[], separator: string, source: number): void {
  const joined = new Pieces();
  parts.forEach((part, k) => {
    if (k > 0) joined.push(separator, source, 0);
    joined.addRange(part, 0, part.length);
  });
  const { text } = joined;
  const start = separator !== '' && text.startsWith(separator) ? separator.length : 0;
  const hasTail = separator !== '' && text.length - start >= separator.length && text.endsWith(separator);
  into.addRange(joined, start, text.length - (hasTail ? separator.length : 0));
}

/** Where the inside of a wrap command goes: the signs that dynamicprompts takes for an ellipsis. */
const WRAP_MARK = /[\u1801\u2026\u22ee\u22ef\u22f0\u22f1\ufe19]+|\.{3,}/;

/** Without a mark the inside comes last. */
function wrap(into: Pieces, around: Pieces, inside: Pieces): void {
  const mark = WRAP_MARK.exec(around.text);
  into.addRange(around, 0, mark?.index ?? around.length);
  into.addRange(inside, 0, inside.length);
  if (mark !== null) into.addRange(around, mark.index + mark[0].length, around.length);
}

interface Piece {
  readonly text: string;
  readonly source: number;
  readonly step: 0 | 1;
}

/** Text and where it comes from. */
class Pieces {
  private readonly pieces: Piece[] = [];
  private units = 0;

  get length(): number {
    return this.units;
  }

  get text(): string {
    return this.pieces.map((piece) => piece.text).join('');
  }

  push(text: string, source: number, step: 0 | 1): void {
    if (text === '') return;
    this.pieces.push({ text, source, step });
    this.units += text.length;
  }

  /** Adds code units `[start, end)` of others. */
  addRange(others: Pieces, start: number, end: number): void {
    let at = 0;
    for (const { text, source, step } of others.pieces) {
      const from = Math.max(0, start - at);
      const to = Math.min(text.length, end - at);
      if (from < to) this.push(text.slice(from, to), source + from * step, step);
      at += text.length;
    }
  }

  offsets(): Int32Array {
    const offsets = new Int32Array(this.units);
    let at = 0;
    for (const { text, source, step } of this.pieces) {
      for (let i = 0; i < text.length; i++) offsets[at++] = source + i * step;
    }
    return offsets;
  }
}
