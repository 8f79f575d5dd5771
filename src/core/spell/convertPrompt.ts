import { each, finish, type Steps } from '../steps';
import { withoutPartWeight } from './a1111Reading';
import { DEFAULT_STEPS, reachesEnd } from './a1111Schedules';
import { heardText, readPrompt, type ReadingOptions } from './clipText';
import {
  dialectText,
  isSameWeight,
  keepNumber,
  weightedText,
  writeParts,
  writtenWeight,
  type ConvertibleDialect,
  type WrittenPart,
} from './dialectText';
import { expandPrompt, waysOf } from './expandSpell';
import { parseSpellFile } from './parseSpellFile';
import { compileTemplate } from './template';
import type { Dialect, Prompt, PromptNode, Slot, Span, Wildcards } from './spell';

/** What a prompt holds that the other dialect has no counterpart for. */
export interface Lost {
  readonly code:
    /** What the sampler ends on stands in its place. */
    | 'schedule'
    /** The first stands in its place. */
    | 'alternation'
    /** A comma stands in its place. */
    | 'break'
    | 'and'
    /** It stays: node packs read it, ComfyUI itself does not. */
    | 'lora'
    /** It is gone. */
    | 'tag'
    /** The web UI finds textual inversions by their bare names, which CLIP is then shown as words. */
    | 'embedding'
    /** Lines of a wildcard read otherwise in the other dialect, and stay as they are. */
    | 'wildcard';
  readonly span: Span;
}

export interface ConvertedPrompt {
  readonly text: string;
  /** It is what was given. */
  readonly isUnchanged: boolean;
  readonly lost: readonly Lost[];
}

export interface ConvertOptions {
  readonly from: Dialect;
  readonly to: ConvertibleDialect;
  readonly wildcards?: Wildcards;
}

/** So many expansions are compared; a sample of more. */
const PROVED = 64;

/**
 * A prompt in another dialect, with the same words and the same weights: proved by reading it back, slot by slot.
 * @param written the prompt as it stands in the file, without comments
 * @returns undefined where no way to write it was found
 */
export function convertPrompt(
  prompt: Prompt,
  written: string,
  options: ConvertOptions,
): ConvertedPrompt | undefined {
  return finish(convertPromptSteps(prompt, written, options));
}

/** The same, with a step for each reading: long prompts of many slots take seconds. */
export function* convertPromptSteps(
  prompt: Prompt,
  written: string,
  options: ConvertOptions,
): Steps<ConvertedPrompt | undefined> {
  if (prompt.isVerbatim || prompt.source === '' || options.from === options.to)
    return { text: written, isUnchanged: true, lost: [] };
  const writer = new Writer(prompt, options);
  const { lost } = writer.write();
  // Words that only one of the two is shown as words have to be left out of what is compared.
  const shown = new Writer(prompt, options, true).write().parts;
  // In negative prompts the web UI leaves tags among the words, which nobody wants there.
  const hasTags = lost.some(({ code }) => code === 'lora' || code === 'tag' || code === 'embedding');
  const asRead = hasTags ? { ...prompt, isNegative: false } : prompt;
  const candidates = [
    { text: written, proof: written },
    { text: writeParts(writer.parts, options.to), proof: writeParts(shown, options.to) },
    ...flatCandidates(prompt, options),
  ];
  for (const { wildcards, more } of [
    { wildcards: options.wildcards, more: [] },
    { wildcards: undefined, more: wildcardsOf(prompt) },
  ]) {
    const wanted = yield* readingsOf(asRead, options.from, wildcards);
    for (const { text, proof } of candidates) {
      const read = readBack(proof, asRead, options.to);
      if (read === undefined || wanted !== (yield* readingsOf(read, options.to, wildcards))) continue;
      return { text, isUnchanged: text === written, lost: [...lost, ...more] };
    }
    if (more.length === 0 && options.wildcards === undefined) break;
  }
  return undefined;
}

/** Whether a prompt of a file is read as a text that was converted. */
export function* isReadAs(prompt: Prompt, text: string, dialect: Dialect): Steps<boolean> {
  if (prompt.isVerbatim) return prompt.source === text;
  const read = readBack(text, prompt, dialect);
  return read !== undefined && (yield* readingsOf(prompt, dialect)) === (yield* readingsOf(read, dialect));
}

