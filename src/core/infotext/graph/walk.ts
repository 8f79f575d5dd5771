import { isList, textOf, type Json } from '../looseJson';
import type { Approximation, GraphText } from '../pictureRecord';
import { placeOf, type Graph, type Link, type Node } from './graph';

export type Side = 'positive' | 'negative';

/** What a conditioning or a text is made of. */
export interface Walked {
  readonly text: string;
  readonly parts: readonly GraphText[];
  readonly approximate: readonly Approximation[];
  /** It was zeroed: nothing is behind it. */
  readonly isZero?: boolean;
  /** Other texts that may have been meant. */
  readonly others?: readonly GraphText[];
  /** Of an encoder of several texts: one for each, those that are empty or equal among them. Only where each has one. */
  readonly together?: readonly GraphText[];
}

/** An input that holds a value. */
export interface Place {
  readonly node: Node;
  readonly input: string;
  readonly value: Json;
}

const NOTHING: Walked = { text: '', parts: [], approximate: [] };

/** Deepest chain of nodes, and most nodes of all chains together. */
const MAX_DEPTH = 200;
const MAX_VISITS = 50_000;
/** Characters of one text, and of all that are looked at or joined. */
const MAX_PROMPT = 200_000;
const MAX_CHARACTERS = 10_000_000;
const MAX_PARTS = 200;
/** A replacement for each of so many places; longer ones are left out. */
const MAX_REPLACEMENT = 50;

/** Inputs that hold a text to encode, best first. */
const TEXTS = [
  'text',
  'prompt',
  'text_g',
  'text_l',
  't5xxl',
  'clip_l',
  'clip_g',
  'llama',
  'bert',
  'mt5xl',
  'caption',
  'user_prompt',
  'text_prompt',
  'positive_prompt',
  'string',
  'value',
  'Text',
  'String',
  'Value',
  'STRING',
  'text_positive',
];
/** Inputs of a node whose output is a text. */
const VALUES = [
  'populated_text',
  'text',
  'string',
  'value',
  'prompt',
  'Text',
  'String',
  'Value',
  'STRING',
  'Prompt',
  'source',
  'input',
  'content',
  'any',
  'anything',
  'str',
  'text_positive',
  'wildcard_text',
  'text_0',
  'multiline_text',
  'positive',
];
/** Inputs of a node that hands on a number or a name. */
const HANDED_ON = ['value', 'boolean', 'int', 'number', 'Number', 'Value', 'float', 'string'];
const SEVERAL_TEXTS = ['text_g', 'text_l', 't5xxl', 'clip_l', 'clip_g', 'llama'];
/** Links that carry no text. */
const NO_TEXT =
  /image|mask|latent|^(?:model|clip|vae|image|images|pixels|mask|latent|latent_image|samples|control_net|noise|sigmas|sampler|lora_stack|style_model|clip_vision.*|width|height|seed|noise_seed|ipadapter|bbox.*|sam_.*|switch|boolean|select|index|condition)$/i;
const REWRITES =
  /TextGenerate|LLM|VLM|LLaVA|Llama|Ollama|Gemini|Claude|ChatGPT|GPT|OpenAI(?!.*Image)|Florence|Joy.?Caption|Caption(?:er|ing)|Interrogat|Img2Prompt|Image.?To.?Prompt|ImageToText|Describe|QwenVL|Qwen.*(?:Chat|Instruct|Prompt)|Prompt.?Enhanc|Enhanc.*Prompt|MagicPrompt|SuperPrompt|Tagger|OneButtonPrompt/i;
const DRAWS = /wildcard|random|dynamic.?prompt|^DP|PromptGenerator|Lucky/i;
const NO_REWRITES = /Encode|Conditioning|Guidance/;
const INSTRUCTIONS = /system|instruct|template|guide|rule|role|persona/i;
const SWITCHES = /switch|ifelse|if.?else|conditional|selector|any.?input|prompt.?list/i;
const ZEROES = /ZeroOut|ZeroConditioning/i;
/** Nodes that bundle several things: their slots say nothing of the side. */
const BUNDLES = /pipe|context|ctx|bus|loader/i;

