import { readEscape } from './escapes';
import { slotsAmongBraces } from './otherReadings';
import {
  PICK_ONE,
  readOptionWeight,
  readSlotHead,
  readVariableHead,
  skipBlanks,
  type VariableHead,
} from './slotHead';
import type { Dialect, PromptNode, Slot, SlotOption, Span, SyntaxCode, SyntaxDiagnostic } from './spell';
import { readWildcard } from './wildcardName';

/** Deeper brackets are read as plain text: no prompt needs them, and it bounds every recursion over the tree. */
export const MAX_DEPTH = 100;

/** Nobody reads more of one file, and a million closing brackets are a million otherwise. */
export const MAX_DIAGNOSTICS = 1000;

export interface ParsedNodes {
  readonly nodes: readonly PromptNode[];
  /** In source order; a nested slot comes after its parent. */
  readonly slots: readonly Slot[];
  /** Comments of dynamicprompts in the text, in order; only with `slots`. */
  readonly comments: readonly Span[];
  readonly diagnostics: readonly SyntaxDiagnostic[];
}

/**
 * Reads `text[start, end)` in a dialect's grammar, in one pass and without recursion.
 *
 * It is used twice: on the source with `slots`, for the editor and to find where the prompt varies, and without on each
 * expanded text, because dynamicprompts fills slots before the dialect reads the result (`(cat:{1.1|1.3})` is a weight
 * only then).
 *
 * The grammars: stable-diffusion-webui `modules/prompt_parser.py`, ComfyUI `comfy/sd1_clip.py`, dynamicprompts `parser/parse.py`.
 * `docs/spell-language.md` says where this departs from them.
 */
export function parseNodes(
  text: string,
  start: number,
  end: number,
  dialect: Dialect,
  slots: boolean,
): ParsedNodes {
  return new NodeParser(text, start, end, dialect, slots).parse();
}

type Opener = '(' | '[' | '{';

/** A bracket that is still open. */
interface Frame {
  readonly opener: Opener;
  readonly start: number;
  /** First character after the opener and, in a slot, its head. */
  readonly contentStart: number;
  nodes: PromptNode[];
  /** `:` and `|` directly inside `[`, with the number of nodes before each. */
  readonly marks: { readonly char: ':' | '|'; readonly at: number; readonly node: number }[];
  /** Finished options of a slot. */
  readonly options: SlotOption[];
  optionStart: number;
  optionWeight: number;
  readonly pick: Slot['pick'];
  /** What `{` begins; `variant` for other brackets as well. */
  readonly kind: Exclude<Slot['kind'], 'wildcard'>;
  /** Of a variable or an assignment. */
  readonly variable?: VariableHead;
}

const A1111_FACTOR = 1.1;
const TAG = /<(lora|lyco|hypernet):([^<>{}|:\n\r]{1,300})(?::([^<>{}|\n\r]{0,100}))?>/y;
/** The web UI takes every word with a colon in angle brackets out. */
const A1111_TAG = /<([\p{L}\p{N}_]{1,60}):([^<>{}\n\r]{1,400})>/uy;
const EMBEDDING = /embedding:([^\s,(){}|<>[\]:]+)/y;
const A1111_WEIGHT = /:\s*([+-]?[.\d]+)\s*\)/y;
const COMFY_WEIGHT = /:\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;
/** A Comfy weight is looked for this far back from its bracket. */
const COMFY_WEIGHT_LENGTH = 40;
const SCHEDULE_WHEN = /^\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/;
const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

const NETWORKS = ['lora', 'lyco', 'hypernet'] as const;

/**
 * The weight among a network's arguments: the first that has no name, else that of the text encoder (`te=0.5:unet=1`); of a
 * weight over the steps (`0.5@0,1@0.3`) the first. 1 where none is written, undefined for what is no number.
 */