/** The prompt that a text is below a heading; undefined where it is more than one prompt. */
function readBack(text: string, { isNegative, steps }: Prompt, dialect: Dialect): Prompt | undefined {
  const label = isNegative ? 'x\nNegative prompt: ' : '';
  const parameters = steps === undefined ? '' : `\nSteps: ${steps}`;
  const { spells, comments } = parseSpellFile(`### x\n${label}${text}${parameters}`, {
    defaultDialect: dialect,
  });
  const [spell] = spells;
  if (spells.length !== 1 || comments.length > 0 || !spell) return undefined;
  if (isNegative) return spell.negative;
  return spell.negative ? undefined : spell.positive;
}

/** The words and weights of all expansions, or of a sample that is the same for the same slots. */
function* readingsOf(prompt: Prompt, dialect: Dialect, wildcards?: Wildcards): Steps<string> {
  if (prompt.source === '') return '';
  const { template } = compileTemplate(prompt, dialect, wildcards);
  const { ways } = waysOf(template, { dialect, limit: PROVED });
  const read = prompt.isVerbatim ? 'plain' : dialect;
  const heard = yield* each(ways, ({ filled }) => heardText(filled.text, filled.offsets, read, prompt));
  return JSON.stringify([template.count, ...heard]);
}

function wildcardsOf({ slots }: Prompt): Lost[] {
  return slots.filter(({ kind }) => kind === 'wildcard').map(({ span }) => ({ code: 'wildcard', span }));
}

/** A prompt without slots, piece by piece as its generator reads it. */
function flatCandidates(prompt: Prompt, { from, to }: ConvertOptions): { text: string; proof: string }[] {
  if (prompt.slots.length > 0) return [];
  const [only] = expandPrompt(prompt, { dialect: from, limit: 1 }).expansions;
  if (only?.raw === undefined) return [];
  const text = writeParts([{ raw: keepNumber(flatText(only.raw, from, to, prompt).text, to) }], to);
  return [{ text, proof: text }];
}

export interface FlatText {
  /** As the other generator is to be given it. */
  readonly text: string;
  /** Where the keywords stood that part the prompt. */
  readonly edges: readonly number[];
  /** Where something stood that its text encoder is not shown, up to where it is shown something again. */
  readonly gaps: readonly Span[];
}

/** A prompt without slots as another generator is to be given it, every text beside its weight. */
export function flatText(
  raw: string,
  from: Dialect,
  to: ConvertibleDialect,
  options: ReadingOptions = {},
): FlatText {
  const { items, gaps } = readPrompt(raw, from, options);
  const edges: number[] = [];
  const shown = new Set<number>();
  const parts: string[] = [];
  for (const item of items) {
    if ('edge' in item) {
      edges.push(item.place);
      const above = (parts.pop() ?? '').trimEnd();
      parts.push(withComma(above));
      continue;
    }
    for (const place of item.places) shown.add(place);
    parts.push(weightedText(dialectText(item.text, to), item.weight));
  }
  const spans = gaps.map((start) => {
    let end = start + 1;
    while (end < raw.length && !shown.has(end)) end++;
    return { start, end };
  });
  return { text: parts.join(''), edges, gaps: spans };
}

/** One text shows a comma where parts meet, as CLIP is shown one. */
function withComma(above: string): string {
  return above === '' || above.endsWith(',') ? above : `${above},`;
}

/** A run of one weight. */
interface Run {
  readonly weight: number;
  readonly parts: WrittenPart[];
}

/** Writes the nodes of a prompt flat: each run of one weight in brackets of its own, which both dialects read alike. */
class Writer {
  parts: WrittenPart[] = [];
  private readonly lost: Lost[] = [];
  private runs: Run[] = [];
  /** A comma that comes now has no neighbour on its left. */
  private isOpen = false;
  /** A tag has just gone. */
  private isGone = false;
  /** Nodes with which a part of the prompt ends. */
  private readonly ends = new Set<readonly PromptNode[]>();

  /** @param isProof leaves out what only one of the two shows CLIP as words */
  constructor(
    private readonly prompt: Prompt,
    private readonly options: ConvertOptions,
    private readonly isProof = false,
  ) {}

  write(): { readonly parts: readonly WrittenPart[]; readonly lost: readonly Lost[] } {
    this.ends.add(this.prompt.nodes);
    this.walk(this.prompt.nodes, 1);
    // What it parts from is gone: `a cat BREAK`.
    if (this.isOpen) this.dropComma();
    this.parts = this.runs.flatMap(partsOfRun);
    return { parts: this.parts, lost: this.lost };
  }