/** Follows what a sampler is given back to the texts. One walk shares its budget with all others of a graph. */
export class Walk {
  private visits = 0;
  private left = MAX_CHARACTERS;
  private readonly known = new Map<string, Walked>();
  private readonly path = new Set<string>();

  constructor(private readonly graph: Graph) {}

  /** The text behind a sampler's or guider's input. */
  conditioning(value: Json | undefined, side: Side): Walked {
    if (typeof value === 'string') return NOTHING;
    const link = this.graph.link(value);
    return link ? this.within(link, `conditioning ${side}`, () => this.conditioningOf(link, side)) : NOTHING;
  }

  /** Once for each output: branches meet again, and graphs may loop. */
  private within(link: Link, what: string, walk: () => Walked): Walked {
    const key = `${what} ${link.slot} ${link.node.id}`;
    const known = this.known.get(key);
    if (known) return known;
    if (this.path.size >= MAX_DEPTH || this.path.has(key) || ++this.visits > MAX_VISITS) return NOTHING;
    this.path.add(key);
    const walked = walk();
    this.path.delete(key);
    this.known.set(key, walked);
    return walked;
  }

  /** Of a text as much as the graph's share of characters allows. */
  private share(text: string): string {
    const share = text.slice(0, Math.min(MAX_PROMPT, this.left));
    this.left -= share.length;
    return share;
  }

  private conditioningOf({ node, slot }: Link, side: Side): Walked {
    const { inputs } = node;
    if (ZEROES.test(node.type)) return { ...NOTHING, isZero: true };
    if (isSwitch(node)) return this.switched(node, (value) => this.conditioning(value, side));
    if ('positive' in inputs || 'negative' in inputs) {
      const isPair =
        this.graph.link(inputs.positive) !== undefined && this.graph.link(inputs.negative) !== undefined;
      const bySlot: Side = slot === 0 ? 'positive' : slot === 1 ? 'negative' : side;
      const own = isPair && !BUNDLES.test(node.type) ? bySlot : side;
      if (own in inputs) return this.sideOf(node, own);
    }
    const conditionings = this.graph.links(node).filter(([name]) => /^cond|^\w*conditioning/i.test(name));
    if (conditionings.length > 0)
      return this.joined(conditionings.map(([name]) => this.conditioning(inputs[name], side)));
    const encoded = this.encoded(node, side);
    if (encoded) return encoded;
    return this.through(node, (value) => this.conditioning(value, side));
  }

  /** What a node with inputs for both sides is given on one: a conditioning, or the text itself. */
  private sideOf(node: Node, side: Side): Walked {
    const value = node.inputs[side];
    if (typeof value === 'string') return this.text(node, side);
    const link = this.graph.link(value);
    if (!link) return NOTHING;
    const walked = this.conditioning(value, side);
    return walked.parts.length > 0 || walked.isZero === true ? walked : this.text(node, side);
  }

  /** Of a node that encodes texts; undefined where it has none. */
  private encoded(node: Node, side: Side): Walked | undefined {
    const own =
      side === 'negative'
        ? ['text_negative', 'negative_prompt'].find((name) => name in node.inputs)
        : undefined;
    if (isFilled(node.inputs.populated_text)) return this.text(node, 'populated_text');
    const several = SEVERAL_TEXTS.filter((name) => name in node.inputs);
    const different =
      several.length > 0 && !own ? this.different(several.map((name) => this.text(node, name))) : undefined;
    if (different && (different.text.trim() !== '' || !('text' in node.inputs))) return different;
    const name = own ?? textInput(node);
    if (name !== undefined) return this.text(node, name);
    if (!isFilled(node.inputs.wildcard_text)) return undefined;
    return { ...this.text(node, 'wildcard_text'), approximate: ['random'] };
  }

  /** Encoders that are given the same text, or one of which is given none, have one text. */
  private different(texts: readonly Walked[]): Walked {
    const isPlain = texts.every(({ parts }) => parts.length === 1);
    const walked = this.ofSeveral(texts);
    return isPlain ? { ...walked, together: texts.map(({ parts }) => parts[0]!) } : walked;
  }

  private ofSeveral(texts: readonly Walked[]): Walked {
    const filled = texts.filter(({ text }) => text.trim() !== '');
    const unique = filled.filter(
      ({ text }, i) => filled.findIndex((other) => other.text.trim() === text.trim()) === i,
    );
    if (unique.length > 0) return this.joined(unique);
    return texts[0] ?? NOTHING;
  }