function networkWeight(written: readonly string[]): number | undefined {
  const unnamed = written.find((argument) => !argument.includes('='));
  const te = written
    .find((argument) => argument.trim().startsWith('te='))
    ?.trim()
    .slice(3);
  const weight = unnamed ?? te;
  if (weight === undefined) return 1;
  const first = weight.includes('@') ? weight.split('@')[0]! : weight;
  return first.trim() === '' ? undefined : finite(Number(first));
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

/** Characters that `parse` looks at; all between two of them is text. */
const SIGNS = new Set('\\()[]:{}|,_$%/<BAe');

class NodeParser {
  private readonly stack: Frame[] = [];
  private readonly root: PromptNode[] = [];
  private nodes = this.root;
  private readonly slots: Slot[] = [];
  private readonly comments: Span[] = [];
  private readonly diagnostics: SyntaxDiagnostic[] = [];
  private textStart: number;
  private at: number;
  /** Nothing but blanks since the prompt, an option or what follows a slot began: there dynamicprompts looks for `//`. */
  private fresh = true;
  /** Whether the end of a block comment may follow. */
  private blocksClose = true;
  /** Brackets past `MAX_DEPTH` that are open as text. */
  private readonly ignored: Record<Opener, number> = { '(': 0, '[': 0, '{': 0 };
  private tooDeep = false;
  /** Which of NovelAI's braces are slots; undefined where all are. */
  private readonly braces: ReturnType<typeof slotsAmongBraces> | undefined;
  /** ComfyUI counts a stray `)` against the next `(`, which then is text. */
  private comfyDebt = 0;

  constructor(
    private readonly text: string,
    private readonly start: number,
    private readonly end: number,
    private readonly dialect: Dialect,
    private readonly withSlots: boolean,
  ) {
    this.at = start;
    this.textStart = start;
    if (dialect === 'novelai' && withSlots) this.braces = slotsAmongBraces(text, start, end);
  }

  private isSlot(): boolean {
    return this.braces?.slots.has(this.at) ?? true;
  }

  private endsSlot(): boolean {
    if (this.braces === undefined) return true;
    return this.innermostSlot() >= 0 && !this.braces.emphasisEnds.has(this.at);
  }

  parse(): ParsedNodes {
    const emphasis = this.dialect === 'a1111' || this.dialect === 'comfyui';
    const a1111 = this.dialect === 'a1111';
    while (this.at < this.end) {
      const wasFresh = this.fresh;
      if (wasFresh && !isBlank(this.text[this.at]!)) this.fresh = false;
      switch (this.text[this.at]) {
        case '\\':
          this.backslash();
          break;
        case '(':
          if (emphasis) this.openRound();
          else this.at++;
          break;
        case ')':
          if (emphasis) this.closeRound();
          else this.at++;
          break;
        case '[':
          if (a1111) this.open('[', this.at + 1, PICK_ONE);
          else this.at++;
          break;
        case ']':
          if (a1111) this.closeSquare();
          else this.at++;
          break;
        case ':':
          if (a1111) this.colon();
          else this.at++;
          break;
        case '{':
          if (this.withSlots && this.isSlot()) this.openSlot();
          else this.at++;
          break;
        case '}':
          if (this.withSlots && this.endsSlot()) this.closeSlot();
          else this.at++;
          break;
        case '|':
          this.pipe();
          break;
        case ',':
          if (this.dialect === 'midjourney' && this.stack.at(-1)?.opener === '{') this.pipe();
          else this.at++;
          break;
        case '_':
          if (this.withSlots) this.wildcard();
          else this.at++;
          break;
        case '$':
          if (this.withSlots) this.dollar();
          else this.at++;
          break;
        case '%':
          if (this.withSlots) this.percent();
          else this.at++;
          break;
        case '/':
          if (this.withSlots && wasFresh) this.comment();
          else this.at++;
          break;
        case '<':
          if (emphasis) this.tag();
          else this.at++;
          break;
        case 'B':
          this.keyword('BREAK', 'break');
          break;
        case 'A':
          this.keyword('AND', 'and');
          break;
        case 'e':
          if (this.dialect === 'comfyui') this.embedding();
          else this.at++;
          break;
        default:
          this.at = this.fresh ? this.at + 1 : this.nextSign();
      }
    }
    this.flush(this.end);
    this.unwind(0, this.end);
    this.slots.sort((a, b) => a.span.start - b.span.start);
    this.slots.forEach((slot, index) => ((slot as { index: number }).index = index));
    return {
      nodes: this.root,
      slots: this.slots,
      comments: this.comments,
      diagnostics: this.diagnostics,
    };
  }

  /** Behind the character here, the next that may mean something. */
  private nextSign(): number {
    let at = this.at + 1;
    while (at < this.end && !SIGNS.has(this.text[at]!)) at++;
    return at;
  }

  // ---- text ----

  /** Ends the run of plain text before `until`. */
  private flush(until: number): void {
    if (until > this.textStart) this.pushText(this.textStart, until, this.text.slice(this.textStart, until));
    this.textStart = until;
  }

  private pushText(start: number, end: number, value: string): void {
    this.nodes.push({ type: 'text', span: { start, end }, value });
  }

  /** Goes on after a construct that ends at `next`, with nothing of it in the text. */
  private resume(next: number): void {
    this.at = next;
    this.textStart = next;
  }

  private backslash(): void {
    const escape = this.withSlots ? readEscape(this.text, this.at, this.start, this.dialect) : undefined;
    if (escape !== undefined && escape.end <= this.end) {
      this.flush(this.at);
      if (escape.value !== '') this.pushText(this.at, escape.end, escape.value);
      this.resume(escape.end);
      return;
    }
    const next = this.at + 1 < this.end ? this.text[this.at + 1]! : '';
    const escaped =
      (this.dialect === 'a1111' && next !== '' && '()[]\\'.includes(next)) ||
      (this.dialect === 'comfyui' && (next === '(' || next === ')'));
    if (escaped) {
      this.flush(this.at);
      this.pushText(this.at, this.at + 2, next);
      this.resume(this.at + 2);
    } else if (this.dialect === 'a1111') {
      this.flush(this.at); // the web UI drops a backslash that escapes nothing
      this.resume(this.at + 1);
    } else {
      this.at += this.withSlots && next === '\\' ? 2 : 1;
    }
  }

  // ---- brackets ----

  private open(
    opener: Opener,
    contentStart: number,
    pick: Slot['pick'],
    { kind = 'variant', variable }: Partial<Pick<Frame, 'kind' | 'variable'>> = {},
  ): void {
    if (this.stack.length >= MAX_DEPTH) {
      this.ignored[opener]++;
      if (!this.tooDeep) {
        this.tooDeep = true;
        this.report('nesting-too-deep', 'warning', this.at, this.at + 1, { limit: MAX_DEPTH });
      }
      this.at++;
      return;
    }
    this.flush(this.at);
    const frame: Frame = {
      opener,
      start: this.at,
      contentStart,
      nodes: [],
      marks: [],
      options: [],
      optionStart: contentStart,
      optionWeight: 1,
      pick,
      kind,
      ...(variable && { variable }),
    };
    this.stack.push(frame);
    this.nodes = frame.nodes;
    this.resume(contentStart);
  }

  /** Index of the frame that a closing bracket ends; a slot's edge hides the round and square brackets around it. */
  private matching(opener: Opener): number {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const open = this.stack[i]!.opener;
      if (open === opener) return i;
      if (open === '{') return -1;
    }
    return -1;
  }

  /** The frame that `opener` opened, with everything unclosed inside it ended; undefined when the closing bracket at `at` is text. */
  private beginClose(opener: Opener, closer: string): Frame | undefined {
    if (this.ignored[opener] > 0) {
      this.ignored[opener]--;
      this.at++;
      return undefined;
    }
    const index = this.matching(opener);
    if (index < 0) {
      this.report('bracket-unexpected', 'warning', this.at, this.at + 1, { bracket: closer });
      this.at++;
      return undefined;
    }
    this.flush(this.at);
    this.unwind(index + 1, this.at);
    return this.stack[index];
  }

  private endClose(frame: Frame, node: PromptNode | undefined, next: number): void {
    this.stack.pop();
    this.nodes = this.stack.at(-1)?.nodes ?? this.root;
    if (node !== undefined) this.nodes.push(node);
    else for (const child of frame.nodes) this.nodes.push(child);
    this.resume(next);
  }

  private openRound(): void {
    if (this.dialect === 'comfyui' && this.comfyDebt > 0 && !this.stack.some((f) => f.opener === '(')) {
      this.comfyDebt--;
      this.at++;
      return;
    }
    this.open('(', this.at + 1, PICK_ONE);
  }

  private closeRound(): void {
    if (this.dialect === 'comfyui') {
      this.closeComfyRound();
      return;
    }
    const frame = this.beginClose('(', ')');
    if (frame !== undefined)
      this.endClose(frame, this.emphasis(frame, A1111_FACTOR, false, this.at + 1), this.at + 1);
  }

  private closeComfyRound(): void {
    const open = this.stack.at(-1);
    const from = Math.max((open?.contentStart ?? 0) + 1, this.textStart, this.at - COMFY_WEIGHT_LENGTH);
    const weight =
      open?.opener === '(' && this.ignored['('] === 0
        ? COMFY_WEIGHT.exec(this.text.slice(from, this.at))
        : null;
    if (weight === null) {
      if (this.ignored['('] === 0 && this.matching('(') < 0) this.comfyDebt++;
      const frame = this.beginClose('(', ')');
      if (frame !== undefined) {
        this.endClose(frame, this.emphasis(frame, A1111_FACTOR, false, this.at + 1), this.at + 1);
      }
      return;
    }
    const next = this.at + 1;
    this.flush(from + weight.index);
    this.endClose(open!, this.emphasis(open!, Number(weight[1]), true, next), next);
  }

  /** In A1111 `:1.2)` is one token; a colon may also part a schedule. */
  private colon(): void {
    const frame = this.stack.at(-1);
    const round = this.ignored['('] > 0 ? -1 : this.matching('(');
    if (round >= 0) {
      A1111_WEIGHT.lastIndex = this.at;
      const match = A1111_WEIGHT.exec(this.text);
      if (match !== null && A1111_WEIGHT.lastIndex <= this.end) {
        const next = A1111_WEIGHT.lastIndex;
        const factor = Number(match[1]);
        if (Number.isFinite(factor)) {
          this.flush(this.at);
          this.unwind(round + 1, this.at);
          const open = this.stack[round]!;
          this.endClose(open, this.emphasis(open, factor, true, next), next);
          return;
        }
        this.report('weight-invalid', 'warning', this.at + 1, next - 1, { weight: match[1]! });
      }
    }
    if (frame?.opener === '[') this.mark(frame, ':');
    else this.at++;
  }

  private mark(frame: Frame, char: ':' | '|'): void {
    this.flush(this.at);
    frame.marks.push({ char, at: this.at, node: frame.nodes.length });
    this.pushText(this.at, this.at + 1, char); // stays text unless `]` finds a schedule or an alternation
    this.resume(this.at + 1);
  }

  private closeSquare(): void {
    const frame = this.beginClose('[', ']');
    if (frame !== undefined) this.endClose(frame, this.square(frame, this.at), this.at + 1);
  }

  /** `[a|b]`, `[from:to:when]`, `[to:when]`, or plain `[x]`. */
  private square(frame: Frame, closeAt: number): PromptNode {
    const span = { start: frame.start, end: closeAt + 1 };
    const pipes = frame.marks.filter((mark) => mark.char === '|').length;
    const colons = frame.marks.length - pipes;
    const piece = (index: number): PromptNode[] =>
      frame.nodes.slice(
        index === 0 ? 0 : frame.marks[index - 1]!.node + 1,
        index === frame.marks.length ? undefined : frame.marks[index]!.node,
      );
    if (pipes > 0 && colons === 0) {
      return { type: 'alternation', span, options: Array.from({ length: pipes + 1 }, (_, i) => piece(i)) };
    }
    if (pipes === 0 && (colons === 1 || colons === 2)) {
      const last = this.text.slice(frame.marks.at(-1)!.at + 1, closeAt);
      const when = last.length <= COMFY_WEIGHT_LENGTH ? SCHEDULE_WHEN.exec(last) : null;
      if (when !== null) {
        const [from, to] = colons === 2 ? [piece(0), piece(1)] : [[], piece(0)];
        return { type: 'schedule', span, from, to, when: Number(when[1]) };
      }
    }
    return this.emphasis(frame, 1 / A1111_FACTOR, false, closeAt + 1);
  }

  private emphasis(frame: Frame, factor: number, explicit: boolean, end: number): PromptNode {
    return { type: 'emphasis', span: { start: frame.start, end }, factor, explicit, nodes: frame.nodes };
  }

  /**
   * Ends the frames from `index` up, unclosed, at `end`. A1111 lets them reach to the end; in ComfyUI and for slots they are text.
   * Works from the outermost inwards, so that a node moves once however deep it lies.
   */
  private unwind(index: number, end: number): void {
    if (index >= this.stack.length) return;
    let target = index === 0 ? this.root : this.stack[index - 1]!.nodes;
    for (const frame of this.stack.splice(index)) {
      this.report(
        'bracket-unclosed',
        frame.opener === '{' ? 'error' : 'warning',
        frame.start,
        frame.start + 1,
        {
          bracket: frame.opener,
        },
      );
      if (this.dialect === 'a1111' && frame.opener !== '{') {
        const factor = frame.opener === '(' ? A1111_FACTOR : 1 / A1111_FACTOR;
        target.push(this.emphasis(frame, factor, false, end));
        target = frame.nodes;
        continue;
      }
      if (this.dialect === 'comfyui' && !this.withSlots) {
        // From here on ComfyUI reads no bracket at all, closed or not.
        this.nodes = target;
        this.literal(frame.start, end);
        break;
      }
      let from = frame.start;
      for (const option of frame.options) {
        target.push(this.raw(from, option.span.start));
        for (const node of option.nodes) target.push(node);
        from = option.span.end;
      }
      target.push(this.raw(from, frame.optionStart));
      for (const node of frame.nodes) target.push(node);
    }
    this.nodes = this.stack.at(-1)?.nodes ?? this.root;
  }

  private raw(start: number, end: number): PromptNode {
    return { type: 'text', span: { start, end }, value: this.text.slice(start, end) };
  }

  /** Text in which only ComfyUI's escapes are resolved. */
  private literal(start: number, end: number): void {
    let from = start;
    for (let i = start; i < end - 1; i++) {
      if (this.text[i] === '\\' && (this.text[i + 1] === '(' || this.text[i + 1] === ')')) {
        if (i > from) this.pushText(from, i, this.text.slice(from, i));
        this.pushText(i, i + 2, this.text[i + 1]!);
        i++;
        from = i + 1;
      }
    }
    if (end > from) this.pushText(from, end, this.text.slice(from, end));
  }

  // ---- slots ----

  private openSlot(): void {
    const head = readSlotHead(this.text, this.at + 1);
    const depth = this.stack.length;
    const start = this.at;
    this.open('{', Math.min(head.end, this.end), head.pick);
    if (this.stack.length === depth) return;
    if (head.unread !== undefined && head.unread <= this.end)
      this.report('slot-pick-invalid', 'error', start + 1, head.unread, {});
    this.startOption(this.stack.at(-1)!);
  }

  /** `${name=value}`, `${name}`, or the `$$` of a wrap command. */
  private dollar(): void {
    const slot = this.text[this.at + 1] === '$' ? this.innermostSlot() : -1;
    const frame = this.stack[slot];
    if (frame?.kind === 'wrap' && frame.options.length === 0 && this.ignored['{'] === 0) {
      this.flush(this.at);
      this.unwind(slot + 1, this.at);
      this.nextOption(frame, 2);
      frame.optionStart = skipBlanks(this.text, this.at, this.end);
      this.resume(frame.optionStart);
      this.fresh = true;
      return;
    }
    const variable = readVariableHead(this.text, this.at);
    if (variable === undefined || variable.end > this.end) this.at++;
    else this.openCommand(variable.end, { kind: variable.kind, variable });
  }

  /** `%{wrapper$$inner}` */
  private percent(): void {
    if (this.text[this.at + 1] === '{' && this.at + 2 <= this.end)
      this.openCommand(this.at + 2, { kind: 'wrap' });
    else this.at++;
  }

  private openCommand(from: number, command: Pick<Frame, 'kind' | 'variable'>): void {
    const depth = this.stack.length;
    this.open('{', skipBlanks(this.text, from, this.end), PICK_ONE, command);
    if (this.stack.length > depth) this.fresh = true;
    // Too deep to be read: its brace, which closes as text, goes with it.
    else this.at = from;
  }

  /** `//` to the end of the line and `/*` to its end, where dynamicprompts looks for them. */
  private comment(): void {
    const next = this.text[this.at + 1];
    let stop = -1;
    if (next === '/') {
      stop = this.at + 2;
      while (stop < this.end && this.text[stop] !== '\n' && this.text[stop] !== '\r') stop++;
    } else if (next === '*' && this.blocksClose) {
      const close = this.text.indexOf('*/', this.at + 2);
      stop = close < 0 ? -1 : close + 2;
      if (close < 0) this.blocksClose = false;
    }
    if (stop < 0 || stop > this.end) {
      this.at++;
      return;
    }
    this.flush(this.at);
    this.comments.push({ start: this.at, end: stop });
    const frame = this.stack.at(-1);
    const startsOption = frame?.opener === '{' && frame.nodes.every((node) => this.isBlank(node.span));
    if (startsOption) {
      frame.nodes.length = 0;
      frame.optionStart = skipBlanks(this.text, stop, this.end);
    }
    this.resume(startsOption ? frame.optionStart : stop);
    this.fresh = true;
  }

  /** Blanks before an option are none of it. */
  private startOption(frame: Frame): void {
    frame.optionStart = skipBlanks(this.text, this.at, this.end);
    this.resume(frame.optionStart);
    this.readWeight(frame);
    this.fresh = true;
  }

  private readWeight(frame: Frame): void {
    const { end, weight, valid } = readOptionWeight(this.text, this.at);
    if (end > this.end) return;
    if (!valid) {
      this.report('slot-weight-invalid', 'warning', this.at, end - 2, {
        weight: this.text.slice(this.at, end - 2).trim(),
      });
    }
    frame.optionStart = end;
    frame.optionWeight = weight;
    this.resume(end);
  }

  private finishOption(frame: Frame): void {
    frame.options.push({
      span: { start: frame.optionStart, end: this.at },
      weight: frame.optionWeight,
      nodes: frame.nodes,
    });
  }

  /** Ends an option before a mark of that length. */
  private nextOption(frame: Frame, mark: number): void {
    this.finishOption(frame);
    frame.nodes = [];
    frame.optionWeight = 1;
    frame.optionStart = this.at + mark;
    this.nodes = frame.nodes;
    this.resume(this.at + mark);
  }

  private pipe(): void {
    const slot = this.withSlots ? this.innermostSlot() : -1;
    if (slot >= 0 && this.stack[slot]!.kind === 'variant' && this.ignored['{'] === 0) {
      this.flush(this.at);
      this.unwind(slot + 1, this.at);
      const frame = this.stack[slot]!;
      this.nextOption(frame, 1);
      this.startOption(frame);
      return;
    }
    const frame = this.stack.at(-1);
    if (frame?.opener === '[') this.mark(frame, '|');
    else this.at++;
  }

  private innermostSlot(): number {
    for (let i = this.stack.length - 1; i >= 0; i--) if (this.stack[i]!.opener === '{') return i;
    return -1;
  }

  private closeSlot(): void {
    if (this.ignored['{'] > 0) {
      this.ignored['{']--;
      this.at++;
      return;
    }
    const index = this.innermostSlot();
    if (index < 0) {
      this.report('bracket-unexpected', 'warning', this.at, this.at + 1, { bracket: '}' });
      this.at++;
      return;
    }
    this.flush(this.at);
    this.unwind(index + 1, this.at);
    const frame = this.stack[index]!;
    const slot = this.slotOf(frame);
    this.slots.push(slot);
    this.endClose(frame, { type: 'slot', span: slot.span, slot }, this.at + 1);
    this.fresh = true;
  }

  private slotOf(frame: Frame): Slot {
    const { kind, variable, pick, options } = frame;
    const span = { start: frame.start, end: this.at + 1 };
    if (variable?.kind !== 'variable' || variable.hasDefault) this.finishOption(frame);
    if (kind === 'variant') this.checkOptions(frame, span);
    if (kind === 'wrap' && options.length === 1)
      this.report('wrap-incomplete', 'error', span.start, span.end, {});
    return {
      index: 0,
      kind,
      span,
      options,
      pick,
      ...(variable && { variable: variable.name }),
      ...(variable?.immediate && { immediate: true }),
      ...(variable?.keeps && { keeps: true }),
    };
  }

  private checkOptions({ options }: Frame, span: Span): void {
    const empty = options.filter((option) => this.isBlank(option.span));
    if (empty.length === options.length) {
      this.report('slot-empty', 'warning', span.start, span.end, {});
    } else {
      // One empty option is how "with or without" is written; a second one is a slip.
      for (const option of empty.slice(1)) {
        this.report('slot-option-empty', 'information', option.span.start, option.span.end, {});
      }
    }
  }

  private isBlank(span: Span): boolean {
    return this.text.slice(span.start, span.end).trim() === '';
  }

  private wildcard(): void {
    const found = readWildcard(this.text, this.at, this.end, this.innermostSlot() >= 0);
    if (found === undefined) {
      this.at++;
      return;
    }
    this.flush(this.at);
    const span = { start: this.at, end: found.end };
    const slot: Slot = {
      index: 0,
      kind: 'wildcard',
      span,
      wildcard: found.name,
      ...(found.values.length > 0 && { values: found.values }),
      options: [],
      pick: PICK_ONE,
    };
    this.slots.push(slot);
    this.nodes.push({ type: 'slot', span, slot });
    this.resume(span.end);
    this.fresh = true;
  }

  // ---- words and tags ----

  private tag(): void {
    const pattern = this.dialect === 'a1111' ? A1111_TAG : TAG;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    const isCut = match?.[0].includes('|') === true && this.withSlots && this.innermostSlot() >= 0;
    if (match === null || isCut || pattern.lastIndex > this.end) {
      this.at++;
      return;
    }
    this.flush(this.at);
    const span = { start: this.at, end: pattern.lastIndex };
    const [name = '', ...others] = match
      .slice(2)
      .flatMap((part: string | undefined) => part?.split(':') ?? []);
    const kind = NETWORKS.find((network) => network === match[1]) ?? 'other';
    const weight = kind === 'other' ? 1 : networkWeight(others);
    if (weight === undefined) {
      this.report('weight-invalid', 'warning', span.start, span.end, { weight: others[0]!.trim() });
    }
    this.nodes.push({ type: 'tag', span, kind, name, weight: weight ?? 1 });
    this.resume(span.end);
  }

  private embedding(): void {
    EMBEDDING.lastIndex = this.at;
    const match = this.startsWord() ? EMBEDDING.exec(this.text) : null;
    if (match === null || EMBEDDING.lastIndex > this.end) {
      this.at++;
      return;
    }
    this.flush(this.at);
    const span = { start: this.at, end: EMBEDDING.lastIndex };
    this.nodes.push({ type: 'tag', span, kind: 'embedding', name: match[1]!, weight: 1 });
    this.resume(span.end);
  }

  private keyword(word: string, type: 'break' | 'and'): void {
    const next = this.at + word.length;
    const isKeyword =
      this.dialect === 'a1111' &&
      next <= this.end &&
      this.text.startsWith(word, this.at) &&
      this.startsWord() &&
      !(next < this.end && WORD_CHARACTER.test(this.text[next]!));
    if (!isKeyword) {
      this.at++;
      return;
    }
    this.flush(this.at);
    this.nodes.push({ type, span: { start: this.at, end: next } });
    this.resume(next);
  }

  private startsWord(): boolean {
    return this.at === 0 || !WORD_CHARACTER.test(this.text[this.at - 1]!);
  }

  private report(
    code: SyntaxCode,
    severity: SyntaxDiagnostic['severity'],
    start: number,
    end: number,
    parameters: Record<string, string | number>,
  ): void {
    if (this.diagnostics.length < MAX_DIAGNOSTICS) {
      this.diagnostics.push({ code, severity, span: { start, end }, parameters });
    }
  }
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\n' || char === '\r' || char === '\t' || char === '\u3000';
}