  /** Nodes that stand by themselves: of the prompt, or of an option of a slot. */
  private written(nodes: readonly PromptNode[], weight = 1): WrittenPart[] {
    const around = this.runs;
    this.runs = [];
    this.walk(nodes, weight);
    const parts = this.runs.flatMap(partsOfRun);
    this.runs = around;
    return parts;
  }

  private walk(nodes: readonly PromptNode[], weight: number): void {
    nodes.forEach((node, i) => {
      const next = nodes[i + 1];
      const isEnd = next ? next.type === 'and' : this.ends.has(nodes);
      if (isEnd && node.type === 'slot') for (const option of node.slot.options) this.ends.add(option.nodes);
      if (isEnd && node.type === 'text') this.text(this.partEnd(node.value), weight, !this.prompt.isNegative);
      else this.node(node, weight);
    });
  }

  /** `a cat :0.5`: the number is the weight of the part, and no text. */
  private partEnd(value: string): string {
    if (!this.readsParts) return value;
    const { start, end } = withoutPartWeight(value, 0, value.length);
    return value.slice(start, end);
  }

  /** The web UI reads `AND` and the weights of parts in positive prompts only. */
  private get readsParts(): boolean {
    return this.options.from === 'a1111' && !this.prompt.isNegative;
  }

  private node(node: PromptNode, weight: number): void {
    switch (node.type) {
      case 'text':
        this.text(node.value, weight);
        break;
      case 'slot':
        this.slot(node.slot, weight);
        break;
      case 'emphasis': {
        if (this.weightSlot(node, weight)) break;
        const replaces = this.options.from === 'comfyui' && node.explicit;
        this.walk(node.nodes, replaces ? node.factor : weight * node.factor);
        break;
      }
      case 'schedule': {
        this.lose('schedule', node.span);
        this.walk(this.endsOnFrom(node) ? node.from : node.to, weight);
        break;
      }
      case 'alternation':
        this.lose('alternation', node.span);
        this.walk(node.options[0] ?? [], weight);
        break;
      case 'break':
      case 'and':
        if (node.type === 'and' && !this.readsParts) {
          this.run(weight).push({ raw: dialectText('AND', this.options.to) });
          break;
        }
        this.lose(node.type, node.span);
        this.comma();
        break;
      case 'tag':
        this.tag(node);
    }
  }

  /** `(cat:{1.1|1.3})`: the slot is the weight, and is one in both dialects where no weight is around it. */
  private weightSlot(
    { nodes, explicit }: Extract<PromptNode, { type: 'emphasis' }>,
    weight: number,
  ): boolean {
    const [text, slot] = nodes.slice(-2);
    if (explicit || slot?.type !== 'slot' || text?.type !== 'text' || !text.value.endsWith(':')) return false;
    const isNumber = slot.slot.options.every(({ nodes: [only, ...more] }) => {
      return more.length === 0 && only?.type === 'text' && /^\s*[+-]?[.\d]+\s*$/.test(only.value);
    });
    if (!isNumber || !(this.options.from === 'comfyui' || isSameWeight(weight, 1))) return false;
    const words = [...nodes.slice(0, -2), { ...text, value: text.value.slice(0, -1) }];
    const inner = this.written(words);
    const written = { written: this.sourceOf(slot.span) };
    this.runs.push({ weight: 1, parts: [{ raw: '(' }, ...inner, { raw: ':' }, written, { raw: ')' }] });
    return true;
  }

  private tag({ kind, name, span }: Extract<PromptNode, { type: 'tag' }>): void {
    const { to } = this.options;
    const written = this.sourceOf(span);
    if (kind === 'embedding') {
      this.lose('embedding', span);
      // What is compared holds a tag in its place, which CLIP is not shown either.
      this.run(1).push({ raw: this.isProof ? '<embedding:x>' : dialectText(name, to) });
    } else if (kind === 'other') {
      this.lose('tag', span);
      this.isOpen = this.isAfterComma();
      this.isGone = true;
    } else {
      if (to === 'comfyui') this.lose('lora', span);
      this.run(1).push({ raw: written });
    }
  }

  /** A slot whose options have no weights of their own takes that of the text around it; else each option says its own. */
  private slot(slot: Slot, weight: number): void {
    const isFlat = slot.options.every(({ nodes }) => nodes.every(isPlain));
    const parts: string[] = [];
    let at = slot.span.start;
    for (const { span, nodes } of slot.options) {
      parts.push(this.sourceOf({ start: at, end: span.start }), this.option(nodes, isFlat ? 1 : weight));
      at = span.end;
    }
    parts.push(this.sourceOf({ start: at, end: slot.span.end }));
    const written = { written: parts.join('') };
    if (isFlat) this.run(weight).push(written);
    else this.runs.push({ weight: 1, parts: [written] });
  }