  private joined(walks: readonly Walked[]): Walked {
    const filled = walks.filter(({ text, parts }) => text.trim() !== '' || parts.length > 0);
    if (filled.length === 0) return walks.find(({ isZero }) => isZero) ?? NOTHING;
    if (filled.length === 1) return filled[0]!;
    const texts = [...new Set(filled.map(({ text }) => text.trim()).filter((text) => text !== ''))];
    const isCombined = texts.length > 1 ? (['combined'] as const) : [];
    return this.merged(filled, texts, '\n', isCombined);
  }

  /** The text of one input: a value, or what a link leads to. */
  text(node: Node, name: string): Walked {
    const value = node.inputs[name];
    if (typeof value === 'string') {
      const text = this.share(value);
      return { ...NOTHING, text, parts: [{ ...placeOf(node), input: name, text }] };
    }
    const link = this.graph.link(value);
    return link ? this.within(link, 'text', () => this.textOf(link)) : NOTHING;
  }

  private textOf({ node, slot }: Link): Walked {
    const { inputs } = node;
    if (isRewriter(node)) return this.rewritten(node);
    if (isSwitch(node)) return this.switched(node, (_, name) => this.text(node, name));
    if (isFilled(inputs.populated_text)) return this.text(node, 'populated_text');
    if (this.graph.input(node, 'text') && isFilled(inputs.text_0)) return this.shown(node);
    if (DRAWS.test(node.type)) return { ...this.ofInputs(node), approximate: ['random'] };
    if ('text_positive' in inputs && 'text_negative' in inputs) {
      const styled = this.text(node, slot % 2 === 1 ? 'text_negative' : 'text_positive');
      return { ...styled, approximate: [...styled.approximate, 'unknown-node'] };
    }
    if ('positive' in inputs && 'negative' in inputs && slot === 1) return this.text(node, 'negative');
    if ('text_a' in inputs && 'tidy_tags' in inputs) return this.stringFunction(node);
    if (typeof inputs.find === 'string' && typeof inputs.replace === 'string')
      return this.replaced(node, inputs.find, inputs.replace);
    return this.ofInputs(node);
  }

  /** A node that shows a text keeps the one that it showed last: of this run, or of the one before. */
  private shown(node: Node): Walked {
    const walked = this.text(node, 'text');
    if (walked.approximate.length === 0) return walked;
    return { ...walked, others: [...this.text(node, 'text_0').parts, ...(walked.others ?? [])] };
  }

  /** Texts that a node joins, or the one that it has. */
  private ofInputs(node: Node): Walked {
    const joined = concatenated(node).filter((name) => isTextual(node.inputs[name]));
    if (joined.length > 1) return this.concatenation(node, joined);
    const name = VALUES.find((input) => input in node.inputs && isTextual(node.inputs[input]));
    if (name !== undefined) return this.text(node, name);
    return this.through(node, (_, input) => this.text(node, input));
  }

  private concatenation(node: Node, names: readonly string[]): Walked {
    const walks = names.map((name) => this.text(node, name));
    const delimiter = ['delimiter', 'separator', 'joiner', 'delim']
      .map((name) => node.inputs[name])
      .find((value) => typeof value === 'string');
    const own = typeof delimiter === 'string' ? delimiter.replace(/\\n/g, '\n') : ' ';
    const isExact = 'string_a' in node.inputs;
    const texts = walks.map(({ text }) => text).filter((text) => isExact || text !== '');
    const told = walks.filter(({ text }) => text !== '');
    return this.merged(told, texts, own, []);
  }