  private option(nodes: readonly PromptNode[], weight: number): string {
    const parts = this.written(nodes, weight);
    // No blank of an option is the end of a prompt.
    return writeParts([{ written: '' }, ...parts, { written: '' }], this.options.to);
  }

  private text(value: string, weight: number, isEnd = false): void {
    // Where a tag is gone, the comma goes that has lost its neighbour; where parts meet, there is one already.
    const words = this.isOpen ? value.replace(/^[\s,]*,/, '') : value;
    // `a cat <x:y>, b`: no blank is left before the comma.
    if (this.isGone && /^\s*,/.test(words)) this.trim();
    this.isGone = false;
    if (words.trim() !== '') this.isOpen = false;
    const raw = dialectText(words, this.options.to);
    if (raw !== '') this.run(weight).push({ raw: isEnd ? keepNumber(raw, this.options.to) : raw });
  }

  private comma(): void {
    this.trim();
    if (!this.isAfterComma()) this.run(1).push({ raw: ',' });
    this.isOpen = true;
  }

  /** Whether nothing was written yet but for a comma. */
  private isAfterComma(): boolean {
    for (const { parts } of this.runs.toReversed())
      for (const part of parts.toReversed()) {
        if ('written' in part) return false;
        const raw = part.raw.trimEnd();
        if (raw !== '') return raw.endsWith(',');
      }
    return true;
  }

  /** Takes the comma at the end away. */
  private dropComma(): void {
    this.trim();
    const parts = this.runs.at(-1)?.parts;
    const last = parts?.at(-1);
    if (parts && last && 'raw' in last && last.raw.endsWith(','))
      parts[parts.length - 1] = { raw: last.raw.slice(0, -1).trimEnd() };
  }

  /** Takes the blanks at the end away. */
  private trim(): void {
    for (let run = this.runs.at(-1); run; run = this.runs.at(-1)) {
      const part = run.parts.pop();
      if (part && 'written' in part) {
        run.parts.push(part);
        return;
      }
      const raw = part?.raw.trimEnd() ?? '';
      if (raw !== '') {
        run.parts.push({ raw });
        return;
      }
      if (run.parts.length === 0) this.runs.pop();
    }
  }

  private endsOnFrom({ span }: { readonly span: Span }): boolean {
    const source = this.sourceOf(span);
    return reachesEnd(
      source.slice(source.lastIndexOf(':') + 1, -1).trim(),
      this.prompt.steps ?? DEFAULT_STEPS,
    );
  }

  private run(weight: number): WrittenPart[] {
    const last = this.runs.at(-1);
    if (last && isSameWeight(last.weight, weight)) return last.parts;
    const run = { weight, parts: [] };
    this.runs.push(run);
    return run.parts;
  }

  private lose(code: Lost['code'], span: Span): void {
    this.lost.push({ code, span });
  }

  private sourceOf({ start, end }: Span): string {
    const { source, span } = this.prompt;
    return source.slice(start - span.start, end - span.start);
  }
}

function isPlain(node: PromptNode): boolean {
  if (node.type === 'text') return true;
  return node.type === 'slot' && node.slot.options.every(({ nodes }) => nodes.every((each) => isPlain(each)));
}

/** The brackets of a run, with the blanks at its ends outside of them. */
function partsOfRun({ weight, parts }: Run): readonly WrittenPart[] {
  if (isSameWeight(weight, 1)) return parts;
  if (parts.every((part) => 'raw' in part))
    return [{ raw: weightedText(parts.map(({ raw }) => raw).join(''), weight) }];
  const [first] = parts;
  const last = parts.at(-1);
  const before = first && 'raw' in first ? first.raw.length - first.raw.trimStart().length : 0;
  const after = last && 'raw' in last ? last.raw.trimEnd().length : 0;
  const inner = parts.map((part, i) => {
    if ('written' in part) return part;
    const from = i === 0 ? before : 0;
    return { raw: i === parts.length - 1 ? part.raw.slice(from, after) : part.raw.slice(from) };
  });
  return [
    { raw: `${first && 'raw' in first ? first.raw.slice(0, before) : ''}(` },
    ...inner,
    { raw: `:${writtenWeight(weight)})${last && 'raw' in last ? last.raw.slice(after) : ''}` },
  ];
}