  /** pysssss' StringFunction: joins its texts, or replaces the second by the third. */
  private stringFunction(node: Node): Walked {
    const isTidy = node.inputs.tidy_tags === 'yes';
    const [a, b, c] = ['text_a', 'text_b', 'text_c'].map((name) => this.text(node, name));
    const tidied = (walked: Walked): Walked => (isTidy ? { ...walked, text: tidyTags(walked.text) } : walked);
    if (node.inputs.action === 'append') {
      const told = [a!, b!, c!].filter(({ text }) => text !== '');
      const texts = told.map(({ text }) => text);
      return tidied(this.merged(told, texts, isTidy ? ', ' : '', []));
    }
    const isPattern = b!.text.length > 1 && b!.text.startsWith('/') && b!.text.endsWith('/');
    if (isPattern) return { ...a!, approximate: [...a!.approximate, 'unknown-node'] };
    if (b!.text === '' || c!.text.length > MAX_REPLACEMENT) return tidied(a!);
    return tidied({ ...a!, text: this.share(a!.text.replaceAll(b!.text, () => c!.text)) });
  }

  private replaced(node: Node, find: string, replacement: string): Walked {
    const walked = this.ofInputs(node);
    if (find === '' || replacement.length > MAX_REPLACEMENT) return walked;
    return { ...walked, text: this.share(walked.text.replaceAll(find, () => replacement)) };
  }

  private merged(
    walks: readonly Walked[],
    texts: readonly string[],
    by: string,
    approximate: readonly Approximation[],
  ): Walked {
    let text = '';
    for (const [i, part] of texts.entries()) {
      if (text.length >= MAX_PROMPT) break;
      text += this.share(i === 0 ? part : by + part);
    }
    const others = walks.flatMap((walk) => walk.others ?? []).slice(0, MAX_PARTS);
    return {
      text,
      parts: walks.flatMap(({ parts }) => parts).slice(0, MAX_PARTS),
      approximate: [...new Set([...walks.flatMap((walk) => walk.approximate), ...approximate])],
      ...(others.length > 0 ? { others } : {}),
    };
  }

  /** What a language model was given, without what it was told to do with it. */
  private rewritten(node: Node): Walked {
    const leaves = this.leaves(node);
    const asked = leaves.filter(
      ({ title = '', input, text }) => text.trim() !== '' && !INSTRUCTIONS.test(`${title} ${input}`),
    );
    const users = asked.filter(({ title = '' }) => /user|positive|prompt/i.test(title));
    const chosen = users.length > 0 ? users : asked.length > 0 ? asked : leaves;
    return {
      text: chosen.map(({ text }) => text).join('\n'),
      parts: chosen,
      approximate: ['rewritten'],
      ...(leaves.length > 1
        ? { others: leaves.filter((leaf) => !chosen.includes(leaf) || chosen.length > 1) }
        : {}),
    };
  }

  /** All texts that reach a node. */
  private leaves(node: Node): readonly GraphText[] {
    const names = Object.keys(node.inputs).filter(
      (name) =>
        !NO_TEXT.test(name) &&
        isTextual(node.inputs[name]) &&
        (isList(node.inputs[name]) || isLong(node.inputs[name])),
    );
    return names.flatMap((name) => this.text(node, name).parts);
  }

  /** A switch as it is set; where that is not written down, the first that has a text. */
  private switched(node: Node, follow: (value: Json | undefined, name: string) => Walked): Walked {
    const set = this.setting(node);
    const name = set === undefined ? undefined : selected(node, set);
    if (name !== undefined) return name in node.inputs ? follow(node.inputs[name], name) : NOTHING;
    const linked = this.graph.links(node).flatMap(([input]) => (NO_TEXT.test(input) ? [] : [input]));
    const sides = linked.length > 0 ? linked : numberedTexts(node);
    const walks = sides
      .map((input) => follow(node.inputs[input], input))
      .filter(({ parts }) => parts.length > 0);
    if (walks.length === 0) return NOTHING;
    const [first, ...rest] = walks;
    if (rest.length === 0 || /any.?switch/i.test(node.type)) return first!;
    return {
      ...first!,
      approximate: [...first!.approximate, 'unknown-switch'],
      others: rest.flatMap(({ parts }) => parts),
    };
  }

  private setting(node: Node): Json | undefined {
    for (const name of [
      'switch',
      'boolean',
      'select',
      'index',
      'Input',
      'input',
      'condition',
      'value',
      'selected',
      'choice',
      'select_input',
    ]) {
      const plain = this.plainValue(node, name);
      if (typeof plain === 'boolean' || typeof plain === 'number' || typeof plain === 'string') return plain;
    }
    return undefined;
  }

  /** Where a value stands that a chain of plain nodes hands on to an input. */
  place(node: Node, input: string, names: readonly string[] = HANDED_ON): Place | undefined {
    let at = { node, input };
    for (let depth = 0; depth < 50; depth++) {
      const value = at.node.inputs[at.input];
      const link = this.graph.link(value);
      if (!link) return value === undefined || isList(value) ? undefined : { ...at, value };
      if (++this.visits > MAX_VISITS) return undefined;
      const { inputs } = link.node;
      const name = names.find((known) => known in inputs);
      const links = this.graph.links(link.node);
      if (name === undefined && (links.length !== 1 || isSwitch(link.node))) return undefined;
      at = { node: link.node, input: name ?? links[0]![0] };
    }
    return undefined;
  }

  /** A value that a chain of plain nodes hands on. */
  plainValue(node: Node, input: string, names?: readonly string[]): Json | undefined {
    return this.place(node, input, names)?.value;
  }

  /** A node of unknown kind: through its only link, or through the first that leads to a text. */
  private through(node: Node, follow: (value: Json | undefined, name: string) => Walked): Walked {
    const links = this.graph.links(node).filter(([name]) => !NO_TEXT.test(name));
    const isPlain = links.length === 1;
    for (const [name] of links) {
      const walked = follow(node.inputs[name], name);
      if (walked.parts.length === 0 && walked.isZero !== true) continue;
      return isPlain ? walked : { ...walked, approximate: [...walked.approximate, 'unknown-node'] };
    }
    return NOTHING;
  }
}

function tidyTags(text: string): string {
  return text
    .replace(/\s{2,}/g, ' ')
    .replaceAll(' ,', ',')
    .replace(/,{2,}/g, ',')
    .trim();
}

function isFilled(value: Json | undefined): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isTextual(value: Json | undefined): boolean {
  return typeof value === 'string' || isList(value);
}

/** Longer than a name or a setting. */
function isLong(value: Json | undefined): boolean {
  return typeof value === 'string' && (value.length > 60 || /\s|[^\p{ASCII}]|.{40}/u.test(value.trim()));
}

function isRewriter({ type }: Node): boolean {
  return REWRITES.test(type) && !NO_REWRITES.test(type);
}

/** The input of a node that holds its text, or is fed one; undefined where it has none. */
export function textInput({ inputs }: Node): string | undefined {
  return TEXTS.find((input) => input in inputs && isTextual(inputs[input]));
}

export function isSwitch({ type }: Node): boolean {
  return SWITCHES.test(type);
}

function numberedTexts({ inputs }: Node): string[] {
  return Object.keys(inputs).filter((name) =>
    /^(?:text|string|str|prompt|input|value)_?(?:[a-z]|\d{1,2})$/i.test(name),
  );
}

/** The inputs of a node that joins texts: `string_a, string_b`, `text1, text2`, `text_a …`. */
function concatenated(node: Node): string[] {
  const { type, inputs } = node;
  const names = Object.keys(inputs);
  const numbered = numberedTexts(node);
  if (numbered.length > 1) return numbered;
  if (!/concat|join|combine|append|merge/i.test(type)) return [];
  return names.filter(
    (name) => !NO_TEXT.test(name) && !/delim|separator|joiner|^clean|^linebreak|mode|join/i.test(name),
  );
}

/** The input that a setting selects; undefined where it names none. */
function selected({ inputs }: Node, setting: Json): string | undefined {
  const has = (...names: readonly string[]): string | undefined => names.find((name) => name in inputs);
  if (setting === true || setting === 'true')
    return has('on_true', 'true', 'if_true', 'input_true', 'a', 'input1');
  if (setting === false || setting === 'false')
    return has('on_false', 'false', 'if_false', 'input_false', 'b', 'input2');
  const text = textOf(setting) ?? '';
  const number = /\d+/.exec(text)?.[0];
  if (number === undefined) return text in inputs ? text : undefined;
  return has(
    `input${number}`,
    `input_${number}`,
    `text${number}`,
    `text_${number}`,
    `value${number}`,
    `any_${number}`,
    `conditioning${number}`,
    `conditioning_${number}`,
    `conditioning${number}_opt`,
    `cond${number}`,
  );
}
